"""Quotes as others write them, and what this house answers (FEP-044f)."""

from typing import Any

from sqlalchemy import func, select

from app import wiring
from app.jobs.models import Job
from app.posts.models import Quote
from federation.letters import open_letter
from tests.world.letters import a_note, said
from tests.world.peers import AHouseOnTheWire, APeer, PeerMember


def a_quote(by: PeerMember, uri: str, **more: Any) -> dict[str, Any]:
    """A post that quotes, as Mastodon writes it."""
    link = f'<p class="quote-inline">RE: <a href="{uri}">{uri}</a></p>'
    return a_note(by, **{"content": f"<p>Look</p>{link}", "quote": uri, **more})


def a_request(by: PeerMember, uri: str, instrument: Any, **more: Any) -> dict[str, Any]:
    return said(by, "QuoteRequest", uri, **{"instrument": instrument, **more})


def answers(lantern: AHouseOnTheWire, *verbs: str) -> list[dict[str, Any]]:
    """What waits to be sent of these."""
    wanted = verbs or ("Accept", "Reject")
    jobs = lantern.house.database.read_now(
        lambda s: s.scalars(
            select(Job.payload).where(Job.queue == "deliver", Job.kind.in_(wanted)).order_by(Job.id)
        ).all()
    )
    found = [open_letter(lantern.envoy, one).activity for one in jobs]
    return [one for one in found if one is not None and one["type"] in wanted]


def quote_count(lantern: AHouseOnTheWire) -> int:
    return lantern.house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(Quote)) or 0)


async def does_all(lantern: AHouseOnTheWire, peer: APeer, by: PeerMember, *activities: dict[str, Any]) -> None:
    """The same as `takes`, and everything that comes of it is done, asking other houses included."""
    for activity in activities:
        peer.clock.moves(seconds=1)
        assert (await lantern.hears(peer, by, activity)).status_code == 202
    await wiring.runner(lantern.envoy).settle()


async def asks_for(lantern: AHouseOnTheWire, peer: APeer, by: PeerMember, uri: str, **more: Any) -> dict[str, Any]:
    note = a_quote(by, uri, **more)
    await lantern.takes(peer, by, a_request(by, uri, note))
    return note
