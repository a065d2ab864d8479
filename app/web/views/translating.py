"""The policy in other languages: who translates it, and each part of it beside its original."""

from dataclasses import dataclass
from typing import Protocol

from app.web.views.frame import EMPTY, Field


class WordsView(Protocol):
    """What a clause says in one language. The introduction has neither a title nor a why."""

    @property
    def title(self) -> str: ...

    @property
    def asks(self) -> str: ...

    @property
    def why(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TranslatorView:
    """Somebody who is trusted with a language, whose own name is `called`."""

    account_id: int
    name: str
    language: str
    called: str


@dataclass(frozen=True, slots=True)
class TranslationsPage:
    """`GET /policy/translations`, `policy/translations.html`. Stewards post `name language` there, or `end`."""

    translators: tuple[TranslatorView, ...]
    is_steward: bool = False
    name: Field = EMPTY
    language: Field = EMPTY
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """The introduction (`key` 0) or a clause, and what it says in the other language: None where nothing is.

    `address` is where it is written, empty for whoever does not. `outdated`: there is one of earlier words.
    """

    key: int
    label: str
    original: WordsView
    words: WordsView | None = None
    address: str = ""
    outdated: bool = False
    writer: str = ""
    voucher: str = ""
    vouched: bool = False
    may_vouch: bool = False
    edition: int = 0


@dataclass(frozen=True, slots=True)
class TranslationPage:
    """`GET /policy/translations/{language}`, `policy/translation.html`. Posts `edition` to `{address}/vouch`."""

    language: str
    called: str
    parts: tuple[PartView, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class TranslatePage:
    """`GET /policy/translations/{language}/{key}`, `policy/translate.html`.

    Posts `title asks why words_since edition` to `address`. `theirs`: show what another translator kept meanwhile.
    """

    address: str
    called: str
    part: PartView
    title: Field
    asks: Field
    why: Field
    words_since: int
    edition: int
    theirs: bool = False
    error: str = ""
    most: int = 5_000
    most_of_all: int = 60_000
