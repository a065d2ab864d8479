"""`outbox.json` of an archive, ours or Mastodon's: one person's own posts, or nothing at all is taken of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec

from app.basics.errors import Refused, TooLarge
from app.leaving.as_activities import AUDIENCE, PUBLIC
from app.posts.actions.folding_polls import with_choices
from app.posts.languages import known

MOST_POSTS: Final = 50_000
MOST_TEXT: Final = 100_000
MOST_PARTS: Final = 3_000_000  # each value takes much more memory than it has bytes
MOST_PICTURES: Final = 4
MOST_CHOICES: Final = 20
LONGEST_CHOICE: Final = 500
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)

UNREADABLE: Final = "The posts in this archive cannot be read."
NOT_ONES_OWN: Final = "This archive holds posts of more than one person. Nothing of it was taken."

Document = Mapping[str, Any]


class BroughtPicture(msgspec.Struct, frozen=True):
    """Where it lies in the archive, and how it is described."""

    name: str
    description: str


class BroughtPost(msgspec.Struct, frozen=True):
    """A post as the archive has it; nothing of it is cleaned yet. `source` is empty where it was only HTML."""

    uri: str
    source: str
    content: str
    warning: str
    language: str
    written_at: datetime
    reply_to: str
    pictures: Sequence[BroughtPicture]


class Outbox(msgspec.Struct, frozen=True):
    """Whose posts these are; those that can be brought, oldest first; how many cannot, and were not meant to."""

    author: str
    posts: Sequence[BroughtPost]
    left_out: int


def read(data: bytes, actor: str, *, now: datetime) -> Outbox:
    """Raises Refused for what cannot be read, or is not all of the one `actor` (empty: whoever wrote the first)."""
    items = _members(_decoded(data)).get("orderedItems")
    if not isinstance(items, list):
        raise Refused(UNREADABLE)
    if len(cast("list[object]", items)) > MOST_POSTS:
        raise TooLarge("There are too many posts in this archive: at most 50,000.")
    notes = list(_notes(cast("list[object]", items)))
    authors = {_address(note.get("attributedTo")) for note in notes} | ({actor} if actor else set())
    if len(authors) > 1 or "" in authors:
        raise Refused(NOT_ONES_OWN)
    posts = {post.uri: post for note in notes if (post := _post(note, now=now)) is not None}
    found = sorted(posts.values(), key=lambda post: post.written_at)
    return Outbox(next(iter(authors), ""), found, len(cast("list[object]", items)) - len(found))


def read_actor(data: bytes) -> str:
    """The address of whoever the archive is of; raises Refused."""
    uri = _address(_members(_decoded(data)).get("id"))
    if not uri:
        raise Refused(UNREADABLE)
    return uri


def _decoded(data: bytes) -> object:
    if sum(data.count(sign) for sign in (b",", b"{", b"[")) > MOST_PARTS:
        raise TooLarge("There is too much in this archive to be read here.")
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(UNREADABLE) from error


def _notes(items: Sequence[object]) -> Iterator[Document]:
    """The Notes in their Creates. A Create by somebody else than its Note is somebody else's."""
    for item in map(_members, items):
        note = _members(item.get("object")) if item.get("type") == "Create" else item
        if note.get("type") not in {"Note", "Question", "Article"}:
            continue
        if item is not note and _address(item.get("actor")) != _address(note.get("attributedTo")):
            raise Refused(NOT_ONES_OWN)
        yield note


def _post(note: Document, *, now: datetime) -> BroughtPost | None:
    """None for a message to named people, and for what has no text, address or believable date."""
    uri, written_at = _address(note.get("id")), _moment(note.get("published"))
    source = _members(note.get("source"))
    plain = _text(source.get("content")) if source.get("mediaType") == "text/plain" else ""
    content, pictures = _text(note.get("content")), tuple(_pictures(note.get("attachment")))
    asked = _asked(note)
    if not uri or written_at is None or not EARLIEST <= written_at <= now or not (content or plain or pictures):
        return None
    if _is_a_message(note):
        return None
    return BroughtPost(
        uri=uri,
        source="\n".join([plain, *(f"- {words}" for words in asked)]) if plain else "",
        content=with_choices(content, asked),
        warning=_text(note.get("summary")),
        language=_language(note),
        written_at=written_at,
        reply_to=_address(note.get("inReplyTo")),
        pictures=pictures,
    )


def _language(note: Document) -> str:
    """As we write it, and as Mastodon does."""
    return known(_text(note.get("language")) or next(iter(_members(note.get("contentMap"))), ""))


def _asked(note: Document) -> list[str]:
    """The choices of a poll, which come along as words: votes that nobody here cast are not counted here."""
    options = [one for name in ("oneOf", "anyOf") for one in _many(note.get(name))][:MOST_CHOICES]
    named = (_text(_members(option).get("name")) for option in options)
    return [words[:LONGEST_CHOICE] for words in named if words]


def _is_a_message(note: Document) -> bool:
    """For named people alone: neither in public nor for followers, however that is spelt."""
    if AUDIENCE in note:
        return note[AUDIENCE] == "mentioned"
    addressed = [_address(one) for name in ("to", "cc") for one in _many(note.get(name))]
    return not any(one in {PUBLIC, "as:Public", "Public"} or one.endswith("/followers") for one in addressed)


def _pictures(attached: object) -> Iterator[BroughtPicture]:
    for item in map(_members, _many(attached)[:MOST_PICTURES]):
        name = _text(item.get("url")).lstrip("/")
        if name and "://" not in name and len(name) <= 300:
            yield BroughtPicture(name, _text(item.get("name"))[:1500])


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value)[:40])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _address(value: object) -> str:
    if isinstance(value, dict):
        value = cast("dict[str, object]", value).get("id")
    return value if isinstance(value, str) and 0 < len(value) <= 500 and value.isprintable() else ""


def _text(value: object) -> str:
    return value.replace("\x00", "")[:MOST_TEXT] if isinstance(value, str) else ""


def _many(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return cast("list[object]", value)
    return () if value is None else (value,)


def _members(value: object) -> Document:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
