"""What others advise: other people's lists, as moderators bring them along and look at them one by one."""

from dataclasses import dataclass
from datetime import datetime

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What one list says. `severity`: what its house does itself (a gettext message id), or nothing."""

    by: str
    at: datetime
    words: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class AdvisedView:
    """What others say of a house that somebody is about to say yes to, or of what that is a part of."""

    address: str
    advice: tuple[AdviceView, ...]


@dataclass(frozen=True, slots=True)
class MeantView:
    """An ally that is meant, and where somebody asks for it to be looked at."""

    host: str
    ask_at: str


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One thing. `account`: who it is, where they are known here; then `ask_at` leads to the form.

    `allies`: which of ours are meant. `aside_at`: where it is set aside; nothing for what concerns nobody here.
    `out_at`: where a steward takes it out. Without an address it cannot be read.
    """

    id: int
    address: str
    advice: tuple[AdviceView, ...]
    is_house: bool = False
    account: AccountView | None = None
    ask_at: str = ""
    allies: tuple[MeantView, ...] = ()
    aside_at: str = ""
    out_at: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionsPage:
    """`GET /desk/suggestions` (`?which=far`), `suggestion/list.html`, for moderators and stewards.

    `near`: what concerns allies and people here. Each posts to its `aside_at`; there is no form for several at once.
    """

    suggestions: tuple[SuggestionView, ...] = ()
    near: bool = True
    older: str = ""


@dataclass(frozen=True, slots=True)
class WrongLineView:
    """A line that could not be read. `why`: a gettext message id."""

    number: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """`GET /desk/suggestions/new`, `suggestion/new.html`. Posts `by list list_file without` to `/desk/suggestions`.

    `wrong`: lines that could not be read, at most so many as are shown; `more_wrong`: how many more there are. What was
    in a file comes back in `text`, so that it can be mended here.
    """

    by: Field = EMPTY
    text: Field = EMPTY
    wrong: tuple[WrongLineView, ...] = ()
    more_wrong: int = 0
    error: str = ""
