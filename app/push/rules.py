"""Which services there are, when something is said, and to whom it counts. Pure, but for chance."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import Final, Literal

from app.basics.errors import Invalid
from app.storage.ages import N_

Policy = Literal["all", "followed", "follower", "none"]

POLICIES: Final[tuple[Policy, ...]] = ("all", "followed", "follower", "none")
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=10)
UNUSED_FOR: Final = timedelta(days=60)
LONGEST_HOST: Final = 253
MOST_SERVICES: Final = 20

NOT_A_HOST: Final = N_("Write the name of a host alone, such as push.example.org.")
NOT_SWITCHED_ON: Final = N_("This house has not switched on the push service that your browser or app uses.")
ENOUGH: Final = N_("That is enough: at most 20 services.")

_CHANCE: Final = SystemRandom()
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_LAB_HOST: Final = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}(?::[1-9][0-9]{{0,4}})?")


@dataclass(frozen=True, slots=True)
class Service:
    """A push service that browsers use. `host` beginning with `*.` stands for every name below it."""

    host: str
    whose: str
    browsers: str


KNOWN: Final = (
    Service("updates.push.services.mozilla.com", "Mozilla", "Firefox"),
    Service("fcm.googleapis.com", "Google", "Chrome, Edge, Brave, Vivaldi"),
    Service("web.push.apple.com", "Apple", "Safari"),
    Service("*.notify.windows.com", "Microsoft", "Edge"),
)


def covers(service: str, authority: str) -> bool:
    """Whether an address at that host, with its port where it is not the usual one, belongs to the service."""
    if service.startswith("*."):
        return authority.endswith(service[1:]) and len(authority) > len(service) - 1
    return authority == service


def any_covers(services: Iterable[str], authority: str) -> bool:
    return any(covers(service, authority) for service in services)


def checked_host(typed: str, *, lab: bool) -> str:
    """A host as a steward typed it; raises Invalid. Only the known ones may stand for more than one name."""
    host = typed.strip().lower().removeprefix("https://").removesuffix("/")
    if any(host == service.host for service in KNOWN):
        return host
    if len(host) > LONGEST_HOST or not (_LAB_HOST if lab else _HOST).fullmatch(host):
        raise Invalid("host", NOT_A_HOST)
    return host


def wait() -> timedelta:
    """How long nothing is said: long and uneven enough that nobody can tell what was answered by whom."""
    span = (LONGEST_WAIT - SHORTEST_WAIT).total_seconds()
    return SHORTEST_WAIT + timedelta(seconds=_CHANCE.uniform(0, span))


def wants(alerts: Mapping[str, bool] | None, kind: str) -> bool:
    """Whether something of this kind counts. Without alerts (a browser) whatever rings the bell does."""
    return alerts is None or alerts.get(kind, False)
