"""`/tags/…`: what carries a tag, as far as one may read it, and following it; the same page where there is nothing."""

import re
from urllib.parse import quote

import pytest

from app.accounts.actions import blocking
from app.accounts.actions.filters import FilterDraft, add_filter
from app.accounts.filtering import Word
from app.basics.clock import now
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

RIGHTS = "/tags/rights"
EMPTY = "No posts with this tag that you can see."


def presses(browser: Browser, address: str, button: str) -> Page:
    return browser.follow(browser.submit(browser.get(address), f"{address}/follow", follow=button))


def test_a_tag_in_a_post_leads_to_its_page(lantern: OpenHouse, marisol: Browser, another_member: Member):
    another_member.posts("Know your #Права today")
    lantern.settles()

    address = f"/tags/{quote('права')}"

    assert f"https://lantern.example{address}" in marisol.get("/community").links()
    page = marisol.get(address)
    assert "Know your" in page.text
    assert "#Права" in page.text


def test_every_way_of_writing_a_tag_is_the_same_page(marisol: Browser, another_member: Member):
    another_member.posts("Know your #Rights")

    for way in ("rights", "RIGHTS", "%EF%BC%B2ights"):
        assert "Know your" in marisol.get(f"/tags/{way}").text


def test_only_what_the_member_may_read_stands_there_newest_first(
    marisol: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(a_steward)
    shown = [
        another_member.posts("#rights for the community"),
        a_steward.posts("#rights for my followers", "followers"),
        another_member.posts("#rights for allies", "allies"),
    ]
    hidden = another_member.posts("#rights for others", "followers")
    message = another_member.posts("@marisol #rights", "mentioned")

    page = marisol.get(RIGHTS)

    places = [page.text.index(f'id="p{post}"') for post in reversed(shown)]
    assert places == sorted(places)
    assert not [post for post in (hidden, message) if f'id="p{post}"' in page.text]


def test_a_tag_of_what_one_may_not_read_is_like_one_nobody_wrote(marisol: Browser, another_member: Member):
    another_member.posts("#OurPlace", "followers")
    another_member.posts("@vera #OurSecret")

    known, unknown = marisol.get("/tags/ourplace"), marisol.get("/tags/yourplace")

    assert EMPTY in known.text
    assert without_tokens(known.text).replace("ourplace", "") == without_tokens(unknown.text).replace("yourplace", "")
    assert known.status == unknown.status == 200
    assert "OurPlace" not in known.text, "how it is written would tell that somebody wrote it"


def test_whom_one_mutes_or_blocks_is_left_out(lantern: OpenHouse, marisol: Browser, a_member: Member, another_member):
    another_member.posts("#rights of mine")
    write = lantern.house.database.write_now

    write(blocking.mute, a_member.id, another_member.id, notifications=True, until=None, now=now())
    assert EMPTY in marisol.get(RIGHTS).text

    write(blocking.end_mute, a_member.id, another_member.id)
    assert "of mine" in marisol.get(RIGHTS).text

    write(blocking.block, another_member.id, a_member.id, now=now())
    assert EMPTY in marisol.get(RIGHTS).text


def test_word_filters_hold_here_too(lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member):
    another_member.posts("#rights and the visitor fee")
    draft = FilterDraft("Landlords", [Word(0, "visitor fee")], ("public",), "hide")

    lantern.house.database.write_now(add_filter, a_member.id, draft, key=lantern.house.key, now=now())

    assert "visitor fee" not in marisol.get(RIGHTS).text


def test_twenty_stand_on_a_page_and_it_leads_to_the_older(marisol: Browser, another_member: Member):
    written = [another_member.posts(f"#rights number {number}") for number in range(21)]

    first = marisol.get(RIGHTS)
    older = marisol.get(f"{RIGHTS}?before={written[1]}")

    assert f"{RIGHTS}?before={written[1]}" in first.links()
    assert f'id="p{written[0]}"' not in first.text
    assert f'id="p{written[0]}"' in older.text
    assert RIGHTS in older.links(), "the way back to the newest"


def test_following_is_a_button_that_works_both_ways(marisol: Browser):
    followed = presses(marisol, RIGHTS, "1")
    assert "comes into your home from now on" in followed.text
    assert "Stop following" in followed.text

    listed = marisol.get("/tags")
    assert RIGHTS in listed.links()
    ended = marisol.follow(marisol.submit(listed, f"{RIGHTS}/follow", follow="0"))
    assert "You follow no tags yet." in ended.text


def test_what_somebody_follows_is_known_to_nobody_else(marisol: Browser, juno: Browser):
    before = juno.get(RIGHTS).text
    presses(marisol, RIGHTS, "1")

    assert "You follow no tags yet." in juno.get("/tags").text
    assert without_tokens(juno.get(RIGHTS).text) == without_tokens(before)


@pytest.mark.parametrize("typed", ["#Rights", "rights", " #rights ", "＃RIGHTS"])
def test_a_tag_is_opened_by_its_word(marisol: Browser, typed: str):
    answer = marisol.submit(marisol.get("/tags"), "/tags", tag=typed)

    assert answer.location == RIGHTS


@pytest.mark.parametrize("typed", ["", "two words", "#", "2026", "a" * 101, "a/b"])
def test_what_is_no_tag_comes_back_with_a_sentence(marisol: Browser, typed: str):
    page = marisol.submit(marisol.get("/tags"), "/tags", tag=typed)

    assert page.status == 422
    assert "A tag is one word" in page.text
    assert page.values_of("/tags")["tag"] == typed


@pytest.mark.parametrize("word", ["2026", "two%20words", "a" * 101, "%00", "%ED%A0%80", "a%2Fb"])
def test_what_can_be_no_tag_has_no_page(marisol: Browser, word: str):
    assert marisol.get(f"/tags/{word}").status == 404


def test_a_button_that_was_not_there_is_refused(marisol: Browser):
    page = marisol.get(RIGHTS)

    assert marisol.submit(page, f"{RIGHTS}/follow", follow="2").status == 422


def test_the_way_there_is_under_more(marisol: Browser):
    assert "/tags" in marisol.get("/more").links()
    assert "/tags" in marisol.get(RIGHTS).links()


def test_on_the_open_web_a_tag_is_a_word(stranger: Browser, another_member: Member):
    another_member.posts("Know your #rights", "open")

    page = stranger.get("/@juno")

    assert "Know your #rights" in page.text
    assert not [link for link in page.links() if "/tags" in link]


@pytest.mark.parametrize("path", ["/tags", RIGHTS])
def test_a_stranger_gets_nothing(stranger: Browser, another_member: Member, path: str):
    another_member.posts("#rights", "open")

    assert "rights" not in stranger.get(path).text


def without_tokens(text: str) -> str:
    return re.sub(r'value="[\w=-]{40,}"', "", text)
