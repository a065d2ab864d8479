"""When something may pass between two houses: pure decisions (P22, P24).

(none) ──we knock──> KNOCKING ──they answer──> ALLIED <──> PAUSED
(none) ──they knock─> KNOCKED ──we say yes───> ALLIED
ALLIED or PAUSED ──we or they part──> PARTING ──seven days──> (none)
"""

from enum import StrEnum

from app.basics.errors import Refused


class State(StrEnum):
    """Where an alliance stands."""

    KNOCKING = "knocking"
    KNOCKED = "knocked"
    ALLIED = "allied"
    PAUSED = "paused"
    PARTING = "parting"


class Scope(StrEnum):
    """A kind of thing that may pass."""

    POSTS = "posts"
    MEDIA = "media"
    ALERTS = "alerts"
    REPORTS = "reports"


# The scopes of a new alliance unless a steward says otherwise.
USUAL = (Scope.POSTS, Scope.MEDIA)

# What still passes while two houses part, and what waits in the queue through a pause.
LAST_WORDS = ("Delete", "Undo", "Block")

# The pact's own words between two houses, which make no content move.
PACT_WORDS = ("Answer", "Part")

_MOVES: dict[tuple[State, str], State] = {
    (State.KNOCKING, "answered"): State.ALLIED,
    (State.KNOCKED, "accept"): State.ALLIED,
    (State.ALLIED, "pause"): State.PAUSED,
    (State.PAUSED, "resume"): State.ALLIED,
    (State.ALLIED, "part"): State.PARTING,
    (State.PAUSED, "part"): State.PARTING,
}


def after(state: State, move: str) -> State:
    """The state a move leads to; raises Refused when it cannot be made from here."""
    try:
        return _MOVES[state, move]
    except KeyError:
        raise Refused("That cannot be done while the alliance stands as it does.", state, move) from None


def may_pass(state: str, verb: str) -> bool:
    """Whether an activity of this verb may come in or go out now."""
    if state == State.ALLIED:
        return True
    return state == State.PARTING and (verb in LAST_WORDS or verb in PACT_WORDS)


def may_wait(state: str, verb: str) -> bool:
    """Whether an activity of this verb may be put in a queue now: last words are kept through a pause."""
    return may_pass(state, verb) or (state == State.PAUSED and verb in LAST_WORDS)


def may_fetch(state: str) -> bool:
    """Whether one side may read what the other addressed to it."""
    return state == State.ALLIED


def scopes_of(words: str) -> frozenset[Scope]:
    """The scopes written in a row or typed by a steward: words with commas; raises Refused for an unknown one."""
    try:
        return frozenset(Scope(word.strip()) for word in words.split(",") if word.strip())
    except ValueError as error:
        raise Refused("The scopes are posts, media, alerts and reports.", words) from error


def written(scopes: frozenset[Scope]) -> str:
    return ",".join(sorted(scopes))


def is_ally(state: str) -> bool:
    """Whether people on both sides have said yes, whatever passes just now."""
    return state in {State.ALLIED, State.PAUSED, State.PARTING}
