"""A member's word filters held against posts, over the bytes kept with each post (decision 0008)."""

import msgspec

from app.accounts.filtering import Found, Sieve
from app.basics.text import words_of

_NONE = b'"filtered":[]'  # quotes inside of a string are escaped: nothing that somebody writes can pass for it


class _Attachment(msgspec.Struct):
    description: str | None = None


class _Choice(msgspec.Struct):
    title: str


class _Poll(msgspec.Struct):
    options: list[_Choice]


class _Words(msgspec.Struct):
    """What there is to read in a post's bytes."""

    content: str
    spoiler_text: str
    media_attachments: list[_Attachment]
    poll: _Poll | None = None


_words = msgspec.json.Decoder(_Words)


def found_in(sieve: Sieve, body: bytes) -> list[Found]:
    """The filters that find something in a post: its text, its warning, its pictures' descriptions, its choices."""
    if not sieve:
        return []
    # The holes for capabilities are edged with NUL bytes, which no JSON may hold.
    read = _words.decode(b"{" + body.replace(b"\x00", b""))
    described = [one.description or "" for one in read.media_attachments]
    choices = [one.title for one in read.poll.options] if read.poll else []
    return sieve.held_against("\n".join([words_of(read.content), read.spoiler_text, *described, *choices]))


def laid_over(entity: bytes, results: bytes) -> bytes:
    """The complete entity with the reader's filter results (a JSON array) in their place."""
    before, _, after = entity.rpartition(_NONE)
    return before + b'"filtered":' + results + after
