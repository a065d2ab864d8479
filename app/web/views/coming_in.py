"""Newcomers, how they come in, what people here do against a raid."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView

NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """`GET /waiting`, `newcomer/waiting.html`: all that somebody sees who is not let in yet.

    Posts `display_name about` to `/waiting/introduction`; `/waiting/withdrawal` ends it. `link` is for members.
    `admission` is the house's word for what is needed; `refusal` the sentence of whoever said no.
    """

    account: AccountView
    link: str
    admission: str
    vouches: int
    needed: int
    until: datetime
    refusal: str = ""
    has_policy: bool = False
    display_name: Field = EMPTY
    about: Field = EMPTY
    about_limit: int = 1000


@dataclass(frozen=True, slots=True)
class VouchPage:
    """`GET /newcomers/{link}`, `newcomer/vouch.html`. Posts `answer=yes|back` to `address`.

    `may_not`: why this member cannot vouch, a gettext message id.
    """

    address: str
    account: AccountView
    about: Markup = NOTHING
    given: bool = False
    may_not: str = ""


@dataclass(frozen=True, slots=True)
class NewcomerView:
    """Somebody new, as moderators see them. `until`: when they go, or are new no more."""

    id: int
    account: AccountView
    about: Markup
    since: datetime
    until: datetime
    vouched_by: tuple[str, ...] = ()
    refused: bool = False
    sentence: Field = EMPTY


@dataclass(frozen=True, slots=True)
class NewcomersPage:
    """`GET /house/newcomers`, `newcomer/list.html`.

    `/house/newcomers/{id}/admission` lets in (stewards); `sentence` to `/house/newcomers/{id}/refusal` says no.
    """

    waiting: tuple[NewcomerView, ...] = ()
    on_probation: tuple[NewcomerView, ...] = ()
    admission: str = "invitation"
    needed: int = 2
    may_let_in: bool = False


@dataclass(frozen=True, slots=True)
class AdmissionPage:
    """`GET /house/admission`, `house/admission.html`. Posts `admission vouches_needed probation_days` there."""

    admission: Field
    vouches_needed: Field
    probation_days: Field
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CalmPage:
    """`GET /house/calm`, `house/calm.html`.

    Posts `hours` to `/house/calm/door` and `/house/calm/pace` (0 ends it), and nothing to `/house/calm/invitations`.
    """

    hours: tuple[int, ...]
    door_error: str = ""
    pace_error: str = ""
