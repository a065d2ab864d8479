"""What people decided about a member, as that member reads it; the desk shows the same before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class CitedClause:
    """The clause as it stood, in the reader's language where the house has it.

    `translated`: the words are another language's, and the original decides.
    """

    version: int
    label: str
    title: str
    asks: Markup
    why: Markup
    language: str = ""
    translated: bool = False

    @property
    def address(self) -> str:
        return f"/policy/{self.version}#{self.label}"


@dataclass(frozen=True, slots=True)
class NoticeView:
    """`parts/decision.html`, the macro `notice`. `measure` is a word of `moderation.measures`, `id` 0 while looked at.
    `title` and `meaning` are gettext message ids.

    `post`: its id while it is there, and `is_about_post` also when it was deleted. `until`: when it ends by itself,
    `alone` where one moderator's word holds until then. `outcome` says why it holds no more since `over_at`.
    `may_appeal`: the reader, now. `appeal_state`: empty, pending, upheld, overturned, silence or withdrawn.
    """

    id: int
    measure: str
    title: str
    meaning: str
    clause: CitedClause
    reason: Markup
    people: int
    decided_at: datetime
    appeal_until: datetime
    is_about_post: bool = False
    post: int | None = None
    warning: str = ""
    pictures: int = 0
    described: str = ""
    restricts: bool = True
    in_force_at: datetime | None = None
    until: datetime | None = None
    alone: bool = False
    review_at: datetime | None = None
    over_at: datetime | None = None
    outcome: str = ""
    may_appeal: bool = False
    appeal_state: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in the list."""

    id: int
    title: str
    at: datetime
    over_at: datetime | None = None
    outcome: str = ""
    restricts: bool = True
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """`GET /decisions[?before=]`, `decision/list.html`: what was decided about the reader, newest first."""

    decisions: tuple[DecisionLine, ...] = ()
    older: str = ""


@dataclass(frozen=True, slots=True)
class SaidView:
    """What the reader's own removed post said. `also`: the choices of its poll and the descriptions of its pictures."""

    text: Markup
    warning: str = ""
    language: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """`GET /decisions/{id}`, `decision/page.html`. `said`: what it removed, which stands nowhere else any more."""

    notice: NoticeView
    said: SaidView | None = None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A decision that people have to look at again. `case`: its number, 0 where it is kept no longer."""

    id: int
    title: str
    at: datetime
    due: datetime
    case: int = 0


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """`GET /desk/reviews`, `desk/reviews.html`. Each posts `stays=1|0` to `/desk/reviews/{id}`."""

    decisions: tuple[ReviewLine, ...] = ()
    error: str = ""
