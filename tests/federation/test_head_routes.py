"""Who may ask where our log of reading ends, and what we keep of others: allied Parasol houses, each for itself."""

import pytest

from app.allies.models import Ally
from app.allies.rules import State
from app.basics.clock import day_of
from moderation.openness import kept_heads, reading
from moderation.openness.kept_heads import DayHead
from tests.world.desk import as_moderator
from tests.world.peers import PeerMember, a_key

pytestmark = pytest.mark.anyio

PATHS = ("/ap/instance/head", "/ap/instance/kept-heads")


def whole(answer) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
    return answer.status_code, answer.content, answer.headers.raw


def pinned(lantern, make_peer, label: str, key: int):
    """Another Parasol house with which there is a pact."""
    peer = make_peer(f"https://{label}.example")
    return peer, lantern.pins(peer, key)


def keeps(lantern, peer, head: bytes) -> str:
    """A head of that house, of today; the day."""
    day = day_of(lantern.envoy.clock())
    lantern.house.database.write_now(kept_heads.keep, lantern.ally(peer).id, DayHead(day, head))
    return day


async def test_an_ally_reads_a_day_and_a_hash_and_nothing_else(lantern, make_peer, a_moderator, clock):
    peer, itself = pinned(lantern, make_peer, "orchard", 3)
    for _ in range(2):
        lantern.house.database.write_now(
            reading.log, as_moderator(a_moderator), "case", 1, key=lantern.house.key, now=clock()
        )
    before = await lantern.shows(peer, itself, lantern.envoy.origin + PATHS[0])
    clock.moves(days=1)
    after = await lantern.shows(peer, itself, lantern.envoy.origin + PATHS[0])

    assert before.json()["head"] == "0" * 64
    assert set(after.json()) == {"day", "head"}
    assert after.json()["day"] == day_of(clock())
    assert after.json()["head"] != before.json()["head"]
    assert len(after.content) == len(before.content)
    assert after.headers["cache-control"] == "private, no-store"
    assert after.headers["content-type"] == "application/json"


async def test_each_ally_reads_what_is_kept_of_itself_alone(lantern, make_peer):
    orchard, olga = pinned(lantern, make_peer, "orchard", 3)
    maison, colette = pinned(lantern, make_peer, "maison", 4)
    day = keeps(lantern, orchard, b"o" * 32)
    url = lantern.envoy.origin + PATHS[1]

    theirs, others = await lantern.shows(orchard, olga, url), await lantern.shows(maison, colette, url)

    assert theirs.json() == {"heads": [{"day": day, "head": (b"o" * 32).hex()}]}
    assert others.json() == {"heads": []}
    named = await lantern.shows(maison, colette, url + f"?of={orchard.origin}")
    assert named.json() == {"heads": []}


@pytest.mark.parametrize("path", PATHS)
async def test_to_anybody_else_there_is_nothing(lantern, make_peer, an_ally, ana, a_strange_house, an_impostor, path):
    """A stranger, whoever signs nothing, a member of an ally, other software, and a house that is not allied yet."""
    peer, _ = pinned(lantern, make_peer, "orchard", 3)
    keeps(lantern, peer, b"o" * 32)
    member = peer.houses("olga")
    knocking = make_peer("https://maison.example")
    lantern.has_seen(knocking, "knocked")
    knocker = PeerMember("house", f"{knocking.origin}/actor", a_key(f"{knocking.origin}/actor#key", 4))
    by_hand = PeerMember("house", f"{an_ally.origin}/actor", ana.key)
    url = lantern.envoy.origin + path

    answers = [
        await lantern.is_asked(url),
        await lantern.shows(a_strange_house, an_impostor, url),
        await lantern.shows(peer, member, url),
        await lantern.shows(an_ally, by_hand, url),
        await lantern.shows(knocking, knocker, url),
        await lantern.client.post(url, content=b"{}"),
    ]

    expected = whole(await lantern.is_asked(f"{lantern.envoy.origin}/no/such/address"))
    assert [whole(answer) for answer in answers] == [expected] * len(answers)
    assert expected[0] == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("state", [State.PAUSED, State.PARTING])
async def test_during_a_pause_and_a_parting_there_is_nothing_either(lantern, make_peer, clock, path, state):
    peer, itself = pinned(lantern, make_peer, "orchard", 3)
    keeps(lantern, peer, b"o" * 32)
    url = lantern.envoy.origin + path
    before = await lantern.shows(peer, itself, url)
    lantern.house.database.write_now(
        lambda session: setattr(session.get_one(Ally, lantern.ally(peer).id), "state", state)
    )
    clock.moves(seconds=5)

    after = await lantern.shows(peer, itself, url)

    assert (before.status_code, after.status_code) == (200, 404)


@pytest.mark.parametrize("path", PATHS)
async def test_a_signature_that_does_not_hold_reads_nothing(lantern, make_peer, clock, path):
    """Of another key, for another address, and one that is too old."""
    peer, itself = pinned(lantern, make_peer, "orchard", 3)
    keeps(lantern, peer, b"o" * 32)
    url = lantern.envoy.origin + path
    wrong = peer.signed("GET", url, None, a_key(itself.key.key_id, 6))
    elsewhere = peer.signed("GET", url + "x", None, itself.key)
    old = peer.signed("GET", url, None, itself.key)

    answers = [await lantern.is_asked(url, headers) for headers in (wrong, elsewhere)]
    clock.moves(minutes=6)
    answers.append(await lantern.is_asked(url, old))

    assert [answer.status_code for answer in answers] == [401] * 3
