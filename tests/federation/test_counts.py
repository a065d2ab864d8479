"""An ally's poll that is looked at is asked about: by the house, later, rarely, and of its own house alone."""
# ruff: noqa: F811 - a fixture is imported by its name

from datetime import timedelta

import pytest

from app.allies.models import Ally
from app.allies.rules import State
from app.jobs import queue
from app.posts.actions import asking_anew
from federation import counts as asking_counts
from tests.federation.test_outgoing import Houses
from tests.federation.test_polls_between_houses import asked  # noqa: F401 - a fixture
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.peers import AClock
from tests.world.polling import asks, counts, polls_end, votes

pytestmark = pytest.mark.anyio
Asked = tuple[Member, Member, int, int]
LATER = {"seconds": asking_counts.LONGEST_WAIT.total_seconds() + 1}


def looks(house: Neighbour, *posts: int) -> None:
    house.house.database.write_now(asking_anew.ask_anew, posts, now=house.envoy.clock())


def questions(net: Net, house: Neighbour) -> list[dict[str, str]]:
    """The headers of every reading of a post at that house."""
    return [dict(one.headers) for one in net.sent if one.method == "GET" and f"{house.origin}/ap/posts/" in one.url]


def waiting(house: Neighbour, post_id: int) -> int:
    return house.house.database.read_now(queue.depth, asking_counts.COUNTS, post_id)


async def test_new_counts_come_at_a_later_moment(allied: Houses, net: Net, hours: AClock, asked: Asked):
    near, far = allied
    _, ana, post_id, copy = asked
    votes(near.houses("vera"), post_id, 1)

    looks(far, copy)
    await settle(far)
    at_once = counts(ana, copy), questions(net, near)
    hours.moves(**LATER)
    await settle(far)

    assert at_once == ([0, 0, 0], [])
    assert counts(ana, copy) == [0, 1, 0]


async def test_it_is_the_house_that_asks_and_never_who_looked(allied: Houses, net: Net, hours: AClock, asked: Asked):
    near, far = allied
    _, ana, _, copy = asked

    looks(far, copy)
    await settle(far)
    hours.moves(**LATER)
    await settle(far)

    [headers] = questions(net, near)
    assert far.envoy.instance_key().key_id in str(headers)
    assert ana.facts.uri not in str(headers)


async def test_however_many_look_it_is_asked_about_once_in_some_minutes(
    allied: Houses, net: Net, hours: AClock, asked: Asked
):
    near, far = allied
    _, _, _, copy = asked
    for _ in range(9):
        looks(far, copy)
        hours.moves(minutes=1)
        await settle(far)
    before = len(questions(net, near))

    hours.moves(minutes=2)
    looks(far, copy)
    await settle(far)
    hours.moves(**LATER)
    await settle(far)

    assert (before, len(questions(net, near))) == (1, 2)


async def test_ones_own_and_those_that_have_ended_are_asked_about_nowhere(
    allied: Houses, net: Net, hours: AClock, asked: Asked
):
    _, far = allied
    _, ana, _, copy = asked
    own = asks(ana, audience="allies")
    polls_end(far.house, far.envoy.clock() + timedelta(days=4))

    looks(far, copy, own)
    await settle(far)

    assert (waiting(far, copy), waiting(far, own)) == (0, 0)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_pause_asks_nothing(allied: Houses, net: Net, hours: AClock, asked: Asked, when: str):
    near, far = allied
    _, _, _, copy = asked

    def pauses() -> None:
        far.house.database.write_now(lambda session: setattr(session.query(Ally).one(), "state", State.PAUSED))

    if when == "before":
        pauses()
    looks(far, copy)
    await settle(far)
    pauses()
    hours.moves(**LATER)
    await settle(far)

    assert questions(net, near) == []
    assert waiting(far, copy) == 0


async def test_a_house_that_does_not_answer_is_asked_again_when_somebody_looks_again(
    allied: Houses, net: Net, hours: AClock, asked: Asked
):
    near, far = allied
    _, ana, post_id, copy = asked
    votes(near.houses("vera"), post_id, 1)
    net.cuts(near.origin)
    looks(far, copy)
    await settle(far)
    hours.moves(**LATER)
    await settle(far)
    net.mends(near.origin)
    before = counts(ana, copy), waiting(far, copy)

    hours.moves(minutes=10)
    looks(far, copy)
    await settle(far)
    hours.moves(**LATER)
    await settle(far)

    assert before == ([0, 0, 0], 0)
    assert counts(ana, copy) == [0, 1, 0]
