"""What a post said before it was edited: for whoever may read the post, and for nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.emoji import shown
from app.posts import opening, picture_queries, queries
from app.posts.audience import Audience
from app.posts.models import PostVersion
from app.posts.picture_queries import PictureFacts
from app.posts.queries import PostFacts
from app.storage.member_keys import MemberKey
from app.storage.sealing import SealBroken

MOST = 100


@dataclass(frozen=True, slots=True)
class Version:
    """A post as it stood from a moment on. `descriptions` by the ids of the pictures it had, in their order.

    `sealed`: of a message that is still to be opened (`opened`); `keys` are its readers' keys, by account, where they
    are not the post's own.
    """

    at: datetime
    content: str
    warning: str
    language: str
    descriptions: Mapping[int, str]
    sealed: bytes | None = None
    keys: Mapping[int, bytes] = field(default_factory=dict[int, bytes], repr=False)


@dataclass(frozen=True, slots=True)
class History:
    """A post with what it said before, the oldest first, and the pictures that it still has."""

    post: PostFacts
    earlier: tuple[Version, ...]
    pictures: tuple[PictureFacts, ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """All of them; the last is the post as it stands."""
        return (*self.earlier, _as_it_stands(self.post, self.pictures))


def history(session: Session, viewer: Viewer, post_id: int) -> History:
    """What became of a post; raises NotFound for what this viewer may not read."""
    post = queries.one(session, viewer, post_id)
    rows = session.scalars(
        select(PostVersion)
        .where(PostVersion.post_id == post_id)
        .order_by(PostVersion.written_at, PostVersion.id)
        .limit(MOST)
    )
    pictures = picture_queries.pictures_of(session, [post_id])[post_id] if post.pictures else []
    return History(post, tuple(_version(row) for row in rows), tuple(pictures))


def opened(found: History, post: PostFacts, account_id: int, member_key: MemberKey | None) -> History:
    """The history of a message as this reader opens it. `post`: the same, opened. What no key fits stays sealed."""
    earlier = tuple(_opened(version, post.message_key, account_id, member_key) for version in found.earlier)
    return replace(found, post=post, earlier=earlier)


def emojis_in(session: Session, found: History, *, origin: str) -> list[shown.Entity]:
    """The small pictures among everything it said. Of a message's words none is said to the database (P10)."""
    said, aloud = found.versions, found.post.audience is not Audience.MENTIONED
    words, ally_id = [one.warning for one in said], found.post.author_ally_id
    whole = "".join(one.content for one in said)
    return shown.entities_in(session, whole, words, ally_id, origin=origin, aloud=aloud)


def as_described(descriptions: Mapping[int, str]) -> str:
    """How descriptions are kept: JSON, by the pictures' ids, in their order."""
    return msgspec.json.encode([*descriptions.items()]).decode() if descriptions else ""


def as_keys(keys: Mapping[int, bytes]) -> bytes:
    """How a version's own keys are kept."""
    return msgspec.msgpack.encode(dict(keys))


def _version(row: PostVersion) -> Version:
    described: Sequence[tuple[int, str]] = ()
    if row.described:
        described = msgspec.json.decode(row.described, type=list[tuple[int, str]])
    keys = msgspec.msgpack.decode(row.keys, type=dict[int, bytes]) if row.keys else {}
    return Version(row.written_at, row.content, row.warning, row.language, dict(described), row.sealed, keys)


def _opened(version: Version, message_key: bytes, account_id: int, member_key: MemberKey | None) -> Version:
    if version.sealed is None:
        return version
    try:
        if account_id in version.keys and member_key is not None:
            message_key = member_key.opened(version.keys[account_id])
        inside = opening.inside(version.sealed, message_key)
    except SealBroken:
        return version
    return replace(
        version,
        content=inside.content,
        warning=inside.warning,
        language=inside.language,
        descriptions=inside.descriptions,
        sealed=None,
    )


def _as_it_stands(post: PostFacts, pictures: Sequence[PictureFacts]) -> Version:
    descriptions = {one.id: post.descriptions.get(one.id, one.description) for one in pictures}
    at = post.edited_at or post.written_at
    return Version(at, post.content, post.warning, post.language, descriptions, post.sealed)
