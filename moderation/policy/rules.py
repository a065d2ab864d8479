"""What a version of the policy has to be, and each of its clauses. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.basics.errors import Conflict, Invalid
from app.basics.text import one_line, tidy
from moderation.measures import Deciders, Measure

LONGEST: Final = 60_000
LONGEST_PART: Final = 5_000
LONGEST_TITLE: Final = 200
MOST_CLAUSES: Final = 100
FEWEST_APPEAL_DAYS, MOST_APPEAL_DAYS, MOST_EVIDENCE_DAYS = 7, 180, 365
FARTHEST: Final = timedelta(days=366)
_label = re.compile(r"[1-9]\d{0,2}(?:\.[1-9]\d{0,2}){0,2}", re.ASCII)

OVERTAKEN = (
    "Somebody published another version while this page was open. Nothing was published yet: your text is still here. "
    "Please compare the two, and send it again."
)
NEWER = "The policy has changed while this page was open. Please read it as it stands now, and agree once more."
NO_LABEL = "A clause has a number, like 4 or 4.2."
SAME_LABEL = "Another clause has this number already."
MOST_REACHED = "A version has at most 100 clauses."
NO_TITLE = "Please give the clause a short name."
NO_ASKS = "Please write what this clause asks of people."
NO_WHY = "Please write why: whoever is decided about will read it."
TOO_LONG = "This is too long: at most 5,000 characters."
NO_MEASURE = "Please choose at least one thing that may be decided under this clause."
NO_SUCH_MEASURE = "There is a measure among these that this house does not know."
NO_DECIDERS = "Please choose who decides."
APPEAL_DAYS = "An appeal can be made for 7 to 180 days."
EVIDENCE_DAYS = "Evidence is kept at least as long as an appeal can be made, and at most 365 days."


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause before it is published. `key` stays the same from version to version."""

    key: int
    label: str
    title: str
    asks: str
    why: str
    measures: tuple[Measure, ...]
    deciders: Deciders = Deciders.ONE
    appeal_days: int = 30
    evidence_days: int = 60
    keeps_pictures: bool = True


def checked_clause(clause: NewClause) -> NewClause:
    """The clause as it is kept; raises Invalid for its first field that cannot be."""
    if not _label.fullmatch(clause.label.strip()):
        raise Invalid("label", NO_LABEL)
    if not clause.measures:
        raise Invalid("measures", NO_MEASURE)
    if not FEWEST_APPEAL_DAYS <= clause.appeal_days <= MOST_APPEAL_DAYS:
        raise Invalid("appeal_days", APPEAL_DAYS)
    if not clause.appeal_days <= clause.evidence_days <= MOST_EVIDENCE_DAYS:
        raise Invalid("evidence_days", EVIDENCE_DAYS)
    return replace(
        clause,
        label=clause.label.strip(),
        title=checked_title(clause.title),
        asks=checked_part("asks", clause.asks, NO_ASKS),
        why=checked_part("why", clause.why, NO_WHY),
        measures=tuple(measure for measure in Measure if measure in clause.measures),
    )


def checked_title(title: str) -> str:
    """One line; raises Invalid for none and for an endless one."""
    name = one_line(title)
    if not name:
        raise Invalid("title", NO_TITLE)
    if len(name) > LONGEST_TITLE:
        raise Invalid("title", "This is too long: at most 200 characters.")
    return name


def checked_part(field: str, source: str, missing: str) -> str:
    """What is asked, or why, as it is kept; raises Invalid."""
    text = tidy(source)
    if not text:
        raise Invalid(field, missing)
    if len(text) > LONGEST_PART:
        raise Invalid(field, TOO_LONG)
    return text


def checked_measures(words: Iterable[str]) -> tuple[Measure, ...]:
    """The measures of these names; raises Invalid for one that is none."""
    try:
        return tuple(Measure(word) for word in words)
    except ValueError as error:
        raise Invalid("measures", NO_SUCH_MEASURE) from error


def checked_deciders(word: str) -> Deciders:
    """Raises Invalid for what is not offered."""
    try:
        return Deciders(word)
    except ValueError as error:
        raise Invalid("deciders", NO_DECIDERS) from error


def must_differ(label: str, others: Iterable[str]) -> None:
    """No two clauses of one number; raises Invalid."""
    if label in others:
        raise Invalid("label", SAME_LABEL)


def must_be_room(clauses: int) -> None:
    """Raises Invalid where no other clause can come."""
    if clauses >= MOST_CLAUSES:
        raise Invalid("label", MOST_REACHED)


def checked_introduction(source: str) -> str:
    """The introduction as it is kept, which may be none; raises Invalid for an endless one."""
    text = tidy(source)
    if len(text) > LONGEST:
        raise Invalid("introduction", "This is too long: at most 60,000 characters.")
    return text


def checked_clauses(clauses: Sequence[NewClause]) -> tuple[NewClause, ...]:
    """Each as it is kept, all of them apart from each other; raises Invalid."""
    must_be_room(len(clauses) - 1)
    checked = tuple(map(checked_clause, clauses))
    for number, clause in enumerate(checked):
        must_differ(clause.label, (other.label for other in checked[:number]))
    if len({clause.key for clause in checked}) < len(checked) or any(clause.key < 1 for clause in checked):
        raise ValueError("each clause has a key of its own, from 1 on")
    return checked


def must_say_something(introduction: str, clauses: Sequence[NewClause]) -> None:
    """Raises Invalid for a version in which nothing stands."""
    if not introduction and not clauses:
        raise Invalid("introduction", "Please write what the policy says.")


def checked_start(in_force_at: datetime, now: datetime) -> datetime:
    """When a version takes force: now, or later; raises Invalid."""
    if in_force_at < now:
        raise Invalid("in_force_at", "A version cannot take force before it is published.")
    if in_force_at > now + FARTHEST:
        raise Invalid("in_force_at", "Please choose a day within a year.")
    return in_force_at


def must_follow_on(newest: int, based_on: int) -> None:
    """Nobody replaces a version that they have not seen; raises Conflict."""
    if newest != based_on:
        raise Conflict(OVERTAKEN)


def must_be_the_newest(in_force: int, agreed: int) -> None:
    """One agrees to what is in force; raises Conflict for what was shown before."""
    if in_force != agreed:
        raise Conflict(NEWER)
