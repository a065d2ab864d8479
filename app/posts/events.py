"""Facts about posts."""

from dataclasses import dataclass

from app.basics.events import Event
from app.media.events import BlobsOrphaned as BlobsOrphaned


@dataclass(frozen=True, slots=True)
class PostWritten(Event):
    """A post is here now, a member's or an ally's. `message_key`: what opens a message, under the house key, base64."""

    post_id: int
    message_key: str = ""


@dataclass(frozen=True, slots=True)
class PostEdited(Event):
    """A post says something else now. `newly_named`: whom it names since then. `message_key`: as above."""

    post_id: int
    message_key: str = ""
    newly_named: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PostDeleted(Event):
    """A member's post is gone. What is needed to tell the allies that had it is kept here."""

    post_uri: str
    author_id: int
    reached: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Boosted(Event):
    """An account shows a post to its followers."""

    boost_id: int


@dataclass(frozen=True, slots=True)
class BoostUndone(Event):
    """No longer. The row is gone; `boost_uri` was its address."""

    account_id: int
    post_id: int
    boost_uri: str


@dataclass(frozen=True, slots=True)
class Favoured(Event):
    """An account thanks for a post."""

    account_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class FavouriteUndone(Event):
    """No longer."""

    account_id: int
    post_id: int
    uri: str


@dataclass(frozen=True, slots=True)
class PictureAwaited(Event):
    """An ally's post has a picture that is still to be fetched from there. `picture_key`: as below, for a message."""

    picture_id: int
    ally_id: int
    picture_key: str = ""


@dataclass(frozen=True, slots=True)
class PictureClosed(Event):
    """A picture is in a message now, or in something that is kept until it is posted, and its files are to be sealed:
    with this key, under the house key, base64.
    """

    blob: str
    picture_key: str


@dataclass(frozen=True, slots=True)
class CopiesBegun(Event):
    """Files are about to be put down that a row names soon, or never: what none names after an hour goes (P11)."""

    blobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagUnfollowed(Event):
    """A member no longer wants posts with a tag in their home."""

    account_id: int
    tag_id: int


@dataclass(frozen=True, slots=True)
class VoteCast(Event):
    """A member voted in an ally's poll. `choices`: what they chose, under the house key, base64 (P10)."""

    account_id: int
    post_id: int
    choices: str


@dataclass(frozen=True, slots=True)
class PollCounted(Event):
    """A poll has counts that allies have not heard, or has ended."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostsToIndex(Event):
    """What is searched of posts is to be made anew: of one author's, or of all; of those before this one, or of all."""

    author_id: int | None = None
    before: int | None = None
