"""A process out of the nursery is the real command: the same words, the same end, and nothing of another's."""

import signal
from collections.abc import Callable

import pytest

from tests.world.servers import Server

Make = Callable[..., Server]


@pytest.mark.parametrize(
    "command",
    [("ally", "list"), ("ally", "pause", "https://harbour.example"), ("fly",)],
    ids=["done", "refused", "none"],
)
def test_it_says_and_ends_as_the_command_from_a_terminal_does(make_server: Make, command: tuple[str, ...]):
    house = make_server("lantern")
    house.run("migrate")

    forked = house.tries(*command)
    house.cold = True
    given = house.tries(*command)

    assert (forked.returncode, forked.stdout, forked.stderr) == (given.returncode, given.stdout, given.stderr)
    assert forked.stdout + forked.stderr


def test_each_has_its_own_settings_and_leaves_none_behind(make_server: Make):
    lantern, harbour = make_server("lantern"), make_server("harbour")

    refused = lantern.tries("migrate", PARASOL_DATABASE_URL="nothing://of-the-kind")

    assert refused.returncode == 1
    harbour.run("migrate")
    assert not (lantern.data / "parasol.db").exists()
    assert (harbour.data / "parasol.db").exists()


def test_how_it_ended_is_known(make_server: Make):
    server = make_server("lantern").start()
    assert server.process is not None
    assert server.process.poll() is None

    server.kill()

    assert server.process.returncode == -signal.SIGKILL
    assert not server.answers()
