"""`ally …`: a person's yes, in a terminal."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec

from app import wiring
from app.accounts import community
from app.allies import queries
from app.allies.queries import AllyFacts
from app.allies.rules import scopes_of
from app.basics.errors import Refused
from app.cli.opening import opened
from app.cli.saying import say
from federation import pact
from federation.envoy import Envoy
from federation.pact.asking import checked_origin
from federation.signatures import fingerprint
from moderation.suggestions import queries as suggestions

HEARD_FIRST = "Nothing was done yet. It is for you to judge: to say yes all the same, add --all-the-same."


def add(origin: str, scopes: str, *, by_hand: bool, all_the_same: bool) -> None:
    """Knock, or write down our own yes for other software.

    What others advise against it is said first; then it is done only `all_the_same`. Raises Refused.
    """
    wanted = scopes_of(scopes)

    async def act(envoy: Envoy) -> AllyFacts:
        await _hear(envoy, origin, all_the_same=all_the_same)
        return await (pact.by_hand if by_hand else pact.knock)(envoy, origin, wanted)

    say(*_told(_run(act)))


def accept(origin: str, scopes: str | None, *, all_the_same: bool) -> None:
    """Say yes to a knock, as `add` does; nothing is written here before the other side has heard it."""
    wanted = None if scopes is None else scopes_of(scopes)

    async def act(envoy: Envoy) -> AllyFacts:
        await _hear(envoy, origin, all_the_same=all_the_same)
        return await pact.accept(envoy, origin, wanted)

    say(*_told(_run(act)))


def move(origin: str, how: str) -> None:
    """pause, resume or part"""
    moves: dict[str, Callable[[Envoy, str], Awaitable[AllyFacts]]] = {
        "pause": pact.pause,
        "resume": pact.resume,
        "part": pact.part,
    }
    say(*_told(_run(lambda envoy: moves[how](envoy, origin))))


def show(*, as_json: bool) -> None:
    """The list, for people or for scripts."""
    with opened() as house:
        known = house.database.read_now(queries.everyone)
        ours = house.database.write_now(community.founded, house.key)
    if as_json:
        say(msgspec.json.encode([_plain(facts) for facts in known]).decode())
    elif not known:
        say("No allies yet. Add one with: parasol ally add https://harbour.example")
    else:
        for facts in known:
            say(*_told(facts), "")
    if not as_json:
        say(f"Our own fingerprint, for them to compare: {fingerprint(ours.public_key)}")


async def _hear(envoy: Envoy, origin: str, *, all_the_same: bool) -> None:
    """Say what others advise against a house, and stop there unless it is to be done all the same."""
    host = urlsplit(checked_origin(envoy, origin)).netloc
    advice = await envoy.house.database.read(suggestions.advice_about, host, key=envoy.house.key)
    for body in advice:
        for one in body.advice:
            say(f"{one.by} advises against {body.address}" + (f": {one.words}" if one.words else ""))
    if advice and not all_the_same:
        raise Refused(HEARD_FIRST)


def _run(act: Callable[[Envoy], Awaitable[AllyFacts]]) -> AllyFacts:
    async def inside(envoy: Envoy) -> AllyFacts:
        try:
            return await act(envoy)
        finally:
            await envoy.fetcher.aclose()

    with opened() as house:
        return asyncio.run(inside(wiring.envoy_of(house)))


_STATES = {
    "knocking": "we knocked and wait for their answer",
    "knocked": "they knocked and wait for our answer",
    "allied": "allied",
    "paused": "paused",
    "parting": "parting: only deletions and the like still pass",
}


def _told(facts: AllyFacts) -> list[str]:
    lines = [f"{facts.origin}: {_STATES[facts.state]}; scopes: {', '.join(sorted(facts.scopes))}"]
    if facts.by_hand:
        lines.append("  allied by hand: only our own yes can be proved; their operator must list us in their own way")
    if facts.public_key:
        lines.append(f"  fingerprint to compare with their people: {fingerprint(facts.public_key)}")
    return lines


def _plain(facts: AllyFacts) -> dict[str, object]:
    return {
        "origin": facts.origin,
        "state": facts.state,
        "by_hand": facts.by_hand,
        "scopes": sorted(facts.scopes),
        "fingerprint": fingerprint(facts.public_key) if facts.public_key else None,
    }
