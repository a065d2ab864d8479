"""The pictures of a draft are sealed for its writer alone, and open in the moment in which it is posted (P10, P27)."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from obstore.exceptions import GenericError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.ids import new_id
from app.posts import begun as reading
from app.posts import readying
from app.posts.models import KeptDraft, Picture
from app.storage.blobs import Blobs
from app.storage.failures import CannotWrite
from app.storage.house import House
from app.timelines import posting
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import goes_on, keeps, sends_to_drafts, without_key
from tests.web.test_writing import a_photo
from tests.world.cast import Member, post_count
from tests.world.pictures import files_of, open_files

LONG = "x" * 5001


def begins_with_a_picture(lantern: OpenHouse, browser: Browser, text: str = "The balcony", pictures: int = 1) -> Page:
    """A draft whose pictures are sealed by now; the form in which one goes on with it."""
    files = {f"picture_{number}": a_photo() for number in range(1, pictures + 1)}
    assert keeps(browser, text, files=files, description_1="a balcony").status == 303
    lantern.settles()
    assert (len(files_of(lantern.house)), open_files(lantern.house)) == (2 * pictures, [])
    return goes_on(browser)


def path_of(page: Page, number: int = 1) -> str:
    return f"/media/{page.values_of('/posts')[f'media_{number}']}/full"


def test_its_writer_sees_exactly_what_was_cleaned_and_nobody_else_sees_anything(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    refused = marisol.submit(marisol.get("/write"), "/posts", text=LONG, files={"picture_1": a_photo()})
    path = path_of(refused)
    cleaned = marisol.get(path)
    sends_to_drafts(marisol, refused, text="The balcony")

    at_once = marisol.get(path)
    lantern.settles()
    sealed = marisol.get(path)
    hidden, missing = juno.get(path), juno.get("/media/1/full")

    assert cleaned.body[8:12] == b"WEBP"
    assert [at_once.body, sealed.body] == [cleaned.body] * 2
    assert (sealed.status, sealed.headers["cache-control"]) == (200, "no-store")
    assert open_files(lantern.house) == []
    assert (hidden.status, hidden.body, dict(hidden.headers)) == (404, missing.body, dict(missing.headers))


def test_a_session_that_does_not_open_the_draft_does_not_open_its_picture(lantern: OpenHouse, marisol: Browser):
    path = path_of(begins_with_a_picture(lantern, marisol))
    lantern.house.database.write_now(without_key)

    hidden, missing = marisol.get(path), marisol.get("/media/1/full")

    assert (hidden.status, hidden.body, dict(hidden.headers)) == (404, missing.body, dict(missing.headers))


def test_it_is_open_to_its_readers_before_anything_else_is_done(lantern: OpenHouse, marisol: Browser, juno: Browser):
    page = begins_with_a_picture(lantern, marisol)
    drawn = marisol.get(path_of(page)).body

    posted = marisol.submit(page, "/posts")

    assert posted.status == 303
    assert juno.get(path_of(page)).body == drawn
    lantern.settles()
    assert juno.get(path_of(page)).body == drawn
    assert len(open_files(lantern.house)) == len(files_of(lantern.house)) == 2


@pytest.mark.parametrize("wrong", [{"text": LONG}, {"warning": "x" * 301}, {"audience": "open"}])
def test_what_is_refused_leaves_the_draft_whole_and_sealed(lantern: OpenHouse, marisol: Browser, wrong: dict[str, str]):
    page = begins_with_a_picture(lantern, marisol)
    drawn, before = marisol.get(path_of(page)).body, sorted(files_of(lantern.house))

    refused = marisol.submit(page, "/posts", **wrong)

    assert refused.status == 422
    assert sorted(files_of(lantern.house)) == before
    assert marisol.get(path_of(refused)).body == drawn
    assert marisol.submit(goes_on(marisol), "/posts").status == 303
    assert lantern.house.database.read_now(post_count) == 1


def test_what_could_not_be_written_leaves_the_draft_whole_and_no_open_copy_outlives_an_hour(
    lantern: OpenHouse, marisol: Browser, monkeypatch: pytest.MonkeyPatch
):
    page = begins_with_a_picture(lantern, marisol)
    drawn, before = marisol.get(path_of(page)).body, sorted(files_of(lantern.house))

    def busy(*what: object, **how: object) -> int:
        raise CannotWrite

    with monkeypatch.context() as trouble:
        trouble.setattr(posting, "post", busy)
        refused = marisol.submit(page, "/posts")

    assert (refused.status, lantern.house.database.read_now(post_count)) == (503, 0)
    assert marisol.get(path_of(refused)).body == drawn
    lantern.settles()
    lantern.settles_at(now() + timedelta(minutes=59))
    assert sorted(files_of(lantern.house)) != before
    lantern.settles_at(now() + timedelta(minutes=61))
    assert sorted(files_of(lantern.house)) == before
    assert marisol.submit(goes_on(marisol), "/posts").status == 303


@pytest.mark.parametrize("trouble", [OSError, GenericError])
def test_a_store_that_takes_no_copy_leaves_the_draft_whole(
    lantern: OpenHouse, marisol: Browser, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
):
    page = begins_with_a_picture(lantern, marisol)
    before = sorted(files_of(lantern.house))

    async def full(blobs: Blobs, name: str, content: bytes) -> None:
        raise trouble("no space left")

    with monkeypatch.context() as no_space:
        no_space.setattr(Blobs, "put", full)
        refused = marisol.submit(page, "/posts")

    assert refused.status == 503
    assert refused.values_of("/posts")["text"] == "The balcony"
    assert sorted(files_of(lantern.house)) == before
    assert marisol.submit(refused, "/posts").status == 303


def test_a_double_tap_posts_once_and_leaves_no_other_copy(lantern: OpenHouse, marisol: Browser, juno: Browser):
    page = begins_with_a_picture(lantern, marisol)

    for _ in range(2):
        marisol.submit(page, "/posts")
    lantern.settles()

    assert lantern.house.database.read_now(post_count) == 1
    assert juno.get(path_of(page)).status == 200
    assert len(files_of(lantern.house)) == 2


def test_two_taps_at_once_leave_no_other_copy(
    lantern: OpenHouse, marisol: Browser, juno: Browser, monkeypatch: pytest.MonkeyPatch
):
    page = begins_with_a_picture(lantern, marisol)
    real, other = posting.post, list[int]()

    def while_the_other_tap_is_posted(session: Session, *what, **how) -> int:
        return other[0] if other else real(session, *what, **how)

    with monkeypatch.context() as at_once:
        at_once.setattr(posting, "post", while_the_other_tap_is_posted)
        other.append(new_id(now()))
        assert marisol.submit(page, "/posts").status == 303
        assert open_files(lantern.house) == []
        other.clear()
        assert marisol.submit(page, "/posts").status == 303
    lantern.settles()

    assert juno.get(path_of(page)).status == 200
    assert len(files_of(lantern.house)) == 2


def test_a_message_of_it_is_sealed_for_those_it_is_to(lantern: OpenHouse, marisol: Browser, juno: Browser):
    page = begins_with_a_picture(lantern, marisol, "@juno look")
    drawn, before = marisol.get(path_of(page)).body, set(files_of(lantern.house))

    posted = marisol.submit(page, "/posts", audience="mentioned")
    at_once = juno.get(path_of(page)).body
    lantern.settles()

    assert posted.status == 303
    assert [at_once, juno.get(path_of(page)).body, marisol.get(path_of(page)).body] == [drawn] * 3
    assert open_files(lantern.house) == []
    assert len(files_of(lantern.house)) == 2
    assert set(files_of(lantern.house)).isdisjoint(before)


def test_kept_again_its_files_stay_as_they_are(lantern: OpenHouse, marisol: Browser):
    page = begins_with_a_picture(lantern, marisol)
    drawn, before = marisol.get(path_of(page)).body, sorted(files_of(lantern.house))

    sends_to_drafts(marisol, page, text="The other balcony")
    lantern.settles()

    assert sorted(files_of(lantern.house)) == before
    assert marisol.get(path_of(goes_on(marisol))).body == drawn


@pytest.mark.parametrize("posts", [True, False])
def test_a_picture_that_is_left_out_goes_with_its_files(lantern: OpenHouse, marisol: Browser, posts: bool):
    page = begins_with_a_picture(lantern, marisol, pictures=2)
    left_out, stays = path_of(page, 1), path_of(page, 2)

    if posts:
        marisol.submit(page, "/posts", drop_1="1")
    else:
        sends_to_drafts(marisol, page, drop_1="1")
    lantern.settles()

    assert (marisol.get(left_out).status, marisol.get(stays).status) == (404, 200)
    assert len(files_of(lantern.house)) == 2


def test_a_picture_that_was_left_out_elsewhere_is_not_posted_unreadable(lantern: OpenHouse, marisol: Browser):
    here = begins_with_a_picture(lantern, marisol, pictures=2)
    there = goes_on(marisol)
    sends_to_drafts(marisol, there, drop_1="1")
    fields = [(name, value) for name, value in here.form("/posts").values if name != "draft"]

    refused = marisol.post("/posts", fields, None, multipart=True)

    assert refused.status == 404
    assert "not there any more" in refused.text
    assert lantern.house.database.read_now(post_count) == 0


@pytest.mark.parametrize("how", ["posted", "scheduled", "kept again"])
def test_a_session_that_lost_its_key_meanwhile_can_neither_post_nor_keep_it_and_loses_nothing(
    lantern: OpenHouse, marisol: Browser, a_member: Member, how: str
):
    page = begins_with_a_picture(lantern, marisol)
    before = sorted(files_of(lantern.house))
    lantern.house.database.write_now(without_key)

    if how == "kept again":
        refused = sends_to_drafts(marisol, page)
    else:
        moment = now() + timedelta(hours=2)
        refused = marisol.submit(page, "/posts", later=f"{moment:%Y-%m-%dT%H:%M}" if how == "scheduled" else "")

    assert refused.status == 422
    assert "this session cannot open them" in refused.text
    assert refused.values_of("/posts")["text"] == "The balcony"
    again = lantern.browser_of(a_member)
    assert again.get(path_of(goes_on(again))).status == 200
    assert sorted(files_of(lantern.house)) == before


def gone(house: House, name: str) -> None:
    house.blobs.delete_now(name)


def altered(house: House, name: str) -> None:
    content = house.blobs.get_now(name)
    assert content is not None
    house.blobs.put_now(name, content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize("happened", [gone, altered])
def test_what_does_not_open_is_said_and_can_be_left_out(
    lantern: OpenHouse, marisol: Browser, happened: Callable[[House, str], None]
):
    page = begins_with_a_picture(lantern, marisol, pictures=2)
    for name in blobs(lantern.house)[:1]:
        happened(lantern.house, f"{name}/small")
    before = sorted(files_of(lantern.house))

    refused = marisol.submit(page, "/posts")
    assert refused.status == 422
    assert readying.PictureUnreadable.safe in refused.text
    assert sorted(files_of(lantern.house)) == before

    assert marisol.submit(refused, "/posts", drop_1="1").status == 303
    assert marisol.get(path_of(page, 2)).status == 200


def test_what_was_kept_before_files_were_sealed_is_read_posted_and_sealed_when_it_is_kept_again(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    begins_with_a_picture(lantern, marisol)
    lantern.house.database.write_now(as_before_files_were_sealed, a_member)
    for blob in blobs(lantern.house):
        for size in ("full", "small"):
            lantern.house.blobs.put_now(f"{blob}/{size}", b"RIFF open")

    page = goes_on(marisol)
    assert marisol.get(path_of(page)).body == b"RIFF open"
    sends_to_drafts(marisol, page)
    lantern.settles()
    assert open_files(lantern.house) == []
    assert marisol.get(path_of(page)).body == b"RIFF open"

    lantern.house.database.write_now(as_before_files_were_sealed, a_member)
    for blob in blobs(lantern.house):
        for size in ("full", "small"):
            lantern.house.blobs.put_now(f"{blob}/{size}", b"RIFF open")
    assert marisol.submit(goes_on(marisol), "/posts").status == 303
    assert marisol.get(path_of(page)).body == b"RIFF open"


def blobs(house: House) -> list[str]:
    return house.database.read_now(lambda session: list(session.scalars(select(Picture.blob).order_by(Picture.id))))


def as_before_files_were_sealed(session: Session, writer: Member) -> None:
    """The one draft without what opens its pictures."""
    [draft] = reading.drafts_of(session, writer.id)
    begun = draft.opened(writer.key)
    assert begun is not None
    plain = [msgspec.structs.replace(one, key=b"", blurhash="") for one in begun.pictures]
    kept = reading.sealed_to_member(msgspec.structs.replace(begun, pictures=plain), writer.key.public)
    session.execute(update(KeptDraft).values(sealed=kept))
