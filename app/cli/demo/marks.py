"""Ids and addresses of seeded rows: like the real ones in shape, but the same for the same seed."""

import base64
from datetime import datetime
from itertools import count
from random import Random


class Marks:
    """Hands out row ids by moment and random words for addresses."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._count = count(chance.getrandbits(16))

    def id_at(self, at: datetime) -> int:
        """An id for something that happened then; the count keeps those of one millisecond apart."""
        return (int(at.timestamp() * 1000) << 16) | (next(self._count) & 0xFFFF)

    def token(self) -> str:
        """As `ids.new_token` makes, but anybody with the seed can guess it: for invented people only."""
        return base64.urlsafe_b64encode(self._chance.randbytes(16)).decode().rstrip("=")
