"""What writing and receiving share: the row, its mentions, its bytes, and the fact that it is here."""

import base64
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.emoji import shown
from app.jobs.outbox import announce
from app.posts import body, opening, polls
from app.posts.actions.tagging import tag_post
from app.posts.actions.talking import file_message
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.events import PictureClosed, PostWritten
from app.posts.models import Mention, Picture, Post, PostRestriction, Quote
from app.storage.sealing import HouseKey

MESSAGE_KEY = "message key"


def store(
    session: Session,
    post: Post,
    author: AccountFacts,
    mentioned: Sequence[AccountFacts],
    pictures: Sequence[Picture],
    *,
    origin: str,
    key: HouseKey,
    requested: Collection[int] = (),
    choices: Sequence[str] = (),
    quotes: bool = False,
) -> bytes:
    """Add the post with everything of it, encode it once, and announce it; a message is sealed before that (P10).

    `requested`: those of the mentioned who are asked before it is among their messages. `choices`: of its poll.
    `quotes`: it quotes another, which its caller writes down. Returns the message's own key, empty for what is none.
    """
    post.pictures = len(pictures)
    for_members = Audience(post.audience) in FOR_MEMBERS and not author.limited
    post.in_community = author.is_ours and for_members and post.reply_to_id is None
    announced, message_key = PostWritten(post.id), b""
    if post.audience == Audience.MENTIONED:
        message_key = seal(session, post, author, mentioned, pictures, origin=origin)
        if author.is_ours and any(not account.is_ours for account in mentioned):
            announced = PostWritten(post.id, for_the_queue(message_key, key))
    emojis = emojis_of(session, post, choices, origin=origin)
    post.body = body.encode(
        post, author, mentioned, pictures, origin=origin, choices=choices, emojis=emojis, quotes=quotes
    )
    session.add(post)
    session.flush()
    session.add_all(
        Mention(post_id=post.id, account_id=one, requested=one in requested) for one in {a.id for a in mentioned}
    )
    for position, picture in enumerate(pictures):
        picture.post_id, picture.position = post.id, position
    tag_post(session, post)
    session.flush()
    if post.audience == Audience.MENTIONED:
        file_message(session, post, [account.id for account in mentioned])
    announce(session, announced)
    have_files_sealed(session, pictures, message_key, key=key)
    return message_key


def emojis_of(session: Session, post: Post, choices: Sequence[str] = (), *, origin: str) -> list[shown.Entity]:
    """The small pictures among a post's words. Of a message's words none is said to the database (P10)."""
    aloud, words = post.audience != Audience.MENTIONED, [post.warning, *choices]
    return shown.entities_in(session, post.content, words, post.foreign_ally_id, origin=origin, aloud=aloud)


def seal(
    session: Session,
    post: Post,
    author: AccountFacts,
    mentioned: Sequence[AccountFacts],
    pictures: Sequence[Picture],
    *,
    origin: str,
) -> bytes:
    """Close a message for its writer and those named, as far as they live here; its own key."""
    message_key = opening.close(post, pictures, emojis=emojis_of(session, post, origin=origin))
    readers = accounts.sealing_keys(session, [author.id, *(account.id for account in mentioned)])
    session.add_all(opening.keys_of(post.id, message_key, readers))
    return message_key


def have_files_sealed(session: Session, pictures: Sequence[Picture], message_key: bytes, *, key: HouseKey) -> None:
    """Those of a message's pictures that are here: right after the commit, where no transaction waits for them."""
    for picture in pictures if message_key else ():
        if picture.ready:
            announce(session, PictureClosed(picture.blob, picture_key_for_the_queue(message_key, picture, key)))


def encode_again(
    session: Session, post: Post, author: AccountFacts, mentioned: Sequence[AccountFacts], *, origin: str
) -> None:
    """The bytes are made anew: a picture arrived, or something else of it changed. A removed post has but its words."""
    is_emptied = post.removed and post.sealed is None
    choices = [] if is_emptied else polls.words_of(session, post.id)
    query = select(Picture).where(Picture.post_id == post.id).order_by(Picture.position)
    pictures = [] if is_emptied else session.scalars(query).all()
    emojis = emojis_of(session, post, choices, origin=origin)
    quotes = not is_emptied and session.get(Quote, post.id) is not None
    post.body = body.encode(
        post, author, [] if is_emptied else mentioned, pictures, origin=origin, choices=choices, emojis=emojis,
        quotes=quotes, decided=_decided(session, post.id) if post.held or post.removed or post.decided_at else (),
    )  # fmt: skip


def _decided(session: Session, post_id: int) -> list[str]:
    """Which measures are in force on it."""
    return list(session.scalars(select(PostRestriction.measure).where(PostRestriction.post_id == post_id)))


def for_the_queue(secret: bytes, key: HouseKey) -> str:
    """What waits is under the house key, also the key of a message or of a picture in one."""
    return base64.b64encode(key.seal(secret, MESSAGE_KEY)).decode()


def from_the_queue(word: str, key: HouseKey) -> bytes:
    """What `for_the_queue` sealed; empty for an empty word. Raises SealBroken."""
    return key.open(base64.b64decode(word), MESSAGE_KEY) if word else b""


def picture_key_for_the_queue(message_key: bytes, picture: Picture, key: HouseKey) -> str:
    """What the files of a picture are to be sealed with; empty where they are in no message."""
    return for_the_queue(opening.picture_key(message_key, picture.id), key) if message_key else ""


def thread_of(parent: Post | None, own_id: int) -> int:
    return own_id if parent is None else parent.thread_id
