"""Posts that go later: what waits, what becomes of it, and that each goes once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.basics.clock import now
from app.posts.actions import scheduling
from app.posts.models import KeptDraft, Picture, ScheduledPost
from app.storage.house import House
from app.storage.tables import Base
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import descriptions, goes_on, sends_to_drafts
from tests.web.test_writing import a_photo
from tests.world.cast import Member, post_count


def in_(**span: float) -> str:
    """A moment as the field takes it, by UTC's clock."""
    return (now() + timedelta(**span)).strftime("%Y-%m-%dT%H:%M")


def schedules(browser: Browser, text: str, where: str = "/write", files=None, **filled: str) -> Page:
    filled.setdefault("later", in_(hours=2))
    return browser.submit(browser.get(where), "/posts", files=files, text=text, **filled)


def edits(browser: Browser) -> Page:
    """The first of what waits, opened."""
    address = re.search(r'href="(/write\?scheduled=\d+)"', browser.get("/scheduled").text)
    assert address is not None
    return browser.get(address[1])


def the_address(browser: Browser, of: str) -> str:
    found = re.search(rf'"(/scheduled/\d+/{of})"', browser.get("/scheduled").text)
    assert found is not None
    return found[1]


def how_many(house: House, model: type[Base]) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(model)) or 0)


def goes_at(house: House) -> datetime:
    return house.database.read_now(lambda session: session.scalars(select(ScheduledPost.goes_at)).one())


def test_the_field_says_which_clock_is_meant_and_who_could_read_what_waits(lantern: OpenHouse, marisol: Browser):
    lantern.is_at(datetime.fromisoformat("2026-11-23T06:41:30+00:00"))

    page = marisol.get("/write").text

    assert "Day and time in UTC" in page
    assert "It is 06:41 there now." in page
    assert "also what is for named people: whoever runs this house could read it" in page
    assert "/scheduled" in marisol.get("/more").links()


def test_it_waits_until_its_moment_and_then_goes_once_with_everything(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    answer = schedules(
        marisol, "Tea on Sunday", files={"picture_1": a_photo()}, description_1="a teapot", warning="sugar"
    )
    listed = marisol.follow(answer).text
    lantern.settles()
    assert descriptions(lantern.house) == [""]

    assert answer.location == "/scheduled?done=scheduled"
    assert "Tea on Sunday" in listed
    assert "for this community" in listed
    assert "Tea on Sunday" not in juno.get("/community").text + marisol.get("/").text

    lantern.settles_at(now() + timedelta(hours=2, minutes=1))
    lantern.settles_at(now() + timedelta(hours=2, minutes=3))

    page = juno.get("/community")
    assert page.text.count("Tea on Sunday") == 1
    assert "sugar" in page.text
    assert [attrs["alt"] for tag, attrs in page.read.tags if tag == "img"] == ["a teapot"]
    assert "Tea on Sunday" in marisol.get("/").text
    assert "Nothing waits." in marisol.get("/scheduled").text
    assert (how_many(lantern.house, ScheduledPost), lantern.house.database.read_now(post_count)) == (0, 1)


def test_how_long_it_lasts_is_counted_from_its_moment(lantern: OpenHouse, marisol: Browser):
    schedules(marisol, "For a day", later=in_(days=30), lasts="1")

    lantern.settles_at(now() + timedelta(days=30, minutes=1))
    assert lantern.house.database.read_now(post_count) == 1

    lantern.settles_at(now() + timedelta(days=31, minutes=2))
    assert lantern.house.database.read_now(post_count) == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (lambda: in_(minutes=3), "at least five minutes from now"),
        (lambda: in_(days=-400), "at least five minutes from now"),
        (lambda: in_(days=366), "within a year"),
        (lambda: "tomorrow", "like this: 2026-11-23 18:30"),
        (lambda: "2026-02-30T10:00", "like this: 2026-11-23 18:30"),
        (lambda: "2027-01-01T10:00+13:00", "like this: 2026-11-23 18:30"),
    ],
    ids=["too soon", "past", "too late", "no date", "no day", "zone"],
)
def test_a_moment_that_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    lantern: OpenHouse, marisol: Browser, typed: Callable[[], str], sentence: str
):
    later = typed()
    refused = schedules(marisol, "A long evening's work", later=later)

    assert refused.status == 422
    assert 'id="later-fault"' in refused.text
    assert sentence in refused.text
    kept = refused.values_of("/posts")
    assert (kept["text"], kept["later"]) == ("A long evening's work", later)
    assert how_many(lantern.house, ScheduledPost) == lantern.house.database.read_now(post_count) == 0


def test_a_moment_may_be_typed_with_a_space(lantern: OpenHouse, marisol: Browser):
    typed = in_(days=3).replace("T", " ")

    assert schedules(marisol, "Typed", later=typed).status == 303
    assert goes_at(lantern.house).strftime("%Y-%m-%d %H:%M") == typed


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 5001}, {"audience": "all"}, {"warning": "x" * 301}])
def test_what_could_not_be_posted_now_is_not_scheduled_either(
    lantern: OpenHouse, marisol: Browser, wrong: dict[str, str]
):
    refused = schedules(marisol, **{"text": "Tea", **wrong})

    assert refused.status == 422
    assert f'id="{next(iter(wrong))}-fault"' in refused.text
    assert how_many(lantern.house, ScheduledPost) == lantern.house.database.read_now(post_count) == 0


def test_a_scheduled_answer_is_no_wider_than_what_it_answers(lantern: OpenHouse, a_member: Member, juno: Browser):
    post = a_member.posts("For us", "community")

    refused = schedules(juno, "To all", where=f"/write?reply={post}", audience="open")

    assert refused.status == 422
    assert how_many(lantern.house, ScheduledPost) == 0


def test_a_double_tap_schedules_once(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/write")

    for _ in range(2):
        assert marisol.submit(page, "/posts", text="Once", later=in_(hours=1)).status == 303
    again = edits(marisol)
    for _ in range(2):
        assert marisol.submit(again, "/posts", text="Once more").status == 303

    assert how_many(lantern.house, ScheduledPost) == 1


def test_editing_finds_everything_and_replaces_what_waits(lantern: OpenHouse, marisol: Browser, juno: Browser):
    schedules(marisol, "Tea on Sunday", files={"picture_1": a_photo()}, description_1="a teapot", audience="followers")

    page = edits(marisol)
    filled = page.values_of("/posts")
    answer = marisol.submit(page, "/posts", text="Tea on Monday", audience="community")
    lantern.settles_at(now() + timedelta(hours=3))

    assert (filled["text"], filled["audience"], filled["description_1"]) == ("Tea on Sunday", "followers", "a teapot")
    assert filled["later"] == in_(hours=2) or filled["later"][:10] == in_(hours=2)[:10]
    assert answer.location == "/scheduled?done=scheduled"
    community = juno.get("/community")
    assert "Tea on Monday" in community.text
    assert "Tea on Sunday" not in community.text
    assert [attrs["alt"] for tag, attrs in community.read.tags if tag == "img"] == ["a teapot"]


def test_emptying_the_field_posts_at_once_and_only_once(lantern: OpenHouse, marisol: Browser):
    schedules(marisol, "Now after all")

    answer = marisol.submit(edits(marisol), "/posts", later="")
    lantern.settles_at(now() + timedelta(hours=3))

    assert answer.location.startswith("/?done=posted#p")
    assert lantern.house.database.read_now(post_count) == 1


def test_what_went_while_it_was_being_edited_is_not_posted_again(lantern: OpenHouse, marisol: Browser):
    schedules(marisol, "Tea on Sunday")
    page = edits(marisol)
    lantern.settles_at(now() + timedelta(hours=3))

    refused = marisol.submit(page, "/posts", later="")

    assert refused.status == 409
    assert "perhaps it is posted already" in refused.text
    assert lantern.house.database.read_now(post_count) == 1


def test_it_may_go_back_among_the_drafts(lantern: OpenHouse, marisol: Browser):
    schedules(marisol, "Not yet", files={"picture_1": a_photo()}, description_1="a teapot")

    sends_to_drafts(marisol, edits(marisol))
    lantern.settles_at(now() + timedelta(hours=3))

    assert lantern.house.database.read_now(post_count) == how_many(lantern.house, ScheduledPost) == 0
    assert goes_on(marisol).values_of("/posts")["description_1"] == "a teapot"


def test_a_draft_may_be_scheduled(lantern: OpenHouse, marisol: Browser):
    sends_to_drafts(marisol, marisol.get("/write"), text="At last")

    marisol.submit(goes_on(marisol), "/posts", later=in_(hours=2))
    lantern.settles_at(now() + timedelta(hours=3))

    assert how_many(lantern.house, KeptDraft) == 0
    assert lantern.house.database.read_now(post_count) == 1


def test_the_time_can_be_changed_and_a_wrong_one_is_told_beside_its_field(lantern: OpenHouse, marisol: Browser):
    schedules(marisol, "Tea on Sunday")
    address, before = the_address(marisol, "moment"), goes_at(lantern.house)

    refused = marisol.submit(marisol.get("/scheduled"), address, later=in_(minutes=1))
    empty = marisol.submit(marisol.get("/scheduled"), address, later="")
    assert (refused.status, empty.status) == (422, 422)
    assert "-fault" in refused.text
    assert goes_at(lantern.house) == before

    answer = marisol.submit(marisol.get("/scheduled"), address, later=in_(days=2))

    assert "It goes at the new time." in marisol.follow(answer).text
    assert goes_at(lantern.house) > before + timedelta(days=1)


def test_deleting_asks_first_and_nothing_is_posted(lantern: OpenHouse, marisol: Browser):
    schedules(marisol, "Better not", files={"picture_1": a_photo()})
    address = the_address(marisol, "deletion")

    question = marisol.get(address)
    marisol.submit(question, address)
    lantern.settles_at(now() + timedelta(hours=3))

    assert "Delete this before it is posted?" in question.text
    assert "Better not" in question.text
    assert lantern.house.database.read_now(post_count) == how_many(lantern.house, Picture) == 0


def test_somebody_elses_is_like_none(lantern: OpenHouse, marisol: Browser, juno: Browser):
    schedules(marisol, "Mine alone")
    number = lantern.house.database.read_now(lambda session: session.scalar(select(ScheduledPost.id)))
    token = juno.get("/write").values_of("/posts")["csrf"]
    before = goes_at(lantern.house)

    for wanted in (number, 12345):
        assert juno.get(f"/write?scheduled={wanted}").status == 404
        assert juno.get(f"/scheduled/{wanted}/deletion").status == 404
        assert juno.post(f"/scheduled/{wanted}/deletion", [("csrf", token)]).status == 404
        assert juno.post(f"/scheduled/{wanted}/moment", [("csrf", token), ("later", in_(days=9))]).status == 404
        assert juno.post(f"/scheduled/{wanted}/moment", [("csrf", token), ("later", "soon")]).status == 404
        assert juno.submit(juno.get("/write"), "/posts", text="Theirs", scheduled=str(wanted)).status == 409
    assert "Mine alone" not in juno.get("/scheduled").text
    assert goes_at(lantern.house) == before


def test_at_most_fifty_wait(lantern: OpenHouse, marisol: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scheduling, "MOST", 2)
    for at in range(2):
        assert schedules(marisol, f"Number {at}").status == 303

    refused = schedules(marisol, "One too many")

    assert refused.status == 422
    assert 'id="later-fault"' in refused.text
    assert marisol.submit(edits(marisol), "/posts", text="Instead").status == 303
    assert how_many(lantern.house, ScheduledPost) == 2
