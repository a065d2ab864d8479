"""Pictures that come in through an app."""

from datetime import timedelta

import pytest
from obstore.exceptions import GenericError
from sqlalchemy import select

from app.basics.clock import now
from app.jobs.models import Announcement
from app.posts.actions import picturing
from app.posts.events import BlobsOrphaned
from app.posts.models import Picture
from app.storage.blobs import Blobs
from tests.world.pictures import PLANTED, bomb_png, phone_picture


def uploads(phone, content=b"a picture", path="/api/v2/media", **form):
    return phone.asks("POST", path, files={"file": ("IMG_0001.jpg", content, "image/jpeg")}, data=form)


def kept(house):
    rows = house.database.read_now(lambda session: session.query(Picture).count())
    folder = house.settings.data / "media"
    return rows, sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_phones_picture_is_posted_and_read_back_without_what_it_told(marisol, house):
    uploaded = uploads(marisol, phone_picture(), description="A door")
    posted = marisol.says("Look", **{"media_ids[]": [uploaded.json()["id"]]})
    (shown,) = posted["media_attachments"]

    assert uploaded.status_code == 200, uploaded.text
    assert (shown["type"], shown["description"]) == ("image", "A door")
    for place in ("url", "preview_url"):
        file = marisol.client.get(shown[place])
        assert file.headers["content-type"] == "image/webp"
        assert file.content[8:12] == b"WEBP"
        assert not [word for word in PLANTED if word in file.content]
    assert not [word for word in (*PLANTED, b"IMG_0001") for path in kept(house)[1] if word in path.read_bytes()]


@pytest.mark.usefixtures("pictures_are_clean")
@pytest.mark.parametrize("path", ["/api/v1/media", "/api/v2/media"])
def test_a_description_is_changed_until_it_is_posted(marisol, path):
    picture = uploads(marisol, path=path, description="A dor").json()

    changed = marisol.asks("PUT", f"/api/v1/media/{picture['id']}", data={"description": "A door"}).json()
    read = marisol.gets(f"/api/v1/media/{picture['id']}").json()
    marisol.says("", **{"media_ids[]": [picture["id"]]})

    assert changed["description"] == read["description"] == "A door"
    assert marisol.gets(f"/api/v1/media/{picture['id']}").status_code == 404
    assert marisol.asks("PUT", f"/api/v1/media/{picture['id']}", data={"description": "x"}).status_code == 404


@pytest.mark.usefixtures("pictures_are_clean")
@pytest.mark.parametrize("trouble", [OSError, GenericError])
def test_a_store_that_takes_nothing_is_said_and_no_row_stands(marisol, house, monkeypatch, trouble):
    async def full(blobs, name, content):
        raise trouble("no space left")

    monkeypatch.setattr(Blobs, "put", full)
    refused = uploads(marisol)

    assert (refused.status_code, kept(house)) == (503, (0, []))
    assert "no space" not in refused.text


@pytest.mark.usefixtures("pictures_are_clean")
def test_somebody_elses_picture_is_not_there(marisol, juno):
    picture = uploads(marisol).json()

    for answer in (
        juno.gets(f"/api/v1/media/{picture['id']}"),
        juno.asks("PUT", f"/api/v1/media/{picture['id']}", data={"description": "mine"}),
        juno.asks("DELETE", f"/api/v1/media/{picture['id']}"),
    ):
        assert answer.status_code == 404
    assert juno.posts("/api/v1/statuses", status="Mine", **{"media_ids[]": [picture["id"]]}).status_code == 422


@pytest.mark.usefixtures("pictures_are_clean")
def test_a_picture_that_is_not_posted_after_all_goes_at_once_and_its_files_are_let_go(marisol, house):
    picture = uploads(marisol).json()

    answer = marisol.asks("DELETE", f"/api/v1/media/{picture['id']}")

    assert (answer.status_code, answer.json()) == (200, {})
    assert kept(house)[0] == 0
    assert house.database.read_now(lambda session: session.scalars(select(Announcement.event)).all()) == [
        BlobsOrphaned.name
    ]
    assert marisol.asks("DELETE", f"/api/v1/media/{picture['id']}").status_code == 404


@pytest.mark.usefixtures("pictures_are_clean")
def test_what_holds_a_picture_keeps_it(marisol, house):
    posted, held = (uploads(marisol).json()["id"] for _ in range(2))
    marisol.says("Look", **{"media_ids[]": [posted]})
    later = (now() + timedelta(hours=1)).isoformat()
    marisol.posts("/api/v1/statuses", status="Later", scheduled_at=later, **{"media_ids[]": [held]})

    assert marisol.asks("DELETE", f"/api/v1/media/{posted}").status_code == 404
    assert marisol.asks("DELETE", f"/api/v1/media/{held}").status_code == 422
    assert kept(house)[0] == 2


def test_what_is_no_picture_is_refused_and_nothing_kept(marisol, house):
    whole = phone_picture()
    for content, status in (
        (b"", 422),
        (b"%PDF-1.7 of course", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (whole[: len(whole) // 3], 422),
        (b"\xff\xd8\xff" + b"lies" * 500, 422),
        (bomb_png(20_000, 20_000), 413),
        (b"\xff\xd8\xff" + b"x" * 17_000_000, 413),
        (b"\xff\xd8\xff" + b"x" * 21_000_000, 413),
    ):
        refused = uploads(marisol, content)
        assert (refused.status_code, list(refused.json())) == (status, ["error"])
    assert marisol.posts("/api/v2/media", description="only words").status_code == 422
    assert kept(house) == (0, [])


@pytest.mark.usefixtures("pictures_are_clean")
def test_a_picture_that_cannot_be_written_down_leaves_no_file(marisol, house, monkeypatch):
    monkeypatch.setattr(picturing, "MOST_UNUSED", 0)

    refused = uploads(marisol)

    assert refused.status_code == 422
    assert kept(house) == (0, [])


@pytest.mark.usefixtures("pictures_are_clean")
def test_a_description_that_is_too_long_is_refused_before_anything_is_kept(marisol, house):
    assert uploads(marisol, description="x" * 1501).status_code == 422
    assert kept(house) == (0, [])
