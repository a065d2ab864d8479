"""What stands around every page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError

from app.web.views.people import AccountView

Theme = Literal["system", "light", "dark"]
Place = Literal["home", "community", "write", "messages", "notifications", "allies", "more", ""]
Role = Literal["member", "moderator", "steward"]


@dataclass(frozen=True, slots=True)
class House:
    """The house as pages name it. Strangers see `neutral_title` and the initial, never `name`.

    `exit` is the address where *Leave quickly* ends: a path here (`/left`) or an https address the house chose.
    """

    name: str
    neutral_title: str = "Notes"
    exit: str = "/left"

    @property
    def initial(self) -> str:
        """One letter, the house's mark."""
        return self.name.strip()[:1].upper() or "·"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. The words are already in the reader's language."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class AsideBlock:
    """One box of context: policy in force, an announcement, who the allies are. Words already translated."""

    heading: str
    words: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """What somebody typed, given back as it was, and what is wrong with it (a gettext message id), if anything.

    Never put a passphrase in `value`.
    """

    value: str = ""
    error: str = ""


EMPTY = Field()


@dataclass(frozen=True, slots=True)
class DecidedAbout:
    """What people decided about the reader and holds: which decision, in a few words (a message id), until when."""

    id: int
    title: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for everybody at the moment. Hours are what is left of it.

    `policy` is a version that is new to the reader: in force, or from `policy_from` on. `decided`: what holds for the
    reader alone. `term_ends`: soon they look after the house no more.
    """

    door_closed: int = 0
    slow: int = 0
    policy: int = 0
    policy_from: datetime | None = None
    decided: tuple[DecidedAbout, ...] = ()
    term_ends: datetime | None = None


NOTHING_STANDS = Standing()


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The same on every page. A page for somebody signed out has `viewer=None` and shows no places.

    `address` is this page's path and query: forms send it as `back`, to return to (the receiver must check that it
    is a path here). `news` holds the places that wear a dot. `notice` is one sentence about what was just done.
    `ask_for_pictures` is on when data is dear: pictures then load when asked for. `coming_back`: friends are letting
    somebody into this account. `others`: this browser holds other accounts too.
    """

    house: House
    now: datetime
    csrf: str
    address: str = "/"
    viewer: AccountView | None = None
    role: Role = "member"
    place: Place = ""
    news: frozenset[str] = frozenset()
    language: str = "en"
    theme: Theme = "system"
    notice: str = ""
    ask_for_pictures: bool = False
    coming_back: bool = False
    standing: Standing = NOTHING_STANDS
    others: bool = False
    aside: tuple[AsideBlock, ...] = ()

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the language runs."""
        return _direction(self.language)


@cache
def _direction(language: str) -> Literal["ltr", "rtl"]:
    try:
        return "rtl" if Locale.parse(language, sep="-").text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"
