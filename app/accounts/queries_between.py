"""Reading who keeps away from whom: each list for its owner alone (P4).

Nobody is told that they are in one. Whoever has blocked a member does not exist for that member.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts import queries
from app.accounts.apart import blocked, mute_holds
from app.accounts.models import Account, AllyBlock, Block, Follow, Mute
from app.accounts.queries import MOST, AccountFacts, Between
from app.accounts.viewer import Viewer
from app.allies.models import Ally
from app.basics.errors import NotFound
from app.storage import Prepared, among
from app.storage.tables import AnySelect, from_millis

MOST_ASKED = 500


@dataclass(frozen=True, slots=True)
class Stance:
    """How the viewer stands to somebody. `mute_ends`: when, for a mute that ends."""

    between: Between
    hides_boosts: bool = False
    blocks: bool = False
    mutes: bool = False
    mutes_notifications: bool = False
    mute_ends: datetime | None = None
    blocks_house: bool = False
    rings: bool = False


NOTHING = Stance(Between("", ""))


@dataclass(frozen=True, slots=True)
class Muted:
    """Somebody the viewer has muted, perhaps until a moment."""

    account: AccountFacts
    notifications: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class BlockedHouse:
    """An ally of whom the viewer wants nothing."""

    ally_id: int
    host: str


_who_blocked = Prepared(
    lambda: select(Block.account_id).where(Block.target_id == bindparam("me"), among(Block.account_id, "ids"))
)


def _how_i_stand() -> AnySelect:
    """To each of some, as far as they are there: the parts of a `Stance` after the first."""
    me = bindparam("me", type_=BigInteger)
    return (
        select(
            Account.id,
            Follow.shows_boosts.is_(False),
            Block.target_id.is_not(None),
            Mute.target_id.is_not(None),
            and_(Mute.target_id.is_not(None), Mute.notifications),
            Mute.until,
            AllyBlock.ally_id.is_not(None),
            and_(Follow.accepted.is_(True), Follow.rings.is_(True)),
        )
        .outerjoin(Follow, (Follow.follower_id == me) & (Follow.followed_id == Account.id))
        .outerjoin(Block, (Block.account_id == me) & (Block.target_id == Account.id))
        .outerjoin(Mute, (Mute.account_id == me) & (Mute.target_id == Account.id) & mute_holds())
        .outerjoin(AllyBlock, (AllyBlock.account_id == me) & (AllyBlock.ally_id == Account.ally_id))
        .where(among(Account.id, "ids"), queries.IS_THERE)
    )


_stances = Prepared(_how_i_stand)


def are_blocked(session: Session, one: int, other: int) -> bool:
    """Whether a block stands between two accounts, in whichever direction."""
    return bool(session.scalar(select(blocked(one, other))))


def hidden_from(session: Session, me: int, others: list[int]) -> set[int]:
    """Those of the others who have blocked `me`: for `me` they are not there."""
    if not others:
        return set()
    return {row[0] for row in _who_blocked.rows(session, me=me, ids=others[:MOST_ASKED])}


def seen_by(session: Session, viewer: Viewer, found: AccountFacts | None) -> AccountFacts:
    """The account as far as it is there for this member; raises NotFound."""
    if found is None or (viewer.account_id is not None and hidden_from(session, viewer.account_id, [found.id])):
        raise NotFound
    return found


def several_seen_by(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, AccountFacts]:
    """Those of the accounts that are there for this member, by id."""
    found = queries.several(session, ids)
    if viewer.account_id is None:
        return found
    hidden = hidden_from(session, viewer.account_id, ids)
    return {account_id: facts for account_id, facts in found.items() if account_id not in hidden}


def keeps_away_from(session: Session, me: int, other: int) -> bool:
    """Whether the viewer has blocked or muted somebody, who is then theirs to let back in, there for them or not."""
    return session.get(Block, (me, other)) is not None or session.get(Mute, (me, other)) is not None


def without_blocked(session: Session, me: int, others: list[AccountFacts]) -> list[AccountFacts]:
    """Those between whom and `me` no block stands, in whichever direction."""
    if not others:
        return []
    ids = [other.id for other in others]
    mine = select(Block.target_id).where(Block.account_id == me, Block.target_id.in_(ids[:MOST_ASKED]))
    apart = hidden_from(session, me, ids) | set(session.scalars(mine))
    return [other for other in others if other.id not in apart]


def stances(session: Session, me: int, others: list[int]) -> dict[int, Stance]:
    """How the viewer stands to those of the others who are there for them; never how others stand (P4)."""
    asked = others[:MOST_ASKED]
    hidden = hidden_from(session, me, asked)
    there = [other for other in asked if other not in hidden]
    follows = queries.between(session, me, there)
    return {
        row[0]: Stance(
            follows[row[0]],
            bool(row[1]),
            bool(row[2]),
            bool(row[3]),
            bool(row[4]),
            mute_ends=None if row[5] is None else from_millis(row[5]),
            blocks_house=bool(row[6]),
            rings=bool(row[7]),
        )
        for row in _stances.rows(session, me=me, ids=there)
    }


def whom_i_block(
    session: Session, me: int, *, before: int | None = None, after: int | None = None, limit: int = 40
) -> list[AccountFacts]:
    """Whom the viewer has blocked, newest account first: for nobody else."""
    query = select(Block.target_id).where(Block.account_id == me)
    ids = [row[0] for row in session.execute(_page(query, Block.target_id, before, after, limit))]
    found = queries.several(session, ids)
    return [found[account_id] for account_id in ids if account_id in found]


def whom_i_mute(
    session: Session, me: int, *, before: int | None = None, after: int | None = None, limit: int = 40
) -> list[Muted]:
    """Whom the viewer mutes now, newest account first: for nobody else."""
    query = select(Mute.target_id, Mute.notifications, Mute.until).where(Mute.account_id == me, mute_holds())
    rows = session.execute(_page(query, Mute.target_id, before, after, limit)).all()
    found = queries.several(session, [row[0] for row in rows])
    return [Muted(found[row[0]], row[1], row[2]) for row in rows if row[0] in found]


def houses_i_block(session: Session, me: int) -> list[BlockedHouse]:
    """The allies of whom the viewer wants nothing, by host: for nobody else."""
    rows = session.execute(
        select(Ally.id, Ally.host)
        .join(AllyBlock, AllyBlock.ally_id == Ally.id)
        .where(AllyBlock.account_id == me)
        .order_by(Ally.host)
        .limit(1_000)
    )
    return [BlockedHouse(*row) for row in rows]


def block_uri(session: Session, account_id: int, target_id: int) -> str | None:
    """The Block's address on the wire; None when there is none."""
    return session.scalar(select(Block.uri).where(Block.account_id == account_id, Block.target_id == target_id))


def _page(
    query: AnySelect, column: InstrumentedAttribute[int], before: int | None, after: int | None, limit: int
) -> AnySelect:
    if before is not None:
        query = query.where(column < before)
    if after is not None:
        query = query.where(column > after)
    return query.order_by(column.desc()).limit(min(limit, MOST))
