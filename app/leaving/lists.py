"""Whom a member follows, blocks and mutes, as the CSV files that Mastodon reads. For nobody but the member (P4)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Account, AllyBlock, Block, Follow, Mute
from app.allies.models import Ally
from app.storage.tables import AnySelect

FOLLOWING = "following_accounts.csv"
BLOCKED = "blocked_accounts.csv"
MUTED = "muted_accounts.csv"
DOMAINS = "blocked_domains.csv"
FOLLOWERS = "followers.csv"

MOST = 100_000


def files(session: Session, me: int, our_host: str) -> dict[str, str]:
    """Each file's name and content. `followers.csv` is for reading: nobody can be made to follow by a file."""
    following = _people(session, Follow.followed_id, Follow.follower_id, me, Follow.shows_boosts)
    muted = _people(session, Mute.target_id, Mute.account_id, me, Mute.notifications)
    houses = session.scalars(
        select(Ally.host).join(AllyBlock, AllyBlock.ally_id == Ally.id).where(AllyBlock.account_id == me)
    ).all()
    return {
        FOLLOWING: _csv(
            "Account address,Show boosts,Notify on new posts,Languages",
            (f"{_address(row, our_host)},{_word(row[2])},false," for row in following),
        ),
        FOLLOWERS: _csv(
            "Account address",
            (
                _address(row, our_host)
                for row in _people(session, Follow.follower_id, Follow.followed_id, me, Follow.accepted)
            ),
        ),
        MUTED: _csv(
            "Account address,Hide notifications", (f"{_address(row, our_host)},{_word(row[2])}" for row in muted)
        ),
        BLOCKED: _csv(
            "",
            (_address(row, our_host) for row in _people(session, Block.target_id, Block.account_id, me, None)),
        ),
        DOMAINS: _csv("", houses),
    }


def _people(
    session: Session,
    other: InstrumentedAttribute[int],
    mine: InstrumentedAttribute[int],
    me: int,
    marked: InstrumentedAttribute[bool] | None,
) -> list[tuple[str, str, bool]]:
    query: AnySelect = select(Account.name, Account.host, marked if marked is not None else Account.paused)
    query = query.join(other.class_, other == Account.id).where(mine == me, ~Account.is_away)
    if other.class_ is Follow and other is Follow.follower_id:
        query = query.where(Follow.accepted)
    return [(row[0], row[1], bool(row[2])) for row in session.execute(query.order_by(Account.id).limit(MOST))]


def _address(row: Sequence[object], our_host: str) -> str:
    return f"{row[0]}@{row[1] or our_host}"


def _word(value: bool) -> str:
    return "true" if value else "false"


def _csv(head: str, rows: Sequence[str] | Iterator[str]) -> str:
    """Names and hosts hold neither commas nor anything that a spreadsheet would calculate."""
    return "".join(f"{line}\n" for line in (*([head] if head else []), *rows))
