"""What is installed is what was tested (docs/decisions/0003-locks-with-hashes.md)."""

import re
import tomllib

import pytest

from tests.architecture.repository import ROOT

LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_release_is_pinned_with_hashes(lock):
    text = (ROOT / lock).read_text()

    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(?:\[[\w,-]+\])?==\S+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_says_where_to_download_from(lock):
    assert not re.search(r"https?://|--index|--find-links", (ROOT / lock).read_text())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_of_the_project_is_in_the_lock(lock):
    missing = {_name(line) for line in PROJECT["project"]["dependencies"]} - _locked(lock)

    assert missing == set(), "./dev lock writes it anew"


def test_every_tool_is_in_the_lock():
    groups = PROJECT["dependency-groups"]
    wanted = {_name(line) for line in groups["dev"] + groups["build"] if isinstance(line, str)}

    assert wanted - _locked("requirements-dev.lock") == set(), "./dev lock writes it anew"


def test_what_a_house_runs_on_is_what_the_tests_ran_on():
    tested = _locked("requirements-dev.lock", versions=True)

    assert _locked("requirements.lock", versions=True) <= tested
    assert _locked("requirements-build.lock", versions=True) <= tested


def _name(line: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", line)
    assert found
    return re.sub(r"[._-]+", "-", found[0]).lower()


def _locked(lock: str, *, versions: bool = False) -> set[str]:
    lines = re.findall(r"^([a-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {f"{_name(name)}=={version}" if versions else _name(name) for name, version in lines}
