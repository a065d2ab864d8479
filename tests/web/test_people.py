"""Somebody's page, asking to follow, answering, messages, notifications, finding, settings."""

import re

import pytest

from app.posts.models import Post
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def test_following_is_asked_for_and_allowed(lantern: OpenHouse, a_member: Member, marisol: Browser, juno: Browser):
    a_member.posts("Only for those I let in", "followers")

    asked = juno.submit(juno.get("/@marisol"), "/@marisol/follow", follow="1")
    lantern.settles()
    waiting = juno.follow(asked).text
    requests = marisol.get("/follow-requests")
    marisol.submit(requests, requests.forms[1].action, answer="allow")
    lantern.settles()

    assert "You have asked" in waiting
    assert "Only for those I let in" not in waiting
    assert "Only for those I let in" in juno.get("/").text
    assert "You follow" in juno.get("/@marisol").text


def test_a_declined_request_is_gone(lantern: OpenHouse, marisol: Browser, juno: Browser):
    juno.submit(juno.get("/@marisol"), "/@marisol/follow", follow="1")
    requests = marisol.get("/follow-requests")

    marisol.submit(requests, requests.forms[1].action, answer="decline")

    assert "Nobody is asking" in marisol.get("/follow-requests").text
    assert "Ask to follow" in juno.get("/@marisol").text


def test_a_follower_is_let_go_on_their_page(a_member: Member, another_member: Member, marisol: Browser, juno: Browser):
    another_member.follows(a_member)
    page = marisol.get("/@juno")

    back = marisol.submit(page, f"/follow-requests/{another_member.id}", answer="decline")

    assert "Follows you" in page.text
    assert back.location == "/@juno"
    assert "Follows you" not in marisol.get("/@juno").text
    assert "Ask to follow" in juno.get("/@marisol").text


def test_one_stops_following(a_member: Member, another_member: Member, juno: Browser):
    another_member.follows(a_member)

    juno.submit(juno.get("/@marisol"), "/@marisol/follow", follow="0")

    assert "Ask to follow" in juno.get("/@marisol").text


def test_both_sides_of_ones_follows_are_listed_for_oneself_and_ended_there(
    a_member: Member, another_member: Member, marisol: Browser, juno: Browser
):
    another_member.follows(a_member)
    followed, followers = juno.get("/following"), marisol.get("/followers")

    stopped = marisol.submit(followers, f"/follow-requests/{another_member.id}", answer="decline")

    assert {"/@marisol"} <= followed.links()
    assert {"/@juno"} <= followers.links()
    assert "You follow nobody yet." in marisol.get("/following").text
    assert stopped.location == "/followers"
    assert "Nobody follows you yet." in marisol.get("/followers").text
    assert "/@marisol" not in juno.get("/following").links()


def test_one_stops_following_in_the_list(a_member: Member, another_member: Member, marisol: Browser, juno: Browser):
    another_member.follows(a_member)

    answer = juno.submit(juno.get("/following"), "/@marisol/follow", follow="0")

    assert answer.location == "/following"
    assert "Nobody follows you yet." in marisol.get("/followers").text


def test_neither_list_names_the_follows_of_others_nor_who_only_asks(
    a_member: Member, another_member: Member, vera: Browser, marisol: Browser, juno: Browser
):
    another_member.asks_to_follow(a_member)

    read = [browser.get(path).links() for browser in (vera, marisol, juno) for path in ("/following", "/followers")]

    assert all(links.isdisjoint({"/@marisol", "/@juno"}) for links in read)


def test_a_message_is_begun_on_somebodys_page(a_member: Member, marisol: Browser, juno: Browser):
    [way] = [link for link in juno.get("/@marisol").links() if link.startswith("/write?")]

    page = juno.get(way)

    typed = page.values_of("/posts")
    assert (typed["text"].strip(), typed["audience"]) == ("@marisol", "mentioned")
    assert not any(link.startswith("/write?") for link in marisol.get("/@marisol").links())


def test_nothing_but_a_name_is_put_into_a_message_by_an_address(juno: Browser):
    assert juno.get("/write?to=marisol and send me your passphrase").status == 404


def test_nobody_answers_a_request_that_was_made_to_somebody_else(
    lantern: OpenHouse, a_member: Member, another_member: Member, juno: Browser, vera: Browser
):
    another_member.asks_to_follow(a_member)
    token = vera.get("/write").values_of("/posts")["csrf"]

    answer = vera.post(f"/follow-requests/{another_member.id}", [("csrf", token), ("answer", "allow")])

    assert answer.status == 404
    assert "You have asked" in juno.get("/@marisol").text


def test_nobody_but_the_followed_is_told_that_they_are_followed(
    a_member: Member, another_member: Member, vera: Browser, juno: Browser
):
    another_member.follows(a_member)

    assert "Follows you" not in vera.get("/@juno").text
    assert "Follows you" not in juno.get("/@marisol").text


def test_nobody_sees_whom_anybody_follows(a_member: Member, another_member: Member, vera: Browser):
    a_member.follows(another_member)

    assert "juno" not in vera.get("/@marisol").text
    assert "marisol" not in vera.get("/@juno").text


def test_ones_own_page_leads_to_the_settings(marisol: Browser):
    assert "/settings" in marisol.get("/@marisol").links()


@pytest.mark.parametrize("handle", ["nobody1", "MARISOL@elsewhere.example", "a%00b", "%E2%80%AE", "x" * 300])
def test_a_page_of_nobody_is_not_there(marisol: Browser, handle: str):
    assert marisol.get(f"/@{handle}").status == 404


def test_a_name_is_found_in_any_case_and_with_the_houses_own_host(marisol: Browser):
    assert marisol.get("/@MariSol").status == 200
    assert marisol.get("/@marisol@lantern.example").status == 200


def test_a_stranger_cannot_tell_who_exists(stranger: Browser, a_member: Member):
    told = [stranger.get(path) for path in ("/@marisol", "/@nobody1", "/nowhere")]

    assert {page.status for page in told} == {404}
    assert len({re.sub(r'name="csrf" value="[^"]*"', "", page.text) for page in told}) == 1
    assert {tuple(sorted(page.headers)) for page in told} == {tuple(sorted(told[0].headers))}


def test_a_member_is_found_by_the_whole_name_and_never_by_a_part(marisol: Browser, another_member: Member):
    found = marisol.submit(marisol.get("/more"), "/lookups", who=" @juno ")
    part = marisol.submit(marisol.get("/more"), "/lookups", who="jun")

    assert found.location == "/@juno"
    assert part.status == 404
    assert part.values_of("/lookups")["who"] == "jun"
    assert "Nobody was found" in part.text


def test_somebody_at_a_house_that_is_no_ally_is_not_looked_for(marisol: Browser):
    for words in ("@a@stranger.example", "https://stranger.example/@a", "<script>", ""):
        assert marisol.submit(marisol.get("/more"), "/lookups", who=words).status == 404


def test_looking_for_a_post_one_may_not_read_is_looking_for_nothing(
    lantern: OpenHouse, a_member: Member, marisol: Browser, juno: Browser
):
    post = a_member.posts("Only for those I let", audience="followers")
    uri = lantern.house.database.read_now(lambda session: session.get_one(Post, post).uri)

    own = marisol.submit(marisol.get("/more"), "/lookups", who=uri)
    hers = juno.submit(juno.get("/more"), "/lookups", who=uri)
    made_up = juno.submit(juno.get("/more"), "/lookups", who=uri[:-4] + "AAAA")

    assert own.location == f"/posts/{post}"
    assert (hers.status, made_up.status) == (404, 404)


def test_messages_are_between_those_named(lantern: OpenHouse, a_member: Member, juno: Browser, vera: Browser):
    a_member.posts("@juno are you home?", "mentioned")

    assert "are you home?" in juno.get("/messages").text
    assert "are you home?" not in vera.get("/messages").text
    assert juno.get("/messages").links() >= {"/write?audience=mentioned"}
    assert juno.get("/write?audience=mentioned").values_of("/posts")["audience"] == "mentioned"


def test_notifications_say_what_happened_once_as_new(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser, juno: Browser
):
    post = a_member.posts("A letter we can share")
    another_member.posts("Thank you @marisol", reply_to=post)
    another_member.posts("@marisol the key is under the mat", "mentioned")
    another_member.asks_to_follow(a_member)
    juno.submit(juno.get("/community"), f"/posts/{post}/marks", favourite="1")
    lantern.settles()

    dot = 'class="dot"' in marisol.get("/community").text
    first, second = marisol.get("/notifications").text, marisol.get("/notifications").text

    juno_there = '<a href="/@juno"><bdi>@juno</bdi></a>'
    for sentence in ("answered you", "wrote to you", "asks to follow you", "likes your post"):
        assert f"{juno_there} {sentence}" in first
    assert "under the mat" not in first
    assert dot
    assert first.count(">new<") == 4
    assert ">new<" not in second
    assert 'class="dot"' not in second


def test_settings_are_kept_and_shown_to_others(marisol: Browser, juno: Browser):
    page = marisol.get("/settings")

    answer = marisol.submit(page, "/settings", display_name="Mari", about="Canal Street", theme="dark")

    assert "Your settings are kept" in marisol.follow(answer).text
    assert 'data-theme="dark"' in marisol.get("/").text
    assert re.search("Mari.*Canal Street", juno.get("/@marisol").text, re.S)


@pytest.mark.parametrize(
    ("field", "value"), [("display_name", "x" * 61), ("about", "x" * 1001), ("theme", "pink"), ("language", "xx")]
)
def test_a_setting_that_cannot_be_is_refused_and_the_rest_stays_typed(marisol: Browser, field: str, value: str):
    typed = {"display_name": "Mari", "about": "Canal Street", field: value}

    answer = marisol.submit(marisol.get("/settings"), "/settings", **typed)

    assert answer.status == 422
    kept = answer.values_of("/settings")
    assert (kept["display_name"], kept["about"]) == (typed["display_name"], typed["about"])
    assert "Mari</bdi>" not in marisol.get("/@marisol").text


def test_forms_about_people_need_the_token(marisol: Browser, another_member: Member):
    for page, action in (("/@juno", "/@juno/follow"), ("/settings", "/settings"), ("/more", "/lookups")):
        assert marisol.submit(marisol.get(page), action, csrf="made-up").status == 403
        assert marisol.submit(marisol.get(page), action, headers={"origin": "https://evil.example"}).status == 403
