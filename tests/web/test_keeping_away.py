"""Keeping away from somebody: the buttons on their page, what they answer, and the list of all of it."""

import re
from datetime import timedelta

import pytest

from app.accounts import queries_between as between
from app.accounts.actions import blocking
from app.accounts.queries import Between
from app.basics.clock import now
from tests.posts.test_who_may_read import befriend, guest
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


@pytest.fixture
def night(lantern: OpenHouse) -> Member:
    """Night Desk, who lives at harbour.example."""
    return guest(lantern.house, befriend(lantern.house))


def stance(me: Member, other: Member) -> between.Stance | None:
    return me.house.database.read_now(between.stances, me.id, [other.id]).get(other.id)


def test_somebody_is_blocked_on_their_page_and_let_back(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser, juno: Browser
):
    a_member.follows(another_member)
    another_member.posts("Hello from Juno")
    lantern.settles()

    done = marisol.follow(marisol.submit(marisol.get("/@juno"), "/@juno/block", block="1"))
    blocked, gone = marisol.get("/@juno").text, juno.get("/@marisol")
    marisol.submit(marisol.get("/@juno"), "/@juno/block", block="0")

    assert "Neither of you sees the other" in done.text
    assert "You have blocked them" in blocked
    assert "Ask to follow" not in blocked
    assert "Hello from Juno" not in blocked
    assert gone.status == 404
    assert "Ask to follow" in marisol.get("/@juno").text
    assert "Hello from Juno" in marisol.get("/@juno").text
    assert juno.get("/@marisol").status == 200


def test_the_page_of_whoever_blocked_answers_like_nobodys(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser, juno: Browser
):
    post = a_member.posts("Hello")
    page = juno.get("/@marisol")
    marisol.submit(marisol.get("/@juno"), "/@juno/block", block="1")

    def asked_for(handle: str, post_id: int) -> list[tuple[int, str]]:
        csrf = ("csrf", page.values_of("/@marisol/follow")["csrf"])
        answers = [
            juno.get(f"/@{handle}"),
            juno.get(f"/posts/{post_id}"),
            juno.get(f"/write?reply={post_id}"),
            juno.post(f"/@{handle}/follow", [csrf, ("follow", "1")]),
            juno.post(f"/@{handle}/follow", [csrf, ("follow", "0")]),
            juno.post(f"/@{handle}/block", [csrf, ("block", "1")]),
            juno.post(f"/@{handle}/block", [csrf, ("block", "0")]),
            juno.post(f"/@{handle}/mute", [csrf, ("mute", "1"), ("lasts", "day")]),
            juno.post(f"/@{handle}/mute", [csrf, ("mute", "0")]),
            juno.post(f"/@{handle}/boosts", [csrf, ("boosts", "0")]),
            juno.post(f"/posts/{post_id}/marks", [csrf, ("favourite", "1")]),
        ]
        return [(answer.status, said(answer.text, handle, str(post_id))) for answer in answers]

    def said(page: str, *asked: str) -> str:
        """The page without the token, which is new each time, and without what was asked for."""
        page = re.sub('name="csrf" value="[^"]*"', "", page)
        for word in asked:
            page = page.replace(word, "")
        return page

    assert asked_for("marisol", post) == asked_for("nobody1", post + 12345)
    assert juno.submit(juno.get("/more"), "/lookups", who="@marisol").status == 404
    assert juno.submit(juno.get("/more"), "/lookups", who=a_member.facts.uri).status == 404


def test_before_an_allys_member_is_blocked_the_page_says_that_their_house_learns_of_it(
    marisol: Browser, another_member: Member, night: Member
):
    there, here = marisol.get("/@night@harbour.example").text, marisol.get("/@juno").text

    assert "harbour.example learns that you have blocked them" in there
    assert "learns that you" not in here
    assert "of harbour.example for me" in there


@pytest.mark.parametrize(
    ("lasts", "hours"), [("hour", 1), ("day", 24), ("week", 7 * 24), ("month", 30 * 24), ("always", None)]
)
def test_somebody_is_muted_for_as_long_as_chosen(
    a_member: Member, another_member: Member, marisol: Browser, juno: Browser, lasts: str, hours: int | None
):
    another_member.posts("Hello from Juno")

    marisol.submit(marisol.get("/@juno"), "/@juno/mute", mute="1", lasts=lasts)

    found = stance(a_member, another_member)
    assert found is not None
    assert (found.mutes, found.mutes_notifications) == (True, True)
    if hours is None:
        assert found.mute_ends is None
    else:
        assert found.mute_ends is not None
        assert abs(found.mute_ends - now() - timedelta(hours=hours)) < timedelta(minutes=1)
    assert "Hello from Juno" not in marisol.get("/community").text
    assert "Hello from Juno" in marisol.get("/@juno").text
    assert "Muted" in marisol.get("/@juno").text
    assert "uted" not in juno.get("/@marisol").text
    marisol.submit(marisol.get("/@juno"), "/@juno/mute", mute="0")
    assert "Hello from Juno" in marisol.get("/community").text


def test_somebody_is_muted_and_still_heard(a_member: Member, another_member: Member, marisol: Browser):
    csrf = marisol.get("/@juno").values_of("/@juno/mute")["csrf"]

    marisol.post("/@juno/mute", [("csrf", csrf), ("mute", "1"), ("lasts", "always")])

    found = stance(a_member, another_member)
    assert found == between.Stance(Between("", ""), mutes=True)
    assert "you are still told of them" in marisol.get("/settings/people").text


def test_boosts_are_hidden_of_those_one_follows(a_member: Member, another_member: Member, marisol: Browser):
    assert "/@juno/boosts" not in marisol.get("/@juno").text
    a_member.follows(another_member)

    marisol.submit(marisol.get("/@juno"), "/@juno/boosts", boosts="0")
    hidden = marisol.get("/@juno").text
    marisol.submit(marisol.get("/@juno"), "/@juno/boosts", boosts="1")

    assert "Show what they boost" in hidden
    assert "Hide what they boost" in marisol.get("/@juno").text


def test_an_allys_house_is_blocked_by_one_and_not_for_others(
    a_member: Member, another_member: Member, marisol: Browser, juno: Browser, night: Member
):
    night.asks_to_follow(a_member)
    path = f"/settings/houses/{night.facts.ally_id}"

    marisol.submit(marisol.get("/@night@harbour.example"), path, block="1")
    page = marisol.get("/@night@harbour.example").text
    requests = marisol.get("/follow-requests").text

    assert "You want nothing of harbour.example" in page
    assert "Ask to follow" not in page
    assert "Nobody is asking" in requests
    assert "Ask to follow" in juno.get("/@night@harbour.example").text
    marisol.submit(marisol.get("/settings/people"), path, block="0")
    assert stance(a_member, night) == between.Stance(Between("", ""))


def test_everything_is_listed_for_its_owner_and_ended_there(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member, marisol: Browser, juno: Browser,
    night: Member,
):  # fmt: skip
    marisol.submit(marisol.get("/@juno"), "/@juno/block", block="1")
    marisol.submit(marisol.get("/@vera"), "/@vera/mute", mute="1", lasts="always")
    marisol.submit(marisol.get("/@night@harbour.example"), f"/settings/houses/{night.facts.ally_id}", block="1")
    # Whoever has blocked back is not there for her, but her own block is still hers to end.
    lantern.house.database.write_now(
        blocking.block, another_member.id, a_member.id, now=now(), uri="https://lantern.example/blocks/1"
    )

    listed = marisol.get("/settings/people")
    hers = juno.get("/settings/people").text
    for action, field in (
        ("/@juno/block", "block"),
        ("/@vera/mute", "mute"),
        (f"/settings/houses/{night.facts.ally_id}", "block"),
    ):
        back = marisol.submit(marisol.get("/settings/people"), action, **{field: "0"})
        assert back.location is not None
        assert back.location.startswith("/settings/people?done=")

    for name in ("@juno", "@vera", "harbour.example"):
        assert name in listed.text
        assert name not in marisol.get("/settings/people").text
    assert "vera" not in hers
    assert "/settings/people" in marisol.get("/settings").links()


def test_a_long_list_goes_on(marisol: Browser, a_member: Member, joining_house, monkeypatch):
    monkeypatch.setattr("app.web.pages.keeping_away.A_PAGE", 2)
    others = [joining_house(name) for name in ("ada", "bea", "cleo")]
    for other in others:
        a_member.house.database.write_now(blocking.block, a_member.id, other.id, now=now())
        a_member.house.database.write_now(blocking.mute, a_member.id, other.id, now=now())

    first = marisol.get("/settings/people")
    second = marisol.get(f"/settings/people?before={others[1].id}&muted={others[1].id}")

    assert {f"/settings/people?before={others[1].id}", f"/settings/people?muted={others[1].id}"} <= first.links()
    assert "@ada" not in first.text
    assert second.text.count('href="/@ada"') == 2
    assert "@cleo" not in second.text


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("/@juno/block", {"block": "2"}),
        ("/@juno/mute", {"mute": "1", "lasts": "for ever"}),
        ("/@juno/mute", {"mute": ""}),
        ("/@juno/boosts", {}),
        ("/settings/houses/12345", {"block": ""}),
    ],
)
def test_what_no_button_sends_changes_nothing(
    a_member: Member, another_member: Member, marisol: Browser, action: str, fields: dict[str, str]
):
    csrf = marisol.get("/@juno").values_of("/@juno/block")["csrf"]

    answer = marisol.post(action, [("csrf", csrf), *fields.items()])

    assert answer.status == 422
    assert stance(a_member, another_member) == between.Stance(Between("", ""))


@pytest.mark.parametrize("ally", ["12345", "x", "9" * 30])
def test_a_house_that_is_no_ally_cannot_be_blocked(marisol: Browser, another_member: Member, ally: str):
    csrf = marisol.get("/@juno").values_of("/@juno/block")["csrf"]

    assert marisol.post(f"/settings/houses/{ally}", [("csrf", csrf), ("block", "1")]).status == 404


def test_forms_that_keep_away_need_the_token(a_member: Member, another_member: Member, marisol: Browser, night: Member):
    a_member.follows(another_member)
    page, ally = marisol.get("/@juno"), marisol.get("/@night@harbour.example")

    house = f"/settings/houses/{night.facts.ally_id}"
    for shown, action in ((page, "/@juno/block"), (page, "/@juno/mute"), (page, "/@juno/boosts"), (ally, house)):
        assert marisol.submit(shown, action, csrf="made-up").status == 403
        assert marisol.submit(shown, action, headers={"origin": "https://evil.example"}).status == 403
    assert stance(a_member, another_member) == between.Stance(Between("yes", ""))


def test_nobody_keeps_away_from_themselves(marisol: Browser, another_member: Member):
    csrf = marisol.get("/@juno").values_of("/@juno/block")["csrf"]

    for action, fields in (("block", [("block", "1")]), ("mute", [("mute", "1"), ("lasts", "day")])):
        assert marisol.post(f"/@marisol/{action}", [("csrf", csrf), *fields]).status == 422
    assert "Keep away from them" not in marisol.get("/@marisol").text
