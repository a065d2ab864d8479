"""A post as client apps read it, encoded once and kept beside the row (decision 0008).

Mastodon's Status entity (docs.joinmastodon.org/entities/Status) without `account`, the viewer's marks, and with a hole
where a picture's address needs the reader's capability. `whole` lays those over. A hole is edged with NUL bytes, which
encoded JSON never holds: nothing that somebody writes into a post can pass for one (P27). Totals are always 0: no
counters that make people compete. Of a poll only what is asked stands here: counts change, so `with_poll` lays it over
where `asks` says that there is one. Of a quote nothing stands here but that there is one (`quotes`), and of who may
quote it what its author says, which `app.api.quoted` completes for each reader.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

import msgspec

from app.accounts.addresses import page_address
from app.accounts.queries import AccountFacts
from app.basics.ids import new_token
from app.basics.tags import page_of
from app.basics.text import tags_linked
from app.emoji import shown
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Picture, Post
from app.posts.picture_queries import PictureFacts
from app.posts.quoting import USUAL, WhoMayQuote

_VISIBILITY = {
    Audience.OPEN: "public",
    Audience.ALLIES: "private",
    Audience.COMMUNITY: "private",
    Audience.FOLLOWERS: "private",
    Audience.MENTIONED: "direct",
}
_EDGE = b"\x00"
_POLL_ID = b'{"id":"'
_POLL = b',"poll":' + _POLL_ID
_NO_FILTERS = b',"filtered":[]}'
_POLL_END = b'"}]}' + _NO_FILTERS
_POLL_ENDS = (_POLL_END, _POLL_END + b"}")  # the second is that of a boost
_QUOTE = b'"quote":{"state":"pending","quoted_status":null}'
_NO_QUOTE = b'"quote":null'
_FOR_SOME = b'"current_user":"unknown"}'
_FOR_READERS = b'"current_user":"automatic"}'
_NO_POLL = b',"poll":null' + _NO_FILTERS
# Whose reader decides what stands in them, but for polls.
_OPEN_ENDS = (_QUOTE + _NO_POLL, _FOR_SOME + b"," + _NO_QUOTE + _NO_POLL)
_UNFINISHED = (_POLL_END, *_OPEN_ENDS)
_APPROVAL = {
    WhoMayQuote.NOBODY: {"automatic": [], "manual": [], "current_user": "denied"},
    WhoMayQuote.FOLLOWERS: {"automatic": ["followers"], "manual": [], "current_user": "unknown"},
    WhoMayQuote.READERS: {"automatic": ["public"], "manual": [], "current_user": "automatic"},
}

_UNKNOWN_QUOTE = {"state": "pending", "quoted_status": None}
_DECIDED = b'"parasol_decided":['  # quotes inside of a string are escaped: nothing written into a post can pass for it
_HEAD = b'{"account":'
_MARKS = {
    marks: b',"favourited":%s,"reblogged":%s,"bookmarked":%s,"muted":false,"pinned":%s,'
    % tuple(b"true" if mark else b"false" for mark in marks)
    for marks in itertools.product((False, True), repeat=4)
}

_OF_EVERY_BOOST: dict[str, object] = {
    "url": None,
    "edited_at": None,
    "content": "",
    "visibility": "private",
    "sensitive": False,
    "spoiler_text": "",
    "language": None,
    "in_reply_to_id": None,
    "in_reply_to_account_id": None,
    "media_attachments": [],
    "mentions": [],
    "tags": [],
    "emojis": [],
    "replies_count": 0,
    "reblogs_count": 0,
    "favourites_count": 0,
    "application": None,
    "poll": None,
    "card": None,
    "quotes_count": 0,
    "quote_approval": _APPROVAL[WhoMayQuote.NOBODY],
    "quote": None,
    "filtered": [],
}
# What a decision hides: nobody guesses it from its colours or its description either.
_HIDDEN_PICTURE: dict[str, object] = {
    "id": "", "type": "unknown", "url": None, "preview_url": None, "remote_url": None, "meta": {}, "description": None,
    "blurhash": None, "parasol_hidden": True,
}  # fmt: skip
_BOOST = b',%b%b"account":' % (msgspec.json.encode(_OF_EVERY_BOOST)[1:-1], _MARKS[False, False, False, False])


class _Addressed(msgspec.Struct):
    url: str


class _Decided(msgspec.Struct):
    parasol_decided: tuple[str, ...] = ()


def moment(at: datetime) -> str:
    """To the second, in the form that Mastodon's own answers have."""
    return f"{at.replace(microsecond=0, tzinfo=None).isoformat()}.000Z"


def encode(
    post: Post,
    author: AccountFacts,
    mentioned: Sequence[AccountFacts],
    pictures: Sequence[Picture | PictureFacts],
    *,
    origin: str,
    choices: Sequence[str] = (),
    emojis: Sequence[shown.Entity] = (),
    quotes: bool = False,
    decided: Collection[str] = (),
) -> bytes:
    """The entity as JSON bytes without its opening brace, so that the rest can be laid before it.

    `choices`: of its poll, if it has one. `quotes`: it quotes another. `decided`: which measures are in force on it.
    """
    audience, edge = Audience(post.audience), new_token()
    entity: dict[str, object] = {
        "id": str(post.id),
        "uri": post.uri,
        "url": f"{page_address(origin, author.name, author.host)}/{post.id}",
        "created_at": moment(post.written_at),
        "edited_at": None if post.edited_at is None else moment(post.edited_at),
        "content": _way_to_decisions(origin) if post.removed and not post.sealed else post.content,
        "visibility": _VISIBILITY[audience],
        "parasol_audience": audience,
        "sensitive": bool(post.warning),
        "spoiler_text": post.warning,
        "language": post.language or None,
        "in_reply_to_id": None if post.reply_to_id is None else str(post.reply_to_id),
        "in_reply_to_account_id": None if post.reply_to_account_id is None else str(post.reply_to_account_id),
        "media_attachments": [attachment(p, f"{origin}/media/{edge}{p.id}{edge}/{p.id}") for p in pictures],
        "mentions": [_mention(account, origin) for account in mentioned],
        "tags": [{"name": name, "url": page_of(origin, name)} for name in tags_linked(post.content)],
        "emojis": emojis,
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "reblog": None,
        "application": None,
        "card": None,
    }
    if post.ends_at is not None:
        entity["parasol_ends_at"] = moment(post.ends_at)
    if decided:
        entity["parasol_decided"] = sorted(decided)
    asked = {"id": str(post.id), "options": [{"title": words} for words in choices]}
    entity |= {"quote_approval": _APPROVAL[_said(post)], "quote": _UNKNOWN_QUOTE if quotes else None}
    entity |= {"poll": asked if choices else None, "filtered": []}  # last, where `asks` looks
    return msgspec.json.encode(entity)[1:].replace(edge.encode(), _EDGE)


def whole(
    body: bytes,
    account: bytes,
    *,
    favoured: bool,
    boosted: bool,
    bookmarked: bool,
    pinned: bool,
    key_for: Callable[[int], str] | None,
) -> bytes:
    """The complete entity for one reader; `key_for` mints the capability of a picture by its id."""
    if key_for is not None:
        body = fill(body, key_for)
    return b"".join(pieces(body, account, favoured, boosted, bookmarked, pinned))


def pieces(
    body: bytes, account: bytes, favoured: bool, boosted: bool, bookmarked: bool, pinned: bool
) -> tuple[bytes, bytes, bytes, bytes]:
    """What the complete entity of a post without pictures is put together from, for whoever joins a page at once."""
    return _HEAD, account, _MARKS[favoured, boosted, bookmarked, pinned], body


def fill(content: bytes, key_for: Callable[[int], str]) -> bytes:
    """Put the reader's capabilities into the addresses of the pictures."""
    parts = content.split(_EDGE)
    parts[1::2] = [key_for(int(picture_id)).encode() for picture_id in parts[1::2]]
    return b"".join(parts)


def origin_of(body: bytes) -> str:
    """This house's address, as it stands in the bytes."""
    return msgspec.json.decode(_whole(body), type=_Addressed).url.partition("/@")[0]


def _whole(body: bytes) -> bytes:
    """As JSON, without holes."""
    return b"{" + body.replace(_EDGE, b"")


def asks(body: bytes) -> bool:
    """Whether the post has a poll, told by the end of its bytes alone: posts without one pay nothing for it."""
    return body.endswith(_POLL_END)


def any_unfinished(bodies: Iterable[bytes]) -> bool:
    """Whether anything of a page of the hottest lists has a poll, quotes, or may be quoted by some."""
    return any([body.endswith(_UNFINISHED) for body in bodies])  # noqa: C419 - a generator costs four times as much


def quotes(body: bytes) -> bool:
    """Whether the post quotes another, told as `asks` tells of a poll: what and whether it is shown stands in a row."""
    return body.endswith(_OPEN_ENDS[0]) or (asks(body) and _QUOTE in body)


def decided(body: bytes) -> tuple[str, ...]:
    """Which measures are in force on the post; none for nearly all."""
    return msgspec.json.decode(_whole(body), type=_Decided).parasol_decided if _DECIDED in body else ()


def who_may_quote(body: bytes) -> WhoMayQuote:
    """What the author of a post says of that, nobody where it is for too few to be quoted by others."""
    if _FOR_READERS in body:
        return WhoMayQuote.READERS
    return WhoMayQuote.FOLLOWERS if _FOR_SOME in body else WhoMayQuote.NOBODY


def is_for_its_reader_to_complete(entity: bytes) -> bool:
    """Whether a complete entity, of a post or of a boost around it, quotes or may be quoted by some."""
    return _QUOTE in entity or _FOR_SOME in entity


def with_quote(entity: bytes, quote: bytes, current_user: bytes) -> bytes:
    """The complete entity, of the post or of a boost around it, with the quote and the word for this reader."""
    settled = entity.replace(_FOR_SOME, b'"current_user":"%b"}' % current_user)
    before, found, after = settled.rpartition(_QUOTE)
    return b"".join((before, b'"quote":', quote, after)) if found else settled


def choices_in(body: bytes) -> tuple[str, ...]:
    """What can be chosen in the post's poll; nothing where there is none."""
    if not asks(body):
        return ()
    begin, end = _poll_in(body)
    return tuple(option["title"] for option in msgspec.json.decode(body[begin:end])["options"])


def with_poll(entity: bytes, poll: bytes) -> bytes:
    """The complete entity, of the post or of a boost around it, with the poll as it stands now (`null` for none)."""
    begin, end = _poll_in(entity)
    return entity[:begin] + poll + entity[end:]


def polled_in(entity: bytes) -> int | None:
    """The id of the post whose poll is still to be laid over a complete entity; None where there is none."""
    begin, end = _poll_in(entity)
    return int(entity[begin + len(_POLL_ID) :].partition(b'"')[0]) if end else None


def _poll_in(entity: bytes) -> tuple[int, int]:
    """Where it stands. Quotes inside of a string are escaped: nothing that somebody writes can pass for it."""
    if not entity.endswith(_POLL_ENDS):
        return 0, 0
    begin = entity.rfind(_POLL) + len(_POLL) - len(_POLL_ID)
    return begin, entity.rfind(_NO_FILTERS)


def boost(boost_id: int, boosted_at: datetime, uri: str, account: bytes, status: bytes) -> bytes:
    """The entity of a boost around the complete entity of the post."""
    own = b'{"id":"%d","created_at":"%b","uri":%b' % (
        boost_id,
        moment(boosted_at).encode(),
        msgspec.json.encode(uri),
    )
    return b"".join((own, _BOOST, account, b',"reblog":', status, b"}"))


def attachment(picture: Picture | PictureFacts, base: str) -> dict[str, object]:
    """Mastodon's MediaAttachment; the files lie at `base`/full and `base`/small. `bytes`: our own word."""
    if picture.hidden:
        return _HIDDEN_PICTURE | {"id": str(picture.id)}
    full = _size(picture.width, picture.height)
    small = _size(picture.small_width, picture.small_height)
    if picture.small_bytes:
        small["bytes"] = picture.small_bytes
    return {
        "id": str(picture.id),
        "type": "image" if picture.ready else "unknown",
        "url": f"{base}/full" if picture.ready else None,
        "preview_url": f"{base}/small" if picture.ready else None,
        "remote_url": None,
        "meta": {"original": full, "small": small} if picture.ready else {},
        "description": picture.description or None,
        "blurhash": picture.blurhash or None,
    }


def _way_to_decisions(origin: str) -> str:
    """What its author's app shows in place of a removed post's words: an address, in no language."""
    return f'<p><a href="{origin}/decisions">{origin}/decisions</a></p>'


def _said(post: Post) -> WhoMayQuote:
    """As far as it holds for anybody but its author (`quoting.lets_quote`)."""
    return WhoMayQuote(post.quotable or USUAL) if Audience(post.audience) in FOR_MEMBERS else WhoMayQuote.NOBODY


def _size(width: int, height: int) -> dict[str, object]:
    aspect = round(width / height, 4) if height else 1
    return {"width": width, "height": height, "size": f"{width}x{height}", "aspect": aspect}


def _mention(account: AccountFacts, origin: str) -> dict[str, str]:
    return {
        "id": str(account.id),
        "username": account.name,
        "acct": account.handle,
        "url": page_address(origin, account.name, account.host),
    }
