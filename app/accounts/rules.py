"""Pure decisions about names and who may do what. Passphrases have a file of their own."""

import re
from enum import StrEnum

from app.accounts.look_alikes import skeleton
from app.basics.errors import Forbidden, Invalid

MOST_TRIES = 5

FEWEST_VOUCHES, MOST_VOUCHES = 1, 5
PROBATION_DAYS = (0, 7, 30, 90, 180, 365)


class Admission(StrEnum):
    """What lets a newcomer in, beside the invitation that each of them needs."""

    INVITATION = "invitation"
    VOUCHES = "vouches"
    STEWARDS = "stewards"


_name = re.compile(r"[A-Za-z0-9_]{2,30}", re.ASCII)
_RESERVED = frozenset(
    [
        "admin",
        "administrator",
        "abuse",
        "about",
        "account",
        "accounts",
        "actor",
        "api",
        "ap",
        "auth",
        "community",
        "contact",
        "help",
        "home",
        "house",
        "info",
        "instance",
        "join",
        "leave",
        "login",
        "mail",
        "me",
        "mod",
        "moderator",
        "moderators",
        "moderation",
        "nobody",
        "null",
        "oauth",
        "official",
        "owner",
        "parasol",
        "policy",
        "postmaster",
        "privacy",
        "relay",
        "report",
        "root",
        "security",
        "service",
        "setup",
        "sign_in",
        "staff",
        "steward",
        "stewards",
        "support",
        "system",
        "team",
        "webmaster",
        "write",
    ]
)
_LOOK_RESERVED = frozenset(map(skeleton, _RESERVED))
# One sentence for a name that is taken, reserved or was used before (P6).
NAME_NOT_FREE = "This name cannot be had. Please choose another one."


def checked_name(name: str) -> str:
    """The name as typed, if it may be one; raises Invalid with what a name is made of."""
    if not _name.fullmatch(name):
        raise Invalid("name", "A name has 2 to 30 letters from a to z, digits or _ (no accents, no spaces).")
    return name


def is_reserved(name: str) -> bool:
    """Whether this is, or looks like, a name that the house keeps for itself."""
    return skeleton(folded(name)) in _LOOK_RESERVED


def well_formed(name: str) -> bool:
    """Whether this could be the name of somebody here, whoever exists."""
    return _name.fullmatch(name) is not None


def folded(name: str) -> str:
    """The form in which two names are compared."""
    return name.lower()


def must_be_steward(role: str) -> None:
    if role != "steward":
        raise Forbidden("Only stewards may do that.")


def must_be_moderator(role: str) -> None:
    if role not in {"moderator", "steward"}:
        raise Forbidden("Only moderators and stewards may do that.")


def is_let_in(admission: Admission, vouches: int, needed: int) -> bool:
    """Whether a newcomer with so many vouches comes in by themselves. To stewards somebody must speak."""
    if admission is Admission.VOUCHES:
        return vouches >= needed
    return admission is Admission.INVITATION


def checked_admission(word: str) -> Admission:
    """The way in of that name; raises Invalid for one that is not offered."""
    try:
        return Admission(word)
    except ValueError as error:
        raise Invalid("admission", "Please choose how people come in.") from error


def checked_vouches(needed: int) -> int:
    """Raises Invalid for a number that is not offered."""
    if not FEWEST_VOUCHES <= needed <= MOST_VOUCHES:
        raise Invalid("vouches_needed", "Between 1 and 5 people vouch for a newcomer.")
    return needed


def checked_probation(days: int) -> int:
    """Raises Invalid for a length that is not offered."""
    if days not in PROBATION_DAYS:
        raise Invalid("probation_days", "Please choose how long somebody is new.")
    return days
