"""Every process finds the same tests: several share one run, and each must know what the others do."""

import os
import subprocess
import sys

import pytest


def test_tests_are_called_the_same_on_another_day_and_in_another_process(request: pytest.FixtureRequest):
    ours = [item.nodeid for item in request.session.items]
    asked = ["-m", "pytest", "-p", "tests.world.another_day", "-p", "no:cacheprovider", "--collect-only", "-q"]

    there = subprocess.run(
        [sys.executable, *asked, "-n", "0", *request.config.args],
        cwd=request.config.invocation_params.dir,
        env={**os.environ, "PYTHONHASHSEED": "12345", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert there.returncode == 0, there.stdout[-2000:] + there.stderr[-2000:]
    theirs, wanted = there.stdout.splitlines(), set(ours)
    assert wanted - set(theirs) == set()
    assert [line for line in theirs if line in wanted] == ours
