"""Appeals: as their subject sees them, and as whoever hears them does. Neither learns who the other side is by name.

The subject is named to whoever hears: it is their decision that is looked at. Who hears is named to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.web.views.decisions import NoticeView
from app.web.views.frame import EMPTY, Field

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class SaidView:
    """One line. `mine`: by whoever reads."""

    words: Markup
    at: datetime
    by_subject: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One appeal in a list. `title` is a gettext message id. `mine`: whoever reads hears it."""

    id: int
    title: str
    opened_at: datetime
    answer_by: datetime
    outcome: str = ""
    is_heard: bool = False
    mine: bool = False
    wants_another: bool = False


@dataclass(frozen=True, slots=True)
class AppealsPage:
    """`GET /appeals`, `appeal/list.html`: one's own, and those that one may hear."""

    own: tuple[AppealLine, ...] = ()
    to_hear: tuple[AppealLine, ...] = ()
    hears: bool = False


@dataclass(frozen=True, slots=True)
class AppealingPage:
    """`GET /decisions/{decision}/appeal`, `appeal/new.html`. Posts `words` there."""

    decision: int
    notice: NoticeView
    answer_days: int
    words: Field = EMPTY
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class OwnAppealPage:
    """`GET /appeals/{appeal}` for its subject, `appeal/own.html`. Posts `words` to `…/lines`, and to `…/withdrawal`."""

    id: int
    decision: int
    title: str
    answer_by: datetime
    is_heard: bool
    lines: tuple[SaidView, ...]
    outcome: str = ""
    answered_at: datetime | None = None
    reason: Markup = NOTHING
    words: Field = EMPTY
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class CopyView:
    """What was reported as it stood. `descriptions`: of its pictures."""

    kind: str
    handle: str
    html: Markup
    at: datetime
    warning: str = ""
    language: str = ""
    descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterView:
    """The decision as its subject reads it, and what it was about. `case` is the number of the case on the desk."""

    notice: NoticeView
    copies: tuple[CopyView, ...] = ()
    case: int = 0


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """Posts `overturns` (1, 0), `reason` and `looked` to `…/answer`.

    `shown`: exactly what the subject will read; `looked` is the mark of that. `people`: how many have to say that it
    stays. `first_reason`: why the first of two wants it to stay.
    """

    overturns: Field = EMPTY
    reason: Field = EMPTY
    people: int = 1
    shown: Markup = NOTHING
    looked: str = ""
    first_reason: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class HearingPage:
    """`GET /appeals/{appeal}` for whoever may hear it, `appeal/hearing.html`.

    Posts `yes` to `…/hearing`, `words` to `…/lines`, and the answer. `has_said`: they said what should come of it.
    """

    id: int
    matter: MatterView
    answer_by: datetime
    lines: tuple[SaidView, ...]
    mine: bool
    is_taken: bool
    wants_another: bool
    has_said: bool
    outcome: str = ""
    words: Field = EMPTY
    form: AnswerForm = AnswerForm()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SecondPage:
    """`GET /drawn/{decision}`, `juror/second.html`: for a member drawn to be the second to decide. Posts `agrees`."""

    decision: int
    matter: MatterView
    has_said: bool = False
    trouble: str = ""
