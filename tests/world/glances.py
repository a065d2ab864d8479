"""axe looks at every page that a story comes to, once a kind: whatever a journey passes, everybody can pass."""

import re
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page

RULES: dict[str, Any] = {"resultTypes": ["violations"]}
_ANYTHING_PARTICULAR = re.compile(r"(?<=/)(?:@[^/]+|[0-9]+|[\w-]{16,})(?=/|$)")
_IS_REFUSED = "() => !!document.querySelector('[aria-invalid], #trouble')"
_fine: set[tuple[str, bool]] = set()


def glance(page: Page) -> list[str]:
    """What is wrong for whoever hears, enlarges or feels this page; nothing for a kind that was seen to be fine."""
    try:
        kind = kind_of(urlsplit(page.url).path), page.evaluate(_IS_REFUSED)
        if kind in _fine:
            return []
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)
    except Error as error:
        if "context was destroyed" in error.message:  # it is left already; where it leads is looked at there
            return []
        raise
    wrong = [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]
    _fine.update([] if wrong else [kind])
    return wrong


def kind_of(path: str) -> str:
    """A page's path without what is particular about it: whose it is, which one, a secret."""
    return _ANYTHING_PARTICULAR.sub("*", path)
