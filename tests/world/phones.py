"""What a page costs and asks of whoever reads it on a small telephone: bytes, width, and how large a fingertip is."""

from typing import Any

from playwright.sync_api import Page

OLD_PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "user_agent": "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML) Chrome/120 Mobile Safari/537.36",
    "extra_http_headers": {"save-data": "on"},
    "has_touch": True,
    "is_mobile": True,
}
FINGERTIP = 44

# Links in a line of words are as high as the line; what is for screen readers alone is not touched. What one checks is
# as large as its label, and what a link draws over its surroundings (::after) is a part of it.
_TOO_SMALL = """fingertip => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(one => one.type !== 'hidden' && one.checkVisibility({visibilityProperty: true}) && !one.closest('.unseen'))
    .filter(one => getComputedStyle(one).display !== 'inline')
    .filter(one => !one.matches('p:not(.up) > a:not(.button, .act, .who)'))
    .map(one => [one, /radio|checkbox/.test(one.type) && one.closest('label') || one])
    .map(([one, target]) => [one, target.getBoundingClientRect(), getComputedStyle(target, '::after')])
    .map(([one, box, over]) => [one, Math.max(box.width, parseFloat(over.width) || 0),
                                     Math.max(box.height, parseFloat(over.height) || 0)])
    .filter(([one, width, height]) => Math.min(width, height) < fingertip - .5)
    .map(([one, width, height]) =>
        `${Math.round(width)}x${Math.round(height)} ${one.outerHTML.replace(/\\s+/g, ' ').slice(0, 120)}`)"""
_WIDER = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth"


class Wire:
    """Counts what comes over the line to one window, headers included."""

    def __init__(self, page: Page) -> None:
        self.bytes, self.pictures = 0, list[str]()
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", self._count)
        page.on("request", lambda request: self._note(request.resource_type, request.url))
        session.send("Network.enable")

    def since(self) -> int:
        """Bytes since it was asked last."""
        counted, self.bytes = self.bytes, 0
        return counted

    def _count(self, finished: dict[str, Any]) -> None:
        self.bytes += int(finished["encodedDataLength"])

    def _note(self, kind: str, address: str) -> None:
        if kind == "image" and "/media/" in address:
            self.pictures.append(address)


def too_small_to_touch(page: Page) -> list[str]:
    return page.evaluate(_TOO_SMALL, FINGERTIP)


def wider_than_the_window(page: Page) -> int:
    """By how many pixels a page would scroll sideways."""
    return max(0, page.evaluate(_WIDER))
