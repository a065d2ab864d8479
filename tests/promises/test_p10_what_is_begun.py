"""P10: a draft is its writer's alone; what is to be posted later is read with the key file and not without."""
# ruff: noqa: F811 — fixtures are imported by their names

from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.basics.clock import now
from app.posts.actions import drafting, scheduling
from app.posts.begun import Begun, BegunPicture, Earlier
from tests.promises.an_attacker import loot, read_by_attacker
from tests.promises.test_p10_sealed_where_it_hurts import _draws
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join

DRAFTED = (b"a draft about the landlord", b"a drafted warning", b"the drafted stairs")
SCHEDULED = (b"a later word about the raid", b"a later warning", b"the later door")


@dataclass
class TwoPeople:
    """Two people who have each begun and scheduled something."""

    marisol: Member
    juno: Member
    session: str


@pytest.fixture
def two(lantern: OpenHouse) -> TwoPeople:
    marisol, juno = join(lantern.house, "marisol"), join(lantern.house, "juno")
    for member in (marisol, juno):
        begins(lantern, member)
    lantern.settles()
    return TwoPeople(marisol, juno, marisol.signs_in())


def test_drafts_are_found_nowhere_with_the_key_file_and_scheduled_posts_nowhere_without(
    lantern: OpenHouse, two: TwoPeople
):
    taken = loot(lantern.house)

    read = read_by_attacker(taken)
    with_key_file = read_by_attacker(taken, house_keys=[lantern.house.key])

    assert [words for words in (*DRAFTED, *SCHEDULED) if words in read] == []
    assert [words for words in DRAFTED if words in with_key_file] == []
    assert all(words in with_key_file for words in SCHEDULED)


def test_a_session_opens_its_own_members_drafts_alone(lantern: OpenHouse, two: TwoPeople):
    read = read_by_attacker(loot(lantern.house), two.session)

    assert DRAFTED[0] + b" of marisol" in read
    assert DRAFTED[0] + b" of juno" not in read
    assert [words for words in SCHEDULED if words in read] == []


def test_no_page_but_their_own_shows_what_is_begun(lantern: OpenHouse, two: TwoPeople):
    marisol, juno = lantern.browser_of(two.marisol), lantern.browser_of(two.juno)

    assert "landlord of marisol" in marisol.get("/drafts").text
    for path in ("/", "/community", "/messages", "/notifications", "/@marisol", "/drafts"):
        assert "of marisol" not in juno.get(path).text


def begins(lantern: OpenHouse, member: Member) -> None:
    house = lantern.house
    pictures = [_draws(house, member) for _ in range(2)]
    drafted, later = (
        Begun(
            f"{words[0].decode()} of {member.name}", words[1].decode(),
            pictures=[BegunPicture(picture, words[2].decode())],
        )
        for words, picture in zip((DRAFTED, SCHEDULED), pictures, strict=True)
    )  # fmt: skip
    house.database.write_now(drafting.keep_draft, member.id, drafted, Earlier(), key=house.key, now=now())
    house.database.write_now(
        scheduling.schedule, member.id, later, now() + timedelta(days=1), Earlier(), origin=house.settings.origin,
        key=house.key, now=now(),
    )  # fmt: skip
