"""What somebody reports has to be there for them: reporting tells nobody more than reading does (P6, P23)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.basics.errors import NotFound
from app.posts import queries as posts
from app.posts.audience import Audience
from app.posts.models import Post
from app.posts.queries import PostFacts, facts_of, facts_query
from moderation.cases.rules import MOST_INCLUDED


def post(session: Session, viewer: Viewer, post_id: int) -> PostFacts:
    """A post that its reporter may read, also a message that they were asked to take; raises NotFound."""
    if viewer.account_id is None:
        raise NotFound
    try:
        return posts.one(session, viewer, post_id)
    except NotFound:
        row = session.execute(facts_query(viewer, requested=True).where(Post.id == post_id)).first()
        if row is None:
            raise
        return facts_of(row)


def account(session: Session, viewer: Viewer, account_id: int) -> AccountFacts:
    """An account that is there for its reporter, or that they keep away from themselves; raises NotFound."""
    found = accounts.present(session, account_id) if viewer.account_id is not None else None
    if found is None or viewer.account_id is None:
        raise NotFound
    if not between.keeps_away_from(session, viewer.account_id, found.id):
        between.seen_by(session, viewer, found)
    return found


def ally(session: Session, viewer: Viewer, ally_id: int) -> AllyFacts:
    """Raises NotFound."""
    found = allies.by_id(session, ally_id) if viewer.account_id is not None else None
    if found is None:
        raise NotFound
    return found


def whose(session: Session, viewer: Viewer, subject: str, subject_id: int) -> str:
    """Whose it was that they reported, as it is called here: a handle, or a house; empty where it is there no more."""
    try:
        if subject == "post":
            return "@" + post(session, viewer, subject_id).author_handle
        if subject == "account":
            return "@" + account(session, viewer, subject_id).handle
        return ally(session, viewer, subject_id).host
    except NotFound:
        return ""


def around(session: Session, viewer: Viewer, reported: PostFacts) -> list[PostFacts]:
    """The messages of a reported one's conversation that its reporter may read, itself among them, the oldest first."""
    of_it = Post.thread_id == reported.thread_id, Post.audience == Audience.MENTIONED.value
    newest = [
        facts_of(row)
        for requested in (False, True)
        for row in session.execute(
            facts_query(viewer, requested=requested).where(*of_it).order_by(Post.id.desc()).limit(MOST_INCLUDED)
        )
    ]
    found = {one.id: one for one in (*newest, reported)}
    return sorted(found.values(), key=lambda one: one.id)


def included(
    session: Session, viewer: Viewer, reported: PostFacts, wanted: Sequence[int], opened: Sequence[PostFacts]
) -> list[PostFacts]:
    """What the desk is shown: the post; of messages those that were chosen and opened, of one conversation only.

    Raises NotFound where one of them is not the reporter's to show.
    """
    if reported.audience is not Audience.MENTIONED:
        return [reported]
    chosen = {reported.id, *wanted}
    if not chosen <= {one.id for one in around(session, viewer, reported)}:
        raise NotFound
    return [one for one in opened if one.id in chosen and one.sealed is None]
