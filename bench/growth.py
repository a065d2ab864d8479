"""A house with a million posts beside one with ten thousand: the same pages, by turns, and what they cost there."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from bench import multiplied, pages
from bench.neighbours import FOLLOWER, settle
from bench.pages import Visited
from bench.plan import Plan
from bench.processes import Folder, free_port
from bench.table import Line

Say = Callable[[str], None]
GOAL = "1.2"
SETTLES = 3.0  # seconds in which a house that was just started does what waited for it


async def measured(folder: Path, plan: Plan, say: Say) -> list[Line]:
    """What each page costs in a house of `plan.posts`, and in one of `plan.million`."""
    say(f"a house with {plan.members} members and {plan.posts} posts")
    small = Folder(folder / "small", free_port())
    small.path.mkdir()
    small.command("seed", "--members", str(plan.members), "--posts", str(plan.posts))
    multiplied.give_tags(small.database)
    multiplied.index_again(small)
    token, cookie = small.command("token", FOLLOWER, "--scope", "read"), settle(small, [])
    say(f"the same house with {plan.million} posts")
    large = small.copied_to(folder / "large")
    took = multiplied.multiply(large.database, plan.million)
    lines = [Line(f"making {plan.million - plan.posts:,} posts", took, "s", f"{_megabytes(large):,.0f} MB on the disk")]
    with contextlib.ExitStack() as stack:
        served = [Visited.of(each, stack.enter_context(each.serving()), cookie, token) for each in (small, large)]
        say("pages, by turns")
        await asyncio.sleep(SETTLES)
        for address in [*pages.everyday(small), *pages.SOUGHT]:
            lines += _compared(address.work, plan, *await pages.measured(served, address, plan))
    return lines


def _compared(work: str, plan: Plan, small: pages.Cost, large: pages.Cost) -> list[Line]:
    longer = large.load.percentile(0.99) / small.load.percentile(0.99)
    ratio = large.milliseconds / small.milliseconds
    return [
        small.line(f"{work}, {plan.posts:,} posts"),
        large.line(f"{work}, {plan.million:,} posts"),
        Line(f"{work}, the large house over the small", ratio, "ratio of CPU", f"ratio of p99 {longer:.2f}", GOAL),
    ]


def _megabytes(folder: Folder) -> float:
    return folder.database.stat().st_size / 1_000_000
