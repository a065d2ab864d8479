"""Messages between named people are sealed to their readers (P10): closing them, and opening them for one reader.

Each has a key of its own; that key is sealed to every reader's member key, and the keys of its pictures' files follow
from it. What stands in the columns says who and when, never what. Nothing here keeps an opened message anywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.ids import new_token
from app.posts.models import Picture, Post, PostKey
from app.posts.queries import PostFacts
from app.storage.member_keys import MemberKey, key_below, locked, new_key, seal_to, unlocked
from app.storage.sealing import SealBroken


class Inside(msgspec.Struct, frozen=True):
    """All there is to read of a message; `descriptions` by the pictures' ids, `emojis` as apps read them.

    `language`: of the words, which the message's column says no more than the words.
    """

    source: str
    content: str
    warning: str
    descriptions: dict[int, str]
    emojis: list[dict[str, Any]] = []
    language: str = ""


def close(post: Post, pictures: Sequence[Picture], key: bytes = b"", *, emojis: Sequence[dict[str, Any]] = ()) -> bytes:
    """Seal the post's words and its pictures' descriptions, and empty their columns; the message's own key.

    A picture's blurhash, a small picture itself, is let go; its files are sealed afterwards. Their keys follow from
    this one: a message that is closed anew, with pictures that it had before, has to keep it.
    """
    described = {one.id: one.description for one in pictures}
    words = Inside(post.source, post.content, post.warning, described, list(emojis), post.language)
    key = key or new_key()
    post.sealed = closed(words, key)
    post.source = post.content = post.warning = post.language = ""
    for picture in pictures:
        picture.description = picture.blurhash = ""
    return key


def keys_of(post_id: int, key: bytes, readers: Mapping[int, bytes]) -> list[PostKey]:
    """The message's key for each reader. `readers`: the public halves of their member keys, by account."""
    return [
        PostKey(post_id=post_id, account_id=account_id, key_sealed=seal_to(public, key))
        for account_id, public in readers.items()
    ]


def keys_for(session: Session, account_id: int, post_ids: Iterable[int]) -> dict[int, bytes]:
    """The sealed keys of those messages that are sealed to this reader, by the post's id."""
    rows = session.execute(
        select(PostKey.post_id, PostKey.key_sealed).where(
            PostKey.account_id == account_id, PostKey.post_id.in_(list(post_ids))
        )
    )
    return {row[0]: row[1] for row in rows}


def picture_key(message_key: bytes, picture_id: int) -> bytes:
    """What the files of one picture in the message are sealed with (`app.media.sealing`)."""
    return key_below(message_key, picture_id)


def picture_key_in(post: PostFacts, picture_id: int) -> bytes:
    """The same for a message that was opened; empty for every other post."""
    return picture_key(post.message_key, picture_id) if post.message_key else b""


def picture_key_for(
    session: Session, account_id: int, post_id: int, picture_id: int, member_key: MemberKey
) -> bytes | None:
    """The same for one of the message's readers; None for everybody else."""
    key_sealed = keys_for(session, account_id, [post_id]).get(post_id)
    try:
        return None if key_sealed is None else picture_key(member_key.opened(key_sealed), picture_id)
    except SealBroken:
        return None


def opened(post: PostFacts, key_sealed: bytes | None, member_key: MemberKey) -> PostFacts:
    """The post with its words; unchanged where this reader has no key to it or the seal is broken."""
    if post.sealed is None or key_sealed is None:
        return post
    try:
        return opened_with(post, member_key.opened(key_sealed))
    except SealBroken:
        return post


def opened_with(post: PostFacts, key: bytes) -> PostFacts:
    """The same with the message's own key: for a letter on its way to an ally. Raises SealBroken."""
    if post.sealed is None:
        return post
    words = inside(post.sealed, key)
    return replace(
        post,
        source=words.source,
        content=words.content,
        warning=words.warning,
        language=words.language,
        descriptions=words.descriptions,
        body=_with_words(post.body, words),
        sealed=None,
        message_key=key,
    )


def closed(words: Inside, key: bytes) -> bytes:
    """Words under a message's own key."""
    return locked(msgspec.msgpack.encode(words), key)


def inside(sealed: bytes, key: bytes) -> Inside:
    """What `close` sealed; raises SealBroken."""
    return msgspec.msgpack.decode(unlocked(sealed, key), type=Inside)


def _with_words(body: bytes, words: Inside) -> bytes:
    """The post's client-API bytes (`app.posts.body`) with what was sealed; the holes for capabilities stay."""
    edge = new_token()
    entity = msgspec.json.decode(b"{" + body.replace(b"\x00", edge.encode()))
    entity.update(content=words.content, spoiler_text=words.warning, sensitive=bool(words.warning), emojis=words.emojis)
    entity.update(language=words.language or None)
    for attachment in entity["media_attachments"]:
        attachment["description"] = words.descriptions.get(int(attachment["id"])) or None
    return msgspec.json.encode(entity)[1:].replace(edge.encode(), b"\x00")
