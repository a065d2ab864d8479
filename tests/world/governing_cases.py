"""Reports for tests: made by the cast, through the same actions as the doors; and many at once, as rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.allies.actions import ally_by_hand
from app.allies.rules import USUAL
from app.basics.clock import now
from app.basics.ids import new_id
from app.posts import opening
from app.posts.queries import PostFacts
from app.storage.house import House
from moderation.cases import evidence, reported
from moderation.cases.copies import Kept
from moderation.cases.models import Case, Report
from moderation.cases.reporting import body_of, report_account, report_ally, report_post, reporters_mark, sealed
from moderation.cases.rules import Body, Told
from tests.world.cast import Member

WHAT_HAPPENED = "they wrote where I live"
_AT_ONCE = 1_000


def telling(words: str = WHAT_HAPPENED, clause_key: int = 0, wish: str = "look", **more: object) -> Told:
    return Told(clause_key, words, wish, **more)  # type: ignore[arg-type]


def reports(member: Member, post_id: int, told: Told | None = None, at: datetime | None = None) -> int:
    """Reports a post; its case. Of a message what they included, as their session opens it."""
    told, house = told or telling(), member.house
    return house.database.write_now(
        report_post, member.viewer, post_id, told, key=house.key, now=at or now(), opened=opened_by(member, post_id)
    )


def reports_account(member: Member, account_id: int, told: Told | None = None) -> int:
    house = member.house
    return house.database.write_now(
        report_account, member.viewer, account_id, told or telling(), key=house.key, now=now()
    )


def reports_ally(member: Member, ally_id: int, told: Told | None = None) -> int:
    house = member.house
    return house.database.write_now(report_ally, member.viewer, ally_id, told or telling(), key=house.key, now=now())


def an_ally(house: House) -> int:
    """Harbour House, of other software."""
    return house.database.write_now(ally_by_hand, "https://harbour.example", frozenset(USUAL), now=now()).id


def opened_by(member: Member, post_id: int) -> list[PostFacts]:
    """What stands around a message, as that member's session opens it."""
    database = member.house.database
    post = database.read_now(reported.post, member.viewer, post_id)
    found = database.read_now(reported.around, member.viewer, post)
    keys = database.read_now(opening.keys_for, member.id, [one.id for one in found])
    return [opening.opened(one, keys.get(one.id), member.key) for one in found]


def case_of(house: House, case_id: int) -> Case:
    return house.database.read_now(lambda session: session.get_one(Case, case_id))


def told_in(house: House, case_id: int) -> list[Body]:
    """What everybody reported in a case, opened."""

    def read(session: Session) -> Sequence[bytes]:
        return session.scalars(select(Report.body_sealed).where(Report.case_id == case_id).order_by(Report.id)).all()

    return [body_of(one, house.key) for one in house.database.read_now(read)]


def kept_of(house: House, case_id: int) -> tuple[Kept, ...]:
    """The evidence in a case, opened."""
    return house.database.read_now(evidence.of_case, case_id, key=house.key)


def plant_reports(house: House, account_ids: Sequence[int], how_many: int, *, reporter_id: int, at: datetime) -> None:
    """So many cases that nobody looked at, each about one of these accounts' id and a number: for figures of the desk.

    Rows alone: there is no evidence in them, and their subjects are not there.
    """
    told = sealed(Body(reporter_id, 0, 0, WHAT_HAPPENED), house.key)
    mark = reporters_mark(reporter_id, house.key)
    for first in range(0, how_many, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, how_many))
        house.database.write_now(_plant, account_ids, numbers, told, mark, at)


def _plant(
    session: Session, account_ids: Sequence[int], numbers: range, told: bytes, mark: bytes, at: datetime
) -> None:
    cases: list[dict[str, object]] = []
    made: list[dict[str, object]] = []
    for number in numbers:
        opened, urgency = at + timedelta(seconds=number), 2 if number % 50 == 0 else 1 if number % 20 == 0 else 0
        case_id, account_id = new_id(opened), account_ids[number % len(account_ids)]
        cases.append({
            "id": case_id, "number": 1_000_000 + number, "subject": "post", "subject_id": case_id,
            "account_id": account_id, "state": "open", "urgency": urgency, "asks_hold": False, "reports": 1,
            "opened_at": opened,
        })  # fmt: skip
        made.append({
            "id": new_id(opened), "case_id": case_id, "reporter_mark": mark, "urgency": urgency, "body_sealed": told,
            "made_at": opened, "seen": False,
        })  # fmt: skip
    session.execute(insert(Case), cases)
    session.execute(insert(Report), made)
