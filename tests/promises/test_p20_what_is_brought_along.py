"""P20: whatever a member brings along, nobody but allies is ever asked for anything."""

from functools import partial

import pytest
from sqlalchemy import select

from app import wiring
from app.accounts.models import Follow
from app.basics.clock import now
from app.leaving import importing, steps, taking_in
from app.leaving.reading_lists import Kind
from app.leaving.taking_in import HandedIn
from federation import lookup
from tests.leaving.archives import a_note, an_archive
from tests.world import advising
from tests.world.cast import Member, join
from tests.world.peers import AHouseOnTheWire, APeer, PeerMember, TheWire

pytestmark = pytest.mark.anyio

LIST = """ana@harbour.example
mallory@elsewhere.example
mallory@127.0.0.1
mallory@localhost:8000
mallory@harbour.example.elsewhere.example
nobody@harbour.example
"""


async def brings(lantern: AHouseOnTheWire, member: Member, data: bytes, kind: Kind | None) -> steps.Report:
    house = lantern.house
    planned = taking_in.plan(
        HandedIn(data, kind, True, ""), member.facts.uri, house.settings.origin, key=house.key, now=now()
    )
    house.database.write_now(steps.begin, member.id, planned.payloads, planned.report, key=house.key, now=now())
    work = importing.import_lane(house, partial(lookup.account_called, lantern.envoy), now)
    while (await work(member.id)).more:
        pass
    report = house.database.read_now(steps.report_of, member.id, house.key)
    assert report is not None
    return report


@pytest.mark.parametrize("listed", [Kind.FOLLOWING, Kind.BLOCKS, Kind.MUTES])
async def test_a_list_makes_us_ask_allies_and_nobody_else(
    lantern: AHouseOnTheWire,
    an_ally: APeer,
    ana: PeerMember,
    a_strange_house: APeer,
    an_impostor: PeerMember,
    a_member: Member,
    the_wire: TheWire,
    listed: Kind,
):
    where = f"{an_ally.origin}/.well-known/webfinger?resource=acct:ana@harbour.example"
    an_ally.serves(where, {"links": [{"rel": "self", "href": ana.uri}]})

    report = await brings(lantern, a_member, LIST.encode(), listed)

    assert set(the_wire.tried) == {an_ally.origin}
    assert report.not_reached == [line for line in LIST.split() if line != "ana@harbour.example"]
    assert report.asked + report.blocked + report.muted == 1


async def test_a_list_of_hosts_makes_us_ask_nobody(
    lantern: AHouseOnTheWire, an_ally: APeer, a_member: Member, the_wire: TheWire
):
    report = await brings(lantern, a_member, b"harbour.example\nelsewhere.example\n", Kind.DOMAINS)

    assert the_wire.tried == []
    assert (report.houses, report.not_reached) == (1, ["elsewhere.example"])


async def test_an_archives_pictures_and_links_are_not_gone_to(
    lantern: AHouseOnTheWire, an_ally: APeer, a_strange_house: APeer, a_member: Member, the_wire: TheWire
):
    there = a_strange_house.origin
    note = a_note(1, f'<a href="{there}/1">look</a>', attachment=[{"url": f"{there}/1.png"}], inReplyTo=f"{there}/2")

    report = await brings(lantern, a_member, an_archive(note), None)

    assert report.posts == 1
    assert the_wire.tried == []
    assert lantern.house.database.read_now(lambda session: session.scalars(select(Follow.uri)).all()) == []


async def test_what_others_advise_makes_us_ask_nobody_not_even_an_ally(
    lantern: AHouseOnTheWire, an_ally: APeer, a_strange_house: APeer, the_wire: TheWire
):
    robin = join(lantern.house, "robin", "moderator")

    advising.brings(robin, LIST + "harbour.example\nelsewhere.example\n")
    near, far = advising.waiting(robin), advising.waiting(robin, near=False)
    await wiring.runner(lantern.envoy).settle()

    assert the_wire.tried == []
    assert [one.account for one in near] == [None, None, None]
    assert "elsewhere.example" in advising.addresses(far)
