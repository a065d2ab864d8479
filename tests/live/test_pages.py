"""What an open page is told: how much is newer than what it shows, and never what that is."""

import pytest

from app.accounts import filtering
from app.accounts.actions import filters
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import Word
from app.basics.clock import now
from app.basics.ids import id_at
from app.posts.actions import deleting
from app.timelines import lists
from app.timelines.lists import ListDraft
from tests.live.conftest import Lantern
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.conftest import lantern as quiet_lantern  # noqa: F401 - a fixture
from tests.world.cast import Member
from tests.world.listening import Ear


def said(ear: Ear, words: str) -> bool:
    """Whether that sentence comes; others may come before it."""
    while (heard := ear.hears()) is not None:
        if heard == ("message", words):
            return True
    return False


def test_home_says_how_much_is_new_and_takes_back_what_is_gone(lantern: Lantern, befriended: tuple[Member, Member]):
    marisol, juno = befriended
    with lantern.browser_of(marisol, "home", id_at(now())) as page:
        assert page.hears(0.3) is None
        gone, _ = juno.posts("One", "followers"), juno.posts("Two")
        assert said(page, "2 new")

        lantern.house.database.write_now(deleting.delete_post, juno.id, gone, key=lantern.house.key, now=now())

        assert said(page, "1 new")


def test_a_page_that_comes_back_is_told_of_what_it_missed_and_beyond_twenty_nobody_counts(
    lantern: Lantern, a_member: Member
):
    before = id_at(now())
    for number in range(21):
        a_member.posts(f"Number {number}")

    with lantern.browser_of(a_member, "community", before) as page:
        assert page.hears() == ("message", "More than 20 new")


@pytest.mark.parametrize("place", ["community", "tags/soup", "notifications", "list"])
def test_each_place_counts_what_it_would_show(
    lantern: Lantern, befriended: tuple[Member, Member], a_steward: Member, place: str
):
    marisol, juno = befriended
    made = lantern.house.database.write_now(
        lists.make_list, marisol.id, ListDraft("Friends"), key=lantern.house.key, now=now()
    )
    lantern.house.database.write_now(lists.put_in, marisol.id, made, [juno.id])
    with lantern.browser_of(marisol, place.replace("list", f"lists/{made}"), id_at(now())) as page:
        a_steward.posts("For others", "followers")
        juno.posts("@marisol #soup")

        assert page.hears() == ("message", "1 new")


def test_what_a_filter_hides_is_not_counted_and_ones_own_is(lantern: Lantern, befriended: tuple[Member, Member]):
    marisol, juno = befriended
    draft = FilterDraft("Food", [Word(0, "soup", True)], [filtering.HOME], filtering.HIDE)
    lantern.house.database.write_now(filters.add_filter, marisol.id, draft, key=lantern.house.key, now=now())
    with lantern.browser_of(marisol, "home", id_at(now())) as page:
        juno.posts("Soup at eight")
        marisol.posts("Soup, says she")

        assert page.hears() == ("message", "1 new")


def test_nothing_but_a_count_is_sent_and_nobody_keeps_it(lantern: Lantern, befriended: tuple[Member, Member]):
    marisol, juno = befriended
    with lantern.browser_of(marisol, "home", id_at(now())) as page:
        juno.posts("The key is under the mat")
        heard = page.hears()

        assert heard == ("message", "1 new")
        assert page.answered["cache-control"] == "no-store"
        assert page.answered["x-accel-buffering"] == "no"
        assert "set-cookie" not in page.answered


def test_only_first_pages_listen_and_none_where_data_is_dear(quiet_lantern: OpenHouse, a_member: Member):  # noqa: F811
    for number in range(21):
        a_member.posts(f"Number {number}")
    browser = quiet_lantern.browser_of(a_member)

    assert lines(browser, "/")[0].startswith("/live/home?after=")
    assert lines(browser, "/community")[0].startswith("/live/community?after=")
    assert lines(browser, "/tags/soup") == ["/live/tags/soup?after=0"]
    older = next(link for link in browser.get("/").links() if link.startswith("/?before="))
    assert lines(browser, older) == []
    assert lines(browser, "/", save_data="on") == []
    assert lines(browser, "/community", sec_ch_ua_mobile="?1") == []
    assert lines(browser, "/more") == []


def lines(browser: Browser, path: str, **headers: str) -> list[str]:
    page = browser.get(path, **headers)
    assert page.status == 200
    return [attrs["data-live"] for _, attrs in page.read.tags if "data-live" in attrs]
