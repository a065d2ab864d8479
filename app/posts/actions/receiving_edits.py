"""An ally's post says something else now. Called only by a handler that holds a verified activity."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.basics.text import SANITISER, plain
from app.jobs.outbox import announce
from app.media.capability import place_of
from app.posts import languages, versions
from app.posts.actions.covering import keep_own_warning
from app.posts.actions.keeping_versions import how_many, keep_version, seal_versions
from app.posts.actions.receiving import ForeignPicture, ForeignPost, await_pictures, awaited, content_of
from app.posts.actions.storing import encode_again, seal
from app.posts.actions.tagging import tag_anew
from app.posts.audience import Audience
from app.posts.events import BlobsOrphaned, PostEdited
from app.posts.models import Mention, Picture, Post, PostKey
from app.posts.permissions import Addressed
from app.posts.rules import LONGEST_DESCRIPTION, LONGEST_WARNING, MOST_PICTURES
from app.storage.sealing import HouseKey


def receive_edit(
    session: Session,
    post: Post,
    author: AccountFacts,
    foreign: ForeignPost,
    newly_named: Addressed,
    *,
    edited_at: datetime,
    origin: str,
    key: HouseKey,
    now: datetime,
) -> bool:
    """Our copy says what theirs says. False for what is older than what we have, or says nothing else.

    `foreign.audience` is never wider than the post's own. A message gets a key of its own again: nobody here can open
    the one it had. Its pictures come anew with it.
    """
    if edited_at <= (post.edited_at or post.written_at):
        return False
    before = session.scalars(select(Picture).where(Picture.post_id == post.id).order_by(Picture.position)).all()
    if post.sealed is None and _says_the_same(post, foreign, before, origin) and not newly_named.people:
        return False
    if how_many(session, post.id) < versions.MOST:
        keep_version(session, post, before, with_keys=True)
    was_sealed, message_key = post.sealed is not None, b""
    session.add_all(
        Mention(post_id=post.id, account_id=one.id, requested=one.id in newly_named.requested)
        for one in newly_named.people
    )
    session.flush()
    with session.no_autoflush:  # a message's words are said to the database once they are sealed, not before (P10)
        _say(session, post, foreign, origin=origin, key=key, edited_at=edited_at)
        pictures = _pictures(session, post, author, foreign, before, now=now)
        if post.audience == Audience.MENTIONED:
            message_key = _seal_anew(session, post, author, pictures, origin=origin)
    session.flush()
    if message_key and not was_sealed:
        seal_versions(session, post.id, message_key)
    tags = tag_anew(session, post)
    encode_again(session, post, author, _present(session, post.id), origin=origin)
    await_pictures(session, author, [one for one in pictures if one not in before], message_key, key=key)
    named_here = tuple(one.id for one in newly_named.people if one.is_ours)
    announce(session, PostEdited(post.id, "", named_here, tags.added, tags.removed))
    return True


def _says_the_same(post: Post, foreign: ForeignPost, pictures: Sequence[Picture], origin: str) -> bool:
    words = post.audience, post.content, post.warning, post.language
    theirs = foreign.audience, content_of(foreign, origin), _warning(foreign), languages.known(foreign.language)
    described = [(place_of(one.source_uri), one.description) for one in pictures]
    return words == theirs and described == [(place_of(one.uri), _description(one)) for one in _wanted(foreign)]


def _say(
    session: Session, post: Post, foreign: ForeignPost, *, origin: str, key: HouseKey, edited_at: datetime
) -> None:
    post.audience = foreign.audience
    post.content, post.sanitiser = content_of(foreign, origin), SANITISER
    post.warning = keep_own_warning(session, post, _warning(foreign), key=key)
    post.language = languages.known(foreign.language)
    post.edited_at = edited_at
    if foreign.ends_at is not None and (post.ends_at is None or foreign.ends_at < post.ends_at):
        post.ends_at = foreign.ends_at


def _pictures(
    session: Session,
    post: Post,
    author: AccountFacts,
    foreign: ForeignPost,
    before: Sequence[Picture],
    *,
    now: datetime,
) -> list[Picture]:
    """In their order: those that are here already, others to be fetched; the rest goes with its files (P11)."""
    here = {} if post.audience == Audience.MENTIONED else {place_of(one.source_uri): one for one in before}
    pictures: list[Picture] = []
    for wanted in _wanted(foreign):
        picture = here.pop(place_of(wanted.uri), None) or awaited(author, wanted, now=now)
        picture.source_uri, picture.description = wanted.uri, _description(wanted)
        pictures.append(picture)
    gone = [one for one in before if one not in pictures]
    if gone:
        announce(session, BlobsOrphaned(tuple(one.blob for one in gone)))
        session.execute(delete(Picture).where(Picture.id.in_([one.id for one in gone])))
    session.add_all(pictures)
    for position, picture in enumerate(pictures):
        picture.post_id, picture.position = post.id, position
    post.pictures = len(pictures)
    return pictures


def _seal_anew(
    session: Session, post: Post, author: AccountFacts, pictures: Sequence[Picture], *, origin: str
) -> bytes:
    """For those it is addressed to here, whoever of them hides just now included."""
    session.execute(delete(PostKey).where(PostKey.post_id == post.id))
    named = session.scalars(select(Mention.account_id).where(Mention.post_id == post.id))
    readers = [account for one in named if (account := accounts.by_id(session, one)) and account.is_ours]
    return seal(session, post, author, readers, pictures, origin=origin)


def _present(session: Session, post_id: int) -> list[AccountFacts]:
    ids = session.scalars(select(Mention.account_id).where(Mention.post_id == post_id).order_by(Mention.account_id))
    return list(accounts.several(session, list(ids)).values())


def _warning(foreign: ForeignPost) -> str:
    return plain(foreign.warning)[:LONGEST_WARNING]


def _wanted(foreign: ForeignPost) -> Sequence[ForeignPicture]:
    return foreign.pictures[:MOST_PICTURES]


def _description(picture: ForeignPicture) -> str:
    return plain(picture.description)[:LONGEST_DESCRIPTION]
