"""An alliance takes a yes on each side, a pinned key, and nothing that a stranger could say."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import msgspec
import pytest

from app.allies import actions, queries
from app.allies.rules import Scope, State
from app.basics.errors import Conflict, Invalid, ParasolError, Refused, Unavailable
from federation import pact
from federation.addresses import read_address
from federation.pact import messages
from federation.signatures import SigningKey, public_pem, sign
from tests.world.alliance import Neighbour, Net, settle
from tests.world.peers import AClock, a_key

pytestmark = pytest.mark.anyio

STRANGE = "https://elsewhere.example"


def a_strangers_knock(origin: str = STRANGE, key: int = 3) -> tuple[dict[str, Any], SigningKey]:
    """A well-formed knock for that origin, and the key that it carries."""
    uri = f"{origin}/ap/instance"
    mine = a_key(f"{uri}#key", key)
    actor = {
        "id": uri,
        "type": "Application",
        "preferredUsername": "house",
        "inbox": f"{origin}/ap/inbox",
        "publicKey": {"id": f"{uri}#key", "owner": uri, "publicKeyPem": public_pem(mine.private_key)},
    }
    return {"id": f"{uri}#1", "type": "Knock", "actor": uri, "object": actor}, mine


async def says(house: Neighbour, message: dict[str, Any], key: SigningKey, clock: AClock) -> httpx2.Response:
    """Somebody says this at the door of the pact, signed."""
    url, body = messages.pact_address(house.origin), msgspec.json.encode(message)
    headers = sign("POST", read_address(url), body, key, now=clock())
    return await says_unsigned(house, body, dict(headers))


async def says_unsigned(house: Neighbour, body: bytes, headers: dict[str, str] | None = None) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(house.app)) as client:
        return await client.post(messages.pact_address(house.origin), content=body, headers=headers)


def everyone_known_to(house: Neighbour) -> list[tuple[str, State]]:
    return [(ally.origin, ally.state) for ally in house.house.database.read_now(queries.everyone)]


async def test_two_houses_are_allies_after_a_yes_on_each_side(near: Neighbour, far: Neighbour) -> None:
    knocked = await pact.knock(near.envoy, far.origin + "/")

    assert knocked.state == State.KNOCKING
    assert far.stands(near) == State.KNOCKED

    accepted = await pact.accept(far.envoy, near.origin)

    assert accepted.state == State.ALLIED
    assert near.stands(far) == State.ALLIED


async def test_each_pins_the_key_that_the_other_signs_with(allied: tuple[Neighbour, Neighbour]) -> None:
    near, far = allied

    seen_far, seen_near = near.sees(far), far.sees(near)

    assert seen_far is not None
    assert seen_near is not None
    assert seen_far.public_key == far.envoy.community.public_key
    assert seen_near.public_key == near.envoy.community.public_key
    assert seen_far.inbox == f"{far.origin}/ap/inbox"


async def test_a_knock_makes_the_house_that_hears_it_contact_nobody(near: Neighbour, far: Neighbour, net: Net) -> None:
    await pact.knock(near.envoy, far.origin)

    await settle(far)

    assert [sent.url for sent in net.sent if sent.url.startswith(near.origin)] == []


async def test_each_side_gives_the_scopes_that_its_own_steward_chose(near: Neighbour, far: Neighbour) -> None:
    await pact.knock(near.envoy, far.origin, frozenset({Scope.POSTS}))
    accepted = await pact.accept(far.envoy, near.origin, frozenset({Scope.POSTS, Scope.MEDIA, Scope.ALERTS}))

    seen = near.sees(far)

    assert seen is not None
    assert seen.scopes == {Scope.POSTS}
    assert accepted.scopes == {Scope.POSTS, Scope.MEDIA, Scope.ALERTS}


async def test_knocking_where_they_have_knocked_already_is_a_yes(near: Neighbour, far: Neighbour) -> None:
    await pact.knock(near.envoy, far.origin)

    facts = await pact.knock(far.envoy, near.origin)

    assert facts.state == State.ALLIED
    assert near.stands(far) == State.ALLIED


async def test_knocks_that_cross_make_an_alliance(near: Neighbour, far: Neighbour) -> None:
    for house, other in ((near, far), (far, near)):
        seen = messages.pinned_in(messages.knock_of(other.envoy)["object"], other.origin)
        scopes = frozenset({Scope.POSTS})
        house.house.database.write_now(actions.note_our_knock, other.origin, seen, scopes, now=house.envoy.clock())

    knocks = (pact.knock(near.envoy, far.origin), pact.knock(far.envoy, near.origin))
    answers = await asyncio.gather(*knocks, return_exceptions=True)
    await settle(near, far)

    assert {Conflict, queries.AllyFacts}.issuperset(map(type, answers))
    assert (near.stands(far), far.stands(near)) == (State.ALLIED, State.ALLIED)


async def test_a_knock_that_was_lost_is_no_obstacle_when_the_other_side_knocks(
    near: Neighbour, far: Neighbour, net: Net
) -> None:
    net.answers(far.origin, 503)
    with pytest.raises(Unavailable):
        await pact.knock(near.envoy, far.origin)
    net.mends(far.origin)

    await pact.knock(far.envoy, near.origin)
    await settle(near, far)

    assert (near.stands(far), far.stands(near)) == (State.ALLIED, State.ALLIED)


async def test_accepting_again_works_when_the_word_that_it_was_heard_got_lost(
    near: Neighbour, far: Neighbour, net: Net
) -> None:
    await pact.knock(near.envoy, far.origin)
    net.loses_answers_of.add(near.origin)
    with pytest.raises(Unavailable):
        await pact.accept(far.envoy, near.origin)
    net.mends(near.origin)
    assert far.stands(near) == State.KNOCKED
    assert near.stands(far) == State.ALLIED

    facts = await pact.accept(far.envoy, near.origin)

    assert facts.state == State.ALLIED
    assert near.stands(far) == State.ALLIED


async def test_nothing_is_written_when_they_do_not_know_of_the_knock_any_more(near: Neighbour, far: Neighbour) -> None:
    await pact.knock(near.envoy, far.origin)
    await pact.decline(near.envoy, far.origin)

    with pytest.raises(Refused, match="does not know of this knock"):
        await pact.accept(far.envoy, near.origin)

    assert far.stands(near) == State.KNOCKED


async def test_somebody_posing_as_a_house_is_not_accepted(near: Neighbour, far: Neighbour, hours: AClock) -> None:
    false_knock, key = a_strangers_knock(far.origin)
    await says(near, false_knock, key, hours)
    assert near.stands(far) == State.KNOCKED

    with pytest.raises(Refused, match="posing"):
        await pact.accept(near.envoy, far.origin)

    assert near.stands(far) is None


async def test_somebody_posing_as_a_house_does_not_keep_us_from_knocking_there(
    near: Neighbour, far: Neighbour, hours: AClock
) -> None:
    false_knock, key = a_strangers_knock(far.origin)
    await says(near, false_knock, key, hours)

    facts = await pact.knock(near.envoy, far.origin)

    assert facts.state == State.KNOCKING
    assert facts.public_key == far.envoy.community.public_key


@pytest.mark.parametrize("state", [State.KNOCKING, State.ALLIED, State.PAUSED])
async def test_a_knock_in_the_name_of_a_house_we_know_changes_nothing(
    state: State, near: Neighbour, far: Neighbour, hours: AClock
) -> None:
    await pact.knock(near.envoy, far.origin)
    if state != State.KNOCKING:
        await pact.accept(far.envoy, near.origin)
    if state == State.PAUSED:
        await pact.pause(near.envoy, far.origin)
    before = near.sees(far)

    answer = await says(near, *a_strangers_knock(far.origin), hours)

    assert answer.status_code == 202
    assert near.sees(far) == before


@pytest.mark.parametrize("verb", ["Answer", "Part"])
async def test_what_a_stranger_says_of_a_pact_changes_nothing(
    verb: str, near: Neighbour, far: Neighbour, hours: AClock
) -> None:
    await pact.knock(near.envoy, far.origin)
    if verb == "Part":
        await pact.accept(far.envoy, near.origin)
    before = near.sees(far)
    uri = f"{far.origin}/ap/instance"

    answer = await says(near, {"id": f"{uri}#1", "type": verb, "actor": uri}, a_key(f"{uri}#key", 3), hours)

    assert answer.status_code == 202
    assert near.sees(far) == before


async def test_an_answer_to_a_knock_we_took_back_makes_no_alliance(
    near: Neighbour, far: Neighbour, hours: AClock
) -> None:
    await pact.knock(near.envoy, far.origin)
    await pact.decline(near.envoy, far.origin)

    answer = await says(near, messages.answer_of(far.envoy), far.envoy.instance_key(), hours)

    assert answer.status_code == 202
    assert near.stands(far) is None


async def test_an_answer_that_is_replayed_is_not_heard(near: Neighbour, far: Neighbour, hours: AClock) -> None:
    await pact.knock(near.envoy, far.origin)
    body = msgspec.json.encode(messages.answer_of(far.envoy))
    url = read_address(messages.pact_address(near.origin))
    headers = dict(sign("POST", url, body, far.envoy.instance_key(), now=hours()))

    first = await says_unsigned(near, body, headers)
    again = await says_unsigned(near, body, headers)

    assert (first.status_code, again.status_code) == (200, 202)


async def test_whoever_knocks_and_however_the_answer_is_the_same(
    near: Neighbour, far: Neighbour, hours: AClock
) -> None:
    knock, key = a_strangers_knock()
    another, another_key = a_strangers_knock("https://third.example")
    ours, our_key = a_strangers_knock(near.origin)
    await pact.knock(near.envoy, far.origin)

    answers = [
        await says(near, knock, key, hours),
        await says(near, knock, key, hours),
        await says(near, another, key, hours),
        await says(near, another | {"object": None}, another_key, hours),
        await says(near, ours, our_key, hours),
        await says(near, *a_strangers_knock(far.origin), hours),
        await says_unsigned(near, msgspec.json.encode(another)),
        await says_unsigned(near, b"{"),
        await says_unsigned(near, b"[" * 8000),
        await says_unsigned(near, b" " * 9000),
    ]

    assert {(a.status_code, a.content, tuple(sorted(a.headers.items()))) for a in answers} == {
        (202, b'{"status":"taken"}', (("content-length", "18"), ("content-type", "application/json")))
    }
    assert sorted(everyone_known_to(near)) == [(STRANGE, State.KNOCKED), (far.origin, State.KNOCKING)]


async def test_a_flood_of_knocks_fills_a_small_list_and_no_more(near: Neighbour, hours: AClock) -> None:
    near.app.state.limits.count = lambda limit, who: None
    knocks = [a_strangers_knock(f"https://h{number}.example") for number in range(actions.MOST_KNOCKS_WAITING + 7)]

    answers = await asyncio.gather(*(says(near, *knock, hours) for knock in knocks))

    assert {answer.status_code for answer in answers} == {202}
    assert len(everyone_known_to(near)) == actions.MOST_KNOCKS_WAITING


async def test_one_house_that_knocks_many_times_at_once_is_written_down_once(near: Neighbour, hours: AClock) -> None:
    knock, key = a_strangers_knock()

    answers = await asyncio.gather(*(says(near, knock | {"id": f"{STRANGE}#{n}"}, key, hours) for n in range(12)))

    assert {answer.status_code for answer in answers} == {202}
    assert everyone_known_to(near) == [(STRANGE, State.KNOCKED)]


async def test_one_address_may_knock_so_often_and_learns_nothing_of_it(near: Neighbour, hours: AClock) -> None:
    knocks = [a_strangers_knock(f"https://h{number}.example") for number in range(25)]

    answers = await asyncio.gather(*(says(near, *knock, hours) for knock in knocks))

    assert {answer.status_code for answer in answers} == {202}
    assert len(everyone_known_to(near)) == 20


@pytest.mark.parametrize(
    "typed", ["lantern.example", "https://lantern.example/@vera", "http://harbour.example", "https://lantern.example"]
)
async def test_what_is_no_origin_or_our_own_is_refused_before_anybody_is_asked(
    typed: str, near: Neighbour, net: Net
) -> None:
    for say_yes in (pact.knock, pact.accept, pact.by_hand):
        with pytest.raises(Invalid) as refusal:
            await say_yes(near.envoy, typed)
        assert refusal.value.safe.endswith((".", "example"))

    assert net.sent == []


async def test_a_house_that_is_down_is_told_from_one_that_is_none(near: Neighbour, far: Neighbour, net: Net) -> None:
    net.cuts(far.origin)
    with pytest.raises(Unavailable, match="could not be reached"):
        await pact.knock(near.envoy, far.origin)

    net.rules[far.origin] = lambda sent: (404, [], b"")
    with pytest.raises(Refused, match="no Parasol house"):
        await pact.knock(near.envoy, far.origin)

    assert near.stands(far) is None


async def test_an_actor_that_is_not_the_houses_own_is_not_pinned(near: Neighbour, far: Neighbour, net: Net) -> None:
    knock, _ = a_strangers_knock()
    body = msgspec.json.encode(knock["object"])
    net.rules[far.origin] = lambda sent: (200, [("content-type", "application/activity+json")], body)

    with pytest.raises(Refused, match="no Parasol house"):
        await pact.knock(near.envoy, far.origin)

    assert near.stands(far) is None


async def test_a_yes_is_not_said_twice(allied: tuple[Neighbour, Neighbour]) -> None:
    near, far = allied

    for say_yes in (pact.knock, pact.accept, pact.by_hand):
        with pytest.raises(Conflict):
            await say_yes(near.envoy, far.origin)


async def test_by_hand_our_yes_is_enough_and_nobody_is_asked(near: Neighbour, net: Net) -> None:
    facts = await pact.by_hand(near.envoy, STRANGE, frozenset({Scope.POSTS}))

    assert (facts.state, facts.by_hand, facts.public_key) == (State.ALLIED, True, None)
    assert net.sent == []


async def test_parting_is_known_to_both_sides(allied: tuple[Neighbour, Neighbour]) -> None:
    near, far = allied

    await pact.part(near.envoy, far.origin)
    await settle(near)

    assert (near.stands(far), far.stands(near)) == (State.PARTING, State.PARTING)


async def test_a_parting_is_told_also_when_the_other_house_was_down(
    allied: tuple[Neighbour, Neighbour], net: Net, hours: AClock
) -> None:
    near, far = allied
    net.cuts(far.origin)
    await pact.part(near.envoy, far.origin)
    await settle(near)

    net.mends(far.origin)
    hours.moves(minutes=1)
    await settle(near)

    assert far.stands(near) == State.PARTING


async def test_a_house_that_we_parted_from_is_gone_after_seven_days(
    allied: tuple[Neighbour, Neighbour], hours: AClock
) -> None:
    near, far = allied
    await pact.part(near.envoy, far.origin)

    hours.moves(days=6, hours=23)
    await settle(near)
    assert near.stands(far) == State.PARTING
    hours.moves(hours=2)
    await settle(near)

    assert near.stands(far) is None


async def test_a_knock_is_taken_back_by_parting(near: Neighbour, far: Neighbour) -> None:
    await pact.knock(near.envoy, far.origin)

    await pact.part(near.envoy, far.origin)

    assert near.stands(far) is None


async def test_moves_that_make_no_sense_are_refused(near: Neighbour, make_neighbour: Callable[..., object]) -> None:
    for move in (pact.pause, pact.resume, pact.part, pact.accept, pact.decline):
        with pytest.raises(ParasolError, match="No house of that address"):
            await move(near.envoy, STRANGE)
