"""Who is too close to a case to judge it (P15): parties never may, whoever knows somebody in it is asked first.

Only what a moderator did themselves is a tie. If it were enough that somebody follows, blocks or writes to a moderator,
whoever is reported could make every moderator too close.
"""

from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.accounts.models import Block, Follow, Vouch
from app.basics.errors import Forbidden, NotFound
from app.posts.models import Post, Said, Talker
from app.storage.sealing import HouseKey
from moderation.cases import reporting
from moderation.cases.desk_models import StandsClear
from moderation.cases.models import Case, Recusal, Report

Other = int | InstrumentedAttribute[int | None]


class Tie(StrEnum):
    """What a moderator has to do with whom a case is about."""

    FOLLOWS = "follows"
    BLOCKS = "blocks"
    VOUCHES = "vouches"
    TALKS = "talks"


class AParty(Forbidden):
    """Who reported, is reported or wrote what was reported. Where a case is shown, it is not there for them."""

    safe = "You are a party to this. Somebody else looks at it."


class KeepsOut(Forbidden):
    """Somebody who said that they are too close."""

    safe = "You keep out of this one. Somebody else looks at it."


class Tied(Forbidden):
    """Somebody who knows a person in the case, and has not said yet whether they can judge it."""

    safe = "You know somebody in this. Please say first whether you can judge it fairly."


def must_be_free(session: Session, account_id: int, case_id: int, *, key: HouseKey) -> None:
    """Raises AParty, KeepsOut or Tied, which are all Forbidden; NotFound where there is no such case."""
    case = the_case(session, case_id)
    if is_party(session, account_id, case, key=key):
        raise AParty
    if keeps_out(session, account_id, case_id):
        raise KeepsOut
    if session.get(StandsClear, (case_id, account_id)) is None and ties(session, account_id, case):
        raise Tied


def free(account_id: int, *, key: HouseKey) -> tuple[ColumnElement[bool], ...]:
    """The same as `is_free`, over `cases`."""
    mark, other = reporting.reporters_mark(account_id, key), Case.account_id
    answered = exists().where(StandsClear.case_id == Case.id, StandsClear.account_id == account_id)
    return (
        or_(other.is_(None), other != account_id),
        ~exists().where(Report.case_id == Case.id, Report.reporter_mark == mark),
        ~exists().where(Recusal.case_id == Case.id, Recusal.account_id == account_id),
        or_(other.is_(None), answered, ~or_(*_ties(account_id, other).values())),
    )


def is_free(session: Session, account_id: int, case_id: int, *, key: HouseKey) -> bool:
    """Whether somebody could look at a case without being asked anything."""
    try:
        must_be_free(session, account_id, case_id, key=key)
    except Forbidden:
        return False
    return True


def may_be_handed(session: Session, account_id: int, case_id: int, *, key: HouseKey) -> bool:
    """Whether a case can be given to somebody: a tie of theirs is between them and the desk, and asked about then."""
    return not (
        is_party(session, account_id, the_case(session, case_id), key=key) or keeps_out(session, account_id, case_id)
    )


def the_case(session: Session, case_id: int) -> Case:
    """The case of that id; raises NotFound."""
    found = session.get(Case, case_id)
    if found is None:
        raise NotFound
    return found


def is_party(session: Session, account_id: int, case: Case, *, key: HouseKey) -> bool:
    """Whether they are who is reported, who wrote it, or one of those who reported."""
    return case.account_id == account_id or reporting.is_reporter(session, case.id, account_id, key=key)


def keeps_out(session: Session, account_id: int, case_id: int) -> bool:
    """Whether they said that they are too close to it."""
    return session.get(Recusal, (case_id, account_id)) is not None


def ties(session: Session, account_id: int, case: Case) -> tuple[Tie, ...]:
    """What they have to do with whom the case is about: for nobody else to hear (P4)."""
    other = case.account_id
    if other is None or other == account_id:
        return ()
    asked = _ties(account_id, other)
    found = session.execute(select(*asked.values())).one()
    return tuple(tie for tie, is_so in zip(asked, found, strict=True) if is_so)


def _ties(account_id: int, other: Other) -> dict[Tie, ColumnElement[bool]]:
    return {
        Tie.FOLLOWS: exists().where(Follow.follower_id == account_id, Follow.followed_id == other),
        Tie.BLOCKS: exists().where(Block.account_id == account_id, Block.target_id == other),
        Tie.VOUCHES: exists().where(
            or_(
                (Vouch.voucher_id == account_id) & (Vouch.newcomer_id == other),
                (Vouch.voucher_id == other) & (Vouch.newcomer_id == account_id),
            )
        ),
        Tie.TALKS: _wrote_to(account_id, other),
    }


def _wrote_to(account_id: int, other: Other) -> ColumnElement[bool]:
    mine, theirs = aliased(Talker), aliased(Talker)
    return (
        exists()
        .where(mine.account_id == account_id, theirs.account_id == other, mine.talk_id == theirs.talk_id)
        .where(Said.talk_id == mine.talk_id, Post.id == Said.post_id, Post.author_id == account_id)
    )
