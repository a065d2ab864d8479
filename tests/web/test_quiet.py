"""Being told nothing of a thread any more: a button below it, for nobody but its member."""

from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def test_a_thread_falls_silent_and_is_heard_again(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    post_id = a_member.posts("the long quarrel")
    page = marisol.get(f"/posts/{post_id}")
    answer = marisol.submit(page, f"/posts/{post_id}/quiet", mute="1")
    assert "You are told nothing of this" in marisol.follow(answer).text

    another_member.posts("@marisol you started it", reply_to=post_id)
    lantern.settles()
    assert "you started it" not in marisol.get("/notifications").text
    assert "you started it" in marisol.get(f"/posts/{post_id}").text

    marisol.submit(marisol.get(f"/posts/{post_id}"), f"/posts/{post_id}/quiet", mute="0")
    assert "You are told nothing of this" not in marisol.get(f"/posts/{post_id}").text


def test_a_conversation_falls_silent_from_its_own_page(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    message = another_member.posts("@marisol psst", "mentioned")
    way = next(link for link in marisol.get("/messages").links() if link.endswith("#answer")).removesuffix("#answer")

    answer = marisol.submit(marisol.get(way), f"/posts/{message}/quiet", mute="1")

    assert answer.location == way
    assert "You are told nothing of this" in marisol.get(way).text


def test_what_one_may_not_read_and_words_that_are_no_button_change_nothing(
    lantern: OpenHouse, marisol: Browser, a_steward: Member, a_member: Member
):
    post_id = a_member.posts("@vera psst", "mentioned")
    mine = a_member.posts("hello")
    token = marisol.get("/").values_of("/leave")["csrf"]
    stranger = lantern.browser()

    assert stranger.post(f"/posts/{post_id}/quiet", [("mute", "1")]).status == 303
    assert marisol.post(f"/posts/{mine}/quiet", [("csrf", token), ("mute", "perhaps")]).status == 422
    assert marisol.post("/posts/12345/quiet", [("csrf", token), ("mute", "1")]).status == 404
