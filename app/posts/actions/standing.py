"""What people decided about a post takes effect, and ceases to. Called by `moderation/decisions.py` alone (P13)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.standing import Decision
from app.basics.errors import Refused
from app.jobs.outbox import announce
from app.posts import standing
from app.posts.actions import covering, removing
from app.posts.actions.deciding import encode_as_decided, measures_on
from app.posts.actions.deleting import let_go
from app.posts.events import PostReleased
from app.posts.gone import tell_gone
from app.posts.models import Post, PostRestriction
from app.storage.sealing import HouseKey

GONE = "This post was deleted meanwhile. There is nothing left to decide about it."
REMOVED = "This post is removed already."


def restrict(session: Session, decision: Decision, *, key: HouseKey, now: datetime) -> None:
    """The decision takes effect at once: on what people here see, and on what allies have.

    What changes nothing of the post (`ask_change`) is not for this. `decision.particulars`: `warning` (words);
    `pictures` (ids; all of them where none is named); `keeps_pictures`, false where a removal destroys them (P16).
    Raises Refused where the post is gone, or the measure has nothing to take hold of.
    """
    if decision.measure not in standing.MEASURES:
        return
    post = _locked(session, decision)
    if post is None:
        raise Refused(GONE)
    if post.removed and decision.measure != standing.REMOVE:
        raise Refused(REMOVED)
    row = PostRestriction(decision_id=decision.id, post_id=post.id, measure=decision.measure, ends_at=decision.ends_at)
    session.add(row)
    session.flush()
    match decision.measure:
        case standing.HOLD:
            _hold(session, post)
        case standing.REMOVE:
            removing.remove(session, post, row, decision, key=key)
        case standing.ADD_WARNING:
            covering.add_warning(session, post, row, decision, key=key, now=now)
        case _:
            covering.hide_pictures(session, post, row, decision, key=key, now=now)


def ease(session: Session, decision: Decision, *, key: HouseKey, now: datetime) -> None:
    """The decision holds no longer: the post is as it would be without it. Twice, or once it is gone, does nothing."""
    row, post = session.get(PostRestriction, decision.id), _locked(session, decision)
    if row is None or post is None:
        return
    kept_sealed, measure = row.kept_sealed, row.measure
    session.delete(row)
    session.flush()
    match measure:
        case standing.HOLD:
            _release(session, post)
        case standing.REMOVE:
            removing.give_back(session, post, kept_sealed, key=key)
        case standing.ADD_WARNING:
            covering.take_warning_away(session, post, kept_sealed, key=key, now=now)
        case _:
            covering.show_pictures(session, post, key=key, now=now)


def destroy_what_is_not_kept(session: Session, decision: Decision, *, key: HouseKey) -> None:
    """The pictures of a post whose removal kept them sealed only until it was certain; does nothing for the rest."""
    row, post = session.get(PostRestriction, decision.id), _locked(session, decision)
    if row is None or post is None or row.measure != standing.REMOVE:
        return
    if not decision.particulars.get("keeps_pictures", True):
        removing.destroy_pictures(session, post.id, row, key=key)


def destroy_removed(session: Session, post_id: int, *, key: HouseKey, now: datetime) -> None:
    """A removed post goes for good, with what was kept to restore it: nobody can appeal any more (P16)."""
    if session.scalar(select(Post.id).where(Post.id == post_id, Post.removed)) is not None:
        let_go(session, [post_id], key=key, now=now)


def _hold(session: Session, post: Post) -> None:
    """Nobody but its author reads it until it ends. Allies that have it keep it, and hear nothing."""
    tell_gone(session, [post.id])
    post.held = True
    encode_as_decided(session, post)


def _release(session: Session, post: Post) -> None:
    """As before, once no other hold is in force. What waited to leave and was not let out leaves now."""
    if standing.HOLD in measures_on(session, post.id):
        return
    post.held = False
    encode_as_decided(session, post)
    if not post.removed:
        announce(session, PostReleased(post.id))


def _locked(session: Session, decision: Decision) -> Post | None:
    return None if decision.post_id is None else session.get(Post, decision.post_id, with_for_update=True)
