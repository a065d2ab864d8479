"""A decision covers a part of a post: other words stand before it as its warning, or pictures of it are not shown."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.standing import Decision
from app.basics.errors import Refused
from app.basics.text import one_line
from app.jobs.outbox import announce
from app.posts import rules, standing
from app.posts.actions.deciding import encode_as_decided, last_said
from app.posts.events import PostDecided
from app.posts.models import Picture, Post, PostRestriction
from app.posts.standing import Hidden, Warned
from app.storage.sealing import HouseKey

SEALED = "This is a message between named people: it is sealed, and nobody can put a warning before it."
NO_WORDS = "Say in a few words what the warning is to say."
NO_PICTURES = "This post has none of these pictures."


def add_warning(
    session: Session, post: Post, row: PostRestriction, decision: Decision, *, key: HouseKey, now: datetime
) -> None:
    """Those words stand before it from now on; its author's own are kept. Raises Refused."""
    words = rules.checked_warning(one_line(str(decision.particulars.get("warning", ""))))
    if post.sealed is not None:
        raise Refused(SEALED)
    if not words:
        raise Refused(NO_WORDS)
    row.kept_sealed = standing.sealed(Warned(own_warning(session, post, key=key), words), key)
    post.warning = words
    _show_anew(session, post, now=now)


def take_warning_away(session: Session, post: Post, kept_sealed: bytes | None, *, key: HouseKey, now: datetime) -> None:
    """The author's own words again, or those of the newest decision that is still in force.

    A removed post says nothing, and its author's own are kept with it. What has become a message nobody here opens.
    """
    if post.removed or post.sealed is not None or kept_sealed is None:
        return
    others = _warnings(session, post.id, key=key)
    post.warning = others[-1].words if others else standing.opened(kept_sealed, Warned, key).own
    _show_anew(session, post, now=now)


def own_warning(session: Session, post: Post, *, key: HouseKey) -> str:
    """What its author wrote before it, whatever people decided."""
    warnings = _warnings(session, post.id, key=key)
    return warnings[0].own if warnings else post.warning


def keep_own_warning(session: Session, post: Post, own: str, *, key: HouseKey) -> str:
    """Its author says another one: kept where people decided on other words. What stands before the post then."""
    if post.decided_at is None:
        return own
    words = own
    for row in _rows(session, post.id, standing.ADD_WARNING):
        words = standing.opened(row.kept_sealed or b"", Warned, key).words
        row.kept_sealed = standing.sealed(Warned(own, words), key)
    return words


def hide_pictures(
    session: Session, post: Post, row: PostRestriction, decision: Decision, *, key: HouseKey, now: datetime
) -> None:
    """Nobody but their owner is shown these pictures, or gets their files (P27). Raises Refused."""
    here = set(session.scalars(select(Picture.id).where(Picture.post_id == post.id)))
    wanted = here & {int(one) for one in decision.particulars.get("pictures") or here}
    if not wanted:
        raise Refused(NO_PICTURES)
    row.kept_sealed = standing.sealed(Hidden(sorted(wanted)), key)
    session.execute(update(Picture).where(Picture.id.in_(wanted)).values(hidden=True))
    _show_anew(session, post, now=now)


def show_pictures(session: Session, post: Post, *, key: HouseKey, now: datetime) -> None:
    """Those that no other decision hides are shown again."""
    rows = _rows(session, post.id, standing.HIDE_PICTURE)
    still = {one for row in rows for one in standing.opened(row.kept_sealed or b"", Hidden, key).pictures}
    free = Picture.post_id == post.id, Picture.hidden, Picture.id.not_in(still)
    session.execute(update(Picture).where(*free).values(hidden=False))
    if not post.removed:
        _show_anew(session, post, now=now)


def _show_anew(session: Session, post: Post, *, now: datetime) -> None:
    post.decided_at = rules.next_edit(last_said(post), now=now)
    encode_as_decided(session, post)
    announce(session, PostDecided(post.id))


def _warnings(session: Session, post_id: int, *, key: HouseKey) -> list[Warned]:
    """Those in force, the oldest first."""
    rows = _rows(session, post_id, standing.ADD_WARNING)
    return [standing.opened(row.kept_sealed, Warned, key) for row in rows if row.kept_sealed is not None]


def _rows(session: Session, post_id: int, measure: str) -> list[PostRestriction]:
    here = PostRestriction.post_id == post_id, PostRestriction.measure == measure
    return list(session.scalars(select(PostRestriction).where(*here).order_by(PostRestriction.decision_id)))
