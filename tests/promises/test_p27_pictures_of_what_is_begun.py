"""P27 and P10: a picture of a draft or a scheduled post opens in its writer's own apps, and nobody else's."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.accounts.holders import token_holder
from app.basics.clock import now
from app.media.capability import ALLY, TOKEN, Holder, holder_of, mint
from app.posts.actions import drafting
from app.posts.begun import Begun, BegunPicture, Earlier
from app.posts.models import ScheduledPost
from tests.api.conftest import CLEAN, Phone, pictures_are_clean  # noqa: F401 — a fixture
from tests.api.test_scheduled import in_
from tests.promises.test_p27_pictures_in_messages import app_of  # noqa: F401 — a fixture
from tests.promises.test_p27_private_means_private import is_nothing
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member
from tests.world.pictures import open_files

App = Callable[..., Phone]
pytestmark = pytest.mark.usefixtures("pictures_are_clean")


@dataclass
class Kept:
    """Something that Marisol has begun, with a picture whose files are sealed by now."""

    lantern: OpenHouse
    picture: int
    number: int

    def shown_to(self, phone: Phone) -> str:
        """Where this app is told to load the picture."""
        return phone.gets(f"/api/v1/media/{self.picture}").json()["url"]

    def loaded(self, address: str):
        return self.lantern.client.get(address)

    def opens(self, address: str) -> bool:
        full, small = self.loaded(address), self.loaded(address.replace("/full", "/small"))
        if full.status_code == 200:
            assert (full.content, small.content) == (CLEAN.full, CLEAN.small)
            assert full.headers["cache-control"] == "no-store"
            return True
        assert is_nothing(full, self.lantern)
        assert is_nothing(small, self.lantern)
        return False


@pytest.fixture
def scheduled(lantern: OpenHouse, app_of: App, a_member: Member) -> Kept:
    phone = app_of(a_member)
    picture = uploads(phone)
    ask = {"status": "Later", "scheduled_at": in_(hours=1), "media_ids[]": [picture]}
    number = int(phone.posts("/api/v1/statuses", **ask).json()["id"])
    return sealed(lantern, picture, number)


@pytest.fixture
def drafted(lantern: OpenHouse, app_of: App, a_member: Member) -> Kept:
    picture, house = uploads(app_of(a_member)), lantern.house
    begun = Begun("Not yet", pictures=[BegunPicture(picture)])
    number = house.database.write_now(drafting.keep_draft, a_member.id, begun, Earlier(), key=house.key, now=now())
    return sealed(lantern, picture, number)


def uploads(phone: Phone) -> int:
    return int(phone.asks("POST", "/api/v2/media", files={"file": ("a.jpg", b"x")}).json()["id"])


def sealed(lantern: OpenHouse, picture: int, number: int) -> Kept:
    lantern.settles()
    assert open_files(lantern.house) == []
    return Kept(lantern, picture, number)


def test_its_writers_apps_see_what_is_scheduled(scheduled: Kept, app_of: App, a_member: Member):
    for phone in (app_of(a_member), app_of(a_member, key=False)):
        listed = phone.gets(f"/api/v1/scheduled_statuses/{scheduled.number}").json()["media_attachments"][0]

        assert listed["blurhash"] == CLEAN.blurhash
        assert scheduled.opens(listed["url"])
        assert scheduled.opens(scheduled.shown_to(phone))


def test_a_drafts_picture_opens_only_for_an_app_that_opens_the_draft(drafted: Kept, app_of: App, a_member: Member):
    assert drafted.opens(drafted.shown_to(app_of(a_member)))
    assert not drafted.opens(drafted.shown_to(app_of(a_member, key=False)))


@pytest.mark.parametrize("held_by", ["scheduled", "drafted"])
@pytest.mark.parametrize("minted", ["with its key", "without"])
def test_nobody_else_sees_it_even_with_its_key(
    request: pytest.FixtureRequest, app_of: App, a_member: Member, another_member: Member, held_by: str, minted: str
):
    kept: Kept = request.getfixturevalue(held_by)
    house, juno = kept.lantern.house, app_of(another_member)
    own = holder_of(house.key, kept.shown_to(app_of(a_member)).split("/")[4], kept.picture, now=now())
    theirs = house.database.read_now(token_holder, juno.token)
    assert own is not None
    assert own.picture_key
    assert theirs is not None
    key = own.picture_key if minted == "with its key" else b""

    for holder in (Holder(TOKEN, theirs.token_id, key), Holder(ALLY, 1, key)):
        assert not kept.opens(f"/media/{mint(house.key, kept.picture, holder, now=now())}/{kept.picture}/full")
    assert juno.gets(f"/api/v1/media/{kept.picture}").status_code == 404
    assert juno.asks("PUT", f"/api/v1/media/{kept.picture}", data={"description": "x"}).status_code == 404


def test_the_address_of_a_picture_that_is_not_there_any_more_is_nothing(scheduled: Kept, app_of: App, a_member: Member):
    phone = app_of(a_member)
    address = scheduled.shown_to(phone)
    assert scheduled.opens(address)

    phone.asks("DELETE", f"/api/v1/scheduled_statuses/{scheduled.number}")

    assert not scheduled.opens(address)
    scheduled.lantern.settles()
    assert not list((scheduled.lantern.house.settings.data / "media").rglob("*/full"))


def test_when_it_goes_its_readers_apps_see_it_and_the_old_address_of_its_writer_still_opens(
    scheduled: Kept, app_of: App, a_member: Member, another_member: Member
):
    own, juno = scheduled.shown_to(app_of(a_member)), app_of(another_member)

    scheduled.lantern.settles_at(now() + timedelta(hours=1, minutes=1))

    [post] = juno.gets("/api/v1/timelines/public", local="true").json()
    shown = post["media_attachments"][0]
    assert scheduled.loaded(shown["url"]).content == CLEAN.full
    assert shown["blurhash"] == CLEAN.blurhash
    assert scheduled.loaded(own).content == CLEAN.full


def test_what_is_scheduled_moves_and_keeps_its_picture(scheduled: Kept, app_of: App, a_member: Member):
    phone = app_of(a_member)

    moved = phone.asks(
        "PUT", f"/api/v1/scheduled_statuses/{scheduled.number}", data={"scheduled_at": in_(days=2)}
    ).json()

    assert scheduled.opens(moved["media_attachments"][0]["url"])


def test_a_picture_that_is_held_is_in_no_other_post(scheduled: Kept, app_of: App, a_member: Member):
    refused = app_of(a_member).posts("/api/v1/statuses", status="Now", **{"media_ids[]": [scheduled.picture]})

    assert refused.status_code == 422


def test_a_house_key_that_is_not_there_opens_nothing(scheduled: Kept, app_of: App, a_member: Member):
    house, phone = scheduled.lantern.house, app_of(a_member)
    unreadable = update(ScheduledPost).values(sealed=b"x" * 80)
    house.database.write_now(lambda session: session.execute(unreadable))

    assert not scheduled.opens(scheduled.shown_to(phone))
