"""What a sealed copy of something reported says: as it stood, in words that outlive the rows it was made of."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.accounts.queries import AccountFacts
from app.posts import body
from app.posts.picture_queries import PictureFacts
from app.posts.queries import PostFacts
from app.storage.sealing import HouseKey
from moderation.cases.models import Evidence

_SEAL = "evidence"


class PostCopy(msgspec.Struct, frozen=True):
    """A post or a message as it stood. `content`: HTML, sanitised when it was written. `choices`: of its poll."""

    id: int
    uri: str
    author_id: int
    author_handle: str
    author_name: str
    audience: str
    written_at: datetime
    edited_at: datetime | None
    source: str
    content: str
    warning: str
    language: str
    reply_to_uri: str
    choices: Sequence[str]

    def __repr__(self) -> str:
        return f"PostCopy({self.id})"

    @classmethod
    def of(cls, post: PostFacts) -> "PostCopy":
        """A message has to be opened before."""
        return cls(
            post.id, post.uri, post.author_id, post.author_handle, post.author_display_name, post.audience.value,
            post.written_at, post.edited_at, post.source, post.content, post.warning, post.language,
            post.reply_to_uri, list(body.choices_in(post.body)),
        )  # fmt: skip


class ProfileCopy(msgspec.Struct, frozen=True):
    """An account as it stood."""

    id: int
    uri: str
    handle: str
    name: str
    about_html: str

    def __repr__(self) -> str:
        return f"ProfileCopy({self.id})"

    @classmethod
    def of(cls, account: AccountFacts) -> "ProfileCopy":
        return cls(account.id, account.uri, account.handle, account.display_name, account.about_html)


class PictureCopy(msgspec.Struct, frozen=True):
    """A picture of a reported post. `key` opens its files; base64."""

    post_id: int
    picture_id: int
    position: int
    description: str
    mime: str
    width: int
    height: int
    small_width: int
    small_height: int
    key: str

    def __repr__(self) -> str:
        return f"PictureCopy({self.picture_id})"

    @property
    def picture_key(self) -> bytes:
        return base64.b64decode(self.key)

    @classmethod
    def of(cls, picture: PictureFacts, post: PostFacts, key: bytes) -> "PictureCopy":
        return cls(
            post.id, picture.id, picture.position, post.descriptions.get(picture.id, picture.description),
            picture.mime, picture.width, picture.height, picture.small_width, picture.small_height,
            base64.b64encode(key).decode(),
        )  # fmt: skip


Copy = PostCopy | ProfileCopy | PictureCopy
_KINDS: dict[str, type[Copy]] = {
    "post": PostCopy, "message": PostCopy, "profile": ProfileCopy, "picture": PictureCopy,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture in the evidence: `blob` names its sealed files (`app.media.sealing`)."""

    id: int
    blob: str
    copy: PictureCopy


@dataclass(frozen=True, slots=True)
class Kept:
    """One copy with its pictures. `kind`: post, message or profile."""

    id: int
    kind: str
    kept_at: datetime
    copy: PostCopy | ProfileCopy
    pictures: tuple[KeptPicture, ...] = ()


def sealed(copy: Copy, key: HouseKey) -> bytes:
    return key.seal(msgspec.json.encode(copy), _SEAL)


def opened(row: Evidence, key: HouseKey) -> Copy:
    """Raises SealBroken."""
    return msgspec.json.decode(key.open(row.sealed, _SEAL), type=_KINDS[row.kind])
