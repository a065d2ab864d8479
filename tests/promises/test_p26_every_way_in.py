"""P26 for each way in that exists: a page's form and an app's upload. (An ally's picture: tests/federation.)"""
# ruff: noqa: F811 — fixtures are imported by their names

import pytest
from sqlalchemy import select

from app.accounts.actions import apps
from app.basics.clock import now
from app.posts.models import Picture
from tests.promises.test_p26_no_metadata import words_in
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern, marisol  # noqa: F401 — fixtures
from tests.web.test_writing import writes
from tests.world.cast import Member
from tests.world.pictures import phone_picture, told_gif, told_png, told_webp

TOLD = {"JPEG": phone_picture, "PNG": told_png, "WebP": told_webp, "GIF": told_gif}


def stored(house: OpenHouse) -> list[bytes]:
    """Every file that lies in the house's folder, and every stored picture."""
    blobs = house.house.database.read_now(lambda session: session.scalars(select(Picture.blob)).all())
    assert len(blobs) == 1
    return [path.read_bytes() for path in house.house.settings.data.rglob("*") if path.is_file()]


@pytest.mark.parametrize("form", list(TOLD))
def test_what_a_page_sends_is_kept_without_a_word_of_it(lantern: OpenHouse, marisol: Browser, form: str):
    picture = TOLD[form]()
    assert words_in(picture), "it tells something before it is cleaned"

    page = writes(marisol, "look", files={"picture_1": ("IMG_SECRET.jpg", picture, "image/jpeg")})

    assert page.status == 303
    for content in stored(lantern):
        assert words_in(content) == set()
        assert b"IMG_SECRET" not in content


@pytest.mark.parametrize("form", list(TOLD))
def test_what_an_app_sends_is_kept_without_a_word_of_it(lantern: OpenHouse, a_member: Member, form: str):
    token = lantern.house.database.write_now(_token, a_member.id, lantern)

    answer = lantern.client.post(
        "/api/v2/media",
        headers={"Authorization": f"Bearer {token}"},
        files={"file": ("IMG_SECRET.jpg", TOLD[form](), "image/jpeg")},
    )

    assert answer.status_code == 200, answer.text
    for content in stored(lantern):
        assert words_in(content) == set()
        assert b"IMG_SECRET" not in content


def _token(session, account_id: int, lantern: OpenHouse) -> str:  # type: ignore[no-untyped-def]
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read write", "", key=lantern.house.key, now=now())
    return apps.give_token(session, app.id, account_id, "read write", member_key=None, now=now())
