"""Where fewer than three moderators are free of ties members are drawn by lot, and take the part (P15)."""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.models import Account, Newcomer
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Forbidden, NotFound
from moderation import decisions
from moderation.appeals import hearing, material, queries
from moderation.cases import handling
from moderation.decisions import Draft
from moderation.jurors import consenting, drawing
from moderation.jurors import queries as jurors
from moderation.measures import Measure
from tests.appeals.deciding import WHY, Governed, governed, viewer  # noqa: F401 — a fixture
from tests.appeals.drawing import consents, drawn, draws, says, small  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.governing import BY_TWO
from tests.world.governing_cases import reports_account


def still_to_do(governed: Governed, who: Member) -> list[int]:
    """The matters that their page leads to."""
    mine = governed.house.database.read_now(jurors.drawn_for, who.id, now=now())
    return [one.decision_id for one in mine]


def proposed(governed: Governed) -> int:
    """Robin wants Marisol suspended, which takes a second person."""
    case = reports_account(governed.juno, governed.marisol.id)
    return governed.does(decisions.decide, viewer(governed.robin), Draft(case, Measure.SUSPEND, BY_TWO, WHY))


def test_with_three_free_of_ties_nobody_is_drawn(governed: Governed):
    tove = join(governed.house, "tove")
    consents(governed, tove)
    governed.appeals(governed.removed()[1])

    draws(governed)

    assert drawn(governed) == {}


def test_with_fewer_somebody_who_consented_is_asked_to_hear_the_appeal(small: Governed):
    tove = join(small.house, "tove")
    join(small.house, "oda")
    consents(small, tove)
    small.appeals(small.removed()[1])

    draws(small)
    draws(small)

    assert drawn(small) == {tove.id: ("hear", "")}, "asked once"


def test_also_where_there_are_three_of_whom_one_has_a_tie(governed: Governed):
    tove = join(governed.house, "tove")
    consents(governed, tove)
    _, decision_id = governed.removed()
    case_id = governed.row(decision_id).case_id
    governed.house.database.write_now(handling.recuse, viewer(governed.sasha), case_id, now=now())
    governed.appeals(decision_id)

    draws(governed)

    assert drawn(governed) == {tove.id: ("hear", "")}


def test_drawn_by_lot_and_not_always_the_same(small: Governed):
    many = [join(small.house, f"m{number}") for number in range(8)]
    consents(small, *many)

    for _ in range(6):
        small.appeals(small.removed()[1])
    draws(small)

    assert len(drawn(small)) > 1


def test_nobody_is_drawn_who_did_not_consent_is_a_party_too_close_new_or_hidden(small: Governed):
    new, hidden, follower, quiet = (join(small.house, name) for name in ("nova", "hid", "fan", "quiet"))
    consents(small, small.marisol, small.juno, new, hidden, follower, small.steward)
    follower.follows(small.marisol)
    small.house.database.write_now(_make_new, new.id)
    small.house.database.write_now(lambda s: setattr(s.get_one(Account, hidden.id), "paused", True))
    assert quiet.id
    small.appeals(small.removed()[1])

    draws(small)

    assert drawn(small) == {}


def test_nor_whoever_took_their_consent_back(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    small.appeals(small.removed()[1])
    draws(small)

    small.house.database.write_now(consenting.take_back, tove.id)
    draws(small)

    assert drawn(small) == {}


def test_whoever_declines_is_not_asked_again_and_somebody_else_is(small: Governed):
    tove, oda = join(small.house, "tove"), join(small.house, "oda")
    consents(small, tove)
    _, decision_id = small.removed()
    small.appeals(decision_id)
    draws(small)
    consents(small, oda)

    says(small, tove, decision_id, yes=False)
    draws(small)

    assert drawn(small) == {tove.id: ("hear", "no"), oda.id: ("hear", "")}


def test_whoever_says_nothing_in_time_is_passed_over(small: Governed):
    tove, oda = join(small.house, "tove"), join(small.house, "oda")
    consents(small, tove)
    small.appeals(small.removed()[1])
    draws(small)
    consents(small, oda)

    draws(small, after=drawing.ANSWER_WITHIN["hear"] - timedelta(minutes=1))
    assert oda.id not in drawn(small)

    draws(small, after=drawing.ANSWER_WITHIN["hear"] + timedelta(minutes=1))
    assert drawn(small)[oda.id] == ("hear", "")


def test_whoever_took_it_hears_that_appeal_and_sees_no_other(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    _, decision_id = small.removed()
    appeal_id = small.appeals(decision_id)
    draws(small)
    with pytest.raises(NotFound):
        small.takes(tove, appeal_id)
    says(small, tove, decision_id, yes=True)
    other = small.appeals(small.removed("Another one")[1])

    assert [one.id for one in small.reads(queries.to_hear, viewer(tove))] == [appeal_id]
    with pytest.raises(NotFound):
        small.reads(queries.hearing, viewer(tove), other)
    small.takes(tove, appeal_id)
    small.does(hearing.ask, viewer(tove), appeal_id, "When was that?")
    assert small.answers(tove, appeal_id, overturns=True)
    assert small.own(appeal_id).outcome == "overturned"


def test_whoever_heard_it_reads_nothing_of_it_once_it_has_ended(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    _, decision_id = small.removed()
    appeal_id = small.appeals(decision_id)
    draws(small)
    says(small, tove, decision_id, yes=True)
    small.takes(tove, appeal_id)
    assert small.does(material.of_appeal, viewer(tove), appeal_id).matter.copies

    small.answers(tove, appeal_id, overturns=False)

    with pytest.raises(NotFound):
        small.reads(queries.hearing, viewer(tove), appeal_id)
    with pytest.raises(NotFound):
        small.does(material.of_appeal, viewer(tove), appeal_id)
    assert still_to_do(small, tove) == []
    assert small.reads(queries.hearing, viewer(small.steward), appeal_id).outcome == "upheld", "moderators still do"


def test_whoever_was_drawn_to_agree_reads_it_while_it_waits_and_no_longer(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    decision_id = proposed(small)
    draws(small)
    says(small, tove, decision_id, yes=True)
    assert small.does(material.of_decision, viewer(tove), decision_id).copies
    assert still_to_do(small, tove) == [decision_id]

    small.does(decisions.agree, viewer(small.steward), decision_id)

    with pytest.raises(NotFound):
        small.does(material.of_decision, viewer(tove), decision_id)
    assert still_to_do(small, tove) == []


def test_whoever_said_no_after_all_hears_nothing(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    _, decision_id = small.removed()
    appeal_id = small.appeals(decision_id)
    draws(small)
    says(small, tove, decision_id, yes=True)

    says(small, tove, decision_id, yes=False)

    with pytest.raises(NotFound):
        small.takes(tove, appeal_id)


def test_for_a_severe_measure_as_many_are_drawn_as_have_to_say_that_it_stays(small: Governed):
    tove, oda = join(small.house, "tove"), join(small.house, "oda")
    consents(small, tove, oda)
    decision_id = small.suspended()
    appeal_id = small.appeals(decision_id)

    draws(small)

    assert set(drawn(small)) == {tove.id, oda.id}
    for one in (tove, oda):
        says(small, one, decision_id, yes=True)
    small.takes(tove, appeal_id)
    assert not small.answers(tove, appeal_id, overturns=False)
    assert small.answers(oda, appeal_id, overturns=False)
    assert small.own(appeal_id).outcome == "upheld"


def test_where_a_second_person_is_missing_one_is_drawn_and_decides(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    decision_id = proposed(small)
    draws(small)
    assert drawn(small) == {tove.id: ("agree", "")}
    with pytest.raises(Forbidden):
        small.does(decisions.agree, viewer(tove), decision_id)
    says(small, tove, decision_id, yes=True)

    small.does(decisions.agree, viewer(tove), decision_id)

    assert small.row(decision_id).in_force_at is not None
    assert small.account().suspended


def test_whoever_agreed_does_not_hear_the_appeal(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    decision_id = proposed(small)
    draws(small)
    says(small, tove, decision_id, yes=True)
    small.does(decisions.agree, viewer(tove), decision_id)

    appeal_id = small.appeals(decision_id)
    draws(small)

    assert drawn(small) == {tove.id: ("agree", "yes")}
    with pytest.raises(NotFound):
        small.takes(tove, appeal_id)


def test_in_a_house_with_one_moderator_what_they_did_alone_lasts_when_somebody_drawn_agrees(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    small.house.database.write_now(lambda s: setattr(s.get_one(Account, small.steward.id), "role", "member"))
    post_id = small.marisol.posts("Ask @juno about it", "community")
    decision_id = small.is_decided_alone(post_id)
    assert small.row(decision_id).alone_until is not None

    draws(small)
    says(small, tove, decision_id, yes=True)
    small.does(decisions.agree, viewer(tove), decision_id)

    assert small.row(decision_id).alone_until is None


def test_a_drawn_member_decides_nothing_but_what_they_were_drawn_for(small: Governed):
    tove = join(small.house, "tove")
    consents(small, tove)
    decision_id = proposed(small)
    draws(small)
    says(small, tove, decision_id, yes=True)
    case_id = small.row(decision_id).case_id

    with pytest.raises(Forbidden):
        small.does(decisions.decide, Viewer.member(tove.id), Draft(case_id or 0, Measure.WORD, BY_TWO, WHY))
    with pytest.raises(Forbidden):
        small.does(decisions.ease, Viewer.member(tove.id), decision_id)
    with pytest.raises(Forbidden):
        small.does(handling.take, Viewer.member(tove.id), case_id)


def _make_new(session: Session, account_id: int) -> None:
    session.execute(delete(Newcomer).where(Newcomer.account_id == account_id))
    session.add(Newcomer(account_id=account_id, asked_at=now(), admitted_at=now(), probation_until=None))
