"""Joins the slices: who reacts to what, who works on what waits, what is swept, how long everything is kept.

Tables without logic, one file each, and the runner that works by them.
"""

from sqlalchemy.orm import Session

from app.accounts import community, staying
from app.basics.events import Event
from app.jobs.runner import Runner
from app.live.listeners import Listeners
from app.storage.house import House
from app.timelines import reaching
from app.wiring import work
from app.wiring.ages import AGES
from app.wiring.reactions import ABROAD, AT_HOME
from federation.envoy import Envoy
from federation.fetch import Fetcher
from federation.reach import Reachable

__all__ = ["ABROAD", "AGES", "AT_HOME", "envoy_of", "listeners", "runner"]


def runner(envoy: Envoy) -> Runner:
    """The one that does everything that waits in this house."""

    def react(session: Session, event: Event) -> None:
        for reaction in AT_HOME.get(type(event), ()):
            reaction(envoy, session, event)
        for table in ABROAD:
            if type(event) in table:
                table[type(event)](envoy, session, event)

    return Runner(
        envoy.house.database,
        react=react,
        queues=work.queues_of(envoy),
        sweeps=work.sweeps_of(envoy),
        chores=work.chores_of(envoy),
        clock=envoy.clock,
    )


def listeners(envoy: Envoy) -> Listeners:
    """Those who will listen in this process."""
    return Listeners(envoy.house.database, concerned=reaching.concerned, still_in=staying.still_in, clock=envoy.clock)


def envoy_of(house: House, **options: object) -> Envoy:
    """What this house has in its hands to speak with others; founds the house on its first start."""
    reachable = Reachable(house.database)
    return Envoy(
        house=house,
        community=house.database.write_now(community.founded, house.key),
        fetcher=Fetcher(reachable, may_push=reachable.takes_push, lab=house.settings.lab, **options),  # type: ignore[arg-type]
    )
