"""Every page can be found from the menus, and every page below a menu leads back to it."""

from collections.abc import Iterable

import pytest

from app.doors.access import Access
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.every_page import pages_for
from tests.web.test_policy_draft import begins
from tests.world.amending import a_charter
from tests.world.cast import Member
from tests.world.governing import a_policy

MENUS = (
    "/",
    "/more",
    "/settings",
    "/messages",
    "/policy",
    "/policy/draft",
    "/charter",
    "/desk",
    "/desk/suggestions",
    "/log",
    "/proposals",
    "/proposals/new",
    "/settings/filters",
    "/settings/news",
    "/settings/second-factor",
)
# An app leads to the one, and the other is in the menu while somebody asks.
NOT_IN_MENUS = {"/oauth/authorize", "/messages/requests"}
BELOW_A_MENU = [
    path
    for path in pages_for(Access.MEMBER)
    if path.startswith(("/settings", "/house/", "/messages/", "/notifications/"))
]


def led_to_by(menus: Iterable[str], browser: Browser) -> set[str]:
    return {link.partition("?")[0] for menu in menus for link in browser.get(menu).links()}


def test_a_steward_finds_every_page_of_members_from_the_menus(lantern: OpenHouse, vera: Browser, a_steward: Member):
    """Before there is a policy, while one is drafted, and when a charter stands."""
    there_are = set(pages_for(Access.MEMBER))

    led_to = led_to_by(MENUS, vera)
    begins(vera)
    led_to |= led_to_by(("/policy", "/policy/draft"), vera)
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward)
    lantern.app.state.shown = None
    led_to |= led_to_by(("/policy", "/charter", "/proposals", "/proposals/new"), vera)

    assert sorted(there_are - led_to - NOT_IN_MENUS) == []


@pytest.mark.parametrize("path", BELOW_A_MENU)
def test_a_page_below_a_menu_leads_back_to_it(vera: Browser, path: str):
    page = vera.get(path)

    assert page.status == 200
    assert f'<p class="up"><a href="{nearest_above(path)}">' in page.text


@pytest.mark.parametrize(
    ("path", "above"),
    [("/recover", "/sign-in"), ("/lock", "/sign-in"), ("/recover/friends", "/recover"),
     ("/recover/friends/return", "/recover/friends")],
)  # fmt: skip
def test_whoever_cannot_get_in_finds_back_to_where_they_came_from(stranger: Browser, path: str, above: str):
    assert f'<p class="up"><a href="{above}">' in stranger.get(path).text


def test_codes_that_are_shown_once_are_not_left_by_the_way(stranger: Browser):
    page = stranger.submit(stranger.get("/recover/friends"), "/recover/friends", name="marisol")

    assert "Keep this one for yourself" in page.text
    assert '<p class="up">' not in page.text


def nearest_above(path: str) -> str:
    """The menu or list that a page stands under."""
    if path.startswith("/house/") or path == "/settings":
        return "/more"
    for above in ("/settings/second-factor", "/settings/filters"):
        if path.startswith(f"{above}/"):
            return above
    return path.rpartition("/")[0]
