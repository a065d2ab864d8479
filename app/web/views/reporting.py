"""Reporting something, reading what came of it, and help addresses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import PostView


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """A clause of the policy in force, to be chosen. `asks`: its words."""

    key: int
    label: str
    title: str
    asks: Markup
    language: str = ""


@dataclass(frozen=True, slots=True)
class MessageChoice:
    """A message of the reported one's conversation, which its reporter may include. `words`: its text, without marks.

    `opens`: this session could open it. `chosen`: it is included; the reported one always.
    """

    id: int
    author: AccountView
    at: datetime
    words: str
    pictures: int = 0
    opens: bool = True
    chosen: bool = False
    reported: bool = False


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`GET /report/posts/{id}`, `/report/@name` and `/report/allies/{id}`, `report/new.html`.

    Posts `clause words wish urgency hold included…` there. One of `post`, `account` and `house` says what it is about;
    `is_message`: the post is one between named people.
    """

    send_to: str
    back: str
    post: PostView | None = None
    account: AccountView | None = None
    house: str = ""
    is_message: bool = False
    messages: tuple[MessageChoice, ...] = ()
    clauses: tuple[ClauseChoice, ...] = ()
    clause: Field = EMPTY
    words: Field = EMPTY
    wish: Field = EMPTY
    urgency: Field = EMPTY
    hold: bool = False
    included_error: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class MyReportView:
    """One of the reader's own reports. `about`: what it was about, as far as it is still there for them.

    `outcomes`: what came of it, each a sentence (a gettext message id); none while nobody has decided.
    `again`: where it is reported once more. No number: others who reported the same would have it in common.
    """

    subject: Literal["post", "account", "ally"]
    about: str
    address: str
    at: datetime
    words: tuple[str, ...]
    looked_at: bool
    outcomes: tuple[str, ...] = ()
    is_new: bool = False
    again: str = ""


@dataclass(frozen=True, slots=True)
class MyReportsPage:
    """`GET /reports`, `report/mine.html`: what the reader reported, the newest first."""

    reports: tuple[MyReportView, ...] = ()
    older: str = ""


@dataclass(frozen=True, slots=True)
class HelpView:
    """Whom to call. `link`: where `address` leads, if it is a telephone number or a page."""

    id: int
    name: str
    words: str
    address: str
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """`GET /help`, `report/help.html`; `reported`: the reader has just said that somebody is in danger."""

    addresses: tuple[HelpView, ...] = ()
    reported: bool = False


@dataclass(frozen=True, slots=True)
class HelpDeskPage:
    """`GET /house/help`, `report/help_desk.html`, for stewards. Posts `name words address language` there.

    `/house/help/{id}/removal` takes one away. `languages`: (code, its own name) of those that can be chosen.
    """

    addresses: tuple[HelpView, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    name: Field = EMPTY
    words: Field = EMPTY
    address: Field = EMPTY
    language: Field = EMPTY
    error: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """What was said about a letter from outside. `from_house`: by a moderator here."""

    from_house: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """`GET /outside`, `report/outside.html`, for whoever is no member. Posts `about words urgency` there.

    `code`: after that, their case code, shown once; then `addresses` where they said that somebody is in danger.
    """

    code: str = ""
    about: Field = EMPTY
    words: Field = EMPTY
    urgency: Field = EMPTY
    error: str = ""
    addresses: tuple[HelpView, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideCasePage:
    """`GET /outside/case`, `report/outside_case.html`: posts `code`, and perhaps `words` to add, there.

    `found`: the code holds, and this is what was said. `outcomes` as in `MyReportView`.
    """

    code: Field = EMPTY
    words: Field = EMPTY
    found: bool = False
    lines: tuple[LineView, ...] = ()
    outcomes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter from outside, as moderators read it. `case`: the number of the case it belongs to, 0 for none."""

    id: int
    about: str
    urgency: int
    at: datetime
    lines: tuple[LineView, ...]
    case: int = 0
    answer: Field = EMPTY


@dataclass(frozen=True, slots=True)
class LettersPage:
    """`GET /house/outside`, `report/letters.html`. `/house/outside/{id}/answer` takes `words`.

    `/house/outside/switch` takes `open=1|0`, from stewards (`may_switch`).
    """

    letters: tuple[LetterView, ...] = ()
    older: str = ""
    is_open: bool = False
    may_switch: bool = False
    error: str = ""
