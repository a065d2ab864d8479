"""An ally's post arrives. Called only by a handler that holds a verified activity."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.accounts.queries import AccountFacts
from app.basics.ids import new_id, new_token
from app.basics.tags import named, pages_of
from app.basics.text import SANITISER, clean, plain, with_tags
from app.jobs.outbox import announce
from app.posts import languages
from app.posts.actions import tagging
from app.posts.actions.deleting import POST, orphan_blobs
from app.posts.actions.folding_polls import with_choices
from app.posts.actions.receiving_polls import ForeignPoll, keep_poll
from app.posts.actions.receiving_quotes import ForeignQuote, keep_quote
from app.posts.actions.storing import picture_key_for_the_queue, store, thread_of
from app.posts.audience import Audience
from app.posts.events import PictureAwaited
from app.posts.gone import tell_gone
from app.posts.models import Picture, Post, Tombstone
from app.posts.quoting import USUAL, WhoMayQuote
from app.posts.rules import LONGEST_DESCRIPTION, LONGEST_WARNING, MOST_PICTURES
from app.storage import Prepared
from app.storage.deletions import note_deletion
from app.storage.sealing import HouseKey

TOMBSTONES_LAST = timedelta(days=30)

_HERE = Prepared(lambda: select(Post.id).where(Post.uri == bindparam("uri")))
_BURIED = Prepared(lambda: select(Tombstone.until).where(Tombstone.uri_hash == bindparam("uri_hash")))


@dataclass(frozen=True, slots=True)
class ForeignPicture:
    """Where an ally keeps a picture, and how it is described."""

    uri: str
    description: str


@dataclass(frozen=True, slots=True)
class ForeignPost:
    """An ally's post as it came; text is not cleaned yet. `written_at` is theirs, bounded by the handler."""

    uri: str
    content: str
    warning: str
    language: str
    audience: Audience
    reply_to_uri: str
    pictures: Sequence[ForeignPicture]
    written_at: datetime
    ends_at: datetime | None = None
    tags: Sequence[str] = ()
    edited_at: datetime | None = None
    poll: ForeignPoll | None = None
    quote: ForeignQuote | None = None
    quotable: WhoMayQuote = USUAL


def receive_post(
    session: Session,
    author: AccountFacts,
    foreign: ForeignPost,
    mentioned: Sequence[AccountFacts],
    *,
    origin: str,
    key: HouseKey,
    now: datetime,
    requested: Collection[int] = (),
) -> int | None:
    """Keep it, once: None when it is here already, was deleted before, is past its own end, or of somebody unheard."""
    if (
        author.may_not_post
        or _known(session, foreign.uri, key)
        or (foreign.ends_at is not None and foreign.ends_at <= now)
    ):
        return None
    post = _row(author, foreign, answered_post(session, foreign.reply_to_uri), origin=origin, now=now)
    pictures = [awaited(author, picture, now=now) for picture in foreign.pictures[:MOST_PICTURES]]
    session.add_all(pictures)
    is_message = foreign.audience is Audience.MENTIONED
    poll, quote = (None, None) if is_message else (foreign.poll, foreign.quote)
    message_key = store(
        session, post, author, mentioned, pictures,
        origin=origin, key=key, requested=requested, choices=poll.words if poll else (),
        quotes=quote is not None,
    )  # fmt: skip
    if poll is not None:
        keep_poll(session, post.id, poll, now=now)
    if quote is not None:
        keep_quote(session, post, quote)
    await_pictures(session, author, pictures, message_key, key=key)
    return post.id


def _row(author: AccountFacts, foreign: ForeignPost, parent: Post | None, *, origin: str, now: datetime) -> Post:
    own_id = new_id(now)
    return Post(
        id=own_id,
        uri=foreign.uri,
        author_id=author.id,
        is_ours=False,
        audience=foreign.audience,
        foreign_ally_id=author.ally_id,
        source="",
        content=content_of(foreign, origin),
        sanitiser=SANITISER,
        warning=plain(foreign.warning)[:LONGEST_WARNING],
        language=languages.known(foreign.language),
        reply_to_id=parent and parent.id,
        reply_to_account_id=parent and parent.author_id,
        reply_to_uri=foreign.reply_to_uri[:500],
        thread_id=thread_of(parent, own_id),
        written_at=foreign.written_at,
        ends_at=foreign.ends_at,
        edited_at=foreign.edited_at,
        quotable=foreign.quotable,
    )


def content_of(foreign: ForeignPost, origin: str) -> str:
    """What they wrote, cleaned, its tags leading to their pages here; in a message also what their poll asked."""
    written, content = named(foreign.tags), foreign.content
    if foreign.poll is not None and foreign.audience is Audience.MENTIONED:
        content = with_choices(content, foreign.poll.words)
    return str(with_tags(clean(content), written, pages_of(origin, written)))


def await_pictures(
    session: Session, author: AccountFacts, pictures: Sequence[Picture], message_key: bytes, *, key: HouseKey
) -> None:
    """Have these fetched. `message_key`: of the message they come with, empty for what is none."""
    for picture in pictures:
        sealed_with = picture_key_for_the_queue(message_key, picture, key)
        announce(session, PictureAwaited(picture.id, author.ally_id or 0, sealed_with))


def receive_deletion(session: Session, uri: str, author_id: int, *, key: HouseKey, now: datetime) -> None:
    """Their house says it is gone: it goes here with its files, and a late Create does not bring it back."""
    hashed = _hash(uri, key)
    if session.get(Tombstone, hashed) is None:
        session.add(Tombstone(uri_hash=hashed, until=now + TOMBSTONES_LAST))
    post_id = session.scalar(select(Post.id).where(Post.uri == uri, Post.author_id == author_id))
    if post_id is not None:
        orphan_blobs(session, post_id)
        tell_gone(session, [post_id])
        carried = tagging.tags_of(session, [post_id])
        session.execute(delete(Post).where(Post.id == post_id))
        tagging.forget_unused(session, carried)
        note_deletion(session, POST, uri, key=key, now=now)


def _known(session: Session, uri: str, key: HouseKey) -> bool:
    return bool(_HERE.rows(session, uri=uri) or _BURIED.rows(session, uri_hash=_hash(uri, key)))


def answered_post(session: Session, uri: str) -> Post | None:
    """What an ally's post answers, if it is here: whoever may read it."""
    return session.scalars(select(Post).where(Post.uri == uri)).one_or_none() if uri else None


def awaited(author: AccountFacts, picture: ForeignPicture, *, now: datetime) -> Picture:
    return Picture(
        id=new_id(now),
        owner_id=author.id,
        blob=new_token(),
        description=plain(picture.description)[:LONGEST_DESCRIPTION],
        source_uri=picture.uri,
        ready=False,
        made_at=now,
    )


def _hash(uri: str, key: HouseKey) -> bytes:
    return key.keyed_hash(uri.encode(), "tombstone", size=32)
