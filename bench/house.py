"""Our own house, all of it, in the order of the table."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from bench import between_houses, client_api, pages
from bench.client_api import HOME, line_of, on, with_token
from bench.load import Load, Target, hammer
from bench.neighbours import FOLLOWER, Neighbour, settle
from bench.pages import Visited, everyday
from bench.plan import Plan
from bench.processes import Folder, free_port
from bench.table import Line, median

Say = Callable[[str], None]


async def measured(folder: Path, plan: Plan, say: Say) -> list[Line]:
    """Every line of the table, from houses made in this folder."""
    say(f"a house with {plan.members} members and {plan.posts} posts")
    lived_in = _made(folder / "lived-in")
    lived_in.command("seed", "--members", str(plan.members), "--posts", str(plan.posts))
    token = lived_in.command("token", FOLLOWER, "--scope", "read write follow")
    neighbours = [Neighbour(free_port()) for _ in range(plan.allies)]
    cookie = settle(lived_in, neighbours)
    # They listen from the beginning: to an ally that was down, a house writes again only after a while.
    async with contextlib.AsyncExitStack() as stack:
        for neighbour in neighbours:
            await stack.enter_async_context(neighbour.listening())
        return await _lines(folder, lived_in, neighbours, token, cookie, plan, say)


async def _lines(
    folder: Path, lived_in: Folder, neighbours: list[Neighbour], token: str, cookie: str, plan: Plan, say: Say
) -> list[Line]:
    say("cold starts")
    lines = [await asyncio.to_thread(_empty_starts, folder, plan), await asyncio.to_thread(_starts, lived_in, plan)]
    with lived_in.serving() as serving:
        rest = serving.memory()
        target = with_token(lived_in.origin, token)
        say("reading, side by side with the floor")
        lines += await beside_the_floor(lived_in, target, plan)
        lines += await client_api.pages(target, plan, "community timeline, client API", client_api.PUBLIC)
        visitor = Target(lived_in.origin, (("Cookie", f"session={cookie}"),))
        lines += await client_api.pages(visitor, plan, "community page, HTML, signed in", "/community", "1,000")
        say("what a page costs")
        visited = Visited.of(lived_in, serving, cookie, token)
        for address in everyday(lived_in):
            [cost] = await pages.measured([visited], address, plan)
            lines.append(cost.line(address.work))
        say("posting")
        lines += await client_api.posting(target, plan)
        say("between houses")
        lines += await between_houses.incoming(lived_in, target, neighbours[0], plan)
        lines.append(await between_houses.to_a_home(target, neighbours[0], plan))
        lines.append(await between_houses.outgoing(target, neighbours, plan))
        lines.append(Line("memory at rest", rest, "MB", "resident, after the first answer", "100"))
        lines.append(Line("memory under load", serving.most_memory(), "MB", "the most of this run", "160"))
    return lines


async def beside_the_floor(folder: Folder, target: Target, plan: Plan) -> list[Line]:
    """Home timeline and bare server by turns, on the same core and the same database."""
    lines: list[Line] = []
    port = free_port()
    with folder.floor(port):
        bare = Target(f"http://127.0.0.1:{port}", target.headers)
        for connections in plan.connections:
            ours: list[Load] = []
            floor: list[Load] = []
            for _ in range(plan.runs):
                for asked, path, loads in ((target, HOME, ours), (bare, "/home", floor)):
                    loads.append(await hammer(asked, asked.get(path), connections=connections, seconds=plan.seconds))
            lines.append(line_of(f"home timeline, client API, 20 posts, {on(connections)}", ours))
            lines.append(line_of(f"the floor: bare FastAPI and sqlite3, {on(connections)}", floor))
            ratio = median([a.rate / b.rate for a, b in zip(ours, floor, strict=True) if b.rate])
            lines.append(Line(f"home timeline over the floor, {on(connections)}", ratio, "ratio", "", "0.5"))
    return lines


def _empty_starts(folder: Path, plan: Plan) -> Line:
    """The very first start: makes the schema, the house and its keys."""
    took: list[float] = []
    for run in range(plan.runs):
        with _made(folder / f"empty-{run}").serving() as serving:
            took.append(serving.seconds_to_answer)
    return Line("cold start, the very first", median(took), "s", "makes schema and keys")


def _starts(folder: Folder, plan: Plan) -> Line:
    took: list[float] = []
    for _ in range(plan.runs):
        with folder.serving() as serving:
            took.append(serving.seconds_to_answer)
    return Line("cold start, a house lived in", median(took), "s", "to the first /health", "1.0")


def _made(path: Path) -> Folder:
    path.mkdir()
    return Folder(path, free_port())
