"""What people say to a proposal: remarks, objections, answers; who may, and until when."""

from datetime import timedelta

import pytest

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.deciding import queries, talking
from app.deciding.ages import LINES_LAST
from app.deciding.queries import LineFacts
from tests.world.cast import Member, join
from tests.world.proposing import (
    BY_CONSENT,
    goes_on,
    is_new,
    objects,
    proposes,
    read,
    says_otherwise,
    when_voting,
)


def test_an_objection_is_named_and_answered(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member)
    objection = objects(another_member, proposal_id)

    a_member.house.database.write_now(talking.answer, a_member.id, objection, "We take off the whistle.", now=now())

    (line,) = said(a_member, proposal_id)
    assert (line.account_id, line.is_objection) == (another_member.id, True)
    assert line.answer == "We take off the whistle."


def test_a_remark_stands_in_nobodys_way(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT)
    remark(another_member, proposal_id)

    goes_on(a_member.house, when_voting())

    assert read(a_member, proposal_id).state == "adopted"


def test_under_consent_an_objection_stops_it_also_when_it_was_answered(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT)
    objection = objects(another_member, proposal_id)
    a_member.house.database.write_now(talking.answer, a_member.id, objection, "It does not.", now=now())

    goes_on(a_member.house, when_voting())

    assert read(a_member, proposal_id).outcome == "objected"


def test_an_objection_that_was_taken_back_stops_nothing(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT)
    objection = objects(another_member, proposal_id)
    a_member.house.database.write_now(talking.take_back, another_member.id, objection, now=now())

    goes_on(a_member.house, when_voting())

    assert read(a_member, proposal_id).state == "adopted"


def test_an_objection_to_an_earlier_text_has_to_be_made_again(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT)
    objects(another_member, proposal_id)
    says_otherwise(a_member, proposal_id, "It is quiet now.")

    with pytest.raises(Conflict):
        objects(another_member, proposal_id, edition=1)
    objects(another_member, proposal_id, edition=2)
    goes_on(a_member.house, when_voting())

    assert read(a_member, proposal_id).outcome == "objected"


def test_an_earlier_objection_that_nobody_made_again_stops_nothing(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member, way=BY_CONSENT)
    objects(another_member, proposal_id)
    says_otherwise(a_member, proposal_id, "It is quiet now.")

    goes_on(a_member.house, when_voting())

    assert read(a_member, proposal_id).state == "adopted"


def test_a_vote_decides_whatever_is_objected(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member)
    objects(another_member, proposal_id)

    goes_on(a_member.house, when_voting())

    assert read(a_member, proposal_id).state == "ballot"


def test_nobody_objects_to_their_own(a_member: Member):
    with pytest.raises(Refused):
        objects(a_member, proposes(a_member))


def test_somebody_on_probation_says_nothing_yet(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member)
    is_new(another_member, now() + timedelta(days=3))

    with pytest.raises(Forbidden):
        objects(another_member, proposal_id)
    with pytest.raises(Forbidden):
        remark(another_member, proposal_id)
    assert said(a_member, proposal_id) == []


def test_only_its_proposer_answers_and_only_whoever_objected_takes_it_back(
    a_member: Member, another_member: Member, a_steward: Member
):
    proposal_id = proposes(a_member)
    objection = objects(another_member, proposal_id)

    for somebody in (another_member, a_steward):
        with pytest.raises(Forbidden):
            somebody.house.database.write_now(talking.answer, somebody.id, objection, "No.", now=now())
    for somebody in (a_member, a_steward):
        with pytest.raises(Forbidden):
            somebody.house.database.write_now(talking.take_back, somebody.id, objection, now=now())

    assert (said(a_member, proposal_id)[0].answer, said(a_member, proposal_id)[0].taken_back) == ("", False)


def test_once_it_is_voted_on_nothing_is_said_any_more(a_member: Member, another_member: Member):
    proposal_id = proposes(a_member)
    objection = objects(another_member, proposal_id)
    goes_on(a_member.house, when_voting())
    database, later = a_member.house.database, when_voting()

    for act in (
        lambda: objects(another_member, proposal_id, at=later),
        lambda: database.write_now(talking.remark, a_member.id, proposal_id, "But", edition=1, now=later),
        lambda: database.write_now(talking.answer, a_member.id, objection, "But", now=later),
        lambda: database.write_now(talking.take_back, another_member.id, objection, now=later),
    ):
        with pytest.raises(Conflict):
            act()


@pytest.mark.parametrize("words", ["", " \n ", "x" * 2_001])
def test_saying_nothing_and_saying_too_much_is_refused(a_member: Member, words: str):
    proposal_id = proposes(a_member)

    with pytest.raises(Invalid) as refused:
        remark(a_member, proposal_id, words)

    assert refused.value.field == "words"


def test_nobody_fills_a_page_alone(a_member: Member):
    proposal_id = proposes(a_member)
    for _ in range(20):
        remark(a_member, proposal_id)

    with pytest.raises(Refused):
        remark(a_member, proposal_id)
    assert len(said(a_member, proposal_id)) == 20


def test_a_remark_is_not_answered_or_taken_back_like_an_objection(a_member: Member):
    line_id = remark(a_member, proposes(a_member))

    with pytest.raises(NotFound):
        a_member.house.database.write_now(talking.take_back, a_member.id, line_id, now=now())


def test_what_was_said_is_forgotten_after_two_years(a_member: Member):
    join(a_member.house, "priya")
    proposal_id = proposes(a_member)
    remark(a_member, proposal_id)

    a_member.house.database.write_now(talking.forget_old, now() + LINES_LAST - timedelta(minutes=1))
    assert len(said(a_member, proposal_id)) == 1

    a_member.house.database.write_now(talking.forget_old, now() + LINES_LAST + timedelta(minutes=1))
    assert said(a_member, proposal_id) == []


def said(member: Member, proposal_id: int) -> list[LineFacts]:
    return list(member.house.database.read_now(queries.lines_of, member.viewer, proposal_id))


def remark(member: Member, proposal_id: int, words: str = "Which colour?") -> int:
    return member.house.database.write_now(talking.remark, member.id, proposal_id, words, edition=1, now=now())
