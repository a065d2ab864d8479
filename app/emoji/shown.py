"""Pictures among words as client apps read them, and as pages read them back from a post's or account's bytes.

Mastodon's CustomEmoji (docs.joinmastodon.org/entities/CustomEmoji). The bytes hold a shortcode and an address, and the
address stays whatever picture is behind it: nothing is encoded anew when a steward replaces or deletes one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.basics.emoji import NONE, Pictures, shortcodes_in, shortcodes_in_words
from app.emoji import queries
from app.emoji.queries import EmojiFacts

Entity = dict[str, Any]

_MARK: Final = b'"emojis":[{'  # no text can hold it: within JSON's strings every quotation mark is escaped


class Kept(msgspec.Struct, frozen=True):
    """What is read back of one."""

    shortcode: str
    url: str
    parasol_updated: str = ""

    @property
    def word(self) -> str:
        return self.url.rpartition("/")[2]


class _Holder(msgspec.Struct):
    emojis: list[Kept] = []


_holders = msgspec.json.Decoder(_Holder)


def address(origin: str, word: str) -> str:
    return f"{origin}/emoji/{word}"


def entity(facts: EmojiFacts, origin: str) -> Entity:
    """One of them; `parasol_updated` is for allies, who fetch it anew when that changes."""
    url = address(origin, facts.word)
    return {
        "shortcode": facts.shortcode,
        "url": url,
        "static_url": url,
        "visible_in_picker": not facts.hidden,
        "parasol_updated": _moment(facts.changed_at),
    }


def entities_in(
    session: Session, rendered: str, words: Sequence[str], ally_id: int | None, *, origin: str, aloud: bool = True
) -> list[Entity]:
    """Those of one house that stand in HTML of ours and in plain words; no query where no shortcode does."""
    codes = dict.fromkeys([*shortcodes_in(rendered), *(code for one in words for code in shortcodes_in_words(one))])
    return [entity(one, origin) for one in queries.called(session, list(codes), ally_id, aloud=aloud)]


def kept_in(encoded: bytes) -> Sequence[Kept]:
    """Those in the bytes of a post or an account, whole or without their opening brace."""
    if _MARK not in encoded:
        return ()
    whole = encoded.replace(b"\x00", b"")  # the edges of what is filled in for each reader (`app.posts.body`)
    return _holders.decode(whole if whole.startswith(b"{") else b"{" + whole).emojis


def pictures_in(encoded: bytes) -> Pictures:
    """The same for a page."""
    return pictures_of(kept_in(encoded))


def pictures_of(kept: Sequence[Kept]) -> Pictures:
    return {one.shortcode: one.word for one in kept} if kept else NONE


def pictures_among(entities: Sequence[Entity]) -> Pictures:
    """The same of what was looked up for a page just now."""
    return pictures_of([Kept(one["shortcode"], one["url"]) for one in entities])


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
