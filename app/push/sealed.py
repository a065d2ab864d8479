"""What is particular to a browser or an app, as it lies sealed with the house key (P10)."""

import msgspec

from app.storage.sealing import HouseKey

_SEAL = "push"
_HASH = "push address"


class Where(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where somebody asked to be told. An app gives two keys, a browser none: it is sent nothing that they open.

    `alerts`: the kinds that count, None for all. `policy`: of whom, in Mastodon's words.
    """

    endpoint: str
    p256dh: bytes = b""
    auth: bytes = b""
    alerts: dict[str, bool] | None = None
    policy: str = "all"


def sealed(where: Where, key: HouseKey) -> bytes:
    return key.seal(msgspec.json.encode(where), _SEAL)


def opened(value: bytes, key: HouseKey) -> Where:
    """Raises SealBroken."""
    return msgspec.json.decode(key.open(value, _SEAL), type=Where)


def hash_of(endpoint: str, key: HouseKey) -> bytes:
    """What two rows with the same address would share."""
    return key.keyed_hash(endpoint.encode(), _HASH)
