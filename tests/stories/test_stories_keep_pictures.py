"""Each story leaves pictures for a person to look at: phone and desk, by day and by night."""

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.web.gallery import hang
from tests.world.browsers import Person

FILES = {path.stem: path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")}
STORIES = [name for name, source in FILES.items() if "@pytest.mark.story" in source and "import Person" in source]
PAGE = "<!doctype html><title>Notes</title>"


@pytest.fixture
def marisol(chromium: Browser, tmp_path: Path) -> Person:
    return Person(
        chromium.new_page(viewport={"width": 360, "height": 740}), tmp_path.as_uri(), "marisol", tmp_path, script=False
    )


@pytest.mark.parametrize("name", STORIES)
def test_a_story_in_a_browser_keeps_them(name: str):
    assert ".keeps_four_looks(" in FILES[name]


def test_four_looks_of_one_page_are_kept_and_the_window_is_as_it_was(marisol: Person, tmp_path: Path):
    hang(tmp_path / "gallery")
    place = marisol.opens("/gallery/home.html").page.evaluate("scrollTo(0, 300), scrollY")
    assert place > 200

    marisol.keeps_four_looks("Home, in the evening")

    kept = {path.name: Image.open(path) for path in tmp_path.glob("*.png")}
    assert sorted(kept) == [
        f"marisol-home-in-the-evening-{size}-{colours}.png"
        for size in ("desk", "phone")
        for colours in ("dark", "light")
    ]
    assert [picture.width for _, picture in sorted(kept.items())] == [1280, 1280, 360, 360]
    assert all(one.tobytes() != other.tobytes() for one, other in pairwise(kept.values()))
    assert marisol.page.evaluate("[innerWidth, innerHeight, scrollY]") == [360, 740, place]


def test_a_page_on_which_nothing_can_be_seen_is_noticed(marisol: Person, tmp_path: Path):
    (tmp_path / "blank.html").write_text(PAGE)
    marisol.opens("/blank.html")

    with pytest.raises(AssertionError, match="nothing can be seen"):
        marisol.keeps_four_looks("blank")


def test_a_page_that_is_bright_at_night_is_noticed(marisol: Person, tmp_path: Path):
    (tmp_path / "bright.html").write_text(PAGE + "<h1>Always as by day</h1>")
    marisol.opens("/bright.html")

    with pytest.raises(AssertionError, match="by night it looks as by day"):
        marisol.keeps_four_looks("bright")
