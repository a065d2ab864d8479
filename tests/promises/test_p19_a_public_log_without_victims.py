"""P19: the public log tells measure, clause and month, and nothing about anybody.

The strongest form first: two runs that differ in who it was about, who decided, why and on which day give the same log.
"""
# ruff: noqa: F811 — fixtures are imported by their names

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.storage.house import House
from moderation.openness import log
from moderation.policy.actions import let_strangers_read
from tests.appeals.deciding import a_decision
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern, stranger  # noqa: F401 — fixtures
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE

AUGUST = datetime(2026, 8, 3, 4, 5, tzinfo=UTC)
A_LATER_DAY = datetime(2026, 8, 29, 22, 1, tzinfo=UTC)
WHY = "She wrote to Juno eleven times in one night, from @marisol."
_MADE_ANEW = re.compile(rb'name="csrf" value="[^"]+"')


def decides(house: House, about: str, by: str, why: str, at: datetime) -> None:
    subject, moderator = join(house, about), join(house, by, "steward")
    for measure in ("remove", "word"):
        decision = a_decision(
            house, subject, measure=measure, at=at, decided_by=moderator.id, clause_key=BY_ONE,
            reason_sealed=house.key.seal(why.encode(), "decision"),
        )  # fmt: skip
        house.database.write_now(log.record, decision, "decided", now=at)
        house.database.write_now(log.record, decision, "upheld", now=at)


def kept(house: House) -> list[tuple[object, ...]]:
    """Every row of the log, without its drawn id, in no order."""
    rows = house.database.read_now(lambda session: session.execute(text("SELECT * FROM public_log")).mappings().all())
    return sorted(tuple(str(value) for name, value in row.items() if name != "id") for row in rows)


def test_two_runs_that_differ_in_who_why_and_on_which_day_give_the_same_log(make_house: Callable[[str], House]):
    one, other = make_house("one"), make_house("other")

    decides(one, "marisol", "vera", WHY, AUGUST)
    decides(other, "lupe", "tamsin", "Somebody else, for another reason.", A_LATER_DAY)

    assert kept(one) == kept(other)
    assert one.database.read_now(log.entries, now=datetime.now(UTC)) == other.database.read_now(
        log.entries, now=datetime.now(UTC)
    )


def test_no_handle_no_quote_and_no_moderators_name_is_in_any_way_to_read_it(lantern: OpenHouse, stranger: Browser):
    decides(lantern.house, "marisol", "vera", WHY, AUGUST)
    lantern.house.database.write_now(let_strangers_read, "steward", True)
    lantern.app.state.shown = None

    page = stranger.get("/log")
    apps = [
        lantern.client.get(path).text
        for path in ("/api/v1/instance", "/api/v2/instance", "/api/v1/instance/rules", "/api/v1/instance/activity")
    ]

    assert page.status == 200
    assert "August 2026" in page.text
    for told in (page.text, *apps):
        assert not [name for name in ("marisol", "vera", "Juno", "eleven") if name in told]


@pytest.mark.parametrize("at", [AUGUST, A_LATER_DAY])
def test_the_month_is_all_that_is_kept_of_the_time(house: House, at: datetime):
    decides(house, "marisol", "vera", WHY, at)

    told = " ".join(str(value) for row in kept(house) for value in row)
    assert "2026-08" in told
    assert str(int(at.timestamp())) not in told
    ids = house.database.read_now(lambda session: list(session.scalars(text("SELECT id FROM public_log"))))
    assert not [one for one in ids if one >> 16 == int(at.timestamp() * 1000)]


def test_it_is_the_same_to_everybody_who_reads_it(lantern: OpenHouse, stranger: Browser, a_member: Member):
    decides(lantern.house, "lupe", "vera", WHY, AUGUST)
    first, second = stranger.get("/log"), stranger.get("/log")

    assert _MADE_ANEW.sub(b"", first.body) == _MADE_ANEW.sub(b"", second.body)
