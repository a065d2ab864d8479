"""P17: neither who reported nor when they did shows in the moment of anything, in a row or on a page."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.ids import time_of
from app.storage.house import House
from app.storage.tables import Base
from moderation.measures import Measure
from moderation.openness import log
from moderation.openness.models import LogEntry
from tests.web.conftest import OpenHouse, open_house
from tests.world.cast import Member, join
from tests.world.deciding import Decider
from tests.world.governing import a_policy
from tests.world.governing_cases import reports, reports_account, telling

MOVED_IN = datetime(2026, 10, 1, 9, tzinfo=UTC)
IN_OCTOBER = datetime(2026, 10, 30, 10, 20, 30, tzinfo=UTC)
LATE_AT_NIGHT = datetime(2026, 11, 20, 22, 40, 50, tzinfo=UTC)
DECIDED = datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 0, 5, tzinfo=UTC)
HERS = (
    "/", "/community", "/notifications", "/@marisol", "/more", "/reports", "/decisions", "/settings", "/log",
)  # fmt: skip


@dataclass
class Reported:
    """A house in which Marisol's post was reported, by her friend Kofi or by Lupe, whom she never met."""

    house: OpenHouse
    marisol: Member
    friend: Member
    stranger: Member
    post_id: int
    clock: time_machine.Traveller

    def passes_until(self, moment: datetime) -> None:
        self.clock.move_to(moment, tick=False)
        self.house.settles()

    def is_reported(self, who: str, at: datetime) -> int:
        """With her page as well; the post's case."""
        reporter: Member = getattr(self, who)
        self.passes_until(at)
        case_id = reports(reporter, self.post_id, telling(urgency=2, asks_hold=True), at)
        reports_account(reporter, self.marisol.id)
        self.house.settles()
        return case_id

    def is_decided(self, case_id: int) -> int:
        self.passes_until(DECIDED)
        nao = Decider(join(self.house.house, "nao", "moderator"))
        decision_id = nao.decides(case_id, Measure.REMOVE, at=DECIDED)
        self.house.settles()
        return decision_id


@contextmanager
def a_house(house: House) -> Iterator[Reported]:
    with time_machine.travel(MOVED_IN, tick=False) as clock, open_house(house) as opened:
        a_policy(house, join(house, "vera", "steward").id)
        marisol, kofi, lupe = (join(house, name) for name in ("marisol", "kofi", "lupe"))
        kofi.follows(marisol)
        marisol.follows(kofi)
        kofi.posts("@marisol are you home?", "mentioned")
        post_id = marisol.posts("a post of hers")
        opened.settles()
        yield Reported(opened, marisol, kofi, lupe, post_id, clock)


def test_every_row_has_the_moments_it_would_have_if_somebody_else_had_reported(make_house: Callable[[str], House]):
    """Also what nobody can read: whoever copies the database twice compares moments."""
    kept: list[dict[str, list[tuple[str, ...]]]] = []

    for label, who in (("lantern", "friend"), ("harbour", "stranger")):
        with a_house(make_house(label)) as it:
            it.is_decided(it.is_reported(who, LATE_AT_NIGHT))
            it.passes_until(DECIDED + timedelta(hours=3))
            kept.append(it.house.house.database.read_now(moments))

    assert kept[0] == kept[1]
    assert any(f"{LATE_AT_NIGHT}" in row for row in kept[0]["reports"])


def test_neither_her_pages_nor_the_log_tell_when_somebody_reported(make_house: Callable[[str], House]):
    """A friend who reports three weeks before it is decided, or somebody whom she never met the night before."""
    seen: list[list[object]] = []

    for label, who, at in (("lantern", "friend", IN_OCTOBER), ("harbour", "stranger", LATE_AT_NIGHT)):
        with a_house(make_house(label)) as it:
            case_id = it.is_reported(who, at)
            it.passes_until(LATE_AT_NIGHT + timedelta(hours=1))
            waiting = hers(it)
            decision_id = it.is_decided(case_id)
            decided = hers(it, f"/decisions/{decision_id}")
            it.passes_until(DECEMBER)
            in_the_log = it.house.house.database.read_now(entries)
            seen.append([waiting, decided, in_the_log, hers(it, "/log")])

    assert seen[0] == seen[1]
    assert "2026-11" in str(seen[0][2])
    assert "removed" in str(seen[0][1])


def moments(session: Session) -> dict[str, list[tuple[str, ...]]]:
    """Every moment in every row of every table, to the second: those in its columns and those in its numbers."""
    return {
        table.name: sorted(
            tuple(f"{_second(value)}" for value in row if _second(value)) for row in session.execute(select(table))
        )
        for table in Base.metadata.sorted_tables
    }


def _second(value: object) -> datetime | None:
    """None for what tells no moment of these months."""
    if isinstance(value, int) and value > 2**40:
        value = time_of(value)
    if not isinstance(value, datetime) or not MOVED_IN <= value <= DECEMBER + timedelta(days=400):
        return None
    return value.replace(microsecond=0)


def entries(session: Session) -> list[object]:
    """The log's rows, and what is shown of them by then."""
    rows = session.execute(select(LogEntry.month, LogEntry.kind, LogEntry.measure)).all()
    return [*map(tuple, rows), *log.entries(session, now=DECEMBER)]


def hers(it: Reported, *more: str) -> dict[str, str]:
    """Her pages, each number in them as the moment it tells."""
    browser = it.house.browser_of(it.marisol)
    it.house.app.state.shown = None
    return {re.sub(r"[0-9]{15,}", "N", path): _as_moments(browser.get(path).text) for path in (*HERS, *more)}


def _as_moments(page: str) -> str:
    """Without what each session and each house has of its own: a form's token, addresses, colours, the chain's head."""
    page = re.sub(r'name="csrf" value="[^"]+"|<svg class="tile".*?</svg>', "", page)
    page = re.sub(r"(lantern|harbour)\.example|/ap/\w+/[\w-]{20,}|\b[0-9a-f]{64}\b", "…", page)
    return re.sub(r"[0-9]{15,}", lambda found: f"{_second(int(found[0]))}", page)
