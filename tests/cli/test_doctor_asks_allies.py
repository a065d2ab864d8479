"""`parasol doctor --ask-allies`: heads of the log of reading that allies keep are looked for in it (P18)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app import wiring
from app.accounts import community
from app.allies import queries as allies
from app.basics.clock import day_of
from app.doors.limits import Limits
from app.storage.house import House
from federation import pact, routes
from federation.envoy import Envoy
from federation.reach import Reachable
from moderation.openness import chain, kept_heads, reading
from moderation.openness.kept_heads import DayHead
from tests.cli.test_doctor import complains
from tests.world.alliance import Net, NetFetcher, Sent, Told
from tests.world.cast import Member
from tests.world.desk import as_moderator
from tests.world.hosts import Host
from tests.world.peers import AClock

HARBOUR = "https://harbour.example"


@dataclass
class Between:
    """Lantern House, whose host gives commands, and its ally Harbour House, which may keep heads of it."""

    host: Host
    harbour: Envoy
    net: Net
    hours: AClock
    vera: Member

    def reads(self) -> None:
        """Somebody reads something at Lantern House; then a day passes."""
        house = self.host.house
        house.database.write_now(
            reading.log, as_moderator(self.vera), "case", 1, key=house.key, now=self.hours()
        )  # fmt: skip
        self.hours.moves(days=1)

    def shows_its_head(self) -> str:
        """Harbour House is shown the head of today, and keeps it; the day."""
        shown = self.host.house.database.read_now(kept_heads.ours, now=self.hours())
        self.harbour_keeps(shown)
        return shown.day

    def harbour_keeps(self, shown: DayHead) -> None:
        ally = self.harbour.house.database.read_now(allies.by_origin, self.host.settings.origin)
        assert ally is not None
        self.harbour.house.database.write_now(kept_heads.keep, ally.id, shown)

    def loses(self, *statements: str) -> None:
        """As the owner of the database, who can take its guards away and put them back."""
        on = "" if self.host.settings.on_sqlite else " ON readings"
        database = self.host.house.database
        guard = "readings_unremoved"
        kept = database.read_now(_trigger, guard) if self.host.settings.on_sqlite else None
        for statement in (f"DROP TRIGGER {guard}{on}", *statements):
            database.write_now(lambda session, statement=statement: session.execute(text(statement)))
        again = kept or (f"CREATE TRIGGER {guard} BEFORE DELETE ON readings FOR EACH ROW EXECUTE FUNCTION {guard}()")
        database.write_now(lambda session: session.execute(text(again)))


def _trigger(session, name: str) -> str:
    return session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name})


@pytest.fixture
def between(
    host: Host, a_steward: Member, make_house: Callable[[str], House], monkeypatch: pytest.MonkeyPatch
) -> Between:
    monkeypatch.setenv("PARASOL_LAB", "0")
    host.settings.data.chmod(0o700)
    host.settings.key_file.chmod(0o600)
    net, hours = Net(), AClock()

    def envoy_of(house: House) -> Envoy:
        facts = house.database.write_now(community.founded, house.key)
        return Envoy(house, facts, NetFetcher(net, Reachable(house.database), hours), hours)

    ours, theirs = envoy_of(host.house), envoy_of(make_house("harbour"))
    for envoy in (ours, theirs):
        app = net.doors[envoy.origin] = FastAPI(redirect_slashes=False, openapi_url=None)
        app.state.envoy, app.state.house, app.state.limits = envoy, envoy.house, Limits(on=False)
        routes.mount(app)
    asyncio.run(_ally(ours, theirs))
    monkeypatch.setattr(wiring, "envoy_of", envoy_of)
    return Between(host, theirs, net, hours, a_steward)


async def _ally(one: Envoy, other: Envoy) -> None:
    await pact.knock(one, other.origin)
    await pact.accept(other, one.origin)
    await one.fetcher.aclose()
    await other.fetcher.aclose()


def answers(between: Between, content: object, status: int = 200) -> None:
    def rule(sent: Sent) -> Told:
        return status, [("content-type", "application/json")], msgspec.json.encode(content)

    between.net.rules[HARBOUR] = rule


def asks(between: Between) -> str:
    return between.host.says("doctor", "--ask-allies")


def test_heads_that_are_all_in_the_log_are_counted(between: Between):
    for _ in range(3):
        between.shows_its_head()
        between.reads()
    between.net.sent.clear()

    said = asks(between)

    assert "harbour.example says that it keeps 3 heads" in said
    assert "all are in the log" in said
    assert "Nothing is wrong" in said
    assert [(one.method, one.url) for one in between.net.sent] == [("GET", f"{HARBOUR}/ap/instance/kept-heads")]


def test_nobody_is_asked_unless_the_host_says_so(between: Between):
    between.net.sent.clear()

    said = between.host.says("doctor")

    assert "harbour" not in said
    assert between.net.sent == []


def test_a_log_of_which_the_end_was_cut_off_looks_whole_and_is_found(between: Between):
    between.reads()
    between.reads()
    day = between.shows_its_head()
    assert "one head" in asks(between)
    between.loses("DELETE FROM readings WHERE number = 2", "DELETE FROM reading_details WHERE number = 2")

    alone = between.host.says("doctor")
    said = complains(between.host, "--ask-allies")

    assert "The log of who read what is whole" in alone
    assert f"harbour.example says that it keeps a head of {day} which is not in the log" in said
    assert "rows were changed or lost" in said


def test_a_log_that_was_made_anew_looks_whole_and_is_found(between: Between):
    """Somebody with the key writes another reading in the place of the one there was."""
    between.reads()
    day = between.shows_its_head()
    between.loses("DELETE FROM readings", "DELETE FROM reading_details")
    between.hours.moves(days=-1)
    between.reads()

    alone = between.host.says("doctor")

    assert "The log of who read what is whole" in alone
    assert f"keeps a head of {day} which is not in the log" in complains(between.host, "--ask-allies")


def test_a_head_of_a_later_day_is_not_one_of_that_day(between: Between):
    today = between.hours()
    between.reads()
    head = between.host.house.database.read_now(chain.head).value

    between.harbour_keeps(DayHead(day_of(today - timedelta(days=3)), head))

    assert f"keeps a head of {day_of(today - timedelta(days=3))} which" in complains(between.host, "--ask-allies")


def test_an_ally_that_keeps_none_yet_is_said_to(between: Between):
    assert "harbour.example says that it keeps no head" in asks(between)


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        ({}, 404, "does not say which heads it keeps"),
        ({}, 500, "could not be asked"),
        ({"heads": "all"}, 200, "answered with something that is no list of heads"),
        ({"heads": [{"day": "9999-12-31", "head": "ab" * 32}]}, 200, "answered with something that is no list"),
    ],
)
def test_an_ally_that_does_not_answer_is_no_trouble_of_this_house(
    between: Between, content: object, status: int, sentence: str
):
    answers(between, content, status)

    said = asks(between)

    assert f"harbour.example {sentence}" in said
    assert "Nothing is wrong" in said


def test_a_paused_ally_is_not_asked(between: Between):
    asyncio.run(pact.pause(wiring.envoy_of(between.host.house), HARBOUR))
    between.net.sent.clear()

    said = asks(between)

    assert "no Parasol house that could be asked" in said
    assert between.net.sent == []
