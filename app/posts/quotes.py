"""Reading quotes: what of a quoted post its reader may and wants to see, and who quoted a post. Never how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.apart import unwelcome
from app.accounts.models import Account, Follow
from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden
from app.posts import body, queries
from app.posts.audience import Audience
from app.posts.models import Post, Quote
from app.posts.queries import PostFacts, facts_of, facts_query
from app.posts.quoting import State, WhoMayQuote
from app.storage.tables import AnySelect

MOST_ASKED = 200
A_PAGE = 40


@dataclass(frozen=True, slots=True)
class QuoteFacts:
    """One quote for one viewer.

    `state` is None for what they may not read, do not want to see, or what is gone: one answer for all of them (P6).
    `post`: the quoted one, which stands here only while its author allows it.
    """

    state: State | None = None
    post: PostFacts | None = None


NOTHING_TO_SEE = QuoteFacts()


@dataclass(frozen=True, slots=True)
class Around:
    """What a page's reader is told of quotes. `of`: by the quoting posts' ids, those in quoted posts among them.

    `may_quote`: of the posts that some may quote those that this viewer may.
    """

    of: Mapping[int, QuoteFacts] = field(default_factory=dict[int, QuoteFacts])
    may_quote: frozenset[int] = frozenset()


def around(session: Session, viewer: Viewer, post_ids: Sequence[int]) -> Around:
    """For posts that were read with this viewer before, and quote or may be quoted by some: for a whole page at once.

    Of the quoted posts it is told what they quote, and no further.
    """
    wanted = post_ids[:MOST_ASKED]
    found = of_posts(session, viewer, wanted)
    inner = [one.post.id for one in found.values() if one.post is not None and body.quotes(one.post.body)]
    further = of_posts(session, viewer, inner) if inner else {}
    quoted = [one.post.id for one in found.values() if one.post is not None]
    return Around({**further, **found}, _may_quote(session, viewer, [*wanted, *quoted]))


def of_posts(session: Session, viewer: Viewer, post_ids: Sequence[int]) -> dict[int, QuoteFacts]:
    """What these posts quote, each by the quoting post's id."""
    rows = session.execute(select(Quote.post_id, Quote.quoted_id, Quote.state).where(Quote.post_id.in_(post_ids))).all()
    posts = _shown(session, viewer, {row.quoted_id for row in rows if row.quoted_id is not None}) if rows else {}
    found: dict[int, QuoteFacts] = {}
    for post_id, quoted_id, state in rows:
        post = posts.get(quoted_id or 0)
        if post is not None:
            found[post_id] = QuoteFacts(State(state), post if state == State.ALLOWED else None)
    return {post_id: found.get(post_id, NOTHING_TO_SEE) for post_id in post_ids}


def quoting(session: Session, viewer: Viewer, post_id: int, *, before: int | None = None) -> list[PostFacts]:
    """What quotes a member's own post, newest first; raises NotFound, Forbidden for somebody else's post."""
    if queries.one(session, viewer, post_id).author_id != viewer.account_id:
        raise Forbidden("Who quotes a post is told to its author alone.")
    query = (
        facts_query(viewer)
        .join(Quote, Quote.post_id == Post.id)
        .where(Quote.quoted_id == post_id, Quote.state == State.ALLOWED)
    )
    if before is not None:
        query = query.where(Post.id < before)
    return [facts_of(row) for row in session.execute(query.order_by(Post.id.desc()).limit(A_PAGE + 1))]


def _shown(session: Session, viewer: Viewer, ids: set[int]) -> dict[int, PostFacts]:
    query: AnySelect = facts_query(viewer).where(Post.id.in_(ids), Post.audience != Audience.MENTIONED)
    if viewer.account_id is not None:
        query = query.where(~unwelcome(viewer.account_id, Post.author_id, Account.ally_id))
    return {facts.id: facts for facts in map(facts_of, session.execute(query))}


def _may_quote(session: Session, viewer: Viewer, post_ids: Sequence[int]) -> frozenset[int]:
    """Of the posts that their authors' followers may quote."""
    if viewer.account_id is None:
        return frozenset()
    follow = (Follow.followed_id == Post.author_id) & (Follow.follower_id == viewer.account_id) & Follow.accepted
    query = (
        select(Post.id)
        .outerjoin(Follow, follow)
        .where(
            Post.id.in_(post_ids),
            Post.quotable == WhoMayQuote.FOLLOWERS,
            or_(Follow.followed_id.is_not(None), Post.author_id == viewer.account_id),
        )
    )
    return frozenset(session.scalars(query))
