"""People in a real browser: headless Chromium, each person in a window of their own."""

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

from tests.world import glances, looks
from tests.world.looks import PHONE

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 30_000  # milliseconds: a machine may be busy, and what is not there fails as surely a little later
EVERY_STEP = bool(os.environ.get("PARASOL_SCREENSHOTS"))


expect.set_options(timeout=PATIENCE)


class Person:
    """Somebody with a phone. Verbs wait until they are done; `sees` fails when it is not there."""

    def __init__(
        self, page: Page, origin: str, called: str, folder: Path = looks.FOLDER, *, script: bool = True
    ) -> None:
        self.page, self.origin, self.called, self.folder, self.script = page, origin, called, folder, script
        self.complaints: list[str] = []
        self._shots = itertools.count(1)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def opens(self, address: str) -> "Person":
        self.page.goto(address if address.startswith("http") else self.origin + address)
        self.keeps_a_picture()
        return self.finds_no_barrier()

    def fills(self, label: str, value: str) -> "Person":
        self.page.get_by_label(label, exact=False).first.fill(value)
        return self

    def presses(self, name: str) -> "Person":
        return self.is_led_on_by(self.page.get_by_role("button", name=name).first)

    def follows_link(self, name: str) -> "Person":
        return self.is_led_on_by(self.page.get_by_role("link", name=name).first)

    def is_led_on_by(self, where: Locator) -> "Person":
        """Click where every click leads to another page, and wait for that: a click alone may end before it begins."""
        with self.page.expect_navigation():
            where.click()
        self.keeps_a_picture()
        return self

    def sees(self, words: str) -> "Person":
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self.finds_no_barrier()

    def sees_nothing_of(self, words: str) -> "Person":
        expect(self.page.get_by_text(words)).to_have_count(0)
        return self

    def keeps_four_looks(self, moment: str) -> "Person":
        """Pictures of the page for a person to look at: phone and desk, by day and by night."""
        looks.keep_four(self.page, self.folder, f"{self.called} {moment}")
        return self

    def finds_no_barrier(self) -> "Person":
        """axe has nothing against the page, which was not looked at before. It needs script, and a page is the same."""
        if self.script and self.page.url.startswith(self.origin):
            wrong = glances.glance(self.page)
            assert wrong == [], self.page.url
        return self

    def keeps_a_picture(self) -> None:
        """A picture of each step, when PARASOL_SCREENSHOTS names a folder."""
        if EVERY_STEP:
            path = re.sub(r"[^a-z]+", "-", self.page.url.removeprefix(self.origin).lower()).strip("-") or "home"
            name = f"{self.called}-{next(self._shots):02}-{path[:30]}.png"
            self.page.screenshot(path=self.folder / "steps" / name, full_page=True)


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    """Its event loop runs for as long as it is there, so it does not stay for tests that have one of their own."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield browser
    browser.close()


@pytest.fixture(params=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs script: every story is told both ways (P7)."""
    return request.param == "with script"


@pytest.fixture
def somebody(chromium: Browser, script: bool, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """Makes a person with a window of their own at a house."""
    windows: list[object] = []
    folder = looks.FOLDER / request.path.stem.removeprefix("test_") / ("with-script" if script else "without-script")

    def make(called: str, origin: str, **options: object) -> Person:
        window = chromium.new_context(**{"java_script_enabled": script, "viewport": PHONE, **options})  # type: ignore[arg-type]
        window.set_default_timeout(PATIENCE)
        windows.append(window)
        return Person(window.new_page(), origin, called, folder, script=script)

    yield make
    for window in windows:
        window.close()  # type: ignore[attr-defined]
