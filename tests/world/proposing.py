"""Deciding together for tests: the cast proposes, objects and votes, through the same actions as the doors."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Credential, Newcomer
from app.basics.clock import now
from app.basics.ids import untimed_id
from app.deciding import phases, proposing, queries, talking, voting
from app.deciding.proposing import Draft
from app.deciding.queries import ProposalFacts
from app.deciding.rules import Counted, Method, Way
from app.storage.house import House
from tests.world.cast import Member

BY_MAJORITY = Way(Method.MAJORITY, 0, 7, 5)
BY_CONSENT = Way(Method.CONSENT, 0, 7, 5)
BY_TWO_THIRDS = Way(Method.TWO_THIRDS, 0, 7, 5)


def a_draft(subject: str = "kettle", **more: object) -> Draft:
    """Something to decide that nothing but these tests knows."""
    given = {"kind": "tea", "subject": subject, "title": "A bigger kettle", "change": "{}", "why": "We are many."}
    return Draft(**{**given, **more})  # type: ignore[arg-type]


def proposes(
    member: Member, subject: str = "kettle", way: Way = BY_MAJORITY, *, at: datetime | None = None, **more: object
) -> int:
    return member.house.database.write_now(proposing.propose, member.id, a_draft(subject, **more), way, now=at or now())


def says_otherwise(member: Member, proposal_id: int, why: str, *, edition: int = 1, at: datetime | None = None) -> None:
    draft = a_draft(why=why)
    member.house.database.write_now(proposing.change, member.id, proposal_id, draft, edition=edition, now=at or now())


def objects(member: Member, proposal_id: int, *, edition: int = 1, at: datetime | None = None) -> int:
    return member.house.database.write_now(
        talking.object_to, member.id, proposal_id, "It whistles.", edition=edition, now=at or now()
    )


def votes(member: Member, proposal_id: int, choice: str = "yes", *, at: datetime) -> None:
    house = member.house
    house.database.write_now(voting.vote, member.id, proposal_id, choice, key=house.key, now=at)


def goes_on(house: House, at: datetime) -> None:
    """The sweep, as wiring runs it."""
    house.database.write_now(phases.carry_on, at)


def in_ballot(member: Member, way: Way = BY_MAJORITY) -> int:
    """A proposal of theirs that is voted on from `when_voting` on."""
    proposal_id = proposes(member, way=way)
    goes_on(member.house, when_voting())
    return proposal_id


def when_voting() -> datetime:
    return now() + timedelta(days=7, minutes=5)


def when_over() -> datetime:
    return now() + timedelta(days=13)


def read(member: Member, proposal_id: int) -> ProposalFacts:
    return member.house.database.read_now(queries.one, member.viewer, proposal_id)


def counted(member: Member, proposal_id: int) -> Counted | None:
    return member.house.database.read_now(queries.counted, member.viewer, proposal_id)


def crowd(member: Member, number: int) -> list[Member]:
    """So many more people here, rows like the member's, for counting."""
    ids = member.house.database.write_now(_many_like, member.id, number)
    return [Member(member.house, account_id, f"voter{place}", member.key) for place, account_id in enumerate(ids)]


def is_new(member: Member, until: datetime) -> None:
    """On probation until then."""
    row = Newcomer(account_id=member.id, asked_at=now(), admitted_at=now(), probation_until=until)
    member.house.database.write_now(lambda session: session.add(row))


def _many_like(session: Session, account_id: int, number: int) -> list[int]:
    ids = [untimed_id() for _ in range(number)]
    for table, key in ((Account.__table__, "id"), (Credential.__table__, "account_id")):
        row = dict(session.execute(select(table).where(table.c[key] == account_id)).mappings().one())
        unique = ("name", "folded", "uri", "inbox", "key_id") if key == "id" else ()
        rows = [{**row, key: one, **dict.fromkeys(unique, f"voter{place}")} for place, one in enumerate(ids)]
        session.execute(insert(table), rows)
    return ids
