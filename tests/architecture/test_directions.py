"""Where things live and what they may touch (docs/architecture.md)."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.repository import PACKAGES, ROOT, files, name_of

PACKAGE_FOLDERS = sorted({path.parent for package in PACKAGES for path in files(".py", under=package)})
LONG = 400


def test_no_import_goes_against_the_directions():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]

    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert linted.returncode == 0, linted.stdout[-4000:] + linted.stderr[-2000:]


def test_the_directions_in_the_docs_are_the_ones_that_are_held():
    written = (ROOT / "docs/architecture.md").read_text().partition("## Directions")[2].split("```")[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    held = project["tool"]["importlinter"]["contracts"][0]["layers"]

    assert written.strip().splitlines() == held


@pytest.mark.parametrize("folder", PACKAGE_FOLDERS, ids=name_of)
def test_each_package_says_what_it_knows(folder):
    text = (folder / "__init__.py").read_text()

    assert ast.get_docstring(ast.parse(text)), f"{name_of(folder)}/__init__.py has no docstring"


def test_no_file_outgrows_a_sitting():
    long = [name_of(path) for path in files(".py", ".html", ".css", ".js") if _is_too_long(path.read_text())]

    assert long == [], f"Split these, or say why in a comment `# long because …` in their first lines (over {LONG})"


def test_no_query_pages_by_offset():
    paged = [name_of(path) for path in files(".py", under="app") if ".offset(" in path.read_text()]

    assert paged == [], "Pages are keyset pages (docs/house-style.md)"


def _is_too_long(text: str) -> bool:
    return text.count("\n") > LONG and "long because" not in "".join(text.splitlines(keepends=True)[:12])
