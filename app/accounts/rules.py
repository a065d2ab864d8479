"""Pure decisions about names, passphrases and who may do what."""

import re

from app.basics.errors import Forbidden, Invalid

MOST_TRIES = 5

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
# One sentence for a name that is taken, reserved or was used before (P6).
NAME_NOT_FREE = "This name cannot be had. Please choose another one."


def checked_name(name: str) -> str:
    """The name as typed, if it may be one; raises Invalid with what a name is made of."""
    if not _name.fullmatch(name):
        raise Invalid("name", "A name has 2 to 30 letters from a to z, digits or _ (no accents, no spaces).")
    if folded(name) in _RESERVED:
        raise Invalid("name", NAME_NOT_FREE)
    return name


def well_formed(name: str) -> bool:
    """Whether this could be the name of somebody here, whoever exists."""
    return _name.fullmatch(name) is not None


def folded(name: str) -> str:
    """The form in which two names are compared."""
    return name.lower()


def must_be_steward(role: str) -> None:
    if role != "steward":
        raise Forbidden("Only stewards may do that.")
