"""Whatever people do, in whatever order: counts are right, nobody votes twice, a refusal changes nothing."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import ParasolError
from app.deciding import phases, proposing, talking, voting
from app.deciding.models import BallotMark, Proposal
from app.deciding.rules import Counted, State
from app.storage.house import House
from tests.world.cast import Member, join
from tests.world.proposing import BY_CONSENT, BY_MAJORITY, a_draft, counted, read

GOES_TO = {
    "talk": {"talk", "ballot", "adopted", "over"},
    "ballot": {"ballot", "adopted", "over"},
    "adopted": {"adopted"},
    "over": {"over"},
}


@dataclass
class Told:
    """What these tests know of one proposal."""

    id: int
    by: int
    way: object
    state: str = "talk"
    votes: dict[int, str] = field(default_factory=dict)
    objections: dict[int, tuple[int, int]] = field(default_factory=dict)
    edition: int = 1


@pytest.mark.parametrize("seed", range(3))
def test_random_sequences_of_acts(house: House, seed: int):
    chance, moment = random.Random(seed), now()
    people = [join(house, name) for name in ("marisol", "juno", "oda", "priya")]
    told: dict[int, Told] = {}

    for _ in range(60):
        moment += timedelta(hours=chance.randint(1, 30))
        act = chance.choice([_propose, _change, _object, _take_back, _vote, _vote, _vote, _sweep])
        with suppress(ParasolError):
            act(house, chance, people, told, moment)
        _look_around(house, told, people)

    assert {one.state for one in told.values()} & {"adopted", "over"}


def _propose(house: House, chance: random.Random, people: list[Member], told: dict[int, Told], at: datetime) -> None:
    who, way, subject = chance.choice(people), chance.choice([BY_MAJORITY, BY_CONSENT]), f"cup {chance.randint(1, 4)}"
    made = house.database.write_now(proposing.propose, who.id, a_draft(subject), way, now=at)
    told[made] = Told(made, who.id, way)


def _change(house: House, chance: random.Random, people: list[Member], told: dict[int, Told], at: datetime) -> None:
    one, who = _any(chance, told), chance.choice(people)
    house.database.write_now(
        proposing.change, who.id, one.id, a_draft(why=f"since {at}"), edition=chance.choice([1, one.edition]), now=at
    )
    assert who.id == one.by
    one.edition += 1


def _object(house: House, chance: random.Random, people: list[Member], told: dict[int, Told], at: datetime) -> None:
    one, who = _any(chance, told), chance.choice(people)
    line = house.database.write_now(talking.object_to, who.id, one.id, "No.", edition=one.edition, now=at)
    assert who.id != one.by
    one.objections[line] = (who.id, one.edition)


def _take_back(house: House, chance: random.Random, people: list[Member], told: dict[int, Told], at: datetime) -> None:
    one, who = _any(chance, told), chance.choice(people)
    line = chance.choice(list(one.objections) or [7])
    house.database.write_now(talking.take_back, who.id, line, now=at)
    assert one.objections.pop(line)[0] == who.id


def _vote(house: House, chance: random.Random, people: list[Member], told: dict[int, Told], at: datetime) -> None:
    one, who, choice = _any(chance, told), chance.choice(people), chance.choice(["yes", "no", "abstain", "", "maybe"])
    house.database.write_now(voting.vote, who.id, one.id, choice, key=house.key, now=at)
    assert one.state == "ballot"
    assert who.id not in one.votes
    assert choice in {"yes", "no", "abstain"}
    one.votes[who.id] = choice


def _sweep(house: House, chance: random.Random, people: list[Member], told: dict[int, Told], at: datetime) -> None:
    house.database.write_now(phases.carry_on, at)


def _any(chance: random.Random, told: dict[int, Told]) -> Told:
    return told[chance.choice(list(told))] if told else Told(7, 0, None)


def _look_around(house: House, told: dict[int, Told], people: list[Member]) -> None:
    under_way = house.database.read_now(_subjects_under_way)
    assert len(under_way) == len(set(under_way))
    for one in told.values():
        found = read(people[0], one.id)
        assert found.state in GOES_TO[one.state]
        one.state = found.state
        if found.state is State.BALLOT:
            assert house.database.read_now(_marks_of, one.id) == len(one.votes)
        if found.state in {State.ADOPTED, State.OVER}:
            _was_decided_right(house, one, counted(people[0], one.id), found.outcome)


def _was_decided_right(house: House, one: Told, result: Counted | None, outcome: str) -> None:
    stands = [line for line, (_, edition) in one.objections.items() if edition == one.edition]
    if one.way == BY_CONSENT:
        assert (result, outcome) == (None, "objected" if stands else "")
        return
    assert result is not None
    chosen = Counter(one.votes.values())
    assert (result.yes, result.no, result.abstain) == (chosen["yes"], chosen["no"], chosen["abstain"])
    expected = "no_quorum" if not one.votes else "" if chosen["yes"] > chosen["no"] else "voted_down"
    assert outcome == expected
    assert house.database.read_now(_marks_of, one.id) == 0


def _subjects_under_way(session: Session) -> list[str]:
    return list(session.scalars(select(Proposal.subject).where(Proposal.state.in_(("talk", "ballot", "adopted")))))


def _marks_of(session: Session, proposal_id: int) -> int:
    return session.scalar(select(func.count()).where(BallotMark.proposal_id == proposal_id)) or 0
