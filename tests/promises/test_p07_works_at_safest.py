"""P7: every page works without script, loads nothing from elsewhere, and carries a policy that says so.

The journeys themselves are in tests/web: their browser has no script at all.
"""
# ruff: noqa: F811 — fixtures are imported by their names

import re

import pytest

from app.doors.access import Access
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse, lantern, vera  # noqa: F401 — fixtures
from tests.web.every_page import OPEN_IF_WISHED, pages_for
from tests.web.test_writing import a_photo, writes

GUESTS = [*(set(pages_for(Access.OPEN)) - OPEN_IF_WISHED - {"/health"}), "/nowhere", "/join/made-up", "/setup/made-up"]
MEMBERS = [*(set(pages_for(Access.MEMBER)) - {"/oauth/authorize"}), *OPEN_IF_WISHED, "/", "/@vera", "/nowhere"]
LOADS = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "srcset", "video": "src"}


@pytest.fixture
def every_page(lantern: OpenHouse, vera: Browser) -> list[Page]:
    """Each page there is, with something on it."""
    writes(vera, "See https://example.org/ @vera", files={"picture_1": a_photo()}, warning="fear")
    lantern.settles()
    post = next(link for link in vera.get("/community").links() if re.fullmatch(r"/posts/[0-9]+", link))
    number = post.removeprefix("/posts/")
    vera.submit(vera.get(f"{post}/editing"), f"{post}/editing", text="See https://example.org/ again")
    about = [post, f"/@vera/{number}/history", f"{post}/editing", f"{post}/deletion", f"/write?reply={number}"]
    inside = [*MEMBERS, *about]
    return [lantern.browser().get(path) for path in GUESTS] + [vera.get(path) for path in inside]


def test_the_policy_lets_a_page_run_and_load_what_is_ours_alone(every_page: list[Page]):
    for page in every_page:
        policy = dict(part.strip().partition(" ")[::2] for part in page.headers["content-security-policy"].split(";"))

        assert policy["default-src"] == "'none'"
        assert {policy["script-src"], policy["style-src"], policy["img-src"], policy["form-action"]} == {"'self'"}
        assert not re.search(r"unsafe|\*|https?:|data:|blob:|nonce|sha256", page.headers["content-security-policy"])


def test_no_page_loads_anything_from_another_origin(every_page: list[Page]):
    for page in every_page:
        loaded = [attrs[LOADS[tag]] for tag, attrs in page.read.tags if tag in LOADS and LOADS[tag] in attrs]

        assert loaded
        assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


def test_no_page_has_script_or_style_of_its_own(every_page: list[Page]):
    for page in every_page:
        names = {name for _, attrs in page.read.tags for name in attrs}

        assert not [name for name in names if name.startswith("on") or name == "style"]
        assert page.read.text_in("script") == page.read.text_in("style") == ""
        assert "javascript:" not in page.text


def test_everything_one_can_do_is_a_link_or_a_form(every_page: list[Page]):
    for page in every_page:
        buttons = [attrs for tag, attrs in page.read.tags if tag == "button"]

        assert all(attrs.get("type", "submit") == "submit" for attrs in buttons)
        assert all(attrs["href"] not in {"", "#"} for tag, attrs in page.read.tags if tag == "a")


def test_leave_quickly_stands_on_every_page(every_page: list[Page]):
    for page in every_page:
        assert page.forms[0].action == "/leave"
