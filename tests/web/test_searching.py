"""`/search`: posts are found by a form that leaves no word in an address; nothing typed is lost."""

import re
from datetime import timedelta

import pytest

from app.accounts.actions import filters
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import Word
from app.basics.clock import now
from app.posts.actions import bookmarking
from app.storage.patience import TooSlow
from app.timelines import search_queries
from app.web.pages import searching
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join


@pytest.fixture
def vera(a_steward: Member) -> Member:
    """Vera, whose posts others find."""
    a_steward.chooses(findable=True)
    return a_steward


def searches(lantern: OpenHouse, browser: Browser, q: str = "", **more: str) -> Page:
    """Types it into the form and follows it to what is found."""
    lantern.settles()
    answer = browser.submit(browser.get("/search"), "/search", q=q, **more)
    return browser.follow(answer) if answer.status == 303 else answer


def found_in(page: Page) -> list[int]:
    return [int(post) for post in re.findall(r'<article class="post" id="p(\d+)"', page.text)]


def test_a_post_is_found_by_its_words_in_every_language(lantern: OpenHouse, marisol: Browser, vera: Member):
    english, russian, chinese = (vera.posts(words) for words in ("Red Umbrella", "Ещё ёлки", "性工作者的权利"))

    assert found_in(searches(lantern, marisol, "UMBRELLA")) == [english]
    assert found_in(searches(lantern, marisol, "елки")) == [russian]
    assert found_in(searches(lantern, marisol, "工作者")) == [chinese]


def test_no_word_of_it_stands_in_an_address(lantern: OpenHouse, marisol: Browser, vera: Member):
    for number in range(22):
        vera.posts(f"umbrella {number}")
    lantern.settles()

    answer = marisol.submit(marisol.get("/search"), "/search", q="umbrella", who="vera", tag="")
    page = marisol.follow(answer)

    addresses = [answer.headers["location"], *page.links()]
    assert len(found_in(page)) == 20
    assert not [one for one in addresses if "umbrella" in one or "q=" in one]
    again = marisol.submit(marisol.get("/search"), "/search", q="umbrella", who="vera", tag="")
    assert again.headers["location"] != answer.headers["location"]
    assert page.headers["cache-control"] == "no-store"


def test_older_and_newest_lead_through_all_of_it(lantern: OpenHouse, marisol: Browser, vera: Member):
    posts = [vera.posts(f"umbrella {number}") for number in range(23)][::-1]

    first = searches(lantern, marisol, "umbrella")
    [older] = [link for link in first.links() if link.startswith("/search?s=")]
    second = marisol.get(older)

    assert found_in(first) + found_in(second) == posts
    [newest] = [link for link in second.links() if link.startswith("/search?s=")]
    assert found_in(marisol.get(newest)) == posts[:20]


def test_an_address_opens_in_the_session_that_made_it_and_for_some_hours(
    lantern: OpenHouse, marisol: Browser, a_member: Member, vera: Member
):
    vera.posts("umbrella")
    lantern.settles()
    address = marisol.submit(marisol.get("/search"), "/search", q="umbrella").headers["location"]
    elsewhere = lantern.browser_of(a_member)

    others = [elsewhere.get(address), marisol.get(address[:-4] + "AAAA"), marisol.get("/search?s=%F0%9F")]
    there = marisol.get(address)
    lantern.is_at(now() + timedelta(hours=13))
    late = marisol.get(address)

    assert found_in(there) != []
    assert [found_in(page) for page in (*others, late)] == [[]] * 4
    assert all(searching.CLOSED in page.text for page in (*others, late))


def test_the_rest_of_the_form_narrows_it(lantern: OpenHouse, marisol: Browser, a_member: Member, vera: Member):
    tagged, plain, mine = vera.posts("umbrella #rights"), vera.posts("umbrella"), a_member.posts("umbrella")
    lantern.house.database.write_now(bookmarking.bookmark, a_member.id, plain, now=now())
    today = now().strftime("%Y-%m-%d")

    assert found_in(searches(lantern, marisol, "umbrella", who="@vera")) == [plain, tagged]
    assert found_in(searches(lantern, marisol, "umbrella", who="me")) == [mine]
    assert found_in(searches(lantern, marisol, tag="#Rights")) == [tagged]
    assert found_in(searches(lantern, marisol, where="bookmarks")) == [plain]
    assert found_in(searches(lantern, marisol, "umbrella", since=today, until=today)) == [mine, plain, tagged]
    assert found_in(searches(lantern, marisol, "umbrella", until="2026-01-01")) == []
    assert found_in(searches(lantern, marisol, "umbrella", pictures="1")) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"q": "  ?!  ", "who": ""}, "There is no word in this"),
        ({"q": "has:soul"}, "comes picture, link or poll"),
        ({"q": "x" * 301}, "at most 300 characters"),
        ({"q": "x" * 500_000}, "at most 300 characters"),
        ({"q": "umbrella", "tag": "two words"}, "A tag is one word"),
        ({"q": "umbrella", "since": "soon"}, "A date is written like"),
        ({"q": "umbrella", "until": "2026-02-31"}, "A date is written like"),
        ({"q": "umbrella", "who": "v" * 301}, "longer than anybody"),
        ({"q": "umbrella", "where": "trouble"}, "Please choose one of these"),
        ({"q": "umbrella", "since": "2026-05-02", "until": "2026-05-01"}, "This day is before the first one"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_its_field_and_stays(
    lantern: OpenHouse, marisol: Browser, typed: dict[str, str], sentence: str
):
    page = searches(lantern, marisol, **{"who": "@juno", **typed})

    assert page.status == 422
    assert sentence in page.text
    shown = {
        attrs["name"]: attrs.get("value", "") for tag, attrs in page.read.tags if tag == "input" and "name" in attrs
    }
    kept = {**{"who": "@juno"}, **typed}
    assert {name: shown[name] for name in kept if name != "where"} == {
        name: value.strip() for name, value in kept.items() if name != "where"
    }


def test_what_takes_too_long_is_said_and_stays(
    lantern: OpenHouse, marisol: Browser, vera: Member, monkeypatch: pytest.MonkeyPatch
):
    vera.posts("umbrella")

    def too_slow(*_: object, **__: object) -> None:
        raise TooSlow

    monkeypatch.setattr(search_queries, "found", too_slow)
    page = searches(lantern, marisol, "umbrella")

    assert page.status == 503
    assert searching.TOO_SLOW in page.text
    assert 'value="umbrella"' in page.text


def test_word_filters_hold_here_too(lantern: OpenHouse, marisol: Browser, a_member: Member, vera: Member):
    hidden, shown = vera.posts("umbrella in the rain"), vera.posts("umbrella")
    draft = FilterDraft("Weather", [Word(0, "rain", True)], ["public"], "hide", None)
    lantern.house.database.write_now(filters.add_filter, a_member.id, draft, key=lantern.house.key, now=now())

    assert hidden != shown
    assert found_in(searches(lantern, marisol, "umbrella")) == [shown]


def test_people_are_those_one_follows_or_names_wholly(
    lantern: OpenHouse, marisol: Browser, a_member: Member, vera: Member, another_member: Member
):
    a_member.follows(another_member)

    assert "/@juno" in searches(lantern, marisol, "jun").links()
    assert "/@vera" not in searches(lantern, marisol, "ver").links()
    assert "/@vera" in searches(lantern, marisol, "@vera").links()
    assert "/@nobody" not in searches(lantern, marisol, "@nobody").links()


def test_tags_are_those_of_posts_that_one_may_read(
    lantern: OpenHouse, marisol: Browser, another_member: Member, a_member: Member
):
    another_member.posts("#rights")
    another_member.posts("#rightnow", "followers")

    page = searches(lantern, marisol, "right")

    assert "/tags/rights" in page.links()
    assert "/tags/rightnow" not in page.links()


def test_a_mark_made_there_leads_back_to_what_was_found(lantern: OpenHouse, marisol: Browser, vera: Member):
    post = vera.posts("umbrella")
    page = searches(lantern, marisol, "umbrella")

    back = marisol.follow(marisol.submit(page, f"/posts/{post}/marks", bookmark="1"))

    assert found_in(back) == [post]


def test_whether_others_find_ones_posts_is_a_setting_that_is_off(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    post = a_member.posts("umbrella")
    before = found_in(searches(lantern, juno, "umbrella"))

    marisol.follow(marisol.submit(marisol.get("/settings/reach"), "/settings/reach", findable="on"))

    assert before == []
    assert found_in(searches(lantern, juno, "umbrella")) == [post]
    marisol.submit(marisol.get("/settings/reach"), "/settings/reach", findable="off")
    assert found_in(searches(lantern, juno, "umbrella")) == []


def test_a_choice_that_is_none_is_said(marisol: Browser):
    page = marisol.submit(marisol.get("/settings/reach"), "/settings/reach", findable="maybe")

    assert page.status == 422
    assert "findable-fault" in page.text


def test_too_many_searches_are_too_many(lantern: OpenHouse, marisol: Browser):
    lantern.counts()
    address = marisol.submit(marisol.get("/search"), "/search", q="umbrella").headers["location"]

    statuses = {marisol.get(address).status for _ in range(301)}

    assert statuses == {200, 429}


def test_a_stranger_is_asked_to_sign_in(lantern: OpenHouse, stranger: Browser):
    join(lantern.house, "lupe").posts("umbrella", "open")

    assert stranger.get("/search").status in {303, 401}
