"""P27: an emoji's address is a capability; to whoever was not given it there is no such thing, and it tells nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.allies.models import Ally
from app.basics.clock import now
from app.basics.ids import new_token
from app.emoji.actions import of_allies, of_the_house
from app.emoji.actions.of_allies import ForeignEmoji
from app.emoji.models import Emoji
from app.storage import Session
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member
from tests.world.emoji import drawn_in, emoji_of

# ruff: noqa: F811 — fixtures are imported by their names


def of_an_ally(session: Session, blob: str) -> str:
    """Blobcat, with which somebody at an ally writes; the end of its address."""
    house = "https://harbour.example"
    session.add(
        Ally(id=7, origin=house, host="harbour.example", state="allied", scopes="posts,media", changed_at=now())
    )
    session.flush()
    of_allies.note(session, 7, [ForeignEmoji("blobcat", f"{house}/blobcat.png")], now=now())
    row = session.scalars(select(Emoji).where(Emoji.ally_id == 7)).one()
    of_allies.arrived(session, row.id, blob)
    return row.word


@pytest.fixture
def blobcat(lantern: OpenHouse) -> str:
    assert lantern.client.portal is not None
    blob = lantern.client.portal.call(drawn_in, lantern.house)
    return lantern.house.database.write_now(of_an_ally, blob)


@pytest.mark.parametrize("word", ["x", "a" * 21, "a" * 23, "%00", "..%2f..%2fetc", "a" * 22, "А" * 22, "parasol", "1"])
def test_what_nobody_was_given_is_nothing_always_the_same(lantern: OpenHouse, blobcat: str, word: str):
    one = emoji_of(lantern.house)
    key = lantern.house.key
    lantern.house.database.write_now(of_the_house.delete, one.id, key=key, now=datetime.now(UTC))

    made_up = lantern.client.get(f"/emoji/{word}")
    deleted = lantern.client.get(f"/emoji/{one.word}")
    nothing = lantern.client.get(f"/media/{new_token()}/1/full")

    assert made_up.status_code == 404
    assert (made_up.content, dict(made_up.headers)) == (deleted.content, dict(deleted.headers))
    assert (made_up.content, dict(made_up.headers)) == (nothing.content, dict(nothing.headers))


def test_the_houses_own_may_be_kept_for_an_hour_and_an_allys_is_kept_nowhere(lantern: OpenHouse, blobcat: str):
    one = emoji_of(lantern.house)

    ours, theirs = lantern.client.get(f"/emoji/{one.word}"), lantern.client.get(f"/emoji/{blobcat}")

    assert ours.headers["cache-control"] == "private, max-age=3600"
    assert theirs.headers["cache-control"] == "no-store"
    for answer in (ours, theirs):
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_allies_write_with_is_offered_to_nobody_and_stands_on_no_open_page(
    lantern: OpenHouse, blobcat: str, a_member: Member
):
    a_member.posts("A :blobcat: of mine", "open")
    marisol, stranger = lantern.browser_of(a_member), lantern.browser()

    for page in (marisol.get("/write"), marisol.get("/community"), stranger.get("/@marisol")):
        assert page.status == 200, page.text
        assert blobcat not in page.text


def test_no_address_follows_from_a_name_or_from_a_moment(lantern: OpenHouse, blobcat: str):
    def again(session: Session) -> str:
        of_allies.note(session, 7, [ForeignEmoji("wave", "https://harbour.example/blobcat.png")], now=now())
        return session.scalars(select(Emoji.word).where(Emoji.shortcode == "wave")).one()

    other = lantern.house.database.write_now(again)

    assert other != blobcat
    assert len(other) == len(blobcat) == 22
    assert other[:4] != blobcat[:4]
