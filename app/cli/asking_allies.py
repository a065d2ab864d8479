"""`doctor --ask-allies`: which ends of our log of reading do allies keep, and is the log still the one that had them?

Asks allied Parasol houses alone, each once, under the house's own name, and writes nothing.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import wiring
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.cli.saying import say
from app.storage.house import House
from federation import heads
from federation.envoy import Envoy
from federation.fetch import FetchFailed, FetchProblem
from moderation.openness import chain
from moderation.openness.kept_heads import DayHead

NOT_THERE = (
    "{host} says that it keeps a head of {days} which is not in the log of who read what: rows were changed or lost."
)
MEND = (
    "If an older backup was restored after that day, what was read in between is lost, and this goes away within "
    "thirty days. If not, ask everybody who can reach the database. An ally can say what is not so: hear a second one."
)


@dataclass(frozen=True, slots=True)
class Lost:
    """Days of which an ally keeps a head that our log does not have."""

    host: str
    days: Sequence[str]

    @property
    def what(self) -> str:
        return NOT_THERE.format(host=self.host, days=", ".join(self.days))


def compare(house: House) -> list[Lost]:
    """Ask them all; say of each how it stands, and return what is not as it should be."""
    known = [ally for ally in house.database.read_now(allies.everyone) if heads.exchanges_heads(ally)]
    if not known:
        say("No ally keeps heads of the log of who read what: there is no Parasol house that could be asked now.")
        return []
    found: list[Lost] = []
    for ally, kept in zip(known, asyncio.run(_answers(wiring.envoy_of(house), known)), strict=True):
        if isinstance(kept, str):
            say(f"{ally.host} {kept}")
            continue
        days = house.database.read_now(_not_there, kept)
        if days:
            found.append(Lost(ally.host, days))
        else:
            say(_in_order(ally.host, len(kept)))
    return found


async def _answers(envoy: Envoy, known: Sequence[AllyFacts]) -> list[Sequence[DayHead] | str]:
    """For each what it says that it keeps, or why that is not known."""
    try:
        return await asyncio.gather(*(_answer(envoy, ally) for ally in known))
    finally:
        await envoy.fetcher.aclose()


async def _answer(envoy: Envoy, ally: AllyFacts) -> Sequence[DayHead] | str:
    try:
        return await heads.kept_there(envoy, ally)
    except FetchFailed as error:
        if error.answered == 404:
            return "does not say which heads it keeps: it has an older version, or has paused."
        return "could not be asked."
    except FetchProblem:
        return "could not be asked."
    except heads.NotAHead:
        return "answered with something that is no list of heads."


def _not_there(session: Session, kept: Sequence[DayHead]) -> list[str]:
    return sorted(each.day for each in kept if not chain.was_end_by(session, each.head, each.begins))


def _in_order(host: str, count: int) -> str:
    match count:
        case 0:
            return f"{host} says that it keeps no head of the log of who read what yet."
        case 1:
            return f"{host} says that it keeps one head of the log of who read what: it is in the log."
        case _:
            return f"{host} says that it keeps {count} heads of the log of who read what: all are in the log."
