"""Names for rows and for addresses.

Row ids are 64-bit and ordered by time, as Mastodon's clients expect (milliseconds since 1970 shifted by 16 bits,
as Mastodon's own), but for rows of which nobody may learn the time. They are shown to signed-in people only. Addresses
that others can see are random tokens: nothing in them tells a time (P1).
"""

import secrets
import threading
from datetime import UTC, datetime

FOREVER = 2**63 - 1
"""No row has an id as great as this; what is greater, no database takes."""

_REMEMBERED = 4096

_lock = threading.Lock()
_last = 0
_asked = 0  # the millisecond for which the last one was given
_given: dict[int, None] = {}  # the newest ids, in order: two threads may ask for the same past millisecond


def new_id(at: datetime) -> int:
    """A row id for something that happens `at`: never given before, and the greatest so far unless `at` goes back."""
    global _last, _asked
    millisecond = int(at.timestamp() * 1000)
    with _lock:
        # 15 random bits to begin with leave room for thousands more in order within one millisecond.
        fresh = (millisecond << 16) | secrets.randbits(15)
        candidate = _last + 1 + secrets.randbits(4) if millisecond == _asked else fresh
        while candidate in _given:
            candidate += 1 + secrets.randbits(4)
        _given[candidate] = None
        if len(_given) > _REMEMBERED:
            del _given[next(iter(_given))]
        _last, _asked = candidate, millisecond
    return candidate


def untimed_id() -> int:
    """A row id that tells neither when nor after what it was given."""
    return secrets.randbits(62)


def time_of(row_id: int) -> datetime:
    """When a row id was made, to the millisecond."""
    return datetime.fromtimestamp((row_id >> 16) / 1000, UTC)


def id_at(at: datetime) -> int:
    """The smallest row id that something at this moment could have: a bound for keyset pages and sweeps."""
    return int(at.timestamp() * 1000) << 16


def new_token(size: int = 16) -> str:
    """An unguessable word for an address, `size` random bytes as URL-safe base64."""
    return secrets.token_urlsafe(size)
