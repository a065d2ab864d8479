"""The desk: what people reported, for those who look at it. Who reported is in none of it (P17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from app.web.views.decisions import NoticeView
from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import PictureView


@dataclass(frozen=True, slots=True)
class CaseLineView:
    """One case in the queue. `subject`: post, account or ally; `about`: a handle or a host; `taken_by`: a name."""

    number: int
    subject: str
    about: str
    state: str
    urgency: int
    reports: int
    asks_hold: bool
    at: datetime
    taken_by: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class DueView:
    """A decision without an end that people have to look at again: its measure's name, and the number of its case."""

    name: str
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`GET /desk[?which=&after=]`, `desk/queue.html`. `which`: all, mine, nobodys or second.

    `count` is one more than `counted` where there are more than that. `due`: what is to be looked at again, on the
    first page alone. Posts `without_pictures` to `/desk/pictures`.
    """

    cases: tuple[CaseLineView, ...] = ()
    which: str = "all"
    count: int = 0
    counted: int = 200
    further: str = ""
    due: tuple[DueView, ...] = ()
    without_pictures: bool = False


@dataclass(frozen=True, slots=True)
class LoadView:
    """How much one moderator carries."""

    name: str
    open: int
    decided: int


@dataclass(frozen=True, slots=True)
class LoadPage:
    """`GET /desk/load`, `desk/load.html`."""

    people: tuple[LoadView, ...] = ()
    days: int = 30


@dataclass(frozen=True, slots=True)
class TiePage:
    """`desk/tie.html`: before a case is shown to somebody who knows whom it is about.

    `ties`: follows, blocks, vouches, talks. Posts to `/desk/{number}/recusal` or `/desk/{number}/clearing`.
    """

    number: int
    about: str
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyView:
    """What was reported, as it stood. `kind`: post, message or profile. `descriptions`: of pictures not shown."""

    kind: str
    author: AccountView
    html: Markup
    at: datetime
    audience: str = ""
    edited: datetime | None = None
    warning: str = ""
    language: str = ""
    choices: tuple[str, ...] = ()
    pictures: tuple[PictureView, ...] = ()
    descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedView:
    """What one person asked for. `clause`: its number and title; `wish`: a word of `moderation.cases.rules.Wish`."""

    clause: str
    words: Markup
    wish: str
    urgency: int = 0
    asks_hold: bool = False
    more: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause in force, beside what it is held against. `deciders`: who decides, as a message id."""

    key: int
    label: str
    title: str
    asks: Markup
    why: Markup
    measures: tuple[str, ...]
    deciders: str
    appeal_days: int
    keeps_pictures: bool
    version: int
    language: str = ""
    translated: bool = False


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """A measure that may be taken here, what it is called, and how many people have to say yes."""

    measure: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """A picture of the post that can be hidden."""

    id: int
    description: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class DecidingForm:
    """Posts `clause measure reason lasts warning pictures described looked` to `/desk/{number}/decision`.

    `notice` is what whoever it is about is going to read, and `looked` says that this is what was looked at: nothing
    else is sent. `others`: the other moderators.
    """

    measures: tuple[MeasureChoice, ...] = ()
    measure: Field = EMPTY
    reason: Field = EMPTY
    lasts: Field = EMPTY
    warning: Field = EMPTY
    described: Field = EMPTY
    pictures: tuple[PictureChoice, ...] = ()
    pictures_error: str = ""
    describes: bool = False
    others: tuple[str, ...] = ()
    notice: NoticeView | None = None
    looked: str = ""
    error: str = ""

    @property
    def people(self) -> int:
        """How many have to say yes to what is looked at."""
        return self.notice.people if self.notice else 1


@dataclass(frozen=True, slots=True)
class DecidedView:
    """A decision of this case. Posts its id as `decision` to `…/agreement` (`agrees`), `…/easing` or `…/review`."""

    id: int
    name: str
    notice: NoticeView
    by: str
    at: datetime
    is_mine: bool = False
    waits: bool = False
    has_said: bool = False
    yeses: int = 0
    is_due: bool = False
    may_lift: bool = False
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BeforeView:
    """An earlier decision under the clause, by the name of its measure: never whom it was about."""

    name: str
    at: datetime
    outcome: str = ""
    appealed: str = ""


@dataclass(frozen=True, slots=True)
class NoteView:
    """What a moderator wrote to the others."""

    by: str
    words: Markup
    at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """`GET /desk/{number}[?clause=&pictures=1]`, `desk/case.html`, in the order in which a moderator reads.

    `taken_by`: a name, empty while nobody has it; `may_take`: nobody has it, or has had it for too long. `others`:
    every other moderator, as (id, name), whether they would take it or not. `hidden_pictures`: how many wait until
    asked for. `can_draw`: some member could be drawn by lot, whatever the case is about.
    """

    number: int
    subject: str
    about: AccountView
    state: str
    urgency: int
    reports: int
    asks_hold: bool
    at: datetime
    taken_by: str = ""
    taken_at: datetime | None = None
    is_mine: bool = False
    may_take: bool = True
    is_closed: bool = False
    is_there: bool = True
    has_changed: bool = False
    others: tuple[tuple[int, str], ...] = ()
    copies: tuple[CopyView, ...] = ()
    hidden_pictures: int = 0
    without_pictures: bool = False
    asked: tuple[AskedView, ...] = ()
    clauses: tuple[tuple[int, str], ...] = ()
    clause: ClauseView | None = None
    before: tuple[BeforeView, ...] = ()
    decided: tuple[DecidedView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    note: Field = EMPTY
    to: Field = EMPTY
    form: DecidingForm = field(default_factory=DecidingForm)
    can_draw: bool = True
    error: str = ""
