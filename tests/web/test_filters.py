"""Word filters on pages: folded away or left out, where and until when the member chose, for nobody else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.actions import filters
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import CONTEXTS, Word
from app.basics.clock import now
from app.posts.actions import bookmarking, thanking
from app.storage.member_keys import MemberKey
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

WORDS = "the visitor fee again"
FORM = "/settings/filters"


def adds(browser: Browser, **filled: str | list[str]) -> Page:
    wanted: dict[str, str | list[str]] = {"title": "Landlords", "words": "visitor fee\nMiete", **filled}
    return browser.submit(browser.get("/settings/filters/new"), FORM, **wanted)


def has_a_filter(lantern: OpenHouse, member: Member, action: str = "warn", contexts: tuple[str, ...] = CONTEXTS) -> int:
    draft = FilterDraft("Landlords", [Word(0, "visitor fee")], contexts, action)
    return lantern.house.database.write_now(filters.add_filter, member.id, draft, key=lantern.house.key, now=now())


@pytest.fixture
def a_thread(lantern: OpenHouse, a_member: Member, another_member: Member) -> int:
    """Juno writes about the fee, where Marisol sees it at home, in the community, on Juno's page and as an answer."""
    a_member.follows(another_member)
    post = a_member.posts("Who has written to the union?")
    another_member.posts(f"To everybody: {WORDS}")
    another_member.posts(WORDS, reply_to=post)
    lantern.settles()
    return post


def test_a_filter_is_added_listed_changed_and_ended(lantern: OpenHouse, marisol: Browser):
    listed = marisol.follow(adds(marisol, contexts=["home", "thread"]))
    assert "visitor fee, Miete" in listed.text
    address = next(link for link in listed.links() if link.startswith(FORM + "/") and not link.endswith("/new"))

    page = marisol.get(address)
    assert page.values_of(address)["words"] == "visitor fee\nMiete"
    changed = marisol.follow(marisol.submit(page, address, title="Rent", outcome="hide", lasts="7"))
    assert "Rent" in changed.text
    assert "left out" in changed.text

    ended = marisol.follow(marisol.submit(changed, address + "/end"))
    assert "No filters yet." in ended.text


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"title": " "}, "title"),
        ({"words": " \n "}, "words"),
        ({"words": "x" * 201}, "words"),
        ({"contexts": []}, "contexts"),
        ({"outcome": "delete"}, "outcome"),
        ({"lasts": "9999"}, "lasts"),
    ],
)
def test_a_mistake_comes_back_beside_its_field_with_everything_typed(marisol: Browser, filled, field: str):
    typed = {"title": "Landlords", "words": "visitor fee", **filled}

    refused = adds(marisol, **typed)

    assert refused.status == 422
    assert f'id="{field}-fault"' in refused.text
    assert refused.values_of(FORM)["title"] == typed["title"]
    assert refused.values_of(FORM)["words"] == typed["words"]
    assert "No filters yet." in marisol.get(FORM).text


def test_a_post_is_folded_away_behind_the_filters_name(lantern: OpenHouse, marisol: Browser, a_member, a_thread: int):
    has_a_filter(lantern, a_member)

    for path in ("/", "/community", "/@juno", f"/posts/{a_thread}"):
        page = marisol.get(path).text
        assert "<details" in page[: page.index(WORDS)].rpartition("<article")[2], path
        assert "Filtered:" in page
        assert "Landlords" in page


def test_a_hidden_post_is_not_there(lantern: OpenHouse, marisol: Browser, a_member: Member, a_thread: int):
    has_a_filter(lantern, a_member, "hide")

    for path in ("/", "/community", "/@juno", f"/posts/{a_thread}", "/notifications"):
        assert WORDS not in marisol.get(path).text, path


def test_a_notification_that_is_folded_away_is_told_without_its_words(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_thread: int
):
    has_a_filter(lantern, a_member)

    told = marisol.get("/notifications").text

    assert "answered you" in told
    assert WORDS not in told


@pytest.mark.parametrize(
    ("context", "path"), [("home", "/"), ("public", "/community"), ("account", "/@juno"), ("thread", "/posts/{}")]
)
def test_it_holds_only_where_it_should(
    lantern: OpenHouse, marisol: Browser, a_member: Member, a_thread: int, context: str, path: str
):
    has_a_filter(lantern, a_member, "hide", (context,))

    hidden = [
        p for p in ("/", "/community", "/@juno", "/posts/{}") if WORDS not in marisol.get(p.format(a_thread)).text
    ]

    assert hidden == [path]


def test_nobody_else_notices(lantern: OpenHouse, juno: Browser, a_steward: Member, a_member: Member, a_thread: int):
    has_a_filter(lantern, a_member, "hide")

    for reader in (juno, lantern.browser_of(a_steward)):
        assert WORDS in reader.get("/community").text
        assert "Filtered:" not in reader.get("/community").text


def test_ones_own_posts_stay(lantern: OpenHouse, marisol: Browser, a_member: Member):
    has_a_filter(lantern, a_member, "hide")
    a_member.posts(WORDS)

    assert WORDS in marisol.get("/community").text


def test_the_post_one_opens_is_shown_whatever_stands_in_it(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    has_a_filter(lantern, a_member, "hide")
    post = another_member.posts(WORDS)

    assert WORDS in marisol.get(f"/posts/{post}").text


def test_words_in_a_warning_and_in_a_description_count(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    has_a_filter(lantern, a_member, "hide")
    another_member.posts("Look at this", warning="visitor fee")

    assert "Look at this" not in marisol.get("/community").text


def test_a_filter_that_is_over_does_nothing(lantern: OpenHouse, marisol: Browser, a_thread: int):
    adds(marisol, lasts="1", outcome="hide")
    assert WORDS not in marisol.get("/community").text

    lantern.is_at(now() + timedelta(days=2))

    assert WORDS in marisol.get("/community").text


def test_somebody_elses_filter_is_not_there(lantern: OpenHouse, juno: Browser, a_member: Member):
    kept = has_a_filter(lantern, a_member)
    token = juno.get("/settings").values_of("/settings")["csrf"]

    assert juno.get(f"{FORM}/{kept}").status == 404
    assert juno.post(f"{FORM}/{kept}", [("csrf", token), ("title", "x")]).status == 404
    assert juno.post(f"{FORM}/{kept}/end", [("csrf", token)]).status == 404
    assert "Landlords" not in juno.get(FORM).text


def test_a_member_without_filters_causes_no_query_for_them(
    lantern: OpenHouse, marisol: Browser, a_thread: int, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("asked for filters")

    monkeypatch.setattr("app.web.sifting.sieve_of", refuse)

    assert WORDS in marisol.get("/").text


@pytest.mark.parametrize(("action", "contexts"), [("hide", ("public",)), ("warn", CONTEXTS), ("hide", CONTEXTS)])
def test_what_one_kept_is_folded_away_and_never_gone(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, action: str, contexts
):
    post = another_member.posts(WORDS)
    for mark in (bookmarking.bookmark, thanking.favour):
        lantern.house.database.write_now(mark, a_member.id, post, now=now())
    has_a_filter(lantern, a_member, action, contexts)

    for path in ("/bookmarks", "/favourites"):
        page = marisol.get(path).text
        assert "<details" in page[: page.index(WORDS)].rpartition("<article")[2], path
        assert "Landlords" in page


def test_what_is_written_to_one_alone_is_folded_away_and_never_gone(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    another_member.posts(f"@marisol {WORDS}", "mentioned")
    has_a_filter(lantern, a_member, "hide")

    listed = marisol.get("/messages")
    talk = marisol.get(next(link for link in listed.links() if re.fullmatch(r"/messages/\d+#answer", link))).text

    assert "Landlords" in listed.text
    assert WORDS not in listed.text
    assert "<details" in talk[: talk.index(WORDS)].rpartition("<article")[2]


def test_what_one_wrote_oneself_in_a_message_stays(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    a_member.posts(f"@juno {WORDS}", "mentioned")
    has_a_filter(lantern, a_member, "hide")

    assert WORDS in marisol.get("/messages").text


def test_a_session_that_opens_no_message_finds_nothing_in_one(
    lantern: OpenHouse, a_member: Member, another_member: Member
):
    another_member.posts(f"@marisol {WORDS}", "mentioned")
    has_a_filter(lantern, a_member, "hide")
    marisol = lantern.browser_of(replace(a_member, key=MemberKey.new()))

    page = marisol.get("/messages")

    assert page.status == 200
    assert "Landlords" not in page.text
