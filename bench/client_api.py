"""The client API as an app sees it: works against any server that speaks it."""

import itertools
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from bench.load import Load, NextRequest, Target, hammer
from bench.plan import Plan
from bench.table import Line, median

HOME = "/api/v1/timelines/home?limit=20"
PUBLIC = "/api/v1/timelines/public?local=true&limit=20"

Measure = Callable[[], Awaitable[Load]]


def with_token(origin: str, token: str) -> Target:
    return Target(origin, (("Authorization", f"Bearer {token}"),))


async def reading(target: Target, plan: Plan) -> list[Line]:
    """Home and community timeline."""
    lines: list[Line] = []
    for work, path in (("home timeline, client API, 20 posts", HOME), ("community timeline, client API", PUBLIC)):
        lines += await pages(target, plan, work, path)
    return lines


async def pages(target: Target, plan: Plan, work: str, path: str, goal: str = "") -> list[Line]:
    """One address, asked on a few numbers of connections."""
    lines: list[Line] = []
    for connections in plan.connections:

        async def measure(connections: int = connections) -> Load:
            return await hammer(target, target.get(path), connections=connections, seconds=plan.seconds)

        loads = [await measure() for _ in range(plan.runs)]
        lines.append(line_of(f"{work}, {on(connections)}", loads, goal))
    return lines


async def posting(target: Target, plan: Plan) -> list[Line]:
    """Writing posts that stay in the community, each on the disk before its answer."""
    number = itertools.count()

    def next_post() -> bytes:
        return post_request(target, f"A short post, number {next(number)}, about nothing much.", "unlisted")

    lines: list[Line] = []
    for connections, goal in ((1, "600"), (8, "1,000")):
        loads = [
            await hammer(target, next_post, connections=connections, seconds=plan.seconds) for _ in range(plan.runs)
        ]
        lines.append(line_of(f"posting, client API, {on(connections)}", loads, goal))
    return lines


def post_request(target: Target, text: str, visibility: str) -> bytes:
    body = msgspec.json.encode({"status": text, "visibility": visibility})
    return target.request("POST", "/api/v1/statuses", body, (("Content-Type", "application/json"),))


def line_of(work: str, loads: Sequence[Load], goal: str = "", beside: str = "") -> Line:
    """The median of the rates, with p50 and p99 in the median run; whatever was refused is said."""
    best = sorted(loads, key=lambda load: load.rate)[len(loads) // 2]
    told = f"p50 {best.percentile(0.5):.1f} ms, p99 {best.percentile(0.99):.1f} ms"
    refused = {status: number for load in loads for status, number in load.statuses.items() if not 200 <= status < 300}
    told += f"; REFUSED {refused}" if refused else ""
    return Line(work, median([load.rate for load in loads]), "a second", "; ".join(filter(None, (beside, told))), goal)


def on(connections: int) -> str:
    return "1 connection" if connections == 1 else f"{connections} connections"


def listed(requests: Sequence[bytes]) -> NextRequest:
    """Each request once."""
    waiting = iter(requests)
    return lambda: next(waiting, None)
