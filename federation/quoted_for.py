"""What a post of ours quotes, as one house may know it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.allies.queries import AllyFacts
from app.posts import body
from app.posts import queries as posts
from app.posts.audience import Audience
from app.posts.models import Post, Quote
from app.posts.queries import PostFacts
from app.posts.quoting import State


def quoted_for(session: Session, post: PostFacts, ally: AllyFacts) -> tuple[str, str] | None:
    """(address, authorisation) of what it quotes, for a house that may read that too; None for all else (P6)."""
    if not body.quotes(post.body):
        return None
    found = session.execute(
        select(Post, Quote)
        .join(Quote, Quote.quoted_id == Post.id)
        .where(Quote.post_id == post.id, Quote.state.in_((State.ASKED, State.ALLOWED)))
    ).one_or_none()
    if found is None or not _may_know(session, found[0], ally):
        return None
    return found[0].uri, found[1].authorisation


def _may_know(session: Session, quoted: Post, ally: AllyFacts) -> bool:
    if quoted.is_ours:
        return quoted.id in posts.several(session, Viewer.ally(ally.id), [quoted.id])
    if quoted.held or quoted.removed:
        return False
    return quoted.audience == Audience.OPEN or quoted.foreign_ally_id == ally.id
