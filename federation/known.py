"""What the gate keeps in memory for a few seconds: allies and keys. A pause bites as soon as it is forgotten (P22)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.storage import Prepared, quick
from app.storage.tables import from_millis
from federation.envoy import Envoy

REMEMBERED = timedelta(seconds=3)
MOST_KEYS = 4096


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key as its owner's actor document showed it at `seen_at`. `suspended`: people here decided so of its owner."""

    key_id: str
    owner: str
    public_key: str
    seen_at: datetime
    suspended: bool = False


class Known:
    """One for each gate. Strangers are turned away from memory alone, whatever they make up."""

    def __init__(self, envoy: Envoy) -> None:
        self._envoy = envoy
        self._allies: dict[str, AllyFacts] = {}
        self._keys: dict[str, KnownKey | None] = {}
        self._until: datetime | None = None

    async def ally(self, origin: str) -> AllyFacts | None:
        """The house at exactly this origin, in whatever state."""
        await self._look_again()
        return self._allies.get(origin)

    async def key(self, key_id: str, ally_id: int) -> KnownKey | None:
        """The key of that id, if somebody of that house showed it to us before."""
        await self._look_again()
        if key_id not in self._keys:
            found = await self._envoy.house.database.read(key_by_id, key_id, ally_id)
            if found is None:
                return None
            self._keys[key_id] = found
        return self._keys[key_id]

    def forget(self) -> None:
        self._until = None

    async def _look_again(self) -> None:
        """Read all allies anew once what we know of them is too old; meanwhile everybody else uses the old ones."""
        now = self._envoy.clock()
        if self._until is not None and now < self._until and len(self._keys) < MOST_KEYS:
            return
        everyone = await self._envoy.house.database.read(allies.everyone)
        self._allies = {ally.origin: ally for ally in everyone}
        self._keys = {}
        self._until = now + REMEMBERED


_key_by_id = Prepared(
    lambda: (
        select(Account.key_id, Account.uri, Account.public_key, Account.key_seen_at, Account.suspended)
        .where(Account.key_id == bindparam("key_id"), Account.ally_id == bindparam("ally_id"))
        .order_by(Account.id)
        .limit(1)
    )
)


@quick
def key_by_id(session: Session, key_id: str, ally_id: int) -> KnownKey | None:
    """The key of that id among the accounts of one ally."""
    rows = _key_by_id.rows(session, key_id=key_id, ally_id=ally_id)
    if not rows or not rows[0][2]:
        return None
    found, owner, public_key, seen_at, suspended = rows[0]
    return KnownKey(found, owner, public_key, from_millis(seen_at or 0), bool(suspended))
