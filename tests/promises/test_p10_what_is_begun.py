"""P10: a draft is its writer's alone; what is to be posted later is read with the key file and not without."""
# ruff: noqa: F811 — fixtures are imported by their names

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.basics.clock import now
from app.posts.actions import drafting, scheduling
from app.posts.begun import Begun, BegunPicture, Earlier
from app.posts.models import Picture
from app.storage.house import House
from tests.api.conftest import CLEAN
from tests.promises.an_attacker import loot, read_by_attacker
from tests.promises.test_p10_sealed_where_it_hurts import _draws
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join

DRAFTED = (b"a draft about the landlord", b"a drafted warning", b"the drafted stairs")
SCHEDULED = (b"a later word about the raid", b"a later warning", b"the later door")
DRAWN, DRAWN_FOR_LATER = b"what the drafted camera saw of ", b"what the later camera saw of "


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
    drafted, scheduled = (*DRAFTED, DRAWN), (*SCHEDULED, DRAWN_FOR_LATER)
    assert len(taken.pictures) == 2 * 2 * 2

    read = read_by_attacker(taken)
    with_key_file = read_by_attacker(taken, house_keys=[lantern.house.key])

    assert [words for words in (*drafted, *scheduled) if words in read] == []
    assert [words for words in drafted if words in with_key_file] == []
    assert all(words in with_key_file for words in scheduled)


def test_a_session_opens_its_own_members_drafts_alone(lantern: OpenHouse, two: TwoPeople):
    read = read_by_attacker(loot(lantern.house), two.session)

    assert DRAFTED[0] + b" of marisol" in read
    assert DRAFTED[0] + b" of juno" not in read
    assert DRAWN + b"marisol" in read
    assert DRAWN + b"juno" not in read
    assert [words for words in (*SCHEDULED, DRAWN_FOR_LATER) if words in read] == []


def test_what_waits_to_be_sealed_tells_its_key_to_nobody_without_the_key_file(lantern: OpenHouse):
    marisol = join(lantern.house, "marisol")
    begins(lantern, marisol)
    before = loot(lantern.house)
    lantern.settles()
    after = loot(lantern.house)

    drawn = (DRAWN, DRAWN_FOR_LATER)
    values = {value for value in before.values if not any(words in value for words in drawn)}
    waited = replace(before, pictures=after.pictures, values=values)

    assert [words for words in drawn if words in read_by_attacker(waited)] == []
    assert all(words in read_by_attacker(waited, house_keys=[lantern.house.key]) for words in drawn)


def test_the_small_picture_in_the_row_goes_into_the_seal_and_comes_back_when_it_is_posted(lantern: OpenHouse):
    marisol = join(lantern.house, "marisol")
    begins(lantern, marisol)
    assert blurhashes(lantern.house) == ["", ""]

    lantern.settles_at(now() + timedelta(days=1, minutes=1))

    assert sorted(blurhashes(lantern.house)) == ["", CLEAN.blurhash]


@pytest.mark.parametrize("way", ["from draft to scheduled", "from scheduled to draft"])
def test_what_goes_from_one_to_the_other_is_sealed_as_what_it_is_then(lantern: OpenHouse, way: str):
    marisol = join(lantern.house, "marisol")
    browser, session = lantern.browser_of(marisol), marisol.signs_in()
    begins(lantern, marisol)
    lantern.settles()
    [page] = [browser.get(link) for link in links(browser, "draft" if way.startswith("from draft") else "scheduled")]

    if way == "from draft to scheduled":
        moved = browser.submit(page, "/posts", later=f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}")
    else:
        moved = browser.post("/drafts", page.form("/posts").sends(), None, multipart=True)
    lantern.settles()
    taken = loot(lantern.house)
    read, with_key_file = read_by_attacker(taken), read_by_attacker(taken, house_keys=[lantern.house.key])

    assert moved.status == 303
    drawn, none = [DRAWN, DRAWN_FOR_LATER], list[bytes]()
    with_session = read_by_attacker(taken, session)
    assert [words for words in drawn if words in read] == none
    assert [words for words in drawn if words in with_key_file] == (drawn if "to scheduled" in way else none)
    assert [words for words in drawn if words in with_session] == (none if "to scheduled" in way else drawn)


def test_no_page_but_their_own_shows_what_is_begun(lantern: OpenHouse, two: TwoPeople):
    marisol, juno = lantern.browser_of(two.marisol), lantern.browser_of(two.juno)

    assert "landlord of marisol" in marisol.get("/drafts").text
    for path in ("/", "/community", "/messages", "/notifications", "/@marisol", "/drafts"):
        assert "of marisol" not in juno.get(path).text


def blurhashes(house: House) -> list[str]:
    return house.database.read_now(lambda session: list(session.scalars(select(Picture.blurhash))))


def links(browser: Browser, kind: str) -> list[str]:
    """Where to go on with what is listed there."""
    listed = browser.get(f"/{kind}s" if kind == "draft" else f"/{kind}")
    return [link for link in listed.links() if link.startswith(f"/write?{kind}=")]


def begins(lantern: OpenHouse, member: Member) -> None:
    house = lantern.house
    pictures = [_draws(house, member, drawn.decode()) for drawn in (DRAWN, DRAWN_FOR_LATER)]
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
