"""Quotes: allowed by the author of what is quoted, who may take it back at any time (decision 0024)."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Follow
from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden, NotFound, Refused
from app.basics.ids import new_token
from app.jobs.outbox import announce
from app.posts import queries
from app.posts.actions.storing import encode_again
from app.posts.audience import Audience
from app.posts.events import QuotableChanged, QuoteAsked, Quoted, QuoteSettled, QuoteTakenBack
from app.posts.models import Post, Quote
from app.posts.quoting import NotToBeQuoted, State, WhoMayQuote, lets_quote

SEALED = "A message is sealed to those it is for: nobody can quote it."


def may_be_quoted(session: Session, account_id: int, post_id: int | None) -> Post | None:
    """What a member is about to quote. Raises NotFound for what they may not read, NotToBeQuoted."""
    if post_id is None:
        return None
    queries.one(session, Viewer.member(account_id), post_id)
    post = session.get_one(Post, post_id)
    if not lets_be_quoted_by(session, post, account_id):
        raise NotToBeQuoted
    return post


def lets_be_quoted_by(session: Session, post: Post, account_id: int) -> bool:
    """Whether somebody who may read it may quote it."""
    follow = session.get(Follow, (account_id, post.author_id))
    return lets_quote(
        WhoMayQuote(post.quotable),
        Audience(post.audience),
        is_own=post.author_id == account_id,
        follows=follow is not None and follow.accepted,
    )


def quote(session: Session, post: Post, quoted: Post, *, origin: str) -> None:
    """Write down that a post that is stored quotes one that it may quote. An ally's author is asked by their house."""
    quoting = Quote(post_id=post.id, quoted_id=quoted.id, state=State.ALLOWED)
    session.add(quoting)
    if not quoted.is_ours:
        quoting.state = State.ASKED
        announce(session, QuoteAsked(post.id))
    elif quoted.author_id != post.author_id:
        quoting.authorisation = new_authorisation(origin)
        announce(session, Quoted(post.id))
    session.flush()


def new_authorisation(origin: str) -> str:
    """The address at which this house says yes to one quote."""
    return f"{origin}/ap/quotes/{new_token()}"


def take_back(session: Session, author_id: int, quoted_id: int, post_id: int) -> None:
    """A member takes their post out of a quote: nobody is shown it there any more, and allies are told.

    Raises Forbidden for somebody else's post, NotFound for what does not quote it.
    """
    if queries.one(session, Viewer.member(author_id), quoted_id).author_id != author_id:
        raise Forbidden("Only its author may take a post out of a quote.")
    quoting = session.get(Quote, post_id)
    if quoting is None or quoting.quoted_id != quoted_id or quoting.state != State.ALLOWED:
        raise NotFound
    _take_back(session, [quoting], author_id)


def part(session: Session, one_id: int, other_id: int) -> None:
    """A reaction to a block: neither stands in what the other wrote any more."""
    for author_id, quoter_id in ((one_id, other_id), (other_id, one_id)):
        _take_back(session, session.scalars(_of_whom_by_whom(author_id, quoter_id)).all(), author_id)


def part_from_house(session: Session, account_id: int, ally_id: int) -> None:
    """A reaction to somebody who wants nothing of an ally's people: they stand in nothing that these wrote."""
    theirs = select(Post.id).where(Post.foreign_ally_id == ally_id)
    quoted = select(Post.id).where(Post.author_id == account_id)
    allowed = Quote.quoted_id.in_(quoted), Quote.post_id.in_(theirs), Quote.state == State.ALLOWED
    _take_back(session, session.scalars(select(Quote).where(*allowed)).all(), account_id)


def take_out(session: Session, post_id: int) -> bool:
    """The post quotes nothing any more; False where it did not."""
    return session.execute(delete(Quote).where(Quote.post_id == post_id).returning(Quote.post_id)).first() is not None


def let_quote(session: Session, author_id: int, post_id: int, said: WhoMayQuote, *, origin: str) -> None:
    """A member says who may quote their post from now on; quotes that were allowed stay until they are taken back.

    Raises NotFound, Forbidden for somebody else's, Refused for a message.
    """
    if queries.one(session, Viewer.member(author_id), post_id).author_id != author_id:
        raise Forbidden("Only its author says who may quote a post.")
    post = session.get_one(Post, post_id, with_for_update=True)  # an edit at the same moment says the words
    author = accounts.by_id(session, author_id)
    if post.audience == Audience.MENTIONED:
        raise Refused(SEALED)
    if author is None or post.quotable == said:
        return
    post.quotable = said
    named = accounts.several(session, queries.mentioned_in(session, [post_id])[post_id])
    encode_again(session, post, author, list(named.values()), origin=origin)
    announce(session, QuotableChanged(post_id))


def forget_gone(session: Session, now: object) -> None:
    """A sweep: quotes of what is gone, with the address at which they were allowed."""
    session.execute(delete(Quote).where(Quote.quoted_id.is_(None), Quote.wanted_uri == ""))


def _take_back(session: Session, quotes: Sequence[Quote], author_id: int) -> None:
    author = accounts.by_id(session, author_id) if quotes else None
    for quoting in quotes:
        authorisation, quoting.state, quoting.authorisation = quoting.authorisation, State.TAKEN_BACK, ""
        announce(session, QuoteSettled(quoting.post_id))
        if author is not None and author.is_ours:
            announce(session, QuoteTakenBack(author_id, quoting.quoted_id or 0, quoting.post_id, authorisation))
    session.flush()


def _of_whom_by_whom(author_id: int, quoter_id: int):
    quoted = select(Post.id).where(Post.author_id == author_id)
    by_them = select(Post.id).where(Post.author_id == quoter_id)
    return select(Quote).where(Quote.quoted_id.in_(quoted), Quote.post_id.in_(by_them), Quote.state == State.ALLOWED)
