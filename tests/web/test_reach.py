"""Who may reach a member: chosen on a page, and held to wherever somebody writes, with nothing lost and little said."""

import pytest

from app.accounts import queries as accounts
from app.accounts.actions import following
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member, post_count

FORM = "/settings/reach"
NO_REPLIES = "This person does not take replies from you."


def chooses(browser: Browser, **choices: str) -> Page:
    return browser.submit(browser.get(FORM), FORM, **choices)


def offered(page: Page) -> list[str]:
    return [a["value"] for tag, a in page.read.tags if tag == "input" and a.get("name") == "audience"]


def test_at_first_everybody_may_write_whoever_follows_is_asked_and_no_page_is_open(marisol: Browser):
    assert marisol.get(FORM).values_of(FORM) | {"csrf": ""} == {
        "csrf": "", "replies": "everybody", "mentions": "everybody", "messages": "everybody", "follows": "asks",
        "findable": "off", "open_page": "off",
    }  # fmt: skip


def test_what_is_chosen_is_kept(marisol: Browser):
    choices = {
        "replies": "followed",
        "mentions": "nobody",
        "messages": "followed",
        "follows": "at_once",
        "findable": "on",
        "open_page": "on",
    }

    answer = chooses(marisol, **choices)

    assert "Your settings are kept." in marisol.follow(answer).text
    assert marisol.get(FORM).values_of(FORM).items() >= choices.items()
    assert FORM in marisol.get("/settings").links()


@pytest.mark.parametrize("field", ["replies", "mentions", "messages", "follows", "open_page"])
def test_another_word_comes_back_beside_its_field_and_keeps_the_rest(marisol: Browser, field: str):
    refused = chooses(marisol, **{"replies": "nobody", "mentions": "nobody", field: "friends"})

    assert refused.status == 422
    assert f'id="{field}-fault"' in refused.text
    assert refused.values_of(FORM).get("mentions") == (None if field == "mentions" else "nobody")
    assert marisol.get(FORM).values_of(FORM)["replies"] == "everybody"


def test_the_page_says_what_a_stranger_would_see(marisol: Browser):
    page = marisol.get(FORM).text

    assert "https://lantern.example/@marisol" in page
    assert "the month and the year" in page
    assert "name nobody and answer nobody but yourself" in page


@pytest.mark.parametrize(
    ("choice", "juno_is_followed", "taken"),
    [("everybody", False, True), ("followed", True, True), ("followed", False, False), ("nobody", True, False)],
)
def test_answers_are_taken_from_whom_one_chose(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member, choice, juno_is_followed, taken
):
    post = a_member.posts("Tea at mine")
    if juno_is_followed:
        a_member.follows(another_member)
    a_member.chooses(replies=choice)

    answer = writes(juno, "I will bring slippers", where=f"/write?reply={post}")

    assert (answer.status == 303) is taken
    assert lantern.house.database.read_now(post_count) == 1 + taken


def test_whom_one_only_asked_to_follow_is_not_followed(juno: Browser, a_member: Member, another_member: Member):
    """They have not said yes, and may be somebody quite other than one thought."""
    post = a_member.posts("Tea at mine")
    a_member.asks_to_follow(another_member)
    a_member.chooses(replies="followed")

    answer = writes(juno, "I will bring slippers", where=f"/write?reply={post}")

    assert answer.status == 422
    assert NO_REPLIES in answer.text


def test_an_answer_that_is_not_taken_comes_back_with_everything_and_one_sentence(juno: Browser, a_member: Member):
    post = a_member.posts("Tea at mine")
    before = juno.get(f"/write?reply={post}")
    a_member.chooses(replies="nobody")

    refused = juno.submit(
        before, "/posts", text="I will bring slippers", files={"picture_1": a_photo()}, description_1="two"
    )

    kept = refused.values_of("/posts")
    assert refused.status == 422
    assert 'id="text-fault"' in refused.text
    assert NO_REPLIES in refused.text
    assert (kept["text"], kept["description_1"]) == ("I will bring slippers", "two")
    assert kept["media_1"].isdigit()


def test_under_the_post_it_says_that_answers_are_closed(juno: Browser, marisol: Browser, a_member: Member):
    post = a_member.posts("Tea at mine")
    a_member.chooses(replies="nobody")

    page, own, form = juno.get(f"/posts/{post}"), marisol.get(f"/posts/{post}"), juno.get(f"/write?reply={post}")

    assert NO_REPLIES in page.text
    assert f"/write?reply={post}" not in page.links()
    assert NO_REPLIES in form.text
    assert NO_REPLIES not in own.text
    assert f"/write?reply={post}" in own.links()


def test_the_same_sentence_whether_one_is_not_followed_or_nobody_is_welcome(juno: Browser, a_member: Member):
    post = a_member.posts("Tea at mine")
    told = []

    for choice in ("followed", "nobody"):
        a_member.chooses(replies=choice)
        page = juno.get(f"/posts/{post}")
        told.append(page.text.replace(page.forms[0].values[0][1], ""))
    said = [NO_REPLIES in text for text in told]

    assert said == [True, True]
    assert "followed" not in told[0]


def test_one_can_always_go_on_with_ones_own_post(marisol: Browser, a_member: Member):
    a_member.chooses(replies="nobody", mentions="nobody", messages="nobody")
    post = a_member.posts("Tea at mine")

    assert writes(marisol, "On Sunday", where=f"/write?reply={post}").status == 303


@pytest.mark.parametrize(("choice", "taken"), [("everybody", True), ("followed", False), ("nobody", False)])
def test_mentions_are_taken_from_whom_one_chose(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, choice: str, taken: bool
):
    a_member.chooses(mentions=choice)

    answer = writes(juno, "Ask @marisol")
    lantern.settles()

    assert (answer.status == 303) is taken
    assert ("Somebody you name here does not take mentions from you." in answer.text) is not taken
    assert ("wrote to you" in marisol.get("/notifications").text) is taken


def test_an_answer_names_whom_it_answers_without_being_a_mention(juno: Browser, a_member: Member):
    a_member.chooses(mentions="nobody")
    post = a_member.posts("Tea at mine")

    assert writes(juno, "@marisol I will be there", where=f"/write?reply={post}").status == 303


@pytest.mark.parametrize(("choice", "taken"), [("everybody", True), ("followed", False), ("nobody", False)])
def test_messages_are_taken_from_whom_one_chose(
    lantern: OpenHouse, juno: Browser, a_member: Member, choice: str, taken: bool
):
    a_member.chooses(messages=choice)

    answer = writes(juno, "@marisol are you home?", audience="mentioned")

    assert (answer.status == 303) is taken
    assert ("Somebody this is for does not take messages from you." in answer.text) is not taken
    assert answer.status == 303 or answer.values_of("/posts")["text"] == "@marisol are you home?"
    assert lantern.house.database.read_now(post_count) == int(taken)


def test_whoever_was_written_to_may_answer_where_only_the_followed_may_write(
    juno: Browser, marisol: Browser, a_member: Member
):
    a_member.chooses(messages="followed")

    writes(marisol, "@juno hello", audience="mentioned")

    assert writes(juno, "@marisol hello", audience="mentioned").status == 303


def test_whoever_need_not_be_asked_is_followed_at_once_and_told(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    chooses(marisol, follows="at_once")
    a_member.posts("For you", "followers")

    juno.submit(juno.get("/@marisol"), "/@marisol/follow", follow="1")
    lantern.settles()

    assert "You follow" in juno.get("/@marisol").text
    assert "For you" in juno.get("/").text
    told = marisol.get("/notifications").text
    assert "follows you" in told
    assert "asks to follow you" not in told


def test_whoever_asked_before_goes_on_waiting(lantern: OpenHouse, marisol: Browser, a_member, another_member):
    another_member.asks_to_follow(a_member)

    chooses(marisol, follows="at_once")

    between = lantern.house.database.read_now(accounts.between, a_member.id, [another_member.id])
    assert between[another_member.id].followed_by == "asked"


def test_asking_is_what_happens_without_a_choice(lantern: OpenHouse, a_member: Member, another_member: Member):
    follow = lantern.house.database.write_now(
        lambda session: (
            following.ask_to_follow(session, another_member.id, a_member.id, now=lantern.envoy.clock()).accepted
        )
    )

    assert follow is False


def test_everyone_is_offered_only_while_ones_page_is_on(lantern: OpenHouse, marisol: Browser):
    assert "open" not in offered(marisol.get("/write"))

    chooses(marisol, open_page="on")
    assert "open" in offered(marisol.get("/write"))
    assert writes(marisol, "To everyone", audience="open").status == 303

    before = marisol.get("/write")
    chooses(marisol, open_page="off")
    refused = marisol.submit(before, "/posts", text="To everyone again", audience="open")
    assert refused.status == 422
    assert 'id="audience-fault"' in refused.text
    assert refused.values_of("/posts")["text"] == "To everyone again"
    assert lantern.house.database.read_now(post_count) == 1


def test_an_answer_to_a_post_for_everyone_goes_no_further_than_ones_own_page(
    lantern: OpenHouse, juno: Browser, a_member: Member
):
    post = a_member.posts("To everyone", "open")

    assert offered(juno.get(f"/write?reply={post}"))[0] == "allies"
