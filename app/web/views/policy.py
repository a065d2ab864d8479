"""The policy: a version with its clauses, what changed, the draft of the next one, translations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from app.web.views.frame import EMPTY, Field

NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as it is read. `measures` and `deciders` are gettext message ids.

    `language` is that of the words, empty where nobody said. `outdated`: a translation of earlier words exists.
    """

    key: int
    label: str
    title: str
    asks: Markup
    why: Markup
    measures: tuple[str, ...]
    deciders: str
    appeal_days: int
    evidence_days: int
    keeps_pictures: bool = True
    language: str = ""
    translated: bool = False
    vouched: bool = True
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A version as it is read; `number` 0 is no policy at all. `html` is its introduction, `since` when it took force.

    `translated`: some of it is in the reader's language by people's work; `by`: their names, for members alone.
    """

    number: int = 0
    html: Markup = NOTHING
    since: datetime | None = None
    clauses: tuple[ClauseView, ...] = ()
    language: str = ""
    translated: bool = False
    vouched: bool = True
    outdated: bool = False
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """`GET /policy` and `/policy/{number}`, `policy/page.html`. `/policy/agreement` takes the `number` agreed to.

    `in_force` is the number that is; `others` are (number, in force from), newest first. `to_agree`: there is something
    to agree to. `may_write`: the reader is a steward, and stewards decide here; `decided_together`: everybody does.
    `before`: the version that the changes are shown against, 0 for none. `may_translate`: they are trusted to.
    """

    policy: PolicyText
    in_force: int = 0
    to_agree: bool = False
    may_write: bool = False
    is_steward: bool = False
    is_open: bool = False
    decided_together: bool = False
    may_translate: bool = False
    drafted: bool = False
    others: tuple[tuple[int, datetime], ...] = field(default=())
    before: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text before and after: `kind` is same, out or in."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a clause on both sides; `name` is title, asks, why or introduction."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be decided under a clause, by whom and for how long, as a clause's view has it."""

    measures: tuple[str, ...]
    deciders: str
    appeal_days: int
    evidence_days: int
    keeps_pictures: bool


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of a clause: `kind` is introduction, new, gone or changed. A label is empty where there is no clause.

    `moved`: it stands at another place among the others. The terms are None where they are as they were.
    """

    kind: str
    before: str
    after: str
    title: str
    parts: tuple[PartChange, ...] = ()
    moved: bool = False
    terms_before: Terms | None = None
    terms_after: Terms | None = None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """`GET /policy/{number}/changes` and `/policy/draft/changes`, `policy/changes.html`.

    `since` is 0 where nothing was written before, `to` is 0 for the draft. `others` are the numbers that one may
    compare with (`?from=`).
    """

    since: int
    to: int
    changes: tuple[ClauseChange, ...]
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftedClause:
    """A clause of the draft, with where it is written, moved and taken out."""

    clause: ClauseView
    address: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """`GET /policy/draft`, `policy/draft.html`; `begun` is false while nobody prepares anything.

    Posts `text=ours-xx|version` to `/policy/draft/beginning`, `day` to `/policy/draft/publication`, nothing
    to `/policy/draft/removal`, and `number` to `/policy/draft/base` where `overtaken_by` is a newer version.
    """

    begun: bool
    based_on: int = 0
    overtaken_by: int = 0
    introduction: Markup = NOTHING
    language: str = ""
    clauses: tuple[DraftedClause, ...] = ()
    changed_at: datetime | None = None
    day: Field = EMPTY
    today: str = ""
    ours: tuple[tuple[str, str], ...] = ()
    newest: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """`GET /policy/draft/introduction`, `policy/introduction.html`. Posts `introduction language edition` there."""

    introduction: Field
    language: Field
    languages: tuple[tuple[str, str], ...]
    edition: int
    theirs: Markup = NOTHING
    shown: Markup = NOTHING
    error: str = ""
    most: int = 60_000


@dataclass(frozen=True, slots=True)
class Offered:
    """A measure that a clause may allow: its word, and what it is called and does (gettext message ids)."""

    word: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ClausePage:
    """`GET /policy/draft/clauses/{key}` and `/new`, `policy/clause.html`; posts `fields` and `edition` to `address`.

    `measures` are those chosen, `groups` those offered. `theirs`: what another steward kept meanwhile.
    """

    address: str
    fields: Mapping[str, Field]
    measures: frozenset[str]
    keeps_pictures: bool
    groups: tuple[tuple[str, tuple[Offered, ...]], ...]
    measures_error: str = ""
    edition: int = 0
    theirs: ClauseView | None = None
    shown: ClauseView | None = None
    error: str = ""
    most: int = 5_000
