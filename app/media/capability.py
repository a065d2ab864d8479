"""The address of a picture as a capability (P27): for one token or one ally, one picture, an hour or two.

Other servers and apps load pictures without signing, so the address itself must carry the right, and is checked at
each request against the post, the pact and the token: this only says for whom and until when it was minted.
"""

import base64
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime

from app.storage.sealing import HouseKey

_HOUR = 3600
LASTS_HOURS = 2
ALLY_LASTS_HOURS = 48  # other software retries for days; its pictures stay behind its own door then

TOKEN = "t"  # noqa: S105 - a kind of holder, not a secret
ALLY = "a"
_MINTED = re.compile(r"(https?://[^/]+/media)/[^/]+(/[0-9]+/full)")
_OPEN = "open."
_PICTURE_KEY = "picture key"


@dataclass(frozen=True, slots=True)
class Holder:
    """For whom an address was minted: the id of an app's token, or of an ally.

    `picture_key`: what opens the file of a picture in a message. Whoever loads it shows no secret of their own, so the
    address brings the key along, under the house key (P10).
    """

    kind: str
    id: int
    picture_key: bytes = field(default=b"", repr=False)


def mint(key: HouseKey, picture_id: int, holder: Holder, *, now: datetime) -> str:
    """kind and id `.` hour of its end `.` sealed key, if any `.` keyed hash.

    The same within an hour, so that apps may cache the picture.
    """
    lasts = ALLY_LASTS_HOURS if holder.kind == ALLY else LASTS_HOURS
    head = f"{holder.kind}{holder.id:x}.{int(now.timestamp()) // _HOUR + lasts:x}"
    if holder.picture_key:
        head += f".{_word(key.seal_alike(holder.picture_key, _PICTURE_KEY))}"
    return f"{head}.{_mac(key, head, picture_id)}"


def holder_of(key: HouseKey, capability: str, picture_id: int, *, now: datetime) -> Holder | None:
    """For whom it was minted; None for one that is forged, of another picture, or over."""
    head, _, mac = capability.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(key, head, picture_id).encode()):
        return None
    who, until, *sealed = head.split(".")
    if int(until, 16) * _HOUR < now.timestamp():
        return None
    picture_key = key.open(base64.urlsafe_b64decode(sealed[0]), _PICTURE_KEY) if sealed else b""
    return Holder(who[0], int(who[1:], 16), picture_key)


def place_of(address: str) -> str:
    """An address without what changes with the hour, where a house like this one minted it: to know a picture again."""
    found = _MINTED.fullmatch(address)
    return address if found is None else found[1] + found[2]


def mint_open(key: HouseKey, blob: str, *, now: datetime) -> str:
    """For a picture on an open page, named by its blob: neither picture nor post is named by an id, which tells a time.

    It says that a page of ours showed it within two hours. Whether the page is still on is asked at each request.
    """
    until = f"{int(now.timestamp()) // _HOUR + LASTS_HOURS:x}"
    return f"{until}.{_mac(key, _OPEN + until, blob)}"


def holds_open(key: HouseKey, capability: str, blob: str, *, now: datetime) -> bool:
    """Whether it was minted for that picture and is not over."""
    until, _, mac = capability.partition(".")
    if not hmac.compare_digest(mac.encode("utf-8", "surrogatepass"), _mac(key, _OPEN + until, blob).encode()):
        return False
    return int(until, 16) * _HOUR >= now.timestamp()


def _mac(key: HouseKey, head: str, picture: int | str) -> str:
    return _word(key.keyed_hash(f"{head}.{picture}".encode("utf-8", "surrogatepass"), "picture address"))


def _word(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
