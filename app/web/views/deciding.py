"""Deciding together: the charter, proposals, what is said to them, ballots, and for how long people look after things.

Sentences that depend on a value arrive made; `Field`s carry what was typed and what is wrong with it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from app.web.measures import DECIDERS, MEANINGS, MEASURES
from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.policy import PartChange

NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class CharterPage:
    """`GET /charter`, `charter/page.html`. `points` say how this house decides; none while stewards do.

    `versions`: (number, since, proposal's id or 0) of each, newest first. `may_set`: the reader is a steward, and there
    is none yet.
    """

    points: tuple[str, ...] = ()
    number: int = 0
    since: datetime | None = None
    may_set: bool = False
    may_propose: bool = False
    versions: tuple[tuple[int, datetime, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CharterForm:
    """The fields of a charter: `method quorum talk_days ballot_days term_days`."""

    method: Field = EMPTY
    quorum: Field = EMPTY
    talk_days: Field = EMPTY
    ballot_days: Field = EMPTY
    term_days: Field = EMPTY


@dataclass(frozen=True, slots=True)
class FirstCharterPage:
    """`GET /charter/first[?asked=]`, `charter/first.html`. Posts the fields of a charter there, or `asked`.

    `asked`: what another steward wrote, sealed, of which `points` say what it is. `link`: what is given to another one.
    `alone`: nobody else keeps this house.
    """

    form: CharterForm
    error: str = ""
    asked: str = ""
    points: tuple[str, ...] = ()
    link: str = ""
    alone: bool = True


@dataclass(frozen=True, slots=True)
class TermView:
    """Somebody who looks after the house. `until` is a sentence."""

    account: AccountView
    role: str
    until: str


@dataclass(frozen=True, slots=True)
class TermsPage:
    """`GET /terms`, `charter/terms.html`. `one_steward`: what no single person should do has nobody for it."""

    people: tuple[TermView, ...] = ()
    one_steward: bool = False
    has_charter: bool = False


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list. `stands` says in words where it stands."""

    id: int
    title: str
    stands: str

    @property
    def address(self) -> str:
        return f"/proposals/{self.id}"


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """`GET /proposals`, `proposal/list.html`. `older` leads to the next page of what is over."""

    under_way: tuple[ProposalRow, ...] = ()
    over: tuple[ProposalRow, ...] = ()
    has_charter: bool = False
    may_propose: bool = False
    older: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that would be otherwise. Without `before` it is new, without `after` it goes."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """Something said. `stands`: an objection to the text as it is. Answers go to `/objections/{id}/answer`."""

    id: int
    account: AccountView
    is_objection: bool
    words: Markup
    at: datetime
    stands: bool = False
    to_earlier: bool = False
    taken_back: bool = False
    answer: Markup = NOTHING
    may_answer: bool = False
    may_take_back: bool = False
    answering: Field = EMPTY


@dataclass(frozen=True, slots=True)
class CountedView:
    """What came of a ballot, in numbers and in a sentence."""

    yes: int
    no: int
    abstain: int
    entitled: int
    needed: int


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """`GET /proposals/{id}`, `proposal/page.html`.

    `words` goes to `/proposals/{id}/objections` or `/remarks`, `choice` to `/ballots`, `yes=1|0` to `/acceptance`;
    `/withdrawal` ends it. All send the `edition` that was read. `sides`: a long text that would be otherwise, in place
    of `changed`.
    """

    id: int
    title: str
    stands: str
    account: AccountView | None
    at: datetime
    why: Markup
    changed: tuple[Changed, ...]
    method: str
    edition: int = 1
    lines: tuple[LineView, ...] = ()
    may_speak: bool = False
    may_object: bool = False
    may_change: bool = False
    asks_reader: bool = False
    may_vote: bool = False
    voted: bool = False
    is_new: bool = False
    is_suspended: bool = False
    needs_quorum: bool = False
    sides: PartChange | None = None
    counted: CountedView | None = None
    words: Field = EMPTY
    objecting: bool = False
    choice: Field = EMPTY
    error: str = ""


@dataclass(frozen=True, slots=True)
class ClauseForm:
    """The fields of a clause: `label title asks why measures deciders appeal_days evidence_days keeps_pictures`.

    `offered`: (word, name, what it does) of each measure; `who_decides`: (word, name).
    """

    label: Field = EMPTY
    title: Field = EMPTY
    asks: Field = EMPTY
    why: Field = EMPTY
    measures: tuple[str, ...] = ()
    measures_error: str = ""
    deciders: Field = EMPTY
    appeal_days: Field = EMPTY
    evidence_days: Field = EMPTY
    keeps_pictures: bool = True
    offered: tuple[tuple[str, str, str], ...] = tuple((word, name, MEANINGS[word]) for word, name in MEASURES.items())
    who_decides: tuple[tuple[str, str], ...] = tuple(DECIDERS.items())


@dataclass(frozen=True, slots=True)
class ProposingPage:
    """Any form that proposes something: `proposal/clause.html`, `introduction.html`, `removal.html`, `charter.html`,
    `role.html`.

    Posts to `address`, with `reason force_days` and, where something proposed is said otherwise, its `edition`.
    `shown` and `sides`: how an introduction will read, and beside the one that stands, for whoever looks first.
    """

    address: str
    reason: Field = EMPTY
    force_days: Field = EMPTY
    edition: int = 0
    clause: ClauseForm | None = None
    charter: CharterForm | None = None
    introduction: Field | None = None
    shown: Markup = NOTHING
    sides: PartChange | None = None
    name: Field = EMPTY
    role: Field = EMPTY
    title: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class NewProposalPage:
    """`GET /proposals/new`, `proposal/new.html`: what it is to be about. `clauses`: (key, label, title)."""

    clauses: tuple[tuple[int, str, str], ...] = field(default=())
    has_charter: bool = True
    way: tuple[str, ...] = ()
