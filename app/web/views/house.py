"""The house's own desks and what it says about itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.web.views.frame import EMPTY, Field
from app.web.views.suggestions import AdvisedView

AllyState = Literal["knocking", "knocked", "allied", "paused", "parting"]


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that is still open. `address` is known only right after it was made; later it is empty."""

    id: int
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """`GET /invitations`, `invitation/list.html`. Posts `days` there; `/invitations/{id}/revocation` takes one back.

    `fresh` is the whole link of the one just made, shown this once.
    """

    invitations: tuple[InvitationView, ...] = ()
    fresh: str = ""
    days: int = 7
    error: str = ""


@dataclass(frozen=True, slots=True)
class AllyView:
    """Another house. `knocking`: we said yes and wait for them; `knocked`: they wait for us.

    `fingerprint` is in groups to read aloud. `by_hand`: other software, only our own yes can be proved (P22). The three
    before the last are what people decided: what its people write is for followers alone; nothing passes; it is for
    stewards to part. `advice`: what others say of a house that waits for our answer, for stewards.
    """

    id: int
    origin: str
    host: str
    state: AllyState
    since: datetime
    scopes: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] = ()
    by_hand: bool = False
    limited: bool = False
    paused_by_decision: bool = False
    parting_proposed: bool = False
    advice: tuple[AdvisedView, ...] = ()


@dataclass(frozen=True, slots=True)
class AlliesPage:
    """`GET /allies`, `ally/desk.html`.

    Posts `origin scopes… by_hand` to `/allies`; `answer=accept|decline` (and `scopes…`) to `/allies/{id}/answer`;
    to `/allies/{id}/pause` and `/allies/{id}/resumption`. Parting has its own page, `/allies/{id}/parting`.
    `may_decide` is false for members, who see the list alone. `ours` is this house's fingerprint. `advice`: what others
    say of the house that was typed in; with `heard` (its host) posted as well we knock there all the same.
    """

    allies: tuple[AllyView, ...] = ()
    ours: tuple[str, ...] = ()
    may_decide: bool = False
    origin: Field = EMPTY
    scopes: tuple[str, ...] = ("posts", "media")
    by_hand: bool = False
    advice: tuple[AdvisedView, ...] = ()
    heard: str = ""


@dataclass(frozen=True, slots=True)
class PartingPage:
    """`GET /allies/{id}/parting`, `ally/parting.html`: what follows, said before. Posts to the same address."""

    ally: AllyView


@dataclass(frozen=True, slots=True)
class MorePage:
    """`GET /more`, `more/menu.html`. Sign-out posts to `/sign-out`. What is shown follows the frame's role and news.

    Finding somebody posts `who` to `/lookups`; `wanted` is what was typed when nobody was found.
    """

    requests_waiting: bool = False
    wanted: Field = EMPTY


@dataclass(frozen=True, slots=True)
class AboutSection:
    """A heading and its sentences, already in the reader's language."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutPage:
    """`GET /about`, `house/about.html`: who the allies are; what software cannot promise is in the template."""

    sections: tuple[AboutSection, ...] = ()
