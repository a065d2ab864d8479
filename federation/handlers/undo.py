"""Undo: somebody takes back their own Follow, Like, Announce or Block."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions.blocking import block_by_uri, end_block
from app.accounts.actions.following import follow_by_uri, unfollow
from app.posts import mark_queries
from app.posts.actions.thanking import take_back_boost, take_back_favourite
from federation.activities import Earlier
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import sender
from federation.posts_here import post_at

TakeBack = Callable[[Session, int, int], None]
Find = Callable[[Session, str], tuple[int, int] | None]

# In each row: how it is found by its own address, and how it is taken back.
_KINDS: dict[str, tuple[Find, TakeBack]] = {
    "Follow": (follow_by_uri, unfollow),
    "Like": (mark_queries.favourite_by_uri, take_back_favourite),
    "Announce": (mark_queries.boost_by_uri, take_back_boost),
    "Block": (block_by_uri, end_block),
}


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Found by its address, or else by what it was done to; what is not there is taken back already."""
    undoes = sender(session, verified)
    undone = verified.activity.object
    kinds = [undone.kind] if isinstance(undone, Earlier) else list(_KINDS)
    for kind in kinds:
        if kind not in _KINDS:
            continue
        find, take_back = _KINDS[kind]
        found = find(session, undone.uri)
        if found is None and isinstance(undone, Earlier):
            found = _by_object(session, kind, undoes.id, undone.object_uri)
        if found is not None and found[0] == undoes.id:
            take_back(session, *found)


def _by_object(session: Session, kind: str, account_id: int, uri: str) -> tuple[int, int] | None:
    """For servers that write the undone activity anew, under another address."""
    if kind in {"Follow", "Block"}:
        other = accounts.whoever_is_at(session, uri)
        return None if other is None else (account_id, other.id)
    post = post_at(session, uri)
    return None if post is None else (account_id, post.id)
