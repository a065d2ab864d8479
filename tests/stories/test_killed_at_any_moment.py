"""Two allied houses lose power again and again while people post. Nothing is lost, nothing is there twice.

Each house stands behind a proxy that can lose an answer. A death falls, as a seeded generator has it, between a
commit and its answer, between a delivery and its acknowledgement (of either side), or at any other moment.
"""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.world.apps import App
from tests.world.cast import PASSPHRASE
from tests.world.postgres import Postgres
from tests.world.proxy import Proxy
from tests.world.servers import Server, eventually, free_port

POSTS = 200
DEATHS = 24
MOMENTS = ("before the answer", "sender before the acknowledgement", "receiver before the acknowledgement", "any")


@dataclass
class HouseBehindAProxy:
    """A server, its proxy, and how often it died."""

    server: Server
    proxy: Proxy
    app: App
    deaths: Counter[str] = field(default_factory=Counter)
    _again: threading.Lock = field(default_factory=threading.Lock)

    def dies(self, moment: str) -> None:
        with self._again:
            self.server.kill()
            self.deaths[moment] += 1
            self.server.start()


@pytest.mark.story
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_of_two_hundred_posts_none_is_lost_and_none_is_there_twice(
    kind: str, make_server: Callable[..., Server], request: pytest.FixtureRequest
):
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")
    chance = random.Random(seed)
    postgres: Postgres | None = request.getfixturevalue("postgres") if kind == "postgres" else None
    lantern, harbour = (_open(make_server, name, postgres) for name in ("lantern", "harbour"))
    _become_allies_and_follow(lantern, harbour)

    moments = [*MOMENTS, *chance.choices(MOMENTS, k=DEATHS - len(MOMENTS))]
    due = sorted(chance.sample(range(4, POSTS - 4), DEATHS))
    for number in range(POSTS):
        writer, reader = (lantern, harbour) if number % 2 else (harbour, lantern)
        if due and number == due[0]:
            died = _deaths(lantern, harbour).total()
            _dies_around(moments.pop(), writer, reader, chance)
            _posts_until_answered(writer, number)
            due.pop(0)
            eventually(lambda died=died: _deaths(lantern, harbour).total() > died, 240)
        else:
            _posts_until_answered(writer, number)

    for house in (lantern, harbour):
        seen = eventually(lambda house=house: _all_seen(house), 300)
        assert seen == Counter(range(POSTS)), f"seed {seed}"
    deaths = _deaths(lantern, harbour)
    assert deaths.total() >= 20
    assert all(deaths[moment] for moment in MOMENTS), deaths


def _deaths(*houses: HouseBehindAProxy) -> Counter[str]:
    return houses[0].deaths + houses[1].deaths


def _open(make_server: Callable[..., Server], name: str, postgres: Postgres | None) -> HouseBehindAProxy:
    port = free_port()
    proxy = Proxy(towards=port)
    server = make_server(
        name,
        postgres.fresh_database() if postgres else "",
        PARASOL_ORIGIN=f"http://127.0.0.1:{proxy.port}",
        PARASOL_LISTEN=f"127.0.0.1:{port}",
    )
    server.port, server.origin = port, f"http://127.0.0.1:{proxy.port}"
    server.run("migrate")
    server.run("member", "add", "writer", stdin=PASSPHRASE + "\n")
    app = App.of(server, "writer", port=proxy.port)
    return HouseBehindAProxy(server.start(), proxy, app)


def _become_allies_and_follow(one: HouseBehindAProxy, other: HouseBehindAProxy) -> None:
    one.server.run("ally", "add", other.server.origin)
    other.server.run("ally", "accept", one.server.origin)
    for mine, theirs in ((one, other), (other, one)):
        status, found = mine.app.call(
            "GET", "/api/v2/search", q=f"@writer@127.0.0.1:{theirs.proxy.port}", resolve="true", type="accounts"
        )
        assert status == 200, found
        account = found["accounts"][0]["id"]
        assert mine.app.call("POST", f"/api/v1/accounts/{account}/follow")[0] == 200
        asker = eventually(lambda theirs=theirs: theirs.app.call("GET", "/api/v1/follow_requests")[1])
        assert theirs.app.call("POST", f"/api/v1/follow_requests/{asker[0]['id']}/authorize")[0] == 200
        eventually(
            lambda mine=mine, account=account: mine.app.call(
                "GET", "/api/v1/accounts/relationships", **{"id[]": account}
            )[1][0]["following"]
        )


def _dies_around(moment: str, writer: HouseBehindAProxy, reader: HouseBehindAProxy, chance: random.Random) -> None:
    """Arrange for a death that the next post or its delivery brings about."""
    if moment == "any":
        threading.Timer(chance.uniform(0, 0.05), writer.dies, [moment]).start()
        return
    proxy, victim, wanted = {
        "before the answer": (writer.proxy, writer, "POST /api/v1/statuses"),
        "sender before the acknowledgement": (reader.proxy, writer, "POST /ap/inbox"),
        "receiver before the acknowledgement": (reader.proxy, reader, "POST /ap/inbox"),
    }[moment]
    once = threading.Lock()

    def loses(request_line: str) -> bool:
        if request_line.startswith(wanted) and once.acquire(blocking=False):
            proxy.loses = lambda _: False
            victim.dies(moment)
            return True
        return False

    proxy.loses = loses


def _posts_until_answered(house: HouseBehindAProxy, number: int) -> None:
    """What an app does: try again with the same key until it hears that the post is there."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        try:
            status, answer = house.app.call(
                "POST", "/api/v1/statuses", headers={"Idempotency-Key": f"post-{number}"},
                status=f"post number {number}", audience="allies",
            )  # fmt: skip
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        assert status == 200, answer
        return
    raise AssertionError(f"post {number} was never answered")


def _all_seen(house: HouseBehindAProxy) -> Counter[int] | None:
    """How often each post is in the writer's home, once all of them are."""
    try:
        posts = house.app.everything_at_home()
    except (OSError, http.client.HTTPException):
        return None
    seen = Counter(int(post["content"].split("number ")[1].split("<")[0]) for post in posts)
    return seen if len(seen) == POSTS else None
