"""Pictures of a page for a person to look at: on a phone and on a desk, by day and by night.

They are kept in the folder that PARASOL_SCREENSHOTS names, else in `.screenshots/`, which git ignores.
"""

import os
import re
from pathlib import Path
from typing import Literal

from PIL import Image, ImageStat
from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("PARASOL_SCREENSHOTS") or ROOT / ".screenshots")
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 860}
SIZES = {"phone": PHONE, "desk": DESK}
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MOST_HIGH = 6000
_FAR_ENOUGH = 40  # of 255, between the mean of a page by day and by night


def keep_four(page: Page, folder: Path, moment: str) -> dict[str, Path]:
    """The page as it stands, in four looks, each seen to show something; afterwards the window is as it was.

    Nothing is loaded again: what was opened or typed is on all four. The window is as high as the page, so that what
    stays at the window's edges lies at the page's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    window, place = page.viewport_size or PHONE, page.evaluate("scrollY")
    kept = dict[str, Path]()
    for size in SIZES:
        _fit(page, SIZES[size])
        for colours in COLOURS:
            page.emulate_media(color_scheme=colours)
            kept[f"{size} {colours}"] = path = folder / f"{_as_a_name(moment)}-{size}-{colours}.png"
            page.screenshot(path=path, animations="disabled")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(window)
    page.evaluate("place => scrollTo(0, place)", place)
    _show_something(kept)
    return kept


def _fit(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height, MOST_HIGH))})


def _show_something(kept: dict[str, Path]) -> None:
    """Raises AssertionError for a blank picture, and where night looks like day."""
    for size in SIZES:
        day, night = (_greys(kept[f"{size} {colours}"]) for colours in COLOURS)
        for look in (day, night):
            darkest, brightest = look.extrema[0]
            assert brightest - darkest > 100, f"nothing can be seen on {kept[f'{size} light']}"
        assert day.mean[0] - night.mean[0] > _FAR_ENOUGH, f"by night it looks as by day: {kept[f'{size} dark']}"


def _greys(path: Path) -> ImageStat.Stat:
    with Image.open(path) as picture:
        return ImageStat.Stat(picture.convert("L"))


def _as_a_name(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
