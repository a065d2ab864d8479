"""What a page costs the server: processor time, on one connection, and how long whoever asks waits."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from bench import multiplied
from bench.client_api import HOME, PUBLIC, listed
from bench.load import Load, Target, hammer
from bench.plan import Plan
from bench.processes import Folder, Serving
from bench.table import Line, median

WARM = 2
GOAL = "5"

_MOST_ANSWERED = """
    SELECT accounts.name, posts.id FROM posts JOIN accounts ON accounts.id = posts.author_id
    WHERE in_community AND posts.id >= (SELECT min(id) FROM (SELECT id FROM posts ORDER BY id DESC LIMIT 2000))
    ORDER BY
    (SELECT count(*) FROM posts AS answers WHERE answers.thread_id = posts.id) DESC LIMIT 1
"""
_WRITES_MOST = """
    SELECT name FROM accounts WHERE host = ''
    ORDER BY (SELECT count(*) FROM posts WHERE author_id = accounts.id) DESC LIMIT 1
"""


@dataclass(frozen=True)
class Address:
    """A page, and as what it is asked for."""

    work: str
    path: str
    by_token: bool = False


@dataclass(frozen=True)
class Visited:
    """A house that is being served, and how its member comes in: with a browser, with an app."""

    serving: Serving
    browser: Target
    app: Target

    @classmethod
    def of(cls, folder: Folder, serving: Serving, cookie: str, token: str) -> "Visited":
        host = ("Host", folder.origin.partition("://")[2])
        cookies = ("Cookie", f"session={cookie}")
        bearer = ("Authorization", f"Bearer {token}")
        return cls(serving, Target(folder.address, (host, cookies)), Target(folder.address, (host, bearer)))


@dataclass
class Cost:
    """Of one page: milliseconds of processor time for each answer, turn by turn, and how long each answer took."""

    load: Load = field(default_factory=Load)
    computed: list[float] = field(default_factory=list[float])

    @property
    def milliseconds(self) -> float:
        return median(self.computed)

    def line(self, work: str) -> Line:
        beside = f"p50 {self.load.percentile(0.5):.1f} ms, p99 {self.load.percentile(0.99):.1f} ms"
        return Line(work, self.milliseconds, "ms of CPU a page", beside, GOAL)


SOUGHT = (
    Address("a tag's page, HTML", f"/tags/{multiplied.TAG}"),
    Address("search, client API", "/api/v2/search?q=landlord&type=statuses&limit=20", by_token=True),
)


def everyday(folder: Folder) -> list[Address]:
    """The pages that people open most: of those with names, of whoever writes most, and what was answered most."""
    with closing(sqlite3.connect(f"file:{folder.database}?mode=ro", uri=True)) as house:
        writer = house.execute(_WRITES_MOST).fetchone()[0]
        author, post = house.execute(_MOST_ANSWERED).fetchone()
    return [
        Address("home page, HTML, signed in", "/"),
        Address("home timeline, client API", HOME, by_token=True),
        Address("community page, HTML", "/community"),
        Address("community timeline, client API", PUBLIC, by_token=True),
        Address("a profile, HTML", f"/@{writer}"),
        Address("a thread, HTML", f"/@{author}/{post}"),
    ]


async def measured(houses: Sequence[Visited], address: Address, plan: Plan) -> list[Cost]:
    """The same page in each house, by turns, so that whatever else the machine does falls on all of them alike."""
    costs = [Cost() for _ in houses]
    for turn in range(-WARM, plan.page_turns):
        for house, cost in zip(houses, costs, strict=True):
            target = house.app if address.by_token else house.browser
            before = house.serving.computed()
            load = await hammer(
                target, listed([target.request("GET", address.path)] * plan.pages_a_turn), connections=1
            )
            if load.good != plan.pages_a_turn:
                raise RuntimeError(f"{address.path} was refused: {load.statuses}")
            if turn >= 0:
                cost.computed.append((house.serving.computed() - before) / plan.pages_a_turn * 1000)
                cost.load.took += load.took
    return costs
