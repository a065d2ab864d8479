"""What passes between houses: Creates coming in until they can be read, and posts going out to allies."""

import asyncio
import itertools
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from bench.client_api import HOME, line_of, listed, post_request
from bench.load import Load, Target, ask, hammer
from bench.neighbours import Neighbour
from bench.plan import Plan
from bench.processes import Folder
from bench.table import Line, median

PATIENCE = 60.0


async def incoming(folder: Folder, target: Target, neighbour: Neighbour, plan: Plan) -> list[Line]:
    """Signed before the clock starts. Every one is counted where it is stored, and none may be missing."""
    loads: list[Load] = []
    stored: list[float] = []
    lost = 0
    house = Target(target.origin)
    for _ in range(plan.runs):
        before = _stored(folder)
        requests = [neighbour.says(house, f"Number {number} of a long evening.")[1] for number in range(plan.incoming)]
        began = time.perf_counter()
        load = await hammer(house, listed(requests), connections=8)
        loads.append(load)
        arrived = await _until(lambda before=before: _stored(folder) - before, load.good)
        stored.append(arrived / (time.perf_counter() - began))
        lost += load.good - arrived
    return [
        line_of("signed Create accepted at the inbox, 8 connections", loads, "2,000"),
        Line("the same, until stored and in the home", median(stored), "a second", f"{lost} lost", "1,000, none lost"),
    ]


async def to_a_home(target: Target, neighbour: Neighbour, plan: Plan) -> Line:
    """One Create at a time, and a follower who asks for their home until it is there."""
    house = Target(target.origin)
    took: list[float] = []
    for number in range(plan.to_home):
        uri, request = neighbour.says(house, f"Single number {number}.")
        began = time.perf_counter()
        await hammer(house, listed([request]), connections=1)
        while uri.encode() not in (await ask(target, "GET", HOME))[1]:
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError("a Create that was accepted never came to its follower's home")
        took.append((time.perf_counter() - began) * 1000)
    return Line("from one Create to a follower's home", median(took), "ms", f"longest {max(took):.1f} ms", "15")


async def outgoing(target: Target, neighbours: list[Neighbour], plan: Plan) -> Line:
    """Posts for allies, until every ally has heard every one."""
    rates: list[float] = []
    number = itertools.count()
    lost = 0
    for _ in range(plan.runs):
        for neighbour in neighbours:
            neighbour.heard.clear()
        posts = [post_request(target, f"For allies, number {next(number)}.", "public") for _ in range(plan.outgoing)]
        wanted = plan.outgoing * len(neighbours)
        began = time.perf_counter()
        await hammer(target, listed(posts), connections=1)
        heard = await _until(lambda: sum(_creates(neighbour) for neighbour in neighbours), wanted)
        rates.append(heard / (time.perf_counter() - began))
        lost += wanted - heard
    work = f"delivery to {len(neighbours)} allies, {plan.outgoing} posts"
    return Line(work, median(rates), "letters a second", f"{lost} lost; from the first post to the last letter")


def _creates(neighbour: Neighbour) -> int:
    return sum(b'"Create"' in body for body in neighbour.heard)


def _stored(folder: Folder) -> int:
    """Posts from allies that lie in somebody's home."""
    with closing(sqlite3.connect(f"file:{folder.database}?mode=ro", uri=True)) as connection:
        count = "SELECT count(DISTINCT post_id) FROM feed_entries JOIN posts ON posts.id = post_id WHERE NOT is_ours"
        return connection.execute(count).fetchone()[0]


async def _until(count: Callable[[], int], wanted: int) -> int:
    """Wait for so many; what there is when they came, or when nothing has moved for a while."""
    latest, moved = count(), time.perf_counter()
    while latest < wanted and time.perf_counter() - moved < PATIENCE / 4:
        await asyncio.sleep(0.02)
        now_there = count()
        if now_there != latest:
            latest, moved = now_there, time.perf_counter()
    return latest
