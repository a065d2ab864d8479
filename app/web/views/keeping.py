"""What is kept and for how long, as pages say it. All words are already in the reader's language."""

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class KeptView:
    """One kind of thing: what, why, for how long."""

    what: str
    why: str
    how_long: str


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """Kinds of things under a heading."""

    heading: str
    kinds: tuple[KeptView, ...]


@dataclass(frozen=True, slots=True)
class PrivacySection:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """`GET /privacy`, `house/privacy.html`: made from the declarations and the running settings (P12)."""

    kept: tuple[KeptGroup, ...] = ()
    nobody: tuple[str, ...] = ()
    sections: tuple[PrivacySection, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldView:
    """So many of a kind, of the member who reads; `since` is a month, empty where nothing tells."""

    what: str
    count: int
    since: str
    how_long: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    """`GET /settings/held`, `settings/held.html`: what this house holds about whoever reads it."""

    held: tuple[HeldView, ...] = ()
    nothing_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastingPage:
    """`GET /settings/lasting`, `settings/lasting.html`. Posts `lasts` and `note` there: days, or nothing for no end.

    `choices` are (days, words). `house` is the longest the house allows, in words; empty for no limit.
    """

    lasts: Field = EMPTY
    note: Field = EMPTY
    choices: tuple[tuple[str, str], ...] = ()
    house: str = ""
    note_ends: str = ""


@dataclass(frozen=True, slots=True)
class HouseLastingPage:
    """`GET /house/lasting`, `house/lasting.html`, for stewards. Posts `lasts` there."""

    lasts: Field = EMPTY
    choices: tuple[tuple[str, str], ...] = ()
