"""Every page in every state on a phone, by day and by night: axe finds no violation (WCAG 2.2 AA among its rules)."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.web.gallery import hang
from tests.world.browsers import PHONE

PORTIONS = 6
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, path: Path, rules: dict[str, Any]) -> list[str]:
    page.goto(path.as_uri())
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    return [f"{path.name}: {one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("portion", range(PORTIONS))
@pytest.mark.parametrize(("look", "rules"), [("light", EVERYTHING), ("dark", COLOURS)])
def test_axe_finds_nothing(tmp_path: Path, chromium: Browser, look: str, rules: dict[str, Any], portion: int):
    page = chromium.new_page(viewport=PHONE, color_scheme=look, reduced_motion="reduce")  # type: ignore[arg-type]

    hung = hang(tmp_path, look=look, some=slice(portion, None, PORTIONS))
    wrong = [one for path in hung for one in violations(page, path, rules)]

    assert wrong == []


def test_axe_finds_what_is_wrong(tmp_path: Path, chromium: Browser):
    path = tmp_path / "wrong.html"
    path.write_text(
        '<!doctype html><html lang="en"><title>Notes</title><main><h1>A</h1><img src="a.png"><input></main>'
    )

    found = violations(chromium.new_page(), path, EVERYTHING)

    assert {one.split(": ")[1] for one in found} >= {"image-alt", "label"}
