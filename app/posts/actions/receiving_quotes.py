"""Quotes between houses: what an ally's post says that it quotes, and what is said of it. Called by handlers alone."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from app.basics.errors import NotFound
from app.jobs.outbox import announce
from app.posts.actions.quoting import new_authorisation, take_out
from app.posts.audience import Audience
from app.posts.events import QuoteClaimed, Quoted, QuoteSettled
from app.posts.models import Post, Quote
from app.posts.quoting import State

_NOT_ALLOWED = (State.REFUSED, State.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class ForeignQuote:
    """What an ally's post quotes, and where they say that it may. Both are claims."""

    uri: str
    authorisation: str = ""


def keep_quote(session: Session, post: Post, claimed: ForeignQuote) -> None:
    """Write down what a new post says. It counts once the house of whoever is quoted says so, or for oneself.

    Whether a member here is quoted with their consent is known here, whatever it says.
    """
    quoted = session.scalars(select(Post).where(Post.uri == claimed.uri)).one_or_none()
    quoting = Quote(post_id=post.id, quoted_id=quoted and quoted.id, state=State.ASKED)
    if quoted is None:
        quoting.wanted_uri = claimed.uri
    if quoted is None or not quoted.is_ours:
        quoting.authorisation = claimed.authorisation
        announce(session, QuoteClaimed(post.id))
    if quoted is not None and quoted.author_id == post.author_id:
        quoting.state, quoting.authorisation = State.ALLOWED, ""
    session.add(quoting)
    session.flush()


def change_quote(session: Session, post: Post, claimed: ForeignQuote | None) -> bool:
    """What an edit says: nothing can be quoted by one that was not before. Whether its bytes are to be made anew.

    That its author does not allow it stays to be read here, also once the post does not say any more what it quoted.
    """
    quoting = session.get(Quote, post.id)
    is_message = post.audience == Audience.MENTIONED
    if quoting is None or (claimed is None and not is_message and quoting.state in _NOT_ALLOWED):
        return False
    if claimed is None or is_message or claimed.uri != _uri_of(session, quoting):
        session.expunge(quoting)
        return take_out(session, post.id)
    quoted = session.get(Post, quoting.quoted_id) if quoting.quoted_id else None
    # The first place that is named, and no other: nobody sends us through an ally's addresses by edits.
    is_news = quoting.state == State.ASKED and claimed.authorisation != "" and quoting.authorisation == ""
    if is_news and (quoted is None or not quoted.is_ours):
        quoting.authorisation = claimed.authorisation
        announce(session, QuoteClaimed(post.id))
    return False


def found_at_last(session: Session, post_id: int) -> None:
    """What a post quotes has been fetched meanwhile: from now on it is known by its id."""
    quoting, post = session.get(Quote, post_id), session.get(Post, post_id)
    quoted = session.scalars(select(Post).where(Post.uri == quoting.wanted_uri)).one_or_none() if quoting else None
    if quoting is None or post is None or quoted is None:
        return
    quoting.quoted_id, quoting.wanted_uri = quoted.id, ""
    if quoted.author_id == post.author_id:
        allow(session, quoting, "")
    session.flush()


def allow(session: Session, quoting: Quote, authorisation: str) -> None:
    """Its author says yes, at this address."""
    quoting.state, quoting.authorisation = State.ALLOWED, authorisation
    session.flush()
    announce(session, QuoteSettled(quoting.post_id))


def allow_theirs(session: Session, post_id: int, *, origin: str) -> str:
    """An ally's member may quote ours; the address at which this house says so, the same for the same quote."""
    quoting = session.get_one(Quote, post_id)
    if quoting.state != State.ALLOWED:
        allow(session, quoting, new_authorisation(origin))
        announce(session, Quoted(post_id))
    return quoting.authorisation


def refuse(session: Session, quoting: Quote) -> None:
    """Its author says no, or says it afterwards."""
    quoting.state = State.TAKEN_BACK if quoting.state == State.ALLOWED else State.REFUSED
    quoting.authorisation = ""
    session.flush()
    announce(session, QuoteSettled(quoting.post_id))


def asked_of(session: Session, post_uri: str, author_id: int) -> Quote:
    """A member's quote of this author's post, while it may be answered. Raises NotFound for everything else."""
    quoting = session.scalars(
        _quotes(Quote.post_id.in_(select(Post.id).where(Post.uri == post_uri, Post.is_ours)), author_id)
    ).one_or_none()
    if quoting is None or quoting.state == State.TAKEN_BACK:
        raise NotFound
    return quoting


def take_back_theirs(session: Session, authorisation: str, author_id: int) -> None:
    """An ally's member takes their post out of quotes, whosever they are; nothing for what authorises none."""
    found = session.scalars(_quotes(Quote.authorisation == authorisation, author_id)).all() if authorisation else []
    for quoting in found:
        quoting.state, quoting.authorisation = State.TAKEN_BACK, ""
        announce(session, QuoteSettled(quoting.post_id))
    session.flush()


def _quotes(which: ColumnElement[bool], author_id: int):
    quoted = aliased(Post)
    return (
        select(Quote)
        .outerjoin(quoted, quoted.id == Quote.quoted_id)
        .where(which, or_(quoted.author_id == author_id, Quote.wanted_uri != ""), ~quoted.is_ours.is_(True))
    )


def _uri_of(session: Session, quoting: Quote) -> str:
    quoted = session.get(Post, quoting.quoted_id) if quoting.quoted_id else None
    return quoting.wanted_uri if quoted is None else quoted.uri
