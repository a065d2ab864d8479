"""Small pictures among words, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class EmojiView:
    """One of the house's: `word` is the end of its address. `hidden`: not among those to choose from."""

    id: int
    shortcode: str
    word: str
    category: str = ""
    hidden: bool = False

    @property
    def written(self) -> str:
        """As it is typed."""
        return f":{self.shortcode}:"

    @property
    def picture(self) -> str:
        return f"/emoji/{self.word}"

    @property
    def address(self) -> str:
        """Where stewards change it."""
        return f"/house/emoji/{self.id}"


@dataclass(frozen=True, slots=True)
class EmojiPage:
    """`GET /house/emoji`, `emoji/list.html`, for stewards.

    Posts `shortcode category picture` as multipart there; to `/house/emoji/{id}` `picture`, or `hidden=1|0`.
    `replacing`: the id of the one whose new picture was refused, `picture_error` beside it.
    """

    emoji: tuple[EmojiView, ...] = ()
    shortcode: Field = EMPTY
    category: Field = EMPTY
    picture_error: str = ""
    replacing: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class EmojiDeletionPage:
    """`GET /house/emoji/{id}/deletion`, `emoji/deletion.html`. Posts to the same address."""

    emoji: EmojiView
