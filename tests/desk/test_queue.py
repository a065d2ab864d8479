"""The queue: who is in danger first, then who may be forced, then what waits longest; nobody sees their own case."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Forbidden
from app.storage.house import House
from moderation.cases import handling, queue, reporting
from moderation.cases.models import Case
from moderation.cases.queue import Which
from moderation.cases.rules import Told
from moderation.cases.urgent import calls, urgent
from tests.world.cast import Member, join
from tests.world.counting import counted
from tests.world.desk import a_case, as_moderator, the_row
from tests.world.plans import plans_of

NOON = now()
HOUR = timedelta(hours=1)


def on_the_desk(member: Member, which: Which = Which.ALL, **more: object) -> list[int]:
    """The ids of what that moderator is shown."""
    house = member.house
    found = house.database.read_now(queue.queue, as_moderator(member), key=house.key, which=which, **more)  # type: ignore[arg-type]
    return [line.id for line in found]


def plants(house: House, about: Member, number: int, **more: object) -> None:
    """So many open cases about others than the moderators, an hour apart, the oldest first."""

    def plant(session: Session) -> None:
        session.add_all(
            Case(
                id=place, number=place, subject="account", subject_id=10_000 + place, account_id=about.id,
                opened_at=NOON - (number - place) * HOUR, reports=1, **{"urgency": 0, **more},
            )
            for place in range(1, number + 1)
        )  # fmt: skip

    house.database.write_now(plant)


def test_danger_comes_first_then_force_then_what_waits_longest(
    house: House, a_moderator: Member, a_member: Member, another_member: Member
):
    lupe, oda = join(house, "lupe"), join(house, "oda")
    old = a_case(house, a_member, opened_at=NOON - 9 * HOUR)
    older = a_case(house, another_member, opened_at=NOON - 10 * HOUR)
    forced = a_case(house, lupe, urgency=1, opened_at=NOON - 2 * HOUR)
    danger = a_case(house, oda, urgency=2, opened_at=NOON)

    assert on_the_desk(a_moderator) == [danger, forced, older, old]


def test_whoever_it_is_about_does_not_see_it_there(house: House, a_moderator: Member, another_moderator: Member):
    case = a_case(house, a_moderator)

    assert on_the_desk(a_moderator) == []
    assert on_the_desk(another_moderator) == [case]


def test_whoever_reported_it_does_not_see_it_there(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    told = Told(0, "He follows women home.", "look")
    case = house.database.write_now(
        reporting.report_account, as_moderator(a_moderator), a_member.id, told, key=house.key, now=now()
    )

    assert on_the_desk(a_moderator) == []
    assert on_the_desk(another_moderator) == [case]


def test_whoever_keeps_out_of_it_does_not_see_it_there(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case = a_case(house, a_member)

    house.database.write_now(handling.recuse, as_moderator(a_moderator), case, now=now())

    assert on_the_desk(a_moderator) == []
    assert on_the_desk(another_moderator) == [case]


def test_what_is_closed_does_not_lie_there(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)

    def close(session: Session) -> None:
        session.get_one(Case, case).closed_at = now()

    house.database.write_now(close)

    assert on_the_desk(a_moderator) == []


def test_what_one_has_and_what_nobody_has_can_be_looked_through(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member, another_member: Member
):
    mine, nobodys, theirs = a_case(house, a_member), a_case(house, another_member), a_case(house, join(house, "oda"))
    for member, case in ((a_moderator, mine), (another_moderator, theirs)):
        house.database.write_now(handling.take, as_moderator(member), case, key=house.key, now=now())

    assert on_the_desk(a_moderator, Which.MINE) == [mine]
    assert on_the_desk(a_moderator, Which.NOBODYS) == [nobodys]
    assert sorted(on_the_desk(a_moderator)) == sorted([mine, nobodys, theirs])


def test_pages_follow_each_other_without_a_gap_across_what_is_urgent(
    house: House, a_moderator: Member, a_member: Member, another_member: Member
):
    plants(house, a_member, 7)
    danger = a_case(house, join(house, "oda"), urgency=2)
    forced = a_case(house, another_member, urgency=1)

    seen: list[int] = []
    after = 0
    for _ in range(5):
        page = house.database.read_now(
            queue.queue, as_moderator(a_moderator), key=house.key, after=after, limit=2
        )  # fmt: skip
        seen += [line.id for line in page]
        after = page[-1].number

    assert seen == [danger, forced, 1, 2, 3, 4, 5, 6, 7]


def test_two_cases_of_the_same_moment_are_both_shown(house: House, a_moderator: Member, a_member: Member):
    first = a_case(house, a_member, opened_at=NOON)
    second = a_case(house, join(house, "oda"), opened_at=NOON)

    pages = [on_the_desk(a_moderator, limit=1)]
    number = house.database.read_now(lambda session: session.get_one(Case, pages[0][0]).number)
    pages.append(on_the_desk(a_moderator, limit=1, after=number))

    assert sorted(id_ for page in pages for id_ in page) == sorted([first, second])


def test_a_page_after_a_case_of_ones_own_is_as_after_a_number_that_is_none(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    plants(house, a_member, 3)
    about_robin = a_case(house, a_moderator, opened_at=NOON - 2 * HOUR)
    by_robin = house.database.write_now(
        reporting.report_account, as_moderator(a_moderator), join(house, "oda").id, Told(0, "Look.", "look"),
        key=house.key, now=NOON + HOUR,
    )  # fmt: skip

    for theirs in (about_robin, by_robin):
        number = the_row(house, theirs).number
        assert on_the_desk(a_moderator, after=number) == on_the_desk(a_moderator, after=1_000_001) == [1, 2, 3]
        assert on_the_desk(another_moderator, after=number) != on_the_desk(another_moderator)


def test_it_is_not_counted_to_its_end(house: House, a_moderator: Member, a_member: Member):
    def count() -> int:
        return house.database.read_now(queue.how_many, as_moderator(a_moderator), key=house.key)

    plants(house, a_member, 3)
    few = count()
    house.database.write_now(
        lambda session: session.add_all(
            Case(id=place, number=place, subject="account", subject_id=place, account_id=a_member.id, opened_at=NOON)
            for place in range(1_000, 1_300)
        )
    )

    assert few == 3
    assert count() == queue.COUNTED + 1


@pytest.mark.parametrize("which", list(Which))
def test_a_page_of_a_long_queue_takes_as_many_statements_as_one_of_a_short_one(
    house: House, a_moderator: Member, a_member: Member, which: Which
):
    def statements() -> int:
        with counted(house) as cost:
            on_the_desk(a_moderator, which)
        return len(cost.statements)

    before = statements()
    plants(house, a_member, 300)

    assert before <= 3
    assert statements() <= before


def test_the_queue_is_read_along_the_index_of_what_is_open(
    house: House, kind: str, a_moderator: Member, a_member: Member
):
    plants(house, a_member, 50)

    plans = house.database.read_now(
        lambda session: plans_of(
            session, kind, lambda s: queue.queue(s, as_moderator(a_moderator), key=house.key, limit=60)
        )
    )

    assert len(plans) == 3
    for plan in plans:
        assert "ix_cases_queue" in plan, plan
        assert "SCAN reports" not in plan


def is_urgent_for(member: Member) -> bool:
    """Whether a dot calls that moderator to the desk."""
    house = member.house
    return calls(house.database.read_now(urgent), as_moderator(member), key=house.key)


def test_what_is_urgent_and_nobodys_is_known(house: House, a_moderator: Member, a_member: Member):
    def urgent() -> bool:
        return is_urgent_for(a_moderator)

    plants(house, a_member, 2)
    before = urgent()
    case = a_case(house, join(house, "oda"), urgency=1)
    then = urgent()
    house.database.write_now(handling.take, as_moderator(a_moderator), case, key=house.key, now=now())

    assert (before, then, urgent()) == (False, True, False)


def test_what_is_urgent_calls_nobody_in_whose_queue_it_does_not_lie(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    def calls() -> tuple[bool, bool]:
        return is_urgent_for(a_moderator), is_urgent_for(another_moderator)

    def closes(session: Session, case_id: int) -> None:
        session.get_one(Case, case_id).closed_at = now()

    about_robin = a_case(house, a_moderator, urgency=2)
    of_one_reported = calls()
    house.database.write_now(closes, about_robin)

    told = Told(0, "He waits outside.", "look", 2)
    by_robin = house.database.write_now(
        reporting.report_account, as_moderator(a_moderator), a_member.id, told, key=house.key, now=now()
    )
    of_one_who_reported = calls()
    house.database.write_now(closes, by_robin)

    kept_out_of = a_case(house, a_member, urgency=1)
    before = calls()
    house.database.write_now(handling.recuse, as_moderator(a_moderator), kept_out_of, now=now())

    assert of_one_reported == of_one_who_reported == calls() == (False, True)
    assert before == (True, True)


@pytest.mark.parametrize("role", ["member", "guest", ""])
def test_nobody_but_moderators_and_stewards_looks_at_the_queue(house: House, a_member: Member, role: str):
    who = Viewer(account_id=a_member.id, role=role)

    for look in (queue.queue, queue.how_many):
        with pytest.raises(Forbidden):
            house.database.read_now(look, who, key=house.key)
