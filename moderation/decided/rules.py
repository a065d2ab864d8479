"""What may be decided, by how many, and for how long. Pure: the clock is passed in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Forbidden, Invalid, Refused
from app.basics.text import tidy
from moderation.measures import (
    HOLDS_LAST,
    MILD,
    ON_ACCOUNTS,
    ON_ALLIES,
    ON_POSTS,
    Deciders,
    Measure,
    Subject,
    needed,
    restricts,
)

SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 5_000
LONGEST_WARNING: Final = 500
WAITS_FOR: Final = timedelta(days=14)
REVIEWED_EVERY: Final = timedelta(days=90)
ONCE_IN: Final = timedelta(days=90)
"""What one person may do by themselves for a short while, is done to one thing for no more hours than that in so long:
else it could be done for ever, by asking to be asked again."""

PAUSES_LAST: Final = timedelta(days=7)
LONGEST_PAUSE: Final = timedelta(days=90)
LONGEST: Final = timedelta(days=365)

# How long each lasts that has an end: (when nothing is said, at most). None: until somebody lifts it.
LASTING: Final[Mapping[Measure, tuple[timedelta | None, timedelta]]] = {
    Measure.HOLD: (HOLDS_LAST, HOLDS_LAST),
    Measure.PAUSE_POSTING: (PAUSES_LAST, LONGEST_PAUSE),
    Measure.LIMIT: (None, LONGEST),
    Measure.SUSPEND: (None, LONGEST),
    Measure.ALLY_LIMIT: (None, LONGEST),
    Measure.ALLY_PAUSE: (None, LONGEST),
}
# What one moderator may do alone where nobody else could say yes, for a short while (P15).
ALONE: Final = frozenset({Measure.REMOVE, Measure.PAUSE_POSTING})
# What lets a moderator or steward decide nothing meanwhile, or speak to nobody, and is not severe for others.
UNSEATING: Final = frozenset({Measure.LIMIT, Measure.PAUSE_POSTING})

NOT_YOURS = "Only moderators and stewards decide."
NO_CLAUSE = "Please choose a clause of the policy as it is in force."
NOT_ALLOWED = "The clause does not allow this measure. Please choose one that it names, or another clause."
NOT_FOR_THIS = "This measure is not for what the case is about."
GONE = (
    "The post was deleted meanwhile, so nothing can be done to it. You can still speak to its author in private, "
    "decide about the account, or say that there was no breach."
)
ACCOUNT_GONE = "The account is gone, so nothing can be done to it. You can still say that there was no breach."
ALLY_GONE = "This house is no ally any more, so nothing can be done to it. You can still say that there was no breach."
HELD_ONCE = (
    "This was held already, for the 72 hours that a post can be held in 90 days; they begin anew when its author "
    "changes it. Please decide about it now."
)
CLOSED = "This case was decided meanwhile. Nothing was decided twice: what you wrote is still here."
PROPOSED = (
    "Somebody else has decided this case meanwhile, and it waits for a second person. What you wrote is still here."
)
OVER = "This decision does not wait for anybody any more."
TWICE = "You have said yes or no already."
OWN = "Whoever decided first cannot be the second person as well."
POLICY_CHANGED = (
    "The policy has changed since this was proposed. Please decline it, and decide anew under the clause as it is now."
)
YOURSELF = "This is about you. Somebody else looks at it."
NOT_DUE = "Nothing is due to be looked at again here."
TOO_LATE = "The time for which this was to hold is over. Please decline it, and decide anew."


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to decide, as they wrote it."""

    case_id: int
    measure: Measure
    clause_key: int
    reason: str
    ends_at: datetime | None = None
    particulars: Mapping[str, Any] = field(default_factory=dict[str, Any])
    described: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about, as far as it bears on what may be decided.

    `of_those_who_decide`: it is about a moderator or steward, who loses their voice while they are restricted.
    `left_to_hold`: for how much longer it may be held.
    """

    subject: Subject
    post_is_there: bool = False
    pictures: Collection[int] = ()
    account_is_there: bool = False
    ally_is_there: bool = False
    of_those_who_decide: bool = False
    left_to_hold: timedelta = HOLDS_LAST


def must_decide(who: Viewer) -> None:
    """Raises Forbidden for everybody but moderators and stewards."""
    if not who.is_moderator:
        raise Forbidden(NOT_YOURS)


def must_be_undecided(state: str, *, closed: bool, measure: Measure) -> None:
    """Of two who decide at once the second is told; a hold may be placed while others still think. Raises Conflict."""
    if closed:
        raise Conflict(CLOSED)
    if state == "proposed" and measure is not Measure.HOLD:
        raise Conflict(PROPOSED)


def must_be_allowed(measure: Measure, allowed: Collection[Measure]) -> None:
    """The clause names it; that there was no breach may be said under any. Raises Invalid."""
    if measure is not Measure.NO_BREACH and measure not in allowed:
        raise Invalid("measure", NOT_ALLOWED)


def must_fit(measure: Measure, matter: Matter) -> None:
    """Raises Invalid for a measure that cannot be taken here, Refused for what is gone, Conflict for a second hold."""
    if measure in ON_ALLIES and matter.subject is not Subject.ALLY:
        raise Invalid("measure", NOT_FOR_THIS)
    if measure in ON_ACCOUNTS and matter.subject is Subject.ALLY:
        raise Invalid("measure", NOT_FOR_THIS)
    if measure in ON_POSTS and matter.subject is not Subject.POST:
        raise Invalid("measure", NOT_FOR_THIS)
    if measure in ON_POSTS and not matter.post_is_there:
        raise Refused(GONE)
    if measure in ON_ACCOUNTS and not matter.account_is_there:
        raise Refused(ACCOUNT_GONE)
    if measure in ON_ALLIES and not matter.ally_is_there:
        raise Refused(ALLY_GONE)
    if measure is Measure.HOLD and matter.left_to_hold <= timedelta():
        raise Conflict(HELD_ONCE)


def people_needed(deciders: Deciders, measure: Measure, matter: Matter) -> int:
    """How many have to say yes: nobody takes the voice of whoever looks after the house by themselves (P15)."""
    return max(needed(deciders, measure), 2 if _unseats(measure, matter) else 1)


def checked_reason(reason: str) -> str:
    """As it is kept and read; raises Invalid for none and for an endless one."""
    words = tidy(reason)
    if len(words) < SHORTEST_REASON:
        raise Invalid("reason", "Please say why, so that whoever it is about can understand it.")
    if len(words) > LONGEST_REASON:
        raise Invalid("reason", "This is too long: at most 5,000 characters.")
    return words


def checked_particulars(measure: Measure, given: Mapping[str, Any], matter: Matter) -> dict[str, Any]:
    """Of what was given, what this measure needs; raises Invalid where it is missing."""
    if measure is Measure.ADD_WARNING:
        return {"warning": _checked_warning(str(given.get("warning", "")))}
    if measure is Measure.HIDE_PICTURE:
        return {"pictures": _checked_pictures([int(one) for one in given.get("pictures", ())], matter)}
    return {}


def checked_description(described: str, *, measure: Measure, keeps_pictures: bool, matter: Matter) -> str:
    """What the decider saw: needed where the pictures are destroyed and others will judge by it (P16)."""
    words = tidy(described)
    if not words and restricts(measure) and not keeps_pictures and matter.pictures:
        raise Invalid(
            "described",
            "Pictures are not kept under this clause. Please describe what you saw, so that an appeal can be heard.",
        )
    if len(words) > LONGEST_REASON:
        raise Invalid("described", "This is too long: at most 5,000 characters.")
    return words


def ends(measure: Measure, asked: datetime | None, matter: Matter, *, now: datetime) -> datetime | None:
    """When it ends by itself, a hold as soon as nothing is left to hold it for; None for what has no end.

    Raises Invalid for a moment that cannot be.
    """
    if measure not in LASTING:
        return None
    usual, longest = LASTING[measure]
    if asked is None and usual is not None:
        asked = now + usual
    if asked is None:
        return None
    if asked <= now:
        raise Invalid("ends_at", "Please choose a moment that is still to come.")
    if asked > now + longest:
        raise Invalid("ends_at", _TOO_LONG[longest])
    return min(asked, now + matter.left_to_hold) if measure is Measure.HOLD else asked


def review(measure: Measure, ends_at: datetime | None, *, appeal_until: datetime, now: datetime) -> datetime | None:
    """When somebody has to look again at what has no end; None for what takes nothing or ends by itself."""
    if measure in MILD or ends_at is not None:
        return None
    return now + REVIEWED_EVERY if measure in {Measure.LIMIT, Measure.SUSPEND, *ON_ALLIES} else appeal_until


def alone_until(
    measure: Measure, matter: Matter, needed: int, others: int, *, left: timedelta, now: datetime
) -> datetime | None:
    """Until when one moderator's word holds where nobody else here could say yes; None where it waits for a second one:
    others can, nothing is left of the hours that it may hold (P15), or it would take somebody's voice."""
    is_enough = needed > 1 and others == 0 and measure in ALONE and not _unseats(measure, matter)
    return now + left if is_enough and left > timedelta() else None


def must_be_another(who: int, decided_by: int | None, said: Collection[int]) -> None:
    """Nobody agrees with themself, and nobody says it twice. Raises Forbidden, Conflict."""
    if who == decided_by:
        raise Forbidden(OWN)
    if who in said:
        raise Conflict(TWICE)


def _unseats(measure: Measure, matter: Matter) -> bool:
    return measure in UNSEATING and matter.of_those_who_decide


def _checked_warning(warning: str) -> str:
    words = " ".join(tidy(warning).split())
    if not words:
        raise Invalid("warning", "Please write the warning that is to stand before the post.")
    if len(words) > LONGEST_WARNING:
        raise Invalid("warning", "This is too long: at most 500 characters.")
    return words


def _checked_pictures(chosen: Collection[int], matter: Matter) -> list[int]:
    if not chosen or not set(chosen) <= set(matter.pictures):
        raise Invalid("pictures", "Please choose which pictures of the post are to be hidden.")
    return sorted(chosen)


_TOO_LONG: Final = {
    HOLDS_LAST: "A hold lasts 72 hours at most.",
    LONGEST_PAUSE: "A pause in posting lasts 90 days at most.",
    LONGEST: "Please choose a moment within a year. Without an end it is looked at again every 90 days.",
}
