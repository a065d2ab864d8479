"""Votes of allies' members in polls of ours. Whatever becomes of one, it is never shown as a post and tells nobody."""

from sqlalchemy.orm import Session

from app.accounts.models import Follow
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import are_blocked
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts import polls, queries
from app.posts.actions import polling
from app.posts.audience import Audience
from app.posts.models import Mention
from app.posts.queries import PostFacts
from federation.activities import WireNote
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import speaker
from federation.posts_here import post_at


def is_vote(session: Session, note: WireNote) -> bool:
    """Whether it names a choice: says nothing but a name below some post, or that of a choice of the poll there."""
    if not note.choices:
        return False
    post = post_at(session, note.reply_to) if note.content else None
    return not note.content or (
        post is not None and post.is_ours and not set(note.choices).isdisjoint(polls.words_of(session, post.id))
    )


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy, note: WireNote) -> None:
    """Count it, if its sender may read the poll (P23) and it is open. Otherwise nothing, and nobody is told."""
    try:
        post = queries.one_by_uri(session, Viewer.ally(verified.ally.id), note.reply_to)
    except NotFound:
        return
    voter = speaker(session, verified)
    if _may_vote(session, voter, post):
        polling.take_vote(session, voter, post.id, note.choices, key=envoy.house.key, now=envoy.clock())


def _may_vote(session: Session, voter: AccountFacts, post: PostFacts) -> bool:
    """A house may read a post for followers if one of its people follows; to vote it must be this one."""
    if are_blocked(session, voter.id, post.author_id):
        return False
    if post.reaches is not Audience.FOLLOWERS:
        return True
    follow = session.get(Follow, (voter.id, post.author_id))
    return (follow is not None and follow.accepted) or session.get(Mention, (post.id, voter.id)) is not None
