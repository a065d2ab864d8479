"""P10: what is written in reports, letters, notes, decisions and appeals is read with the key file and not without."""
# ruff: noqa: F811 — fixtures are imported by their names

import pytest

from app.basics.clock import now
from tests.promises.an_attacker import loot, read_by_attacker
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.web.desks import Matter, looks_at
from tests.world.a_desk_lived import (
    NOT_SHOWN,
    PICTURED,
    WRITTEN,
    Desk,
    people_answer,
    people_write,
    somebody_summarises,
)
from tests.world.saying import said_to_the_database

OPEN_AT_LAST = [words.encode() for words in WRITTEN.values()]


@pytest.fixture
def desk(lantern: OpenHouse) -> Desk:
    lived = people_write(lantern.house, now)
    lantern.settles()
    people_answer(lived)
    lantern.settles()
    somebody_summarises(lived)
    return lived


def test_every_file_but_the_key_file_gives_nothing_that_was_written_or_kept_as_evidence(desk: Desk):
    taken = loot(desk.house)

    read = read_by_attacker(taken)

    assert [words for words in (*OPEN_AT_LAST, NOT_SHOWN.encode(), PICTURED.encode()) if words in read] == []


def test_with_the_key_file_all_of_it_is_read_but_the_message_that_was_not_shown(desk: Desk):
    """So the attacker of these tests would have found it."""
    read = read_by_attacker(loot(desk.house), house_keys=[desk.house.key])

    assert [words for words in OPEN_AT_LAST if words not in read] == []
    assert PICTURED.encode() in read
    assert NOT_SHOWN.encode() not in read


def test_what_was_read_of_it_and_by_whom_is_sealed_as_well(desk: Desk):
    """Vera read the letter before she answered it."""
    who = f'"who": {desk.governed.steward.id}, "what": "letters"'.encode()

    taken = loot(desk.house)

    assert who not in read_by_attacker(taken)
    assert who in read_by_attacker(taken, house_keys=[desk.house.key])


def test_the_database_never_hears_a_word_of_it(lantern: OpenHouse):
    """What was in a row for a moment stays on PostgreSQL's disk until VACUUM, and in its log."""
    with said_to_the_database(lantern.house) as said:
        lived = people_write(lantern.house, now)
        lantern.settles()
        people_answer(lived)
        lantern.settles()
        somebody_summarises(lived)

    heard = "".join(said)
    assert str(lived.about_the_post) in heard
    assert [words for words in (*WRITTEN.values(), NOT_SHOWN, lived.code) if words in heard] == []


def test_what_is_looked_at_before_it_is_sent_is_kept_nowhere(matter: Matter, lantern: OpenHouse, robin: Browser):
    """A draft of a decision stands in the form that comes back, and in nothing of ours, sealed or not."""
    with said_to_the_database(lantern.house) as said:
        looked = looks_at(robin, matter, measure="word", reason="you showed her at the brickfields")

    assert "brickfields" in looked.text
    assert "brickfields" not in "".join(said)
    assert b"brickfields" not in read_by_attacker(loot(lantern.house), house_keys=[lantern.house.key])
