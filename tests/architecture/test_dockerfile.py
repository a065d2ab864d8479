"""What the Dockerfile promises whoever hosts a house in a container (docs/hosting.md)."""

import fnmatch
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.architecture.repository import ROOT, name_of, tracked_files

TEXT = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
LAST_STAGE = LINES[max(i for i, line in enumerate(LINES) if line.startswith("FROM")) :]


def test_the_linter_finds_nothing_in_it():
    command = [Path(sys.executable).with_name("hadolint"), ROOT / "Dockerfile"]

    linted = subprocess.run(command, capture_output=True, text=True, check=False)

    assert linted.returncode == 0, linted.stdout


def test_the_house_runs_as_an_unprivileged_user():
    users = [line.split()[1] for line in LAST_STAGE if line.startswith("USER")]

    assert users == ["10001:10001"]
    started = [line for line in LAST_STAGE[_index("USER") :] if line.startswith("RUN")]
    assert started == [], "nothing is built after the user has changed"


def test_every_library_comes_from_a_lock_file_with_its_hash():
    installs = [part for line in LINES for part in re.split(r"&&", line) if "pip install" in part]

    assert installs
    for command in installs:
        words = shlex.split(command)
        of_a_lock = "--require-hashes" in words and words[words.index("-r") + 1].endswith(".lock")
        of_our_wheel = {"--no-deps", "--no-index", "/wheel/*.whl"} <= set(words)
        assert of_a_lock or of_our_wheel, command


def test_nothing_of_the_build_but_the_house_is_in_the_image():
    copied = [line.split()[1:] for line in LAST_STAGE if line.startswith(("COPY", "ADD"))]

    assert copied == [["--from=build", "/house", "/house"]]


def test_the_key_never_lies_with_the_data():
    settings = dict(re.findall(r"\b(PARASOL_[A-Z_]+)=(\S+)", " ".join(LAST_STAGE)))

    assert settings["PARASOL_DATA"] == "/data"
    assert settings["PARASOL_KEY_FILE"] == "/key/parasol.key"
    assert 'VOLUME ["/data", "/key"]' in LAST_STAGE


def test_no_secret_is_baked_in():
    baked = re.findall(r"(?i)^(?:ARG|ENV)\b.*\b\w*(?:secret|token|passw\w*)\w*", "\n".join(LINES), re.MULTILINE)

    assert baked == []
    assert not [line for line in LINES if line.startswith("ARG")]


def test_it_says_whether_it_is_well():
    check = LAST_STAGE[_index("HEALTHCHECK")]

    assert "/health" in check
    assert '["python", "-c"' in check, "there is no curl in the image"


def test_only_what_a_house_needs_is_handed_to_the_build():
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    kept = [rule[1:] for rule in rules if rule.startswith("!")]

    assert rules[0] == "*"
    handed = {
        name_of(path).split("/")[0]
        for path in tracked_files()
        if any(fnmatch.fnmatch(name_of(path).split("/")[0], rule) for rule in kept)
    }
    assert handed.isdisjoint({"tests", "var", ".git", "parasol.key", "docs", "bench"})
    assert handed >= {"app", "federation", "moderation", "migrations", "requirements.lock", "pyproject.toml"}


def test_every_file_the_wheel_names_is_handed_to_the_build():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    packages = re.search(r"packages = \[(.*?)\]", (ROOT / "pyproject.toml").read_text())

    assert packages
    assert set(re.findall(r'"(\w+)"', packages[1])) <= kept


def _index(word: str) -> int:
    return next(i for i, line in enumerate(LAST_STAGE) if line.startswith(word))
