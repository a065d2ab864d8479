"""P8: pages behind sign-in are kept by nobody; leaving ends the session and clears the site from any page."""
# ruff: noqa: F811 — fixtures are imported by their names

import pytest

from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse, lantern, vera  # noqa: F401 — fixtures
from tests.web.test_writing import a_photo, writes

BEHIND = ["/", "/community", "/write", "/messages", "/notifications", "/more", "/settings", "/invitations", "/allies",
          "/follow-requests", "/@vera", "/about", "/privacy", "/settings/held",
           "/settings/lasting", "/house/lasting", "/nowhere"]  # fmt: skip


@pytest.mark.parametrize("path", BEHIND)
def test_no_page_behind_sign_in_is_kept_and_each_has_the_way_out(lantern: OpenHouse, vera: Browser, path: str):
    secret = vera.cookies[COOKIE]
    page = vera.get(path)

    left = vera.submit(page, "/leave")

    assert page.headers["cache-control"] == "no-store"
    assert left.headers["cache-control"] == "no-store"
    assert left.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert vera.cookies == {}
    assert Browser(lantern.client, vera.origin, {COOKIE: secret}).get("/community").status == 303


def test_pictures_and_answers_to_forms_are_not_kept_either(vera: Browser):
    answer = writes(vera, "The balcony", files={"picture_1": a_photo()})
    small = next(attrs["src"] for tag, attrs in vera.get("/community").read.tags if tag == "img")

    assert answer.headers["cache-control"] == "no-store"
    assert vera.get(small).headers["cache-control"] == "no-store"
