"""A log holds places and ids (P1): what went wrong where, and never what somebody wrote or is called."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from app.cli.saying import PlacesOnly
from tests.world.servers import ROOT

CANARY = "kanarievogel4711"


def logged(error: BaseException) -> str:
    return PlacesOnly().formatException((type(error), error, error.__traceback__))


def test_what_an_error_says_stays_out_of_the_log():
    script = f"""
import logging
from app.cli.saying import log_plainly
log_plainly()
def in_this_place(name):
    try:
        raise KeyError(name)
    except KeyError as error:
        raise ValueError("no such " + name) from error
try:
    in_this_place("{CANARY}")
except ValueError:
    logging.getLogger("parasol").exception("lane 7 failed")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, text=True, check=True)

    assert CANARY not in done.stderr
    assert "lane 7 failed" in done.stderr
    assert "in_this_place" in done.stderr
    assert done.stderr.index("KeyError") < done.stderr.index("ValueError")


def test_what_the_database_quotes_stays_out_and_its_code_stays(postgres_url: str):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE people (name text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES (%s)", [CANARY])
        with pytest.raises(psycopg.errors.UniqueViolation) as broken:
            connection.execute("INSERT INTO people VALUES (%s)", [CANARY])

    assert CANARY in str(broken.value)
    assert CANARY not in logged(broken.value)
    assert "UniqueViolation 23505" in logged(broken.value)


def test_a_full_disk_is_still_called_by_its_number():
    with pytest.raises(OSError, match=CANARY) as broken:
        Path(f"/nowhere/{CANARY}").read_bytes()

    assert CANARY not in logged(broken.value)
    assert "FileNotFoundError 2" in logged(broken.value)


def test_errors_that_cause_each_other_end_somewhere():
    one, other = ValueError(CANARY), KeyError(CANARY)
    one.__context__, other.__context__ = other, one

    assert logged(one).count("ValueError") == 1
