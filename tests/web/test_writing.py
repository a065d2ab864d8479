"""Writing: for five audiences, with a warning and pictures; nothing typed is ever lost; twice is once."""

import re

import pytest

from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, post_count
from tests.world.pictures import PLANTED, phone_picture


def writes(browser: Browser, text: str, where: str = "/write", files=None, **filled: str) -> Page:
    return browser.submit(browser.get(where), "/posts", files=files, text=text, **filled)


def a_photo(name: str = "IMG_2041_secret_street.jpg") -> tuple[str, bytes, str]:
    return (name, phone_picture(), "image/jpeg")


def test_a_post_is_for_this_community_unless_one_chooses_otherwise(lantern: OpenHouse, marisol: Browser, juno: Browser):
    page = marisol.get("/write")

    answer = writes(marisol, "Tea at mine on Sunday")
    lantern.settles()

    assert page.values_of("/posts")["audience"] == "community"
    assert answer.location.startswith("/?done=posted#p")
    home = marisol.follow(answer).text
    assert "Tea at mine on Sunday" in home
    assert "Posted." in home
    assert "for this community" in juno.get("/community").text


@pytest.mark.parametrize(
    ("audience", "juno_reads"),
    [("open", True), ("allies", True), ("community", True), ("followers", False), ("mentioned", False)],
)
def test_each_audience_reaches_whom_its_words_say(
    lantern: OpenHouse,
    marisol: Browser,
    juno: Browser,
    a_steward: Member,
    audience: str,
    juno_reads: bool,
    a_member: Member,
):
    a_member.opens_their_page()
    a_steward.follows(a_member)
    writes(marisol, "to @vera: at the back door", audience=audience)
    lantern.settles()
    vera = lantern.browser_of(a_steward)

    assert ("at the back door" in juno.get("/@marisol").text) is juno_reads
    assert ("at the back door" in vera.get("/messages").text) is (audience == "mentioned")
    assert "at the back door" in marisol.get("/").text + marisol.get("/messages").text


def test_a_warning_stands_before_the_text(lantern: OpenHouse, marisol: Browser):
    writes(marisol, "They are at the stairs", warning="police")
    lantern.settles()

    assert re.search(r"Warning:.*police.*They are at the stairs", marisol.get("/").text, re.S)


def test_four_pictures_go_with_a_post_described_and_clean(lantern: OpenHouse, marisol: Browser):
    files = {f"picture_{n}": a_photo() for n in (1, 2)}

    answer = writes(marisol, "The balcony", files=files, description_1="a balcony", description_2="a door")
    lantern.settles()
    page = marisol.follow(answer)

    shown = [attrs for tag, attrs in page.read.tags if tag == "img"]
    assert [attrs["alt"] for attrs in shown] == ["a balcony", "a door"]
    picture = marisol.get(shown[0]["src"])
    assert picture.headers["content-type"] == "image/webp"
    assert not [word for word in PLANTED if word in picture.body]
    assert "IMG_2041" not in page.text


def test_a_picture_alone_is_a_post(marisol: Browser):
    assert writes(marisol, "", files={"picture_3": a_photo()}).status == 303


def test_a_mistake_in_the_text_keeps_everything_even_the_picture(lantern: OpenHouse, marisol: Browser):
    refused = writes(
        marisol, "x" * 5001, files={"picture_1": a_photo()}, description_1="a balcony", warning="fear",
        audience="followers",
    )  # fmt: skip

    kept = refused.values_of("/posts")
    assert refused.status == 422
    assert 'id="text-fault"' in refused.text
    assert (kept["text"], kept["warning"], kept["audience"]) == ("x" * 5001, "fear", "followers")
    assert kept["description_1"] == "a balcony"
    assert kept["media_1"].isdigit()

    again = marisol.submit(refused, "/posts", text="shorter now")
    lantern.settles()
    page = marisol.follow(again)
    assert [attrs["alt"] for tag, attrs in page.read.tags if tag == "img"] == ["a balcony"]


def test_a_picture_kept_after_a_mistake_can_still_be_left_out(lantern: OpenHouse, marisol: Browser):
    refused = writes(
        marisol, "x" * 5001, files={"picture_1": a_photo(), "picture_2": a_photo()}, description_2="a door"
    )

    again = marisol.submit(refused, "/posts", text="shorter now", drop_1="1")
    lantern.settles()

    page = marisol.follow(again)
    assert [attrs["alt"] for tag, attrs in page.read.tags if tag == "img"] == ["a door"]


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (("a.jpg", b"not a picture at all", "image/jpeg"), "Only JPEG, PNG, WebP and GIF"),
        (("a.jpg", phone_picture()[:3000], "image/jpeg"), "damaged or incomplete"),
        (("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"), "SVG"),
        (("a.jpg", b"\xff\xd8\xff" + bytes(17 * 1024 * 1024), "image/jpeg"), "larger than 16 MB"),
    ],
    ids=["lying", "truncated", "drawing", "oversized"],
)
def test_a_picture_that_cannot_be_cleaned_is_refused_beside_its_field_and_nothing_is_lost(
    lantern: OpenHouse, marisol: Browser, upload: tuple[str, bytes, str], sentence: str
):
    refused = writes(marisol, "The balcony", files={"picture_1": upload, "picture_2": a_photo()}, description_1="mine")

    kept = refused.values_of("/posts")
    assert refused.status in {413, 415, 422}
    assert sentence in refused.text
    assert (kept["text"], kept["description_1"]) == ("The balcony", "mine")
    assert "media_1" not in kept
    assert kept["media_2"].isdigit()
    assert lantern.house.database.read_now(post_count) == 0


def test_a_form_that_is_larger_than_any_four_pictures_is_refused_before_it_is_read(marisol: Browser):
    page = marisol.get("/write")

    answer = marisol.submit(page, "/posts", headers={"content-length": str(100 * 1024 * 1024)}, text="x")

    assert answer.status == 413


def test_a_double_tap_posts_once(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/write")

    for _ in range(2):
        assert marisol.submit(page, "/posts", text="Once").status == 303

    assert lantern.house.database.read_now(post_count) == 1


def test_a_double_tap_with_a_picture_kept_before_lands_where_the_first_did(lantern: OpenHouse, marisol: Browser):
    refused = writes(marisol, "x" * 5001, files={"picture_1": a_photo()}, description_1="mine")

    first, second = (marisol.submit(refused, "/posts", text="Once") for _ in range(2))

    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert lantern.house.database.read_now(post_count) == 1


def test_another_post_with_a_picture_that_is_posted_already_is_told_so(lantern: OpenHouse, marisol: Browser):
    refused = writes(marisol, "x" * 5001, files={"picture_1": a_photo()}, description_1="mine")
    marisol.submit(refused, "/posts", text="Once")

    again = marisol.submit(refused, "/posts", text="And something else")

    assert again.status == 404
    assert "This picture is not there any more." in again.text
    assert again.values_of("/posts")["text"] == "And something else"
    assert lantern.house.database.read_now(post_count) == 1


def test_a_thread_is_gone_on_with_for_the_same_people_and_behind_the_same_warning(lantern: OpenHouse, marisol: Browser):
    first = writes(marisol, "One, about the raid", warning="police", audience="followers", go_on="1")
    second = marisol.follow(first)
    typed = second.values_of("/posts")
    third = marisol.submit(second, "/posts", text="Two, what the lawyer says", go_on="1")

    assert "Posted." in second.text
    assert "One, about the raid" in second.text
    assert (typed["audience"], typed["warning"], typed["text"]) == ("followers", "police", "")
    assert "Two, what the lawyer says" in marisol.follow(third).text
    assert lantern.house.database.read_now(post_count) == 2


def test_an_answer_begins_with_the_warning_of_what_it_answers_and_may_do_without(
    lantern: OpenHouse, a_member: Member, juno: Browser
):
    post_id = a_member.posts("They are at the stairs", "community", warning="police")

    page = juno.get(f"/write?reply={post_id}")
    juno.submit(page, "/posts", text="They are gone", warning="")

    assert page.values_of("/posts")["warning"] == "police"
    assert "They are gone" in juno.get("/").text


def test_an_answer_is_seen_where_it_stands_below_what_it_answers(a_member: Member, juno: Browser):
    post_id = a_member.posts("Who brings soup?")

    answer = writes(juno, "I do", f"/write?reply={post_id}")

    thread = juno.follow(answer).text
    assert answer.location.startswith("/posts/")
    assert "Posted." in thread
    assert thread.index("Who brings soup?") < thread.index("I do")


def test_a_new_message_is_seen_in_its_conversation(a_member: Member, marisol: Browser, juno: Browser):
    answer = writes(juno, "@marisol the door is open", "/write?audience=mentioned", audience="mentioned")

    talk = juno.follow(answer).text
    assert answer.location.startswith("/messages/")
    assert "Posted." in talk
    assert "the door is open" in talk


def test_an_answer_offers_only_audiences_that_are_no_wider(marisol: Browser, a_member: Member, juno: Browser):
    post = a_member.posts("For us", "community")

    page = juno.get(f"/write?reply={post}")

    offered = [a["value"] for tag, a in page.read.tags if tag == "input" and a.get("name") == "audience"]
    assert offered == ["community", "mentioned"]
    assert page.values_of("/posts")["reply_to"] == str(post)


def test_an_answer_cannot_be_widened_by_hand(lantern: OpenHouse, a_member: Member, juno: Browser):
    post = a_member.posts("For us", "community")
    page = juno.get(f"/write?reply={post}")

    answer = juno.submit(page, "/posts", text="To all", audience="open")

    assert answer.status == 422
    assert 'id="audience-fault"' in answer.text
    assert lantern.house.database.read_now(post_count) == 1


def test_nobody_answers_what_they_may_not_read(lantern: OpenHouse, a_member: Member, juno: Browser):
    hidden = a_member.posts("For followers", "followers")

    looked = juno.get(f"/write?reply={hidden}")
    sent = juno.submit(juno.get("/write"), "/posts", text="I saw", reply_to=str(hidden))

    assert (looked.status, sent.status) == (404, 404)
    assert lantern.house.database.read_now(post_count) == 1


def test_somebody_elses_picture_cannot_be_posted(lantern: OpenHouse, marisol: Browser, juno: Browser):
    refused = writes(marisol, "x" * 5001, files={"picture_1": a_photo()})
    theirs = refused.values_of("/posts")["media_1"]

    answer = juno.submit(juno.get("/write"), "/posts", text="Mine now", media_1=theirs)

    assert answer.status == 404
    assert theirs not in answer.text
    assert lantern.house.database.read_now(post_count) == 0


def test_a_stale_page_posts_nothing_and_keeps_the_text(lantern: OpenHouse, marisol: Browser):
    answer = marisol.submit(marisol.get("/write"), "/posts", csrf="stale", text="A long evening's work")

    assert answer.status == 403
    assert answer.values_of("/posts")["text"] == "A long evening's work"
    assert marisol.submit(answer, "/posts").status == 303


def test_another_sites_form_posts_nothing(lantern: OpenHouse, marisol: Browser):
    answer = marisol.submit(marisol.get("/write"), "/posts", headers={"origin": "https://evil.example"}, text="x")

    assert answer.status == 403
    assert lantern.house.database.read_now(post_count) == 0


def test_somebody_elses_token_does_not_do(lantern: OpenHouse, marisol: Browser, juno: Browser):
    theirs = juno.get("/write").values_of("/posts")["csrf"]

    assert marisol.submit(marisol.get("/write"), "/posts", csrf=theirs, text="x").status == 403


def test_whoever_is_not_signed_in_posts_nothing(lantern: OpenHouse, marisol: Browser, stranger: Browser):
    page = marisol.get("/write")

    answer = stranger.submit(page, "/posts", text="x")

    assert (answer.status, answer.location) == (303, "/sign-in")
    assert lantern.house.database.read_now(post_count) == 0


def test_text_is_kept_as_text(lantern: OpenHouse, marisol: Browser):
    writes(marisol, "<script>alert(1)</script> & <b>bold</b>")
    lantern.settles()

    page = marisol.get("/")

    assert "&lt;script&gt;" in page.text
    assert "<b>" not in page.text
    assert all(attrs.get("src", "").startswith("/static/") for tag, attrs in page.read.tags if tag == "script")
