"""A member brings along what they wrote elsewhere: at its own date, for their followers, and nobody is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import lasting
from app.accounts.queries import AccountFacts
from app.basics.ids import new_id
from app.basics.text import SANITISER
from app.media.cleaning import CleanPicture
from app.posts import body
from app.posts.actions.picturing import measures
from app.posts.actions.storing import emojis_of, thread_of
from app.posts.audience import Audience, answers_to
from app.posts.models import Picture, Post


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A cleaned picture whose files lie under `blob`."""

    clean: CleanPicture
    blob: str
    description: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A post as it is to stand here. `uri` and `reply_to` are addresses here; `content` is clean."""

    uri: str
    source: str
    content: str
    warning: str
    language: str
    written_at: datetime
    reply_to: str
    pictures: Sequence[KeptPicture]


def bring_post(session: Session, author: AccountFacts, brought: Brought, *, origin: str, now: datetime) -> bool:
    """Write it down, once; False where it is here already, or older than posts may become here.

    It is for the author's followers whatever it was before, so that it is never for more people than here would be
    asked (P23); it reaches no home, no ally and no notification.
    """
    if session.scalar(select(Post.id).where(Post.uri == brought.uri)) is not None:
        return False
    ends_at = _end(session, author.id, brought.written_at)
    if ends_at is not None and ends_at <= now:
        return False
    parent, own_id = _parent(session, author.id, brought.reply_to), _free_id(session, brought.written_at)
    post = Post(
        id=own_id, uri=brought.uri, author_id=author.id, is_ours=True, in_community=False,
        audience=Audience.FOLLOWERS, source=brought.source, content=brought.content, sanitiser=SANITISER,
        warning=brought.warning, language=brought.language, reply_to_id=parent and parent.id,
        reply_to_account_id=parent and parent.author_id, reply_to_uri=parent.uri if parent else "",
        thread_id=thread_of(parent, own_id), pictures=len(brought.pictures), written_at=brought.written_at,
        ends_at=ends_at,
    )  # fmt: skip
    pictures = [_picture(author.id, own_id, at, one, now=now) for at, one in enumerate(brought.pictures)]
    emojis = emojis_of(session, post, origin=origin)
    post.body = body.encode(post, author, [], pictures, origin=origin, emojis=emojis)
    session.add(post)
    session.flush()
    session.add_all(pictures)
    return True


def _end(session: Session, author_id: int, written_at: datetime) -> datetime | None:
    days = lasting.usual(session, author_id).days
    return None if days is None else written_at + timedelta(days=days)


def _parent(session: Session, author_id: int, uri: str) -> Post | None:
    """One's own post, if an answer for followers may stand below it."""
    found = session.scalars(select(Post).where(Post.uri == uri, Post.author_id == author_id)).one_or_none()
    if found is None or Audience.FOLLOWERS not in answers_to(Audience(found.audience), to_oneself=True):
        return None
    return found


def _free_id(session: Session, at: datetime) -> int:
    """An id of that moment. Dates of archives are whole seconds, so many posts share one."""
    while session.get(Post, own_id := new_id(at)) is not None:
        pass
    return own_id


def _picture(owner_id: int, post_id: int, position: int, kept: KeptPicture, *, now: datetime) -> Picture:
    return Picture(
        id=new_id(now), owner_id=owner_id, post_id=post_id, position=position, blob=kept.blob,
        description=kept.description, made_at=now, **measures(kept.clean),
    )  # fmt: skip
