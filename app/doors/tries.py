"""Tries at a secret that belongs to a name: few from one network, and nobody's tries keep the name's owner out.

Counted are one network's tries, those at one name from one network (few; a right one wipes them away), and those at
one name from everywhere (many). Past the last bound a name is under attack, and a network has a few tries an hour left
for it: its owner, who knows the passphrase, needs one.
"""

import ipaddress
from dataclasses import dataclass
from typing import Final

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from app.doors.limits import Limits


@dataclass(frozen=True, slots=True)
class Tried:
    """How often, at one door."""

    from_a_network: RateLimitItem
    at_a_name: RateLimitItem
    from_everywhere: RateLimitItem
    under_attack: RateLimitItem


SIGNING_IN: Final = Tried(
    RateLimitItemPerMinute(60, namespace="sign-in from"),
    RateLimitItemPerMinute(10, 10, namespace="sign-in at"),
    RateLimitItemPerHour(300, namespace="sign-in everywhere"),
    RateLimitItemPerHour(3, namespace="sign-in under attack"),
)
RECOVERING: Final = Tried(
    RateLimitItemPerHour(60, namespace="recover from"),
    RateLimitItemPerHour(10, namespace="recover at"),
    RateLimitItemPerHour(300, namespace="recover everywhere"),
    RateLimitItemPerHour(3, namespace="recover under attack"),
)
HOME: Final = 56
"""Of IPv6 most homes are given so many bits, which is 256 networks."""
AROUND: Final = 48
"""So many are given to whoever asks for more, and to 256 homes."""


def count_try(limits: Limits, door: Tried, name: str, address: str) -> None:
    """Before it is looked at, whether or not there is such a name; raises TooMany."""
    network = network_of(address)
    limits.count(door.from_a_network, network)
    limits.count(door.at_a_name, f"{network} {name}")
    if not limits.has_room(door.from_everywhere, name):
        limits.count(door.under_attack, f"{network} {name}")


def forget_tries(limits: Limits, door: Tried, name: str, address: str) -> None:
    """It was right: what this network tried before no longer counts against its owner."""
    for limit in (door.at_a_name, door.under_attack):
        limits.forget(limit, f"{network_of(address)} {name}")


def network_of(address: str, bits: int = 64) -> str:
    """One place: an IPv4 address, or so many first bits of IPv6: one network's, those of a `HOME`, or `AROUND` it."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        return str(known.ipv4_mapped or ipaddress.ip_network((known, bits), strict=False))
    return address
