"""Pictures on the desk: not in the page until asked for, never for whoever looks without any, each reading logged."""

import re

import pytest
from sqlalchemy import func, select

from app.basics.clock import now
from app.basics.ids import new_token
from app.media import storing
from app.media.forms import CleanPicture
from app.posts.actions import deleting, picturing
from moderation.openness.models import Reading
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.desks import Matter, looks_at, matter_of, sends
from tests.world.cast import Member
from tests.world.governing import BY_ONE, NO_PICTURES, a_policy
from tests.world.governing_cases import reports, telling


def a_picture(lantern: OpenHouse, member: Member) -> int:
    """Of a lamp, cleaned and not in a post yet."""

    async def keep() -> int:
        blob, clean = new_token(), CleanPicture("image/webp", b"the whole lamp", b"a small lamp", 4, 3, 4, 3, "")
        await storing.store(lantern.house.blobs, blob, clean)
        return await lantern.house.database.write(picturing.add_picture, member.id, clean, blob, "a lamp", now=now())

    assert lantern.client.portal is not None
    return lantern.client.portal.call(keep)


@pytest.fixture
def pictured(lantern: OpenHouse, a_steward: Member, a_member: Member, another_member: Member) -> Matter:
    """A post by Marisol with a picture, which Juno reported."""
    a_policy(lantern.house, a_steward.id)
    post_id = a_member.posts("look", pictures=(a_picture(lantern, a_member),))
    case_id = reports(another_member, post_id, telling("Her face", BY_ONE))
    lantern.settles()
    return matter_of(lantern.house, post_id, case_id)


def addresses(body: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/desk/\d+/pictures/\d+/(?:small|full))"', body)


def test_pictures_wait_until_they_are_asked_for(pictured: Matter, robin: Browser):
    page = robin.get(pictured.address)
    asked = robin.get(f"{pictured.address}?pictures=1")

    assert addresses(page.text) == []
    assert "a lamp" in page.text
    assert "Show 1 picture" in page.text
    small, full = (robin.get(next(one for one in addresses(asked.text) if size in one)) for size in ("small", "full"))
    assert (small.body, full.body) == (b"a small lamp", b"the whole lamp")
    assert small.headers["cache-control"] == "no-store"


def test_each_picture_that_is_opened_is_written_into_the_log(pictured: Matter, lantern: OpenHouse, robin: Browser):
    def readings() -> int:
        return lantern.house.database.read_now(
            lambda session: session.scalar(select(func.count()).select_from(Reading)) or 0
        )

    address = addresses(robin.get(f"{pictured.address}?pictures=1").text)[0]
    before = readings()

    robin.get(address)

    assert (before, readings()) == (1, 2)


def test_they_are_still_there_when_its_author_deleted_the_post(
    pictured: Matter, lantern: OpenHouse, robin: Browser, a_member: Member
):
    house = lantern.house
    house.database.write_now(deleting.delete_post, a_member.id, pictured.post_id, key=house.key, now=now())
    lantern.settles()

    address = addresses(robin.get(f"{pictured.address}?pictures=1").text)[0]

    assert robin.get(address).status == 200


def test_whoever_looks_without_pictures_is_shown_none_however_they_ask(
    pictured: Matter, robin: Browser, sasha: Browser
):
    address = addresses(sasha.get(f"{pictured.address}?pictures=1").text)[0]
    robin.submit(robin.get("/desk"), "/desk/pictures", without_pictures="1")

    page = robin.get(f"{pictured.address}?pictures=1")

    assert addresses(page.text) == []
    assert "Show 1 picture" not in page.text
    assert "a lamp" in page.text
    assert robin.get(address).status == 404
    assert sasha.get(address).status == 200


def test_nobody_else_gets_one(pictured: Matter, robin: Browser, juno: Browser, marisol: Browser, stranger: Browser):
    address = addresses(robin.get(f"{pictured.address}?pictures=1").text)[0]

    for browser in (juno, marisol, stranger):
        answer = browser.get(address)
        assert answer.status in {303, 401, 403, 404}
        assert b"lamp" not in answer.body.split(b"<main")[0]


def test_a_moderator_who_keeps_out_or_is_a_party_gets_none(
    pictured: Matter, robin: Browser, sasha: Browser, another_moderator: Member
):
    address = addresses(robin.get(f"{pictured.address}?pictures=1").text)[0]
    robin.submit(robin.get(pictured.address), f"{pictured.address}/recusal")
    reports(another_moderator, pictured.post_id)

    assert robin.get(address).status == 403
    assert sasha.get(address).status == 404


def test_one_of_another_case_is_not_reached_from_here(
    pictured: Matter, lantern: OpenHouse, robin: Browser, a_member: Member, another_member: Member
):
    address = addresses(robin.get(f"{pictured.address}?pictures=1").text)[0]
    post_id = another_member.posts("words alone")
    other = matter_of(lantern.house, post_id, reports(a_member, post_id))

    assert robin.get(address.replace(pictured.address + "/", other.address + "/")).status == 404


def test_which_pictures_are_hidden_is_chosen_and_without_a_choice_nothing_is(pictured: Matter, robin: Browser):
    filled = {"measure": "hide_picture", "reason": "Her face is in it."}

    without = looks_at(robin, pictured, **filled)
    chosen = re.findall(r'name="pictures" value="(\d+)"', without.text)
    sent = sends(robin, pictured, looks_at(robin, pictured, pictures=chosen, **filled))

    assert without.status == 422
    assert "Please choose which pictures" in without.text
    assert len(chosen) == 1
    assert sent.status == 303


def test_where_pictures_are_not_kept_what_they_show_has_to_be_written(pictured: Matter, robin: Browser):
    filled = {"clause": str(NO_PICTURES), "measure": "remove", "reason": "Her face is in it."}

    refused = looks_at(robin, pictured, **filled)
    described = looks_at(robin, pictured, described="A face by a lamp.", **filled)

    assert refused.status == 422
    assert "Please describe what you saw" in refused.text
    assert described.status == 200
    assert "A face by a lamp." in described.text
