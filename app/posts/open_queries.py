"""What strangers see of a member who has their page on the open web, and of everybody else: nothing.

The only SELECTs whose reader is nobody in particular. Each asks anew whether the page is on. Posts that name or answer
somebody else, or quote, are left out: they would tell who knows whom (P4). Nothing here carries a row's id, which tells
a time.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.rules import folded
from app.basics.emoji import Pictures
from app.basics.errors import NotFound
from app.basics.text import MENTION
from app.emoji.shown import pictures_in
from app.posts.audience import Audience
from app.posts.body import choices_in
from app.posts.models import FormerAddress, Mention, Picture, Post, Quote
from app.storage.tables import AnySelect

POSTS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """A picture of an open post; `blob` is its name for strangers too."""

    blob: str
    mime: str
    description: str
    small_width: int
    small_height: int
    blurhash: str


@dataclass(frozen=True, slots=True)
class OpenPost:
    """An open post. `token` is the end of its address."""

    token: str
    content: str
    warning: str
    written_at: datetime
    pictures: tuple[OpenPicture, ...] = ()
    emoji: Pictures | None = None
    choices: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class OpenProfile:
    """A member as strangers see them, with a page of their posts; `older`: where the next page begins."""

    name: str
    display_name: str
    about_html: str
    uri: str
    posts: tuple[OpenPost, ...]
    older: str = ""
    emoji: Pictures | None = None


def profile(session: Session, name: str, *, origin: str, before: str = "", now: datetime) -> OpenProfile:
    """The open page of that name; raises NotFound where there is none, whatever the reason."""
    theirs = _posts(name, now).order_by(Post.id.desc()).limit(POSTS_A_PAGE + 1)
    if before:
        # Only from a post of this page: what else has such an address is nobody's to find out (P6).
        start = _posts(name, now).with_only_columns(Post.id).where(Post.uri == f"{origin}/ap/posts/{before}")
        theirs = theirs.where(Post.id < start.correlate(None).scalar_subquery())
    return _shown(session, name, theirs, now)


def one_post(session: Session, name: str, word: str, *, origin: str, now: datetime) -> OpenProfile:
    """One post of the page, by the end of its address, of an earlier one, or by its number; raises NotFound."""
    post_id = int(word) if word.isascii() and word.isdigit() and len(word) <= 18 else 0
    address = f"{origin}/ap/posts/{word}"
    formerly = select(FormerAddress.post_id).where(FormerAddress.uri == address)
    named = or_(Post.id == post_id, Post.uri == address, Post.id == formerly.scalar_subquery())
    found = _shown(session, name, _posts(name, now).where(named).limit(1), now)
    if not found.posts:
        raise NotFound
    return found


def picture(session: Session, blob: str, *, now: datetime) -> OpenPicture:
    """A picture of a post that strangers may see at this moment; raises NotFound (P27)."""
    row = session.execute(
        select(*_PICTURE)
        .join(Post, Post.id == Picture.post_id)
        .join(Account, Account.id == Post.author_id)
        .where(Picture.blob == blob, Picture.ready, ~Picture.hidden, _has_a_page(), _is_open(now))
    ).first()
    if row is None:
        raise NotFound
    return OpenPicture(*row)


_PICTURE = (
    Picture.blob, Picture.mime, Picture.description, Picture.small_width, Picture.small_height, Picture.blurhash,
)  # fmt: skip


def _shown(session: Session, name: str, posts: AnySelect, now: datetime) -> OpenProfile:
    account = session.execute(
        select(
            Account.name, Account.display_name, Account.about_html, Account.about_ends_at, Account.uri, Account.card
        ).where(Account.folded == folded(name), _has_a_page())
    ).first()
    rows = session.execute(posts).all()
    if account is None:
        raise NotFound
    called, display_name, about, about_ends_at, uri, card = account
    pictures = _pictures(session, [row[0] for row in rows if row[5]])
    found = tuple(
        OpenPost(
            row[1].rpartition("/")[2],
            row[2],
            row[3],
            row[4],
            tuple(pictures.get(row[0], ())),
            pictures_in(row[6]),
            choices_in(row[6]),
            row[7],
        )
        for row in rows
    )
    if about_ends_at is not None and about_ends_at <= now:
        about = ""
    shown = found[:POSTS_A_PAGE]
    older = shown[-1].token if len(found) > len(shown) else ""
    return OpenProfile(called, display_name, about, uri, shown, older, pictures_in(card))


def _posts(name: str, now: datetime) -> AnySelect:
    return (
        select(
            Post.id,
            Post.uri,
            Post.content,
            Post.warning,
            Post.written_at,
            Post.pictures,
            Post.body,
            Post.language,
        )
        .join(Account, Account.id == Post.author_id)
        .where(Account.folded == folded(name), _has_a_page(), _is_open(now))
    )


def _has_a_page() -> ColumnElement[bool]:
    return and_(Account.host == "", Account.open_page, Account.is_there, ~Account.limited)


def _is_open(now: datetime) -> ColumnElement[bool]:
    """For everybody, not over, and telling of nobody but its author."""
    return and_(
        Post.is_ours,
        Post.audience == Audience.OPEN,
        ~Post.held,
        ~Post.removed,
        or_(Post.ends_at.is_(None), Post.ends_at > now),
        or_(Post.reply_to_uri == "", Post.reply_to_account_id == Post.author_id),
        ~exists().where(Mention.post_id == Post.id),
        ~exists().where(Quote.post_id == Post.id),
        # Whoever was named and has left is named in no row any more, but still in the words.
        ~Post.content.contains(MENTION),
    )


def _pictures(session: Session, post_ids: list[int]) -> dict[int, list[OpenPicture]]:
    found: dict[int, list[OpenPicture]] = {}
    if post_ids:
        rows = session.execute(
            select(Picture.post_id, *_PICTURE)
            .where(Picture.post_id.in_(post_ids), Picture.ready, ~Picture.hidden)
            .order_by(Picture.post_id, Picture.position)
        )
        for row in rows:
            found.setdefault(row[0] or 0, []).append(OpenPicture(*row[1:]))
    return found
