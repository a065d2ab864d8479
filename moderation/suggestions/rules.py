"""What a suggestion is made of, and how several lists become one. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from app.accounts.rules import folded
from app.basics.errors import Invalid, Refused
from app.basics.text import one_line
from app.storage.sealing import HouseKey, SealBroken

SUGGESTIONS_LAST: Final = timedelta(days=90)
LONGEST_NAME: Final = 120
MOST_ADVICE: Final = 20
MOST_KEPT: Final = 20_000

NOBODY_NAMED = "Please write who advises this: a house, a group, or a person you know."
NAME_TOO_LONG = "This is too long: at most 120 characters."
FULL = "There are 20,000 suggestions here already. They go by themselves after 90 days; nothing of this list was taken."

_SEAL, _MARK = "suggestion", "suggested"


class Kind(StrEnum):
    """What is advised against."""

    HOUSE = "house"
    ACCOUNT = "account"


class Advice(msgspec.Struct, frozen=True):
    """What one of the lists says. `severity`: suspend, silence or noop as Mastodon calls it, or nothing."""

    by: str
    at: datetime
    words: str = ""
    severity: str = ""

    def __repr__(self) -> str:
        return "Advice(…)"


class Body(msgspec.Struct, frozen=True):
    """A suggestion, as it is sealed: what it is about, and who says what of it, the newest first."""

    address: str
    advice: Sequence[Advice]

    def __repr__(self) -> str:
        return "Body(…)"


def checked_name(said: str) -> str:
    """Who advises it, as it is kept; raises Invalid."""
    name = one_line(said)
    if not name:
        raise Invalid("by", NOBODY_NAMED)
    if len(name) > LONGEST_NAME:
        raise Invalid("by", NAME_TOO_LONG)
    return name


def must_be_room(kept: int, more: int) -> None:
    """Raises Refused."""
    if kept + more > MOST_KEPT:
        raise Refused(FULL)


def says_something_new(body: Body, advice: Advice) -> bool:
    """Whether somebody advises it who did not before: the same list once more brings nothing back."""
    return advice.by.casefold() not in {one.by.casefold() for one in body.advice}


def joined(body: Body, advice: Advice) -> Body:
    """The same with what one more list says. Nothing that was said goes before its time.

    Anybody can bring a list in somebody's name, so another one in it takes no words back. What is too much goes by how
    little it warns: nobody hides a warning behind praise.
    """
    said = [advice, *(one for one in still_said(body, advice.at).advice if not _is_repeated(one, advice))]
    kept = sorted(said, key=_warning, reverse=True)[:MOST_ADVICE]
    return Body(body.address, [one for one in said if one in kept])


def still_said(body: Body, now: datetime) -> Body:
    """The same without what was said too long ago (P9)."""
    return Body(body.address, [one for one in body.advice if one.at > now - SUGGESTIONS_LAST])


def oldest(body: Body) -> datetime:
    """When the oldest of it was said."""
    return min(one.at for one in body.advice)


def _is_repeated(before: Advice, now: Advice) -> bool:
    """Whether the same writer says it again, or more than the bare name."""
    is_bare = not before.words and not before.severity
    says_the_same = (before.words, before.severity) == (now.words, now.severity)
    return before.by.casefold() == now.by.casefold() and (is_bare or says_the_same)


def _warning(advice: Advice) -> int:
    return bool(advice.words) + (advice.severity != "noop") + (advice.severity in {"suspend", "silence"})


def house_of(address: str) -> str:
    """The host of an account's address; of a house it is the address."""
    return address.rpartition("@")[2]


def name_in(address: str) -> str:
    """The name in an account's address."""
    return address.rpartition("@")[0]


def mark_of(address: str, key: HouseKey) -> bytes:
    """What an address is found by: alike for the same address, and told by nobody without the key file."""
    return key.keyed_hash(folded(address).encode(), _MARK)


def covering(host: str) -> list[str]:
    """Under what names lists may mean this house: its host, without a port, and what that is a part of.

    Whoever advises against `example.org` means `social.example.org` too; nobody means all of `org`.
    """
    bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    labels = bare.split(".")
    parts = [".".join(labels[first:]) for first in range(max(len(labels) - 1, 1))]
    return list(dict.fromkeys([host, *parts]))


def sealed(body: Body, key: HouseKey) -> bytes:
    return key.seal(msgspec.json.encode(body), _SEAL)


def opened(sealed_body: bytes, key: HouseKey) -> Body:
    """Raises SealBroken."""
    return msgspec.json.decode(key.open(sealed_body, _SEAL), type=Body)


def opened_if_whole(sealed_body: bytes, key: HouseKey) -> Body | None:
    """None for what our key does not open any more."""
    try:
        return opened(sealed_body, key)
    except SealBroken:
        return None
