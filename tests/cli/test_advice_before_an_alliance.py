"""Whoever makes an alliance in a terminal is told what others advise, and decides."""

import pytest

from app.allies import actions, queries
from app.allies.actions import Pinned
from app.allies.rules import State
from app.basics.clock import now
from app.basics.errors import Unavailable
from tests.world.advising import HEAD, brings
from tests.world.cast import Member
from tests.world.hosts import Host

MASTO = "https://social.masto.example"
ADD, ACCEPT = ("ally", "add", MASTO, "--by-hand"), ("ally", "accept", MASTO)
ALL_THE_SAME = "--all-the-same"


def state_of(host: Host) -> State | None:
    found = host.house.database.read_now(queries.by_origin, MASTO)
    return None if found is None else found.state


def is_told(host: Host, *command: str) -> str:
    """Gives a command that stops, and why; what was said before."""
    refused = host.is_refused(*command)
    assert ALL_THE_SAME in refused
    return host.capsys.readouterr().out


@pytest.fixture
def advised(a_steward: Member) -> None:
    brings(a_steward, f"{HEAD}\nmasto.example,suspend,,,\x1b[31mouting,\nother.example,,,,loud,\n", "Ana")


@pytest.mark.usefixtures("advised")
def test_what_others_advise_is_said_and_only_then_it_is_for_the_host_to_say_yes(host: Host):
    first = is_told(host, *ADD)
    before = state_of(host)
    said = host.says(*ADD, ALL_THE_SAME)

    for told in (first, said):
        assert told.startswith("Ana advises against masto.example: [31mouting\n")
        assert "loud" not in told
    assert before is None
    assert f"{MASTO}: allied" in said
    assert state_of(host) is State.ALLIED


@pytest.mark.usefixtures("advised")
def test_it_is_said_before_a_knock_is_answered_too(host: Host):
    them = Pinned(f"{MASTO}/actor", f"{MASTO}/actor#key", "a key", f"{MASTO}/inbox")
    host.house.database.write_now(actions.note_their_knock, MASTO, them, now=now())

    first = is_told(host, *ACCEPT)
    with pytest.raises(Unavailable):  # it went on to ask who they are, and there is no net here
        host.says(*ACCEPT, ALL_THE_SAME)

    assert first.startswith("Ana advises against masto.example")
    assert state_of(host) is State.KNOCKED


def test_where_nobody_advises_anything_nothing_is_said_and_nothing_is_in_the_way(host: Host):
    assert host.says(*ADD).startswith(f"{MASTO}: allied")
