"""Reading who may reach whom: one's own choice, and for a post how each of its readers stands to its writer."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, bindparam, exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Correspondent, Follow
from app.accounts.reach import Reach, Standing, WhoMay
from app.basics.errors import NotFound
from app.storage import Prepared, among
from app.storage.tables import AnySelect

MOST = 100

_REACH = (
    Account.replies_from, Account.mentions_from, Account.messages_from, Account.asks_before_follow, Account.open_page,
    Account.findable,
)  # fmt: skip


def reach_of(session: Session, account_id: int) -> Reach:
    """What a member chose; raises NotFound for nobody."""
    row = session.execute(select(*_REACH).where(Account.id == account_id, Account.host == "")).first()
    if row is None:
        raise NotFound
    return _reach(row)


def stand_to(session: Session, writer_id: int, readers: Sequence[int]) -> dict[int, tuple[Reach, Standing]]:
    """Of those readers who live here: what each chose, and how they stand to the writer."""
    rows = _stand_to.rows(session, writer=writer_id, ids=readers[:MOST]) if readers else []
    return {row[6]: (_reach(row), Standing(bool(row[7]), bool(row[8]))) for row in rows}


def _how_they_stand() -> AnySelect:
    writer = bindparam("writer", type_=BigInteger)
    follows = exists().where(Follow.follower_id == Account.id, Follow.followed_id == writer, Follow.accepted)
    corresponds = exists().where(Correspondent.account_id == Account.id, Correspondent.other_id == writer)
    return select(*_REACH, Account.id, follows, corresponds).where(among(Account.id, "ids"), Account.host == "")


_stand_to = Prepared(_how_they_stand)


def _reach(row: Sequence[object]) -> Reach:
    replies, mentions, messages = (WhoMay(str(word)) for word in row[:3])
    return Reach(replies, mentions, messages, bool(row[3]), bool(row[4]), bool(row[5]))
