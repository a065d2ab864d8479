"""Reporting: what somebody says is sealed and joined with what others say, and nothing is restricted by it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.actions import blocking
from app.accounts.models import Account
from app.accounts.viewer import STRANGER
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, Refused, TooMany
from app.storage.house import House
from moderation.cases import joining, rules
from moderation.cases import telling as telling_news
from moderation.cases.models import Case, Report
from moderation.cases.reporting import is_reporter, report_account, report_ally, report_post
from tests.world.at_once import at_once
from tests.world.cast import Member, join
from tests.world.governing import BY_TWO, a_policy
from tests.world.governing_cases import (
    WHAT_HAPPENED,
    an_ally,
    case_of,
    reports,
    reports_account,
    reports_ally,
    telling,
    told_in,
)


@pytest.fixture
def an_ally_id(house: House) -> int:
    """Harbour House, of other software."""
    return an_ally(house)


def how_many(house: House, table: type[Case] | type[Report]) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(table))) or 0


def close(house: House, case_id: int) -> None:
    house.database.write_now(lambda session: session.execute(
        update(Case).where(Case.id == case_id).values(closed_at=now(), state="closed")
    ))  # fmt: skip


def test_a_report_opens_a_case_about_the_post(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts("where somebody lives")

    case_id = reports(another_member, post_id, telling(urgency=1, asks_hold=True))

    case = case_of(house, case_id)
    assert (case.subject, case.subject_id, case.account_id, case.post_id) == ("post", post_id, a_member.id, post_id)
    assert (case.state, case.urgency, case.asks_hold, case.reports) == ("open", 1, True, 1)
    assert (case.looked_at, case.taken_by, case.closed_at) == (None, None, None)


def test_what_was_said_is_kept_sealed_with_nobodys_name_readable(
    house: House, a_member: Member, another_member: Member
):
    case_id = reports(another_member, a_member.posts())

    row = house.database.read_now(lambda session: session.scalars(select(Report)).one())

    assert WHAT_HAPPENED.encode() not in row.body_sealed
    assert str(another_member.id).encode() not in (row.reporter_mark or b"") + row.body_sealed
    assert [(one.by, one.words, one.wish) for one in told_in(house, case_id)] == [
        (another_member.id, WHAT_HAPPENED, "look")
    ]


def test_reports_on_one_thing_are_one_case_as_urgent_as_the_most_urgent(
    house: House, a_member: Member, another_member: Member
):
    post_id, third = a_member.posts(), join(house, "lupe")

    first = reports(another_member, post_id, telling("one"))
    second = reports(third, post_id, telling("two", urgency=2, asks_hold=True))

    case = case_of(house, first)
    assert first == second
    assert (case.urgency, case.asks_hold, case.reports) == (2, True, 2)
    assert [one.words for one in told_in(house, first)] == ["one", "two"]


def test_a_lesser_report_takes_no_urgency_away(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts()
    case_id = reports(another_member, post_id, telling(urgency=2, asks_hold=True))

    reports(join(house, "lupe"), post_id)

    assert (case_of(house, case_id).urgency, case_of(house, case_id).asks_hold) == (2, True)


def test_who_reports_a_thing_twice_adds_to_their_report(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts()
    case_id = reports(another_member, post_id, telling("at first"))

    assert reports(another_member, post_id, telling("and again", urgency=2)) == case_id

    (told,) = told_in(house, case_id)
    assert (told.words, tuple(told.more), told.urgency) == ("at first", ("and again",), 2)
    assert case_of(house, case_id).reports == 1


def test_the_clause_is_kept_with_the_version_it_was_read_in(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    version = a_policy(house, a_steward.id)

    case_id = reports(another_member, a_member.posts(), telling(clause_key=BY_TWO))

    assert [(one.version, one.clause) for one in told_in(house, case_id)] == [(version, BY_TWO)]


def test_a_clause_that_is_not_in_force_is_chosen_by_nobody(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_policy(house, a_steward.id)

    with pytest.raises(Invalid, match="policy has changed"):
        reports(another_member, a_member.posts(), telling(clause_key=99))

    assert how_many(house, Case) == 0


def test_nobody_adds_for_ever(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts()
    for turn in range(rules.MOST_ADDITIONS + 1):
        reports(another_member, post_id, telling(f"the {turn}th time"))

    with pytest.raises(Refused, match="a lot in this report"):
        reports(another_member, post_id, telling("once more"))


def test_two_who_report_in_the_same_moment_open_one_case(house: House, a_member: Member, another_member: Member):
    post_id, third = a_member.posts(), join(house, "lupe")

    at_once(
        house,
        lambda session: report_post(session, another_member.viewer, post_id, telling(), key=house.key, now=now()),
        lambda session: report_post(session, third.viewer, post_id, telling(), key=house.key, now=now()),
    )

    assert (how_many(house, Case), how_many(house, Report)) == (1, 2)


def test_two_things_reported_in_the_same_moment_have_a_number_each(
    house: House, a_member: Member, another_member: Member
):
    one, other = a_member.posts(), a_member.posts()

    at_once(
        house,
        lambda session: report_post(session, another_member.viewer, one, telling(), key=house.key, now=now()),
        lambda session: report_post(session, another_member.viewer, other, telling(), key=house.key, now=now()),
    )

    assert len(set(numbers_of(house))) == 2


def test_a_number_tells_neither_how_many_there_are_nor_that_one_is_hidden(
    house: House, a_member: Member, another_member: Member
):
    cases = [reports(another_member, a_member.posts()) for _ in range(6)]

    numbers = [case_of(house, case_id).number for case_id in cases]
    assert numbers != list(range(numbers[0], numbers[0] + 6))
    assert all(number in joining.NUMBERS for number in numbers)
    assert (joining.NUMBERS[0], joining.NUMBERS[-1]) == (1, 999_999)


def test_a_number_that_is_taken_is_drawn_anew(
    house: House, a_member: Member, another_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(joining, "NUMBERS", range(1, 3))

    reports(another_member, a_member.posts())
    reports(another_member, a_member.posts())

    assert sorted(numbers_of(house)) == [1, 2]


def test_one_who_sends_the_form_twice_in_one_moment_reports_once(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts()

    def tap(session: Session) -> object:
        return report_post(session, another_member.viewer, post_id, telling(), key=house.key, now=now())

    at_once(house, tap, tap)

    assert (how_many(house, Case), how_many(house, Report)) == (1, 1)
    assert house.database.read_now(lambda session: session.scalars(select(Case.reports)).one()) == 1


def test_what_was_decided_may_be_reported_anew(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts()
    first = reports(another_member, post_id)
    close(house, first)

    second = reports(another_member, post_id)

    assert first != second
    assert case_of(house, second).closed_at is None


def test_somebodys_profile_and_a_whole_house_may_be_reported(
    house: House, a_member: Member, another_member: Member, an_ally_id: int
):
    about_somebody, about_a_house = reports_account(another_member, a_member.id), reports_ally(a_member, an_ally_id)

    assert (case_of(house, about_somebody).subject, case_of(house, about_somebody).account_id) == (
        "account", a_member.id,
    )  # fmt: skip
    assert (case_of(house, about_a_house).subject, case_of(house, about_a_house).ally_id) == ("ally", an_ally_id)


def test_nobody_reports_themselves(house: House, a_member: Member):
    post_id = a_member.posts()

    with pytest.raises(Refused, match="This is yours"):
        reports(a_member, post_id)
    with pytest.raises(Refused, match="This is yours"):
        reports_account(a_member, a_member.id)

    assert how_many(house, Case) == 0


def test_nobody_reports_what_they_cannot_read(house: House, a_member: Member, another_member: Member):
    hidden = a_member.posts("for my followers", "followers")

    for post_id in (hidden, 17):
        with pytest.raises(NotFound):
            reports(another_member, post_id)
    for account_id in (17, another_member.id + 1):
        with pytest.raises(NotFound):
            reports_account(another_member, account_id)
    with pytest.raises(NotFound):
        reports_ally(another_member, 17)

    assert how_many(house, Case) == 0


def test_a_stranger_reports_nothing(house: House, a_member: Member, an_ally_id: int):
    post_id = a_member.posts("on the open web", "open")

    for report, found in ((report_post, post_id), (report_account, a_member.id), (report_ally, an_ally_id)):
        with pytest.raises(NotFound):
            house.database.write_now(report, STRANGER, found, telling(), key=house.key, now=now())  # type: ignore[operator]


def test_whoever_was_blocked_can_still_be_reported(house: House, a_member: Member, another_member: Member):
    house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())

    assert case_of(house, reports_account(another_member, a_member.id)).account_id == a_member.id


def test_one_person_reports_twenty_things_a_day(house: House, a_member: Member, another_member: Member):
    posts = [a_member.posts(f"number {number}") for number in range(rules.MOST_A_DAY + 1)]
    for post_id in posts[:-1]:
        reports(another_member, post_id)

    with pytest.raises(TooMany, match="a lot since yesterday"):
        reports(another_member, posts[-1])

    assert how_many(house, Case) == rules.MOST_A_DAY
    assert reports(another_member, posts[0], telling("one of them again"))
    assert reports(join(house, "lupe"), posts[-1], telling("somebody else may"))
    assert reports(another_member, posts[-1], at=now() + timedelta(days=1, minutes=1))


def test_what_was_decided_counts_no_more(house: House, a_member: Member, another_member: Member):
    posts = [a_member.posts(f"number {number}") for number in range(rules.MOST_A_DAY + 1)]
    cases = [reports(another_member, post_id) for post_id in posts[:-1]]
    close(house, cases[0])

    assert reports(another_member, posts[-1])


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (telling(""), "words"),
        (telling(" \n "), "words"),
        (telling("x" * (rules.LONGEST_WORDS + 1)), "words"),
        (telling(clause_key=99), "clause"),
        (telling(urgency=3), "urgency"),
        (telling(wish="burn"), "wish"),
        (telling(included=tuple(range(rules.MOST_INCLUDED + 1))), "included"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(house: House, told: rules.Told, field: str):
    with pytest.raises(Invalid) as refusal:
        rules.checked(told, [1, 2])

    assert refusal.value.field == field


def test_danger_needs_no_words(house: House, a_member: Member, another_member: Member):
    assert reports(another_member, a_member.posts(), telling("", urgency=2))


def test_it_is_known_who_reported_to_whoever_asks_about_one_account(
    house: House, a_member: Member, another_member: Member
):
    case_id = reports(another_member, a_member.posts())

    def is_one(member: Member) -> bool:
        return house.database.read_now(is_reporter, case_id, member.id, key=house.key)

    assert is_one(another_member)
    assert not is_one(a_member)


def test_one_with_very_many_news_leaves_room_for_everybody_else(
    house: House, a_member: Member, another_member: Member, a_steward: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(telling_news, "MOST_NEWS", 2)
    posts = [a_member.posts(f"post {number}") for number in range(4)]
    cases = [reports(another_member, one) for one in posts[:2]] + [reports(a_steward, one) for one in posts[2:]]

    for case_id in cases:
        house.database.write_now(telling_news.tell_outcome, case_id, now=now())

    everybodys = set(house.database.read_now(lambda session: session.scalars(select(Report.reporter_mark)).all()))
    assert len(everybodys) == 2
    assert house.database.read_now(telling_news.marks_with_news) == everybodys


def test_where_there_is_too_much_news_the_newest_is_told(
    house: House, a_member: Member, another_member: Member, a_steward: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(telling_news, "MOST_NEWS", 1)
    cases = [reports(who, a_member.posts("post")) for who in (another_member, a_steward)]
    mark_of = select(Report.reporter_mark)

    for minutes, case_id in enumerate([*cases, cases[0]]):
        house.database.write_now(telling_news.tell_outcome, case_id, now=now() + timedelta(minutes=minutes))

        newest = house.database.read_now(lambda s, one=case_id: s.scalar(mark_of.where(Report.case_id == one)))
        assert house.database.read_now(telling_news.marks_with_news) == {newest}


def test_whoever_leaves_takes_no_case_along(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts()
    cases = reports(another_member, post_id), reports_account(another_member, a_member.id)

    house.database.write_now(_forget_account, a_member.id)

    assert [case_of(house, one).account_id for one in cases] == [None, None]
    assert how_many(house, Report) == 2


def _forget_account(session: Session, account_id: int) -> None:
    session.delete(session.get_one(Account, account_id))


def numbers_of(house: House) -> Sequence[int]:
    return house.database.read_now(lambda session: session.scalars(select(Case.number)).all())
