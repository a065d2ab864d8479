"""P27: a picture answers to a session that may read its post; everybody else gets what a missing one gets."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.posts.models import Post
from app.storage.member_keys import MemberKey
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, juno, lantern, marisol, stranger  # noqa: F401 — fixtures
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member

Posts = Callable[[str], list[str]]


@pytest.fixture
def a_picture_for(lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member) -> Posts:
    """Marisol, whose page is open, posts a picture for some audience; where its two files are."""
    a_member.opens_their_page()

    def post(audience: str) -> list[str]:
        page = writes(marisol, "@juno look", files={"picture_1": a_photo()}, audience=audience)
        lantern.settles()
        assert page.status == 303
        [post] = lantern.house.database.read_now(lambda session: session.scalars(select(Post.id)).all())
        shown = marisol.get(f"/posts/{post}").read.tags
        small = next(attrs["src"] for tag, attrs in shown if tag == "img")
        return [small, small.replace("/small", "/full")]

    return post


def test_whoever_may_read_the_post_sees_its_pictures_and_no_cache_keeps_them(
    a_picture_for: Posts, marisol: Browser, juno: Browser
):
    for path in a_picture_for("community"):
        for reader in (marisol, juno):
            answer = reader.get(path, accept="image/webp")

            assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("audience", ["followers", "mentioned"])
def test_a_member_who_may_not_read_the_post_gets_what_a_missing_picture_gets(
    a_picture_for: Posts, lantern: OpenHouse, joining_house: Callable[[str], Member], audience: str
):
    oda = lantern.browser_of(joining_house("oda"))

    for path in a_picture_for(audience):
        hidden, missing = oda.get(path), oda.get("/media/117657158002692907/full")

        assert (hidden.status, hidden.body, dict(hidden.headers)) == (404, missing.body, dict(missing.headers))


def test_a_picture_in_a_message_is_sealed_and_its_readers_see_exactly_what_was_cleaned(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    refused = writes(marisol, "x" * 5001, files={"picture_1": a_photo()})
    path = f"/media/{refused.values_of('/posts')['media_1']}/full"
    cleaned = marisol.get(path).body
    marisol.submit(refused, "/posts", text="@juno look", audience="mentioned")

    at_once = juno.get(path)
    lantern.settles()
    afterwards = [reader.get(path) for reader in (marisol, juno)]

    assert cleaned[8:12] == b"WEBP"
    assert [answer.body for answer in (at_once, *afterwards)] == [cleaned] * 3
    assert [(answer.status, answer.headers["cache-control"]) for answer in afterwards] == [(200, "no-store")] * 2
    assert len(files_of(lantern)) == 2
    assert [content for content in files_of(lantern) if b"WEBP" in content[:64]] == []


def test_a_session_that_does_not_open_the_message_does_not_open_its_picture(
    a_picture_for: Posts, lantern: OpenHouse, another_member: Member
):
    with_another_key = lantern.browser_of(replace(another_member, key=MemberKey.new()))

    for path in a_picture_for("mentioned"):
        told, missing = with_another_key.get(path), with_another_key.get("/media/1/full")

        assert (told.status, told.body, dict(told.headers)) == (404, missing.body, dict(missing.headers))


def files_of(lantern: OpenHouse) -> list[bytes]:
    return [file.read_bytes() for file in (lantern.house.settings.data / "media").rglob("*") if file.is_file()]


def test_without_a_session_a_picture_is_not_there(a_picture_for: Posts, marisol: Browser, stranger: Browser):
    for path in a_picture_for("open"):
        told, missing = stranger.get(path), stranger.get("/media/1/full")

        assert marisol.get(path).status == 200
        assert (told.status, told.body, dict(told.headers)) == (404, missing.body, dict(missing.headers))


def test_a_picture_that_is_not_posted_yet_is_its_owners_alone(marisol: Browser, juno: Browser):
    refused = writes(marisol, "x" * 5001, files={"picture_1": a_photo()})
    path = f"/media/{refused.values_of('/posts')['media_1']}/full"

    assert (marisol.get(path).status, juno.get(path).status) == (200, 404)


def test_a_deleted_posts_picture_is_gone_from_its_address_and_from_the_disk(
    a_picture_for: Posts, lantern: OpenHouse, marisol: Browser
):
    path, _ = a_picture_for("community")
    deletion = next(link for link in marisol.get("/@marisol").links() if link.endswith("/deletion"))

    marisol.submit(marisol.get(deletion), deletion)
    lantern.settles()

    assert marisol.get(path).status == 404
    media = lantern.house.settings.data / "media"
    assert [file for file in media.rglob("*") if file.is_file()] == []


def test_made_up_addresses_are_not_there(marisol: Browser):
    for path in ("/media/x/full", "/media/1/huge", "/media/-1/full", "/media/" + "9" * 40 + "/small"):
        assert marisol.get(path).status == 404
