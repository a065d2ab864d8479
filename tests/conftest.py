"""What every test stands on: a real PostgreSQL when it asks for one, and no way out of this machine."""

import gc
import os
import socket
import sys
from collections.abc import Iterator

import pytest

from tests.world.memory import roomy_folder

# In the order of their imports: pytest rewrites the assertions of modules that nobody imported before.
pytest_plugins = [
    "tests.world.postgres",
    "tests.world.houses",
    "tests.world.cast",
    "tests.world.servers",
    "tests.world.peers",
    "tests.world.alliance",
    "tests.world.browsers",
    "tests.world.hosts",
    "tests.world.pushing",
    "tests.world.desk",
    "tests.web.desks",
    "tests.world.decided",
]

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1", "", None}


def pytest_configure() -> None:
    """Before anybody asks for a folder; every worker inherits it.

    Hundreds of processes start: each would compile every module and template anew where Python was told to keep
    nothing that it compiled, three seconds a server.
    """
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(roomy_folder()))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """What thousands of collected tests hold stays to the end: no search for garbage goes through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def no_name_is_looked_up() -> Iterator[None]:
    """A test that asks DNS is told that there is no such host; connections are pytest-socket's to guard."""
    resolve = socket.getaddrinfo

    def resolve_here(host: object, *args: object, **options: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name in LOOPBACK_NAMES or _is_an_address(name):
            return resolve(host, *args, **options)  # type: ignore[arg-type]
        raise socket.gaierror(socket.EAI_NONAME, f"tests look nothing up: {name}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolve_here)
        yield


def _is_an_address(name: object) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, str(name))
        except OSError:
            continue
        return True
    return False
