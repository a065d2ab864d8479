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
    """A post says something else now. `newly_named`: whom it names since then. `message_key`: as above.

    `newly_tagged`, `untagged`: the tags that came and went.
    """

    post_id: int
    message_key: str = ""
    newly_named: tuple[int, ...] = ()
    newly_tagged: tuple[int, ...] = ()
    untagged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PostDeleted(Event):
    """A member's post is gone. What is needed to tell the allies that had it is kept here."""

    post_uri: str
    author_id: int
    reached: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pinned(Event):
    """A member put a post of theirs first on their page."""

    post_id: int


@dataclass(frozen=True, slots=True)
class Unpinned(Event):
    """It stands in its place in time again."""

    post_id: int


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
class PostDecided(Event):
    """What others read of a post is otherwise than before, as people decided, or no longer."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostReleased(Event):
    """A post is held no longer."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostRestored(Event):
    """A post that was removed is here again, whole. For allies that had it under another address."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PictureOpened(Event):
    """A picture's files were sealed with this key, under the house key, base64, and are to lie open again."""

    blob: str
    picture_key: str


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
class Quoted(Event):
    """A post quotes another one, and may: its author is told."""

    post_id: int


@dataclass(frozen=True, slots=True)
class QuoteAsked(Event):
    """A member's post quotes an ally's, whose author's house is to be asked."""

    post_id: int


@dataclass(frozen=True, slots=True)
class QuoteClaimed(Event):
    """An ally's post says that it may quote another one of an ally, and where that one's house says so."""

    post_id: int


@dataclass(frozen=True, slots=True)
class QuoteSettled(Event):
    """Whether a post may quote is known now, or is otherwise than before: it stays, and is shown otherwise."""

    post_id: int


@dataclass(frozen=True, slots=True)
class QuoteTakenBack(Event):
    """A member takes their post out of somebody's. `authorisation`: the address at which it was allowed."""

    author_id: int
    quoted_id: int
    post_id: int
    authorisation: str


@dataclass(frozen=True, slots=True)
class QuotableChanged(Event):
    """The author of a post says otherwise who may quote it."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PollShown(Event):
    """An ally's poll was looked at here, by whoever it was, and nobody has asked for some minutes how it stands."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostsToIndex(Event):
    """What is searched of posts is to be made anew: of one author's, or of all; of those before this one, or of all."""

    author_id: int | None = None
    before: int | None = None
