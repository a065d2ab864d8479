"""The docs stand alone for whoever has nothing but a clone, and say what is so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files, name_of, tracked_files

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DOCS = files(".md")
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npm" + "js",
    "npmjs" + ".org",
    "deb.debian" + ".org",
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|/opt/(?:wheels|pypi)|/tmp/(?!\S*[<{$])\w")


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_every_link_leads_somewhere(page):
    for link in LINK.findall(page.read_text()):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        place = (page.parent / target).resolve() if target else page
        assert place.exists(), f"{name_of(page)} links to {link}"
        if anchor:
            assert anchor in _anchors(place), f"{name_of(page)} links to {link}"


def test_every_command_of_the_contract_exists():
    promised = set(re.findall(r"\./dev ([a-z]+)", (ROOT / "docs/contract.md").read_text()))

    assert promised >= {"run", "setup", "test", "check", "seed", "bench"}
    assert promised <= _commands()


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_no_page_names_a_command_that_does_not_exist(page):
    assert set(re.findall(r"\./dev ([a-z]+)\b(?=[\s`])", page.read_text())) <= _commands() | {"alone"}


def test_an_unknown_command_is_refused():
    answer = subprocess.run([ROOT / "dev", "fly"], capture_output=True, text=True, check=False)

    assert answer.returncode == 64
    assert "there is no command 'fly'" in answer.stderr
    assert "./dev COMMAND" in answer.stderr


@pytest.mark.parametrize("script", ["dev", ".ci/run"])
def test_the_linter_finds_nothing_in_a_script(script):
    command = [Path(sys.executable).with_name("shellcheck"), ROOT / script]

    linted = subprocess.run(command, capture_output=True, text=True, check=False)

    assert linted.returncode == 0, linted.stdout


def test_the_readme_says_its_two_commands_on_its_first_screen():
    first_screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:25])

    assert "\n./dev run " in first_screen
    assert "\n./dev test " in first_screen


def test_ci_calls_what_the_readme_calls():
    ci = (ROOT / ".ci/run").read_text()

    assert "./dev run" in ci
    assert ci.rstrip().endswith("./dev check")


def test_no_file_names_a_package_registry():
    naming = [name_of(path) for path in _texts() if any(host in path.read_text() for host in REGISTRIES)]

    assert naming == [], "Where packages come from is the installer's business (docs/decisions/0003)"


def test_no_file_names_a_place_on_somebodys_machine():
    found = [
        f"{name_of(path)}: {hit.group()}" for path in _texts() for hit in [MACHINE.search(path.read_text())] if hit
    ]

    assert found == []


def test_each_decision_has_its_four_parts_and_a_number_of_its_own():
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))

    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        assert re.findall(r"^## (\w+)", page.read_text(), re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
            "Rejected",
        ], name_of(page)


def _commands() -> set[str]:
    table = (ROOT / "dev").read_text().partition("case $command in")[2].partition("esac")[0]
    return set(re.findall(r"^\s+([a-z]+)\)", table, re.MULTILINE)) | {"help"}


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _texts() -> list[Path]:
    texts = []
    for path in tracked_files():
        try:
            path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        texts.append(path)
    return texts
