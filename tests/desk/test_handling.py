"""Who looks at a case: taken by one, handed over, given back, kept out of, and written about."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import blocking, following
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.storage.house import House
from moderation.cases import desk_decided, handling, ties
from moderation.cases.models import Case, CaseNote, Recusal
from moderation.cases.ties import AParty, KeepsOut, Tie, Tied
from tests.world.at_once import at_once
from tests.world.cast import Member, join
from tests.world.desk import a_case, as_moderator, the_row
from tests.world.governing import LONG_AGO
from tests.world.restricting import is_decided


def takes(member: Member, case_id: int, *, at: datetime | None = None) -> None:
    house = member.house
    house.database.write_now(handling.take, as_moderator(member), case_id, key=house.key, now=at or now())


def hands_over(member: Member, case_id: int, to: Member) -> None:
    house = member.house
    house.database.write_now(handling.hand_over, as_moderator(member), case_id, to.id, key=house.key, now=now())


def recuses(member: Member, case_id: int) -> None:
    member.house.database.write_now(handling.recuse, as_moderator(member), case_id, now=now())


def is_free(member: Member, case_id: int) -> bool:
    return member.house.database.read_now(ties.is_free, member.id, case_id, key=member.house.key)


def ties_of(member: Member, case_id: int) -> tuple[Tie, ...]:
    return member.house.database.read_now(lambda s: ties.ties(s, member.id, s.get_one(Case, case_id)))


def closes(house: House, case_id: int) -> None:
    def close(session: Session) -> None:
        session.get_one(Case, case_id).closed_at = now()

    house.database.write_now(close)


def test_a_case_is_taken_by_one_and_a_person_has_looked_then(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)

    takes(a_moderator, case)

    row = the_row(house, case)
    assert (row.taken_by, row.state) == (a_moderator.id, "taken")
    assert row.taken_at is not None
    assert row.looked_at == row.taken_at


def test_taking_it_twice_changes_nothing(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)
    takes(a_moderator, case)
    before = the_row(house, case).taken_at

    takes(a_moderator, case, at=now() + timedelta(hours=25))

    assert the_row(house, case).taken_at == before


def test_what_somebody_has_is_not_taken_from_them(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case = a_case(house, a_member)
    takes(a_moderator, case)

    with pytest.raises(Conflict, match="Somebody else has taken this"):
        takes(another_moderator, case)

    assert the_row(house, case).taken_by == a_moderator.id


@pytest.mark.parametrize(("urgency", "hours"), [(0, 24), (1, 2), (2, 1)])
def test_nobody_waits_for_somebody_who_is_away(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member, urgency: int, hours: int
):
    case, start = a_case(house, a_member, urgency=urgency), now()
    takes(a_moderator, case, at=start)

    with pytest.raises(Conflict):
        takes(another_moderator, case, at=start + timedelta(hours=hours, minutes=-1))
    takes(another_moderator, case, at=start + timedelta(hours=hours))

    assert the_row(house, case).taken_by == another_moderator.id


def test_of_two_who_take_it_at_once_the_second_is_told(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case = a_case(house, a_member)

    with pytest.raises(Conflict, match="Somebody else has taken this"):
        at_once(
            house,
            lambda session: handling.take(session, as_moderator(a_moderator), case, key=house.key, now=now()),
            lambda session: handling.take(session, as_moderator(another_moderator), case, key=house.key, now=now()),
        )

    assert the_row(house, case).taken_by == a_moderator.id


def test_a_closed_case_is_not_taken(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)
    closes(house, case)

    with pytest.raises(Refused, match="closed"):
        takes(a_moderator, case)


def test_a_case_that_is_not_there_is_not_found(a_moderator: Member):
    with pytest.raises(NotFound):
        takes(a_moderator, 7)


@pytest.mark.parametrize("role", ["member", "guest", ""])
def test_nobody_but_moderators_and_stewards_does_anything_with_a_case(
    house: House, another_member: Member, a_member: Member, role: str
):
    case, who = a_case(house, a_member), Viewer(account_id=another_member.id, role=role)
    acts = (
        lambda session: handling.take(session, who, case, key=house.key, now=now()),
        lambda session: handling.hand_over(session, who, case, a_member.id, key=house.key, now=now()),
        lambda session: handling.give_back(session, who, case, key=house.key, now=now()),
        lambda session: handling.recuse(session, who, case, now=now()),
        lambda session: handling.stand_clear(session, who, case, now=now()),
        lambda session: handling.note_first_look(session, who, case, now=now()),
        lambda session: handling.add_note(session, who, case, "Hello", key=house.key, now=now()),
    )

    for act in acts:
        with pytest.raises(Forbidden):
            house.database.write_now(act)

    row = the_row(house, case)
    assert (row.taken_by, row.looked_at) == (None, None)


def test_whoever_it_is_about_has_no_part_in_it(house: House, a_moderator: Member):
    case = a_case(house, a_moderator)

    with pytest.raises(AParty):
        takes(a_moderator, case)

    assert the_row(house, case).taken_by is None


def test_it_is_handed_over_to_somebody_by_name(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case = a_case(house, a_member)
    takes(a_moderator, case)

    hands_over(a_moderator, case, another_moderator)

    assert the_row(house, case).taken_by == another_moderator.id


def test_only_what_one_has_is_handed_over(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case = a_case(house, a_member)

    with pytest.raises(Conflict):
        hands_over(a_moderator, case, another_moderator)

    assert the_row(house, case).taken_by is None


def test_it_is_handed_to_nobody_who_is_no_moderator_or_has_a_part_in_it(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member, another_member: Member
):
    about_sasha, other = a_case(house, another_moderator), a_case(house, a_member)
    takes(a_moderator, about_sasha)
    takes(a_moderator, other)
    recuses(another_moderator, other)

    with pytest.raises(Invalid, match="Please choose who is to have it"):
        hands_over(a_moderator, other, another_member)
    for case in (about_sasha, other):
        with pytest.raises(Invalid, match=r"^This person does not take it\. Please choose somebody else\.$"):
            hands_over(a_moderator, case, another_moderator)

    assert the_row(house, other).taken_by == the_row(house, about_sasha).taken_by == a_moderator.id


def test_somebody_who_is_away_is_not_offered(house: House, a_moderator: Member, another_moderator: Member):
    def offered(session: Session) -> dict[int, str]:
        return handling.colleagues(session, as_moderator(a_moderator))

    def pause(session: Session) -> None:
        session.get_one(Account, another_moderator.id).paused = True

    before = house.database.read_now(offered)
    house.database.write_now(pause)

    assert before == {another_moderator.id: "sasha"}
    assert house.database.read_now(offered) == {}


@pytest.mark.parametrize("measure", ["suspend", "limit"])
def test_whoever_does_not_act_as_a_moderator_now_is_neither_offered_nor_counted(
    house: House, a_moderator: Member, another_moderator: Member, measure: str
):
    def carry(session: Session) -> set[str]:
        return {one.name for one in desk_decided.load(session, as_moderator(a_moderator), since=LONG_AGO)}

    before = house.database.read_now(carry)
    is_decided(house, another_moderator.id, measure)

    assert "sasha" in before
    assert house.database.read_now(carry) == {"robin", "noor", "sol"}
    assert another_moderator.id not in house.database.read_now(handling.colleagues, as_moderator(a_moderator))


def test_given_back_it_is_nobodys(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)
    takes(a_moderator, case)

    house.database.write_now(handling.give_back, as_moderator(a_moderator), case, key=house.key, now=now())

    row = the_row(house, case)
    assert (row.taken_by, row.taken_at, row.state) == (None, None, "open")


def test_whoever_keeps_out_of_it_has_it_no_more_and_cannot_take_it_again(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case = a_case(house, a_member)
    takes(a_moderator, case)

    recuses(a_moderator, case)
    recuses(a_moderator, case)

    assert the_row(house, case).taken_by is None
    with pytest.raises(KeepsOut):
        takes(a_moderator, case)
    takes(another_moderator, case)


def test_whoever_follows_them_is_asked_before_anything_else(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)
    a_moderator.follows(a_member)

    with pytest.raises(Tied):
        takes(a_moderator, case)
    house.database.write_now(handling.stand_clear, as_moderator(a_moderator), case, now=now())
    takes(a_moderator, case)

    assert the_row(house, case).taken_by == a_moderator.id


def test_what_a_moderator_did_is_a_tie_and_what_was_done_to_them_is_none(
    house: House, a_moderator: Member, a_member: Member, another_member: Member
):
    of_marisol, of_juno = a_case(house, a_member), a_case(house, another_member)
    house.database.write_now(following.ask_to_follow, a_moderator.id, a_member.id, now=now())
    a_moderator.posts("@marisol a word", "mentioned")
    another_member.follows(a_moderator)
    another_member.posts("@robin you cannot judge me now", "mentioned")
    before = ties_of(a_moderator, of_juno)
    house.database.write_now(blocking.block, another_member.id, a_moderator.id, now=now())

    assert ties_of(a_moderator, of_marisol) == (Tie.FOLLOWS, Tie.TALKS)
    assert before == ties_of(a_moderator, of_juno) == ()
    assert not is_free(a_moderator, of_marisol)
    assert is_free(a_moderator, of_juno)


def test_a_moderators_own_block_is_a_tie(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)
    house.database.write_now(blocking.block, a_moderator.id, a_member.id, now=now())

    assert ties_of(a_moderator, case) == (Tie.BLOCKS,)


def test_what_moderators_write_to_each_other_is_sealed(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)

    house.database.write_now(
        handling.add_note, as_moderator(a_moderator), case, " I know the\r\nblue van. ", key=house.key, now=now()
    )

    note = house.database.read_now(lambda session: session.scalars(select(CaseNote)).one())
    assert house.key.open(note.sealed, handling.NOTE) == b"I know the\nblue van."
    assert b"blue van" not in note.sealed
    assert note.written_by == a_moderator.id


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 5_001])
def test_a_note_without_words_or_without_end_is_refused(
    house: House, a_moderator: Member, a_member: Member, words: str
):
    case = a_case(house, a_member)

    with pytest.raises(Invalid) as refused:
        house.database.write_now(handling.add_note, as_moderator(a_moderator), case, words, key=house.key, now=now())

    assert refused.value.field == "words"
    assert house.database.read_now(lambda session: session.scalars(select(CaseNote)).all()) == []


def test_what_somebody_had_goes_to_another_as_far_as_they_can_have_it(
    house: House, a_moderator: Member, another_moderator: Member, a_member: Member
):
    fits, closed = a_case(house, a_member), a_case(house, join(house, "lupe"))
    does_not = a_case(house, another_moderator)
    for case in (fits, does_not, closed):
        takes(a_moderator, case)
    closes(house, closed)

    house.database.write_now(
        handling.give_back_all, a_moderator.id, to_id=another_moderator.id, key=house.key, now=now()
    )

    assert the_row(house, fits).taken_by == another_moderator.id
    assert the_row(house, does_not).taken_by is None
    assert the_row(house, closed).taken_by == a_moderator.id


def test_why_somebody_keeps_out_is_kept_nowhere(house: House, a_moderator: Member, a_member: Member):
    case = a_case(house, a_member)

    recuses(a_moderator, case)

    kept = house.database.read_now(lambda session: session.scalars(select(Recusal)).one())
    assert {column.name for column in Recusal.__table__.columns} == {"case_id", "account_id", "since"}
    assert kept.account_id == a_moderator.id
