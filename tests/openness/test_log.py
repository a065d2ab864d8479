"""The public log: what stands in it, when, and what a second person has to read first."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound
from app.storage.house import House
from moderation.openness import log
from moderation.openness.models import LogDraft
from tests.appeals.deciding import a_decision
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE
from tests.world.governing_cases import reports_account

NOVEMBER = datetime(2026, 11, 20, 12, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC)
WORDS = "An offer that hid who paid. It was changed, and stands."


def decided(house: House, about: Member, measure: str = "remove", at: datetime = NOVEMBER) -> int:
    decision = a_decision(house, about, measure=measure, at=at)
    house.database.write_now(log.record, decision, "decided", now=at)
    return decision


def entries(house: House, now: datetime = DECEMBER):
    return house.database.read_now(log.entries, now=now)


def the_draft(house: House) -> int:
    return house.database.read_now(lambda session: session.scalars(select(LogDraft.entry_id)).one())


def moderator(number: int) -> Viewer:
    return Viewer.member(number, "moderator")


def test_an_entry_tells_measure_clause_and_month_when_the_month_is_over(house: House, a_member: Member):
    decided(house, a_member)

    assert entries(house, NOVEMBER + timedelta(days=10)) == []
    assert entries(house) == [log.Entry("2026-11", "decided", "remove", 1, BY_ONE, "")]


def test_entries_of_a_month_stand_in_an_order_that_tells_nothing_of_their_time(house: House, a_member: Member):
    for measure, day in (("word", 3), ("remove", 9), ("add_warning", 1)):
        decided(house, a_member, measure, NOVEMBER.replace(day=day))

    assert [each.measure for each in entries(house)] == ["add_warning", "remove", "word"]


def test_nothing_in_a_row_of_the_log_tells_a_time_or_a_person(house: House, a_member: Member):
    decision = decided(house, a_member)

    (row,) = house.database.read_now(lambda session: session.execute(text("SELECT * FROM public_log")).mappings().all())

    assert set(row) == {"id", "month", "kind", "measure", "policy_version", "clause_key"}
    assert row["id"] >> 16 != decision >> 16


def test_a_decision_that_went_with_its_account_is_not_recorded_and_what_was_stays(house: House, a_member: Member):
    decided(house, a_member)
    house.database.write_now(log.record, 12345, "decided", now=NOVEMBER)
    house.database.write_now(lambda session: session.execute(text(f"DELETE FROM accounts WHERE id = {a_member.id}")))

    assert [each.measure for each in entries(house)] == ["remove"]
    assert house.database.read_now(lambda session: session.scalars(select(LogDraft)).all()) == []


def test_a_summary_stands_in_the_log_when_somebody_else_has_read_it(
    house: House, a_member: Member, another_member: Member
):
    decided(house, join(house, "lupe"))
    draft, key = the_draft(house), house.key
    writer, reader = moderator(a_member.id), moderator(another_member.id)

    house.database.write_now(log.write_summary, writer, draft, WORDS, key=key)
    assert entries(house)[0].summary == ""
    with pytest.raises(Forbidden):
        house.database.write_now(log.publish_summary, writer, draft, WORDS, key=key)
    house.database.write_now(log.publish_summary, reader, draft, WORDS, key=key)

    assert entries(house)[0].summary == WORDS
    with pytest.raises(NotFound):
        house.database.write_now(log.write_summary, writer, draft, "Something else", key=key)


def test_what_was_changed_meanwhile_is_not_published_unread(house: House, a_member: Member, another_member: Member):
    decided(house, join(house, "lupe"))
    draft, key = the_draft(house), house.key
    house.database.write_now(log.write_summary, moderator(a_member.id), draft, WORDS, key=key)
    house.database.write_now(log.write_summary, moderator(a_member.id), draft, "It was juno", key=key)

    with pytest.raises(Conflict):
        house.database.write_now(log.publish_summary, moderator(another_member.id), draft, WORDS, key=key)


@pytest.mark.parametrize("words", ["", "   ", "@juno did it", "x" * 501])
def test_a_summary_has_words_and_no_names(house: House, a_member: Member, words: str):
    decided(house, join(house, "lupe"))

    with pytest.raises(Invalid):
        house.database.write_now(log.write_summary, moderator(a_member.id), the_draft(house), words, key=house.key)


def test_nobody_sees_writes_or_publishes_a_summary_of_what_is_about_them(
    house: House, a_member: Member, another_member: Member
):
    decided(house, a_member)
    draft, key, subject = the_draft(house), house.key, moderator(a_member.id)
    house.database.write_now(log.write_summary, moderator(another_member.id), draft, WORDS, key=key)

    assert house.database.read_now(log.awaited, subject, key=key) == []
    with pytest.raises(NotFound):
        house.database.write_now(log.write_summary, subject, draft, "It was nothing", key=key)
    with pytest.raises(NotFound):
        house.database.write_now(log.publish_summary, subject, draft, WORDS, key=key)


def test_nor_does_whoever_reported_it(house: House, a_member: Member, another_member: Member):
    reporter = moderator(another_member.id)
    case = reports_account(another_member, a_member.id)
    decision = a_decision(house, a_member, measure="remove", at=NOVEMBER, case_id=case)
    house.database.write_now(log.record, decision, "decided", now=NOVEMBER)

    assert house.database.read_now(log.awaited, reporter, key=house.key) == []
    with pytest.raises(NotFound):
        house.database.write_now(log.write_summary, reporter, the_draft(house), WORDS, key=house.key)


def test_members_neither_see_nor_write_summaries(house: House, a_member: Member):
    decided(house, a_member)
    draft, member = the_draft(house), Viewer.member(a_member.id)

    with pytest.raises(Forbidden):
        house.database.read_now(log.awaited, member, key=house.key)
    with pytest.raises(Forbidden):
        house.database.write_now(log.write_summary, member, draft, WORDS, key=house.key)
    with pytest.raises(Forbidden):
        house.database.write_now(log.publish_summary, member, draft, WORDS, key=house.key)


def test_what_nobody_summarised_in_time_stays_without_words(house: House, a_member: Member):
    decided(house, join(house, "lupe"))

    house.database.write_now(log.forget_old, NOVEMBER + log.SUMMARIES_WAIT)

    assert house.database.read_now(log.awaited, moderator(a_member.id), key=house.key) == []
    assert len(entries(house)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public_log SET month = '2026-10'",
        "DELETE FROM public_log",
        "INSERT INTO public_log (id, month, kind, measure, policy_version, clause_key) "
        "VALUES (1, '2026-11', 'decided', 'word', 1, 999)",
    ],
)
def test_the_database_refuses_to_change_what_stands_in_the_log(house: House, a_member: Member, statement: str):
    decided(house, a_member)

    with pytest.raises(DBAPIError):
        house.database.write_now(lambda session: session.execute(text(statement)))

    assert [each.month for each in entries(house)] == ["2026-11"]


ALL_AT_ONCE = {
    "sqlite": "INSERT OR REPLACE INTO public_log "
    "SELECT id, '2026-10', kind, measure, policy_version, clause_key FROM public_log",
    "postgres": "TRUNCATE public_log",
}


def test_nor_does_it_take_all_of_it_away_at_once(house: House, a_member: Member, kind: str):
    decided(house, a_member)

    with pytest.raises(IntegrityError):
        house.database.write_now(_execute, ALL_AT_ONCE[kind])

    assert [each.month for each in entries(house)] == ["2026-11"]


def test_a_summary_is_never_changed_either(house: House, a_member: Member, another_member: Member):
    decided(house, join(house, "lupe"))
    draft = the_draft(house)
    house.database.write_now(log.write_summary, moderator(a_member.id), draft, WORDS, key=house.key)
    house.database.write_now(log.publish_summary, moderator(another_member.id), draft, WORDS, key=house.key)

    for statement in ("UPDATE public_log_summaries SET words = 'juno'", "DELETE FROM public_log_summaries"):
        with pytest.raises(DBAPIError):
            house.database.write_now(_execute, statement)

    assert entries(house)[0].summary == WORDS


def _execute(session: Session, statement: str) -> None:
    session.execute(text(statement))
