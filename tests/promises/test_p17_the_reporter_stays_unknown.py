"""P17: nothing that the reported, their house or the log can see varies with who reported."""
# ruff: noqa: F811 — fixtures are imported by their names

import re

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.jobs.models import Announcement
from app.notifications.models import Notification
from app.storage.house import House
from app.storage.tables import Base
from moderation import decisions
from moderation.cases.models import Case
from moderation.cases.reporting import is_reporter, tell_outcome
from moderation.measures import Measure
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern  # noqa: F401
from tests.world.cast import NOON, Member, join
from tests.world.deciding import Decider
from tests.world.governing import a_policy
from tests.world.governing_cases import reports, reports_account, telling

SEEN_BY_THE_REPORTED = (
    "/", "/community", "/notifications", "/@marisol", "/more", "/reports", "/decisions", "/settings",
    "/settings/held",
)  # fmt: skip


@pytest.fixture
def two_who_report(house: House) -> tuple[Member, Member]:
    """A friend of hers who wrote to her, and somebody she never met."""
    friend, stranger = join(house, "kofi"), join(house, "lupe")
    return friend, stranger


def as_she_sees_it(house: OpenHouse, browser: Browser) -> dict[str, bytes]:
    """Every page of hers, without the token and the age of what is on it."""
    house.app.state.shown = None
    return {address: without_tokens(browser.get(address).text) for address in SEEN_BY_THE_REPORTED}


def without_tokens(page: str) -> bytes:
    """The form's token is another for each session, and ids are for each row."""
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    return re.sub(r"[0-9]{15,}", "ID", page.replace(token[1], "") if token else page).encode()


@pytest.mark.parametrize("outcome", ["waiting", "told"])
def test_the_reported_sees_the_same_pages_whoever_reported(
    lantern: OpenHouse, a_member: Member, two_who_report: tuple[Member, Member], outcome: str
):
    """Before anybody reported, after the one did, and after the other did in their place."""
    post_id = a_member.posts("a post of hers")
    lantern.settles()
    hers = lantern.browser_of(a_member)
    as_she_sees_it(lantern, hers)
    never = as_she_sees_it(lantern, hers)

    for reporter in two_who_report:
        case_id = reports(reporter, post_id, telling(urgency=2, asks_hold=True))
        if outcome == "told":
            lantern.house.database.write_now(tell_outcome, case_id, now=now())
        lantern.settles()

        assert as_she_sees_it(lantern, hers) == never, reporter.name
        lantern.house.database.write_now(lambda session: session.execute(delete(Case)))


def test_the_reported_reads_the_same_decision_whoever_reported(
    lantern: OpenHouse, a_member: Member, two_who_report: tuple[Member, Member], a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    nao, read = Decider(join(lantern.house, "nao", "moderator")), list[bytes]()

    for reporter in two_who_report:
        case_id = reports(reporter, a_member.posts("a post of hers"), telling(urgency=2), at=NOON)
        decision_id = nao.decides(case_id, Measure.ADD_WARNING, particulars={"warning": "rude"})
        lantern.settles()
        read.append(without_tokens(lantern.browser_of(a_member).get(f"/decisions/{decision_id}").text))
        lantern.house.database.write_now(decisions.overturn, decision_id, key=lantern.house.key, now=NOON)

    assert b"rude" in read[0]
    assert read[0] == read[1]


def test_no_table_grows_but_those_of_reports_and_those_alike(house: House):
    reported, friend, stranger = join(house, "marisol"), join(house, "kofi"), join(house, "lupe")
    friend.follows(reported)
    post_id = reported.posts("a post of hers")
    left: list[dict[str, object]] = []

    for reporter in (friend, stranger):
        before = rows_of(house)
        reports(reporter, post_id)
        reports_account(reporter, reported.id)
        after = rows_of(house)
        left.append({table: after[table] - before[table] for table in after if after[table] != before[table]})
        house.database.write_now(lambda session: session.execute(delete(Case)))

    assert left[0] == left[1]
    assert set(left[0]) == {"cases", "reports", "case_evidence", "outbox"}


def rows_of(house: House) -> dict[str, int]:
    """How many rows each table has."""

    def count(session: Session) -> dict[str, int]:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }

    return house.database.read_now(count)


def test_no_row_holds_the_account_of_whoever_reported(house: House, a_member: Member, two_who_report):
    """Not readable: whoever has the database and not the key file cannot tell the two apart."""
    reporter, other = two_who_report
    post_id = a_member.posts()
    before = rows_naming(house, reporter.id)

    case_id = reports(reporter, post_id)
    house.database.write_now(tell_outcome, case_id, now=now())

    assert rows_naming(house, reporter.id) == before
    assert house.database.read_now(is_reporter, case_id, reporter.id, key=house.key)
    assert not house.database.read_now(is_reporter, case_id, other.id, key=house.key)


def rows_naming(house: House, account_id: int) -> int:
    """How many values anywhere are that account's id, or hold it as text."""

    def count(session: Session) -> int:
        found = 0
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                found += sum(value == account_id or str(account_id).encode() in repr(value).encode() for value in row)
        return found

    return house.database.read_now(count)


def test_what_is_announced_about_a_report_names_nobody(house: House, a_member: Member, two_who_report):
    post_id = a_member.posts()
    house.database.write_now(lambda session: session.execute(delete(Announcement)))

    reports(two_who_report[0], post_id)

    said = house.database.read_now(lambda session: session.execute(select(Announcement.event, Announcement.payload)))
    rows = [(event, bytes(payload)) for event, payload in said]
    assert rows
    assert not any(str(two_who_report[0].id).encode() in payload for _, payload in rows)


def test_nobody_is_notified_in_a_row_that_tells_who_reported(house: House, a_member: Member, two_who_report):
    case_id = reports(two_who_report[0], a_member.posts())

    house.database.write_now(tell_outcome, case_id, now=now())

    assert house.database.read_now(lambda session: session.scalars(select(Notification.id)).all()) == []
