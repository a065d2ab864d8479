"""From the bytes kept with each post (decision 0008) to what home and community show.

These two pages are read most. Their query is prepared and runs at once, and whatever a page needs stands in its bytes,
so that nothing else is asked.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Literal

import msgspec

from app.accounts.card import tile_of
from app.basics.text import kept
from app.emoji.shown import Kept, pictures_of
from app.posts.audience import Audience, may_boost
from app.posts.body import asks, fill, quotes, who_may_quote
from app.posts.rules import may_pin
from app.posts.standing import REMOVE, is_kept_back
from app.timelines.encoded_queries import Encoded
from app.web import views
from app.web.showing import hidden_picture, may_quote, tint_of


class _Card(msgspec.Struct):
    """What a page needs of an account's bytes (`app.accounts.card`)."""

    id: str
    username: str
    acct: str
    display_name: str
    uri: str
    emojis: list[Kept]


class _Side(msgspec.Struct):
    width: int
    height: int
    bytes: int = 0


class _Measures(msgspec.Struct):
    small: _Side | None = None


class _Picture(msgspec.Struct):
    id: str
    meta: _Measures
    description: str | None
    blurhash: str | None
    parasol_hidden: bool = False


class _Mention(msgspec.Struct):
    id: str
    acct: str


class _Body(msgspec.Struct):
    """What a page needs of a post's bytes (`app.posts.body`)."""

    id: str
    created_at: datetime
    edited_at: datetime | None
    content: str
    parasol_audience: Literal["open", "allies", "community", "followers", "mentioned"]
    spoiler_text: str
    in_reply_to_account_id: str | None
    media_attachments: list[_Picture]
    mentions: list[_Mention]
    emojis: list[Kept]
    language: str | None = None
    parasol_ends_at: datetime | None = None
    parasol_decided: tuple[str, ...] = ()


_bodies = msgspec.json.Decoder(_Body)
_cards = msgspec.json.Decoder(_Card)


def post_views(entries: Sequence[Encoded], me: int) -> tuple[views.PostView, ...]:
    """Every entry as this member sees it."""
    return tuple(_post(entry, str(me)) for entry in entries)


def _post(entry: Encoded, me: str) -> views.PostView:
    body = _bodies.decode(b"{" + (fill(entry.body, _no_key) if entry.pictures else entry.body))
    author, said = _card(entry.author_card), who_may_quote(entry.body)
    return views.PostView(
        id=int(body.id),
        author=_account(entry.author_card),
        audience=body.parasol_audience,
        at=body.created_at,
        html=kept("" if REMOVE in body.parasol_decided else body.content),
        warning=body.spoiler_text,
        pictures=tuple(
            _picture(one, one.meta.small) if one.meta.small else hidden_picture(one.id, is_own=author.id == me)
            for one in body.media_attachments
            if one.meta.small or one.parasol_hidden
        ),
        boosted_by=_account(entry.booster_card) if entry.booster_card else None,
        answers=_answered(body, author),
        favourited=entry.favoured,
        boosted=entry.boosted,
        bookmarked=entry.bookmarked,
        may_boost=may_boost(Audience(body.parasol_audience)),
        may_delete=author.id == me,
        ends=body.parasol_ends_at,
        edited=body.edited_at,
        pinned=bool(entry.pinned),
        may_pin=may_pin(Audience(body.parasol_audience)),
        emoji=pictures_of(body.emojis) if body.emojis else None,
        asks=asks(entry.body),
        language=body.language or "",
        quotes=quotes(entry.body),
        quotable=said.value,
        may_quote=may_quote(said, Audience(body.parasol_audience), is_own=author.id == me),
        decided=bool(body.parasol_decided),
        kept_back=is_kept_back(body.parasol_decided),
    )


def _no_key(picture_id: int) -> str:
    """A page's pictures answer to the session; the holes for capabilities stay empty."""
    return ""


def _picture(picture: _Picture, side: _Side) -> views.PictureView:
    base = f"/media/{picture.id}"
    tint = tint_of(picture.blurhash or "")
    described = picture.description or ""
    return views.PictureView(f"{base}/small", f"{base}/full", side.width, side.height, described, tint, side.bytes)


def _answered(body: _Body, author: _Card) -> views.AccountView | None:
    """Whom it answers: somebody it is addressed to, or its own author."""
    if body.in_reply_to_account_id == author.id:
        return views.AccountView(author.acct, _name(author), tile_of(author.uri))
    for mention in body.mentions:
        if mention.id == body.in_reply_to_account_id:
            return views.AccountView(mention.acct, "", 0)
    return None


@lru_cache(maxsize=2048)
def _account(card: bytes) -> views.AccountView:
    read = _card(card)
    emoji = pictures_of(read.emojis) if read.emojis else None
    return views.AccountView(read.acct, _name(read), tile_of(read.uri), emoji=emoji)


@lru_cache(maxsize=2048)
def _card(card: bytes) -> _Card:
    return _cards.decode(card)


def _name(card: _Card) -> str:
    """The display name; empty when none was chosen, so that the page shows the handle."""
    return "" if card.display_name == card.username else card.display_name
