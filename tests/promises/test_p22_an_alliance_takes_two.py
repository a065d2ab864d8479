"""P22: nothing moves until people on both sides have said yes, and a pause stops everything within a minute."""

import pytest
from sqlalchemy.orm import Session

from app.allies import queries
from app.allies.models import Ally
from app.allies.rules import State
from app.basics.errors import ParasolError
from app.posts.actions import deleting
from federation import lookup, pact
from tests.world.advising import brings, waiting
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import join, post_count
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def posted(net: Net, house: Neighbour) -> list[str]:
    return [a["type"] for a in net.posted_to(house.origin) if a["type"] not in {"Knock", "Answer", "Part"}]


def post_count_at(house: Neighbour) -> int:
    return house.house.database.read_now(post_count)


@pytest.mark.parametrize("yes_of", ["nobody", "near", "far"])
async def test_nothing_moves_before_both_have_said_yes(yes_of: str, near: Neighbour, far: Neighbour, net: Net) -> None:
    if yes_of != "nobody":
        one, other = (near, far) if yes_of == "near" else (far, near)
        await pact.knock(one.envoy, other.origin)
    marisol, ana = near.houses("marisol"), far.houses("ana")
    net.sent.clear()

    marisol.posts("Hello @ana@harbour.example", "open")
    ana.posts("Hello @marisol@lantern.example", "open")
    found = [await lookup.find(near.envoy, "@ana@harbour.example"), await lookup.find(far.envoy, marisol.facts.uri)]
    await settle(near, far)

    assert found == [None, None]
    assert net.sent == []
    assert (post_count_at(near), post_count_at(far)) == (1, 1)


async def test_a_yes_on_one_side_alone_is_no_use_to_that_side(near: Neighbour, far: Neighbour, net: Net) -> None:
    """By hand, without the other side's yes: it sends, and nothing of it is taken."""
    await pact.by_hand(near.envoy, far.origin)
    near.house.database.write_now(_tell_where_their_inbox_is, near, far)
    near.houses("marisol").posts("Hello", "open")

    await settle(near, far)

    assert set(posted(net, far)) == {"Create"}
    assert (far.stands(near), post_count_at(far)) == (None, 0)


def _tell_where_their_inbox_is(session: Session, near: Neighbour, far: Neighbour) -> None:
    session.get_one(Ally, near.ally_id(far)).inbox = f"{far.origin}/ap/inbox"


async def test_no_introduction_makes_an_ally(allied: Houses, net: Net) -> None:
    """An ally that speaks of a third house does not make us speak with it."""
    near, far = allied
    ana = far.houses("ana")
    net.sent.clear()

    ana.posts("Meet @olga@orchard.example at https://orchard.example/@olga", "open")
    await settle(far, near)

    assert [sent.url for sent in net.sent if "orchard" in sent.url] == []
    assert near.house.database.read_now(_origins) == [far.origin]


@pytest.mark.parametrize(
    "brought", ["harbour.example", "orchard.example", "#domain\norchard.example", "@olga@orchard.example"]
)
async def test_no_list_that_somebody_brings_makes_or_ends_an_alliance(allied: Houses, net: Net, brought: str) -> None:
    near, far = allied
    vera = join(near.house, "vera", "steward")
    net.sent.clear()

    brings(vera, f"{brought}\n")
    waiting(vera), waiting(vera, near=False)
    await settle(near, far)

    assert net.sent == []
    assert near.house.database.read_now(_origins) == [far.origin]
    assert (near.stands(far), far.stands(near)) == (State.ALLIED, State.ALLIED)


def _origins(session: Session) -> list[str]:
    return [ally.origin for ally in queries.everyone(session)]


async def test_a_pause_stops_everything_within_a_minute(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    marisol.posts("Queued when the pause comes", "open")

    await pact.pause(near.envoy, far.origin)
    hours.moves(seconds=59)
    net.sent.clear()
    marisol.posts("Written after", "open")
    ana.posts("From over there", "open")
    for _ in range(20):
        await settle(near, far)
        hours.moves(hours=12)

    assert posted(net, far) == []
    assert post_count_at(near) == 2
    with pytest.raises(ParasolError):
        await near.envoy.fetcher.get_json(ana.facts.uri, signer=near.envoy.instance_key())


async def test_only_last_words_wait_for_the_end_of_a_pause(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    post = marisol.posts("There", "open")
    await settle(near, far)
    await pact.pause(near.envoy, far.origin)
    marisol.posts("Written in the pause", "open")
    near.house.database.write_now(deleting.delete_post, marisol.id, post, key=near.house.key, now=near.envoy.clock())
    await settle(near)
    net.sent.clear()

    await pact.resume(near.envoy, far.origin)
    hours.moves(seconds=10)
    await settle(near, far)

    assert posted(net, far) == ["Delete"]
    assert (near.stands(far), post_count_at(far)) == (State.ALLIED, 0)
