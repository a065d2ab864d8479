"""Somebody who uses a keyboard alone: at each step it can be seen where they are, and nothing lies over it."""

from typing import Any

from playwright.sync_api import Page

MOST_STEPS = 120

# Where somebody is: what it is called, which kind, whether a line around it shows it, and whether it can be seen.
_HERE = """() => {
    const one = document.activeElement
    if (!one || one === document.body || one === document.documentElement) return null
    const box = one.getBoundingClientRect(), style = getComputedStyle(one)
    const name = one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || one.name || ''
    const over = [.1, .5, .9].flatMap(x => [.2, .5, .8].map(y => [box.left + box.width * x, box.top + box.height * y]))
        .map(([x, y]) => document.elementFromPoint(x, y))
    return {
        name: name.replace(/\\s+/g, ' ').trim(),
        tag: one.localName,
        id: one.id,
        on_the_page: !!one.closest('main'),
        within: one.closest('article')?.id || '',
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: over.some(found => [one, one.labels?.[0]].some(mine => mine?.contains(found) || found?.contains(one))),
        order: [...document.querySelectorAll('*')].indexOf(one),
    }
}"""


class Keyboard:
    """Tab, Shift+Tab, Enter, Space, the arrows, and letters. Each step is held to what a step must be."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def here(self) -> dict[str, Any] | None:
        return self.page.evaluate(_HERE)

    def steps(self, key: str = "Tab") -> dict[str, Any] | None:
        """One step on; raises AssertionError where one gets lost."""
        self.page.keyboard.press(key)
        place = self.here()
        if place is not None:
            assert place["outlined"], f"nothing shows that one is at {place}"
            assert place["seen"], f"something lies over {place}"
        return place

    def goes_to(self, name: str, key: str = "Tab") -> dict[str, Any]:
        """Steps until one is at what is called so."""
        passed = list[str]()
        for _ in range(MOST_STEPS):
            place = self.steps(key)
            if place is not None and place["name"] == name:
                return place
            passed.append(place["name"] if place else "(the window)")
        raise AssertionError(f"no way leads to {name!r}, only past {passed}")

    def sends(self, key: str = "Enter") -> None:
        """Where that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def goes_all_around(self) -> list[dict[str, Any]]:
        """From where one is, in the order of the page, until the window itself is reached."""
        passed = list[dict[str, Any]]()
        for _ in range(MOST_STEPS):
            place = self.steps()
            if place is None or (passed and place["order"] <= passed[0]["order"]):
                return passed
            passed.append(place)
        raise AssertionError(f"no way leads out: {[one['name'] for one in passed[-5:]]}")
