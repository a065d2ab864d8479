"""A member has gone for good: every house that has anything of them is asked to delete it, signed with a key that
outlives the account until they have heard (P25)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, delete, select, union
from sqlalchemy.orm import Session, aliased

from app.accounts.events import AccountLeft
from app.accounts.models import Account, Departed, Follow, ShownTo
from app.allies import queries as allies
from app.basics.events import Event
from app.jobs.models import Job
from app.posts.models import Boost, Favourite, Mention, Post, Reach
from federation import documents
from federation.envoy import Envoy
from federation.letters import QUEUE, Letter, open_letter, write_letter
from federation.signatures import SigningKey, load_private_key

# Whoever took the Delete in may still ask whose key signed it.
KEPT_AT_LEAST: Final = timedelta(days=1)
_SIGNED_BY_THE_DEPARTED: Final = ("Delete", "Undo", "Block")


def tell_of_leaving(envoy: Envoy, session: Session, event: AccountLeft) -> None:
    """One Delete of the whole actor to every house that was sent, has fetched or was told anything of it (P11)."""
    letter = Letter(event.account_id, documents.departure_of(event.uri))
    for ally_id in houses_that_have_anything(session, event.account_id):
        ally = allies.by_id(session, ally_id)
        if ally is not None:
            write_letter(envoy, session, ally, "Delete", letter)


def houses_that_have_anything(session: Session, account_id: int) -> list[int]:
    """By posts that reached them, follows, mentions, thanks or boosts in either direction, or the profile alone."""
    me, theirs = account_id, aliased(Account)
    written = select(Post.id).where(Post.author_id == me)
    found = union(
        select(Reach.ally_id).join(Post, Post.id == Reach.post_id).where(Post.author_id == me),
        select(ShownTo.ally_id).where(ShownTo.account_id == me),
        _house_of(Follow.followed_id).where(Follow.follower_id == me),
        _house_of(Follow.follower_id).where(Follow.followed_id == me),
        _house_of(Mention.account_id).where(Mention.post_id.in_(written)),
        _house_of(Favourite.account_id).where(Favourite.post_id.in_(written)),
        _house_of(Boost.account_id).where(Boost.post_id.in_(written)),
        *(
            select(theirs.ally_id).join(Post, Post.author_id == theirs.id).join(table, table.post_id == Post.id).where(
                table.account_id == me
            )
            for table in (Mention, Favourite, Boost)
        ),
    )  # fmt: skip
    reached: set[int | None] = set(session.scalars(found))
    return sorted(ally_id for ally_id in reached if ally_id is not None)


def departed_key(session: Session, envoy: Envoy, account_id: int) -> SigningKey | None:
    """The key of a member who has gone, for the letters that are still to be signed."""
    row = session.get(Departed, account_id)
    if row is None:
        return None
    pem = envoy.house.key.open(row.private_key_sealed, "signing key")
    return SigningKey(row.key_id, load_private_key(pem.decode()))


def departed_document(session: Session, uri: str) -> documents.Json | None:
    """Who was at this address, as much as a signature is verified with; None once the key is gone."""
    row = session.execute(select(Departed.key_id, Departed.public_key).where(Departed.uri == uri)).one_or_none()
    return None if row is None else documents.tombstone_document(uri, row.key_id, row.public_key)


def forget_keys(envoy: Envoy, session: Session, now: datetime) -> None:
    """A sweep: keys with which nothing is left to be signed, all their letters heard or given up."""
    still_here = select(Account.id)
    over = session.scalars(
        select(Departed.id).where(Departed.left_at <= now - KEPT_AT_LEAST, Departed.id.not_in(still_here))
    ).all()
    if over:
        session.execute(delete(Departed).where(Departed.id.in_(set(over) - _senders_waiting(session, envoy))))


def _senders_waiting(session: Session, envoy: Envoy) -> set[int | None]:
    waiting = select(Job.payload).where(Job.queue == QUEUE, Job.kind.in_(_SIGNED_BY_THE_DEPARTED))
    return {open_letter(envoy, payload).sender for payload in session.scalars(waiting)}


def _house_of(account: Any) -> Select[Any]:
    return select(Account.ally_id).join_from(account.class_, Account, Account.id == account)


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {AccountLeft: tell_of_leaving}
