"""What somebody under a decision still finds on the pages, and what others find of them."""

from datetime import timedelta

import pytest

from app.basics.clock import now
from tests.leaving.archives import a_note, an_archive
from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_taking_along import brings
from tests.world.cast import PASSPHRASE, Member
from tests.world.restricting import is_decided, is_over

SUSPENDED = "/suspended"
ELSEWHERE = (
    "/", "/community", "/write", "/drafts", "/messages", "/notifications", "/more", "/search", "/settings",
    "/settings/pause", "/settings/devices", "/@juno", "/@marisol", "/allies", "/invitations", "/bookmarks",
)  # fmt: skip


def test_whoever_is_suspended_comes_to_one_page_from_everywhere_else(marisol: Browser, a_member: Member):
    is_decided(a_member.house, a_member.id, "suspend")

    for path in ELSEWHERE:
        assert marisol.get(path).location == SUSPENDED, path
    page = marisol.get(SUSPENDED)

    assert "People here decided so" in page.text
    for way in ("/decisions", "/policy", "/settings/export", "/settings/leaving"):
        assert f'href="{way}"' in page.text
        assert marisol.get(way).status == 200, way


def test_whoever_is_suspended_does_nothing_by_a_form_they_still_have_open(
    marisol: Browser, juno: Browser, a_member: Member
):
    written, profile = marisol.get("/write"), marisol.get("/settings/pause")
    is_decided(a_member.house, a_member.id, "suspend")

    assert marisol.submit(written, "/posts", text="still here?").location == SUSPENDED
    assert marisol.submit(profile, "/settings/pause").location == SUSPENDED
    assert "still here?" not in juno.get("/community").text


def test_whoever_is_suspended_signs_in_signs_out_and_leaves_quickly(lantern: OpenHouse, a_member: Member):
    is_decided(a_member.house, a_member.id, "suspend")
    browser = lantern.browser()

    signed_in = browser.submit(browser.get("/sign-in"), "/sign-in", name="marisol", passphrase=PASSPHRASE)
    page = browser.follow(browser.follow(signed_in))
    secret = browser.cookies[COOKIE]
    browser.submit(page, "/sign-out")

    assert "Your account is suspended" in page.text
    assert Browser(lantern.client, browser.origin, {COOKIE: secret}).get(SUSPENDED).location.startswith("/sign-in")
    again = lantern.browser_of(a_member)
    assert again.submit(again.get(SUSPENDED), "/leave").location == "/left"


def test_whoever_is_suspended_may_still_leave_for_good(marisol: Browser, a_member: Member):
    is_decided(a_member.house, a_member.id, "suspend")

    gone = marisol.submit(marisol.get("/settings/leaving"), "/settings/leaving", passphrase=PASSPHRASE)

    assert "Your account is gone" in gone.text


def test_to_others_whoever_is_suspended_is_not_there_and_comes_back_whole(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    post_id = a_member.posts("The balcony this morning")
    lantern.settles()
    places = ("/", "/community")

    decision = is_decided(a_member.house, a_member.id, "suspend")
    lantern.settles()

    assert [juno.get(path).status for path in ("/@marisol", f"/posts/{post_id}")] == [404, 404]
    assert not any("The balcony" in juno.get(path).text for path in places)
    is_over(a_member.house, decision)
    lantern.settles()
    assert [juno.get(path).status for path in ("/@marisol", f"/posts/{post_id}")] == [200, 200]
    assert all("The balcony" in juno.get(path).text for path in places)


def test_lists_are_no_shorter_for_somebody_who_was_suspended(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    another_member.follows(a_member)
    another_member.follows(a_steward)
    a_steward.posts("From before all that")
    for number in range(21):
        a_member.posts(f"Noise {number}")
    lantern.settles()

    is_decided(a_member.house, a_member.id, "suspend")
    lantern.settles()

    assert all("From before all that" in juno.get(path).text for path in ("/", "/community"))


def test_whose_posting_is_paused_loses_nothing_typed_and_finds_the_way_to_the_decision(
    marisol: Browser, juno: Browser, a_member: Member
):
    is_decided(a_member.house, a_member.id, "pause_posting")

    refused = marisol.submit(marisol.get("/write"), "/posts", text="My side of it")

    assert refused.status == 403
    assert "Posting is paused for you" in refused.text
    assert refused.values_of("/posts")["text"] == "My side of it"
    assert 'href="/decisions"' in refused.text
    assert "My side of it" not in juno.get("/community").text


def test_whose_posting_is_paused_reads_and_deletes(marisol: Browser, a_member: Member, another_member: Member):
    mine, theirs = a_member.posts("mine"), another_member.posts("theirs")
    is_decided(a_member.house, a_member.id, "pause_posting")

    assert "theirs" in marisol.get("/community").text
    assert marisol.get(f"/posts/{theirs}").status == 200
    page = marisol.get(f"/posts/{mine}/deletion")
    assert marisol.submit(page, f"/posts/{mine}/deletion").status == 303
    assert marisol.get(f"/posts/{mine}").status == 404


def test_whose_posting_is_paused_neither_edits_boosts_nor_votes(
    marisol: Browser, a_member: Member, another_member: Member
):
    mine, theirs = a_member.posts("As it was"), another_member.posts("theirs")
    editing, thread = marisol.get(f"/posts/{mine}/editing"), marisol.get(f"/posts/{theirs}")
    is_decided(a_member.house, a_member.id, "pause_posting")

    edited = marisol.submit(editing, f"/posts/{mine}/editing", text="As I want it")
    boosted = marisol.submit(thread, f"/posts/{theirs}/marks", boost="1")

    assert [edited.status, boosted.status] == [403, 403]
    assert edited.values_of(f"/posts/{mine}/editing")["text"] == "As I want it"
    assert "As it was" in marisol.get(f"/posts/{mine}").text


def test_whose_posting_is_paused_brings_no_posts_along_but_their_lists(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    is_decided(a_member.house, a_member.id, "pause_posting")

    refused = brings(marisol, an_archive(a_note(1, "My side of it")), mine="1")
    lists = brings(marisol, b"Account address\nvera@lantern.example\n", kind="blocks")
    lantern.settles()

    assert refused.status == 403
    assert "Posting is paused for you" in refused.text
    assert "My side of it" not in marisol.get("/@marisol").text
    assert lists.status == 303


def test_what_was_on_its_way_when_posting_was_paused_is_left_out_and_counted(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    brings(marisol, an_archive(a_note(1, "My side of it")), mine="1")
    is_decided(a_member.house, a_member.id, "pause_posting")

    lantern.settles()

    assert "My side of it" not in marisol.get("/@marisol").text
    assert "Posts left out because posting is paused for you: 1" in marisol.get("/settings/import").text


@pytest.mark.parametrize("field", ["display_name", "about"])
def test_whose_posting_is_paused_says_nothing_by_their_profile_and_loses_nothing_typed(
    marisol: Browser, a_member: Member, field: str
):
    is_decided(a_member.house, a_member.id, "pause_posting")

    refused = marisol.submit(marisol.get("/settings"), "/settings", **{field: "My side of it"})

    assert refused.status == 403
    assert f'id="{field}-fault"' in refused.text
    assert "Posting is paused for you" in refused.text
    assert refused.values_of("/settings")[field] == "My side of it"
    assert "My side of it" not in marisol.get("/@marisol").text


def test_whose_posting_is_paused_clears_their_profile_and_chooses_its_colours(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    marisol.submit(marisol.get("/settings"), "/settings", display_name="Mari", about="By the river")
    is_decided(a_member.house, a_member.id, "pause_posting")

    assert marisol.submit(marisol.get("/settings"), "/settings", theme="dark").status == 303
    assert marisol.submit(marisol.get("/settings"), "/settings", display_name="", about="").status == 303
    assert "By the river" not in marisol.get("/@marisol").text


def test_a_pause_that_is_over_lets_them_write_again(marisol: Browser, a_member: Member):
    is_over(a_member.house, is_decided(a_member.house, a_member.id, "pause_posting"))

    assert marisol.submit(marisol.get("/write"), "/posts", text="Back").status == 303


def test_what_was_to_go_while_posting_is_paused_is_among_the_drafts_with_why(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    later = (now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    marisol.submit(marisol.get("/write"), "/posts", text="For tonight", later=later)
    is_decided(a_member.house, a_member.id, "pause_posting")

    lantern.settles_at(now() + timedelta(hours=3))

    assert "For tonight" not in marisol.get("/community").text
    drafts = marisol.get("/drafts").text
    assert "For tonight" in drafts
    assert "Posting is paused for you" in drafts


def test_whoever_is_limited_is_read_by_their_followers_alone(
    lantern: OpenHouse, juno: Browser, vera: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    another_member.follows(a_member)
    before = a_member.posts("Before it #soup")
    decision = is_decided(a_member.house, a_member.id, "limit")
    after = a_member.posts("After it, @juno #soup")
    lantern.settles()

    for place in ("/community", "/tags/soup", "/search?q=soup", "/@marisol"):
        assert "Before it" not in vera.get(place).text, place
        assert "After it" not in vera.get(place).text, place
    assert [vera.get(f"/posts/{one}").status for one in (before, after)] == [404, 404]
    assert [juno.get(f"/posts/{one}").status for one in (before, after)] == [200, 200]
    assert "After it" in juno.get("/").text
    is_over(a_member.house, decision)
    lantern.settles()
    assert all(words in vera.get("/community").text for words in ("Before it", "After it"))


def test_whoever_is_limited_is_asked_before_anybody_follows_them(vera: Browser, a_member: Member, a_steward: Member):
    a_member.chooses(asks_before_follow=False)
    is_decided(a_member.house, a_member.id, "limit")
    post_id = a_member.posts("hello")

    a_steward.asks_to_follow(a_member)

    assert vera.get(f"/posts/{post_id}").status == 404


def test_a_limited_post_is_for_some_people_only_and_not_boosted(
    juno: Browser, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    is_decided(a_member.house, a_member.id, "limit")
    post_id = a_member.posts("For my followers, then")

    refused = juno.submit(juno.get(f"/posts/{post_id}"), f"/posts/{post_id}/marks", boost="1")

    assert refused.status == 422
    assert "for some people only" in refused.text


@pytest.mark.parametrize("measure", ["limit", "suspend"])
def test_a_steward_under_a_decision_does_not_act_as_one(vera: Browser, a_steward: Member, measure: str):
    calm = vera.get("/house/calm")
    assert calm.status == 200
    is_decided(a_steward.house, a_steward.id, measure)

    assert vera.get("/house/calm").status == (403 if measure == "limit" else 303)
    assert vera.submit(calm, "/house/calm/door", hours="24").status in {303, 403}
    assert vera.get("/house/lasting").status in {303, 403}
