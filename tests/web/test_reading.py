"""Home, community, a thread, and what one may do with a post."""

import re

from sqlalchemy import update

from app.posts.models import Picture
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member


def shown(text: str) -> list[str]:
    return re.findall(r"<p>(Post \d+)</p>", text)


def test_home_is_newest_first_and_goes_on_page_by_page(lantern: OpenHouse, a_member: Member, marisol: Browser):
    for number in range(45):
        a_member.posts(f"Post {number}")
    lantern.settles()

    first = marisol.get("/")
    second = marisol.get(next(link for link in first.links() if "before=" in link))
    third = marisol.get(next(link for link in second.links() if "before=" in link))

    together = [*shown(first.text), *shown(second.text), *shown(third.text)]
    assert together == [f"Post {number}" for number in reversed(range(45))]
    assert not [link for link in third.links() if "before=" in link]


def test_the_community_page_goes_on_page_by_page(lantern: OpenHouse, a_member: Member, juno: Browser):
    for number in range(21):
        a_member.posts(f"Post {number}")

    first = juno.get("/community")
    second = juno.get(next(link for link in first.links() if "before=" in link))

    assert len(shown(first.text)) == 20
    assert shown(second.text) == ["Post 0"]


def test_a_made_up_place_in_a_list_is_its_beginning(marisol: Browser, a_member: Member):
    a_member.posts("Post 1")

    for place in ("x", "-1", "9" * 40, "٣", "1;drop"):
        assert shown(marisol.get(f"/community?before={place}").text) == ["Post 1"]


def test_nothing_that_was_in_an_address_comes_back_on_the_page(marisol: Browser):
    assert "canary" not in marisol.get("/community?before=1&x=canary&done=canary").text


def test_a_thread_shows_what_was_answered_and_the_answers(lantern: OpenHouse, a_member: Member, marisol: Browser):
    root = a_member.posts("Post 1")
    middle = a_member.posts("Post 2", reply_to=root)
    a_member.posts("Post 3", reply_to=middle)
    a_member.posts("Post 4", reply_to=root)

    page = marisol.get(f"/posts/{middle}")

    assert shown(page.text) == ["Post 1", "Post 2", "Post 3"]
    assert shown(marisol.get(f"/@marisol/{middle}").text) == shown(page.text)
    assert f"/write?reply={middle}" in page.links()


def test_a_post_one_may_not_read_looks_like_one_that_is_not_there(a_member: Member, juno: Browser):
    hidden = a_member.posts("For followers", "followers")

    told = [juno.get(f"/posts/{number}") for number in (hidden, hidden + 1, "x", "0" * 30)]

    assert {page.status for page in told} == {404}
    assert len({re.sub('name="csrf" value="[^"]+"|/posts/[0-9x]+', "", page.text) for page in told}) == 1


def test_a_favourite_is_given_and_taken_back_and_one_returns_to_the_post(
    lantern: OpenHouse, a_member: Member, juno: Browser
):
    post = a_member.posts("Post 1")

    answer = juno.submit(juno.get("/community"), f"/posts/{post}/marks", favourite="1")

    assert answer.location == f"/community#p{post}"
    assert 'name="favourite" value="0" aria-pressed="true"' in juno.get("/community").text
    juno.submit(juno.get("/community"), f"/posts/{post}/marks", favourite="0")
    assert 'aria-pressed="true"' not in juno.get("/community").text


def test_a_boost_reaches_followers_and_is_taken_back(
    lantern: OpenHouse, a_member: Member, another_member: Member, marisol: Browser, juno: Browser, joining_house
):
    oda = joining_house("oda")
    post = oda.posts("Post 1")
    a_member.follows(another_member)

    juno.submit(juno.get("/community"), f"/posts/{post}/marks", boost="1")
    lantern.settles()
    boosted = marisol.get("/")
    juno.submit(juno.get("/community"), f"/posts/{post}/marks", boost="0")
    lantern.settles()

    assert "Boosted by @juno" in boosted.text
    assert shown(boosted.text) == ["Post 1"]
    assert shown(marisol.get("/").text) == []


def test_what_is_for_followers_or_named_people_cannot_be_boosted(
    lantern: OpenHouse, a_member: Member, another_member: Member, juno: Browser
):
    another_member.follows(a_member)
    post = a_member.posts("Post 1", "followers")

    page = juno.get(f"/posts/{post}")
    answer = juno.submit(page, f"/posts/{post}/marks", boost="1")

    assert ("boost", "1") not in page.form(f"/posts/{post}/marks").buttons
    assert (answer.status, "cannot be boosted" in answer.text) == (422, True)


def test_marks_need_the_token_a_session_and_a_post_one_may_read(a_member: Member, juno: Browser, stranger: Browser):
    post, hidden = a_member.posts("Post 1"), a_member.posts("Post 2", "followers")
    page = juno.get("/community")
    action = f"/posts/{post}/marks"

    assert juno.submit(page, action, csrf="", favourite="1").status == 403
    assert juno.submit(page, action, headers={"sec-fetch-site": "cross-site"}, favourite="1").status == 403
    assert stranger.submit(page, action, favourite="1").location == "/sign-in"
    assert juno.post(f"/posts/{hidden}/marks", page.form(action).sends(favourite="1")).status == 404
    assert juno.submit(page, action).status == 422
    assert 'aria-pressed="true"' not in juno.get("/community").text


def test_one_is_never_sent_back_to_another_site(a_member: Member, juno: Browser):
    post = a_member.posts("Post 1")

    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "/x\r\nset-cookie: a=b", ""):
        answer = juno.submit(juno.get("/community"), f"/posts/{post}/marks", favourite="1", back=back)

        assert answer.location == f"/posts/{post}"


def test_deleting_says_what_follows_and_then_the_post_is_gone(lantern: OpenHouse, a_member: Member, marisol: Browser):
    post = a_member.posts("Post 1")
    lantern.settles()

    page = marisol.get(f"/posts/{post}/deletion")
    answer = marisol.submit(page, f"/posts/{post}/deletion")

    assert "can't be undone" in page.text.replace("&#39;", "'")
    assert shown(marisol.follow(answer).text) == []
    assert marisol.get(f"/posts/{post}").status == 404


def test_nobody_deletes_somebody_elses_post(a_member: Member, marisol: Browser, juno: Browser, stranger: Browser):
    post = a_member.posts("Post 1")
    own = marisol.get(f"/posts/{post}/deletion").form(f"/posts/{post}/deletion")
    theirs = juno.get("/write").values_of("/posts")["csrf"]

    assert f"/posts/{post}/deletion" not in juno.get(f"/posts/{post}").links()
    assert juno.get(f"/posts/{post}/deletion").status == 404
    assert juno.post(own.action, [("csrf", theirs)]).status == 403
    assert marisol.post(own.action, [("csrf", theirs)]).status == 403
    assert stranger.post(own.action, own.values).location == "/sign-in"
    assert juno.get(f"/posts/{post}").status == 200


def test_pictures_wait_until_asked_for_where_data_is_dear(marisol: Browser):
    writes(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony")

    assert "Show picture:" not in marisol.get("/community").text
    assert "Show picture:" in marisol.get("/community", save_data="on").text
    assert "Show picture:" in marisol.get("/community", user_agent="Mozilla/5.0 (iPhone) Mobile/15E148").text
    assert "Show picture:" in marisol.get("/community", sec_ch_ua_mobile="?1").text


def test_a_picture_that_waits_is_one_link_away_without_script(marisol: Browser):
    writes(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony")

    waiting = marisol.get("/community", save_data="on")
    asked = marisol.get(next(link for link in waiting.links() if link.endswith("?pictures=1")), save_data="on")

    outside_templates = re.sub(r"<template>.*?</template>", "", waiting.text, flags=re.S)
    assert "<img" not in outside_templates
    assert re.search(r"Show picture: <bdi[^>]*>a balcony", outside_templates)
    assert [attrs["alt"] for tag, attrs in asked.read.tags if tag == "img"] == ["a balcony"]
    assert "<template>" not in asked.text


def test_a_picture_that_waits_says_how_much_there_is_to_load(lantern: OpenHouse, marisol: Browser):
    writes(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony")
    [shown] = {attrs["src"] for tag, attrs in marisol.get("/community").read.tags if tag == "img"}
    size = max(1, round(len(marisol.get(shown).body) / 1000))

    for path in ("/community", "/@marisol", "/@marisol?show=pictures"):
        waiting = re.sub(r"<template>.*?</template>", "", marisol.get(path, save_data="on").text, flags=re.S)
        assert f"({size} kB)" in waiting


def test_a_picture_whose_size_was_never_noted_says_none(lantern: OpenHouse, marisol: Browser):
    writes(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="a balcony")
    lantern.house.database.write_now(lambda session: session.execute(update(Picture).values(small_bytes=0)))

    waiting = marisol.get("/@marisol", save_data="on").text

    assert "Show picture:" in waiting
    assert "kB)" not in waiting


def test_the_post_that_a_page_is_about_does_not_lead_to_itself(a_member: Member, marisol: Browser, juno: Browser):
    post = a_member.posts("Post 1")

    assert "Open this post" in juno.get("/community").text
    assert "Open this post" not in juno.get(f"/posts/{post}").text
    own = marisol.get(f"/posts/{post}")
    assert "Open this post" not in own.text
    assert f"/posts/{post}/deletion" in own.links()
