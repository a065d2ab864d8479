"""Editing a post in the browser: what it says changes, what it said stays readable, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest

from app.basics.clock import now
from app.posts.actions import deleting
from app.posts.actions.editing import NOBODY_NEW
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member
from tests.world.emoji import emoji_of
from tests.world.saying import said_to_the_database


def editing(post_id: int) -> str:
    return f"/posts/{post_id}/editing"


def edits(browser: Browser, post_id: int, **filled: str) -> Page:
    return browser.submit(browser.get(editing(post_id)), editing(post_id), **filled)


def without_tokens(page: Page) -> str:
    """What people see of it, whatever its address."""
    return re.sub(r'value="[^"]*"', "", page.text)


def history(post_id: int, name: str = "marisol") -> str:
    return f"/@{name}/{post_id}/history"


def test_the_form_holds_the_post_as_it_stands(lantern: OpenHouse, marisol: Browser, a_member: Member):
    post_id = a_member.posts("Tea on *Sonday*", warning="tee", language="en")

    form = marisol.get(editing(post_id)).values_of(editing(post_id))

    assert (form["text"], form["warning"], form["language"]) == ("Tea on *Sonday*", "tee", "en")


def test_an_edited_post_is_marked_and_leads_to_what_it_said_before(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    post_id = a_member.posts("Tea on Sonday")
    before = juno.get(f"/posts/{post_id}")

    answer = edits(marisol, post_id, text="Tea on Sunday", warning="tea")

    assert answer.location == f"/posts/{post_id}?done=edited"
    assert history(post_id) not in before.links()
    page = juno.get(f"/posts/{post_id}")
    assert history(post_id) in page.links()
    assert "Tea on Sunday" in page.text
    assert "Sonday" not in page.text
    told = juno.get(history(post_id)).text
    assert re.search(r"Written.*Tea on Sonday.*Edited.*as it stands.*Warning:.*tea.*Tea on Sunday", told, re.S)


def test_homes_show_what_it_says_now(lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    post_id = a_member.posts("Tea on Sonday")
    lantern.settles()

    edits(marisol, post_id, text="Tea on Sunday")

    assert "Tea on Sunday" in marisol.get("/").text
    assert "Tea on Sunday" in juno.get("/community").text


@pytest.mark.parametrize(
    ("filled", "field", "sentence"),
    [
        ({"text": "x" * 5001}, "text", "too long"),
        ({"text": ""}, "text", "Please write something"),
        ({"text": "fine", "warning": "y" * 301}, "warning", "at most 300"),
        ({"text": "fine", "language": "klingon"}, "language", "choose one of the languages"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_keeps_what_was_typed(
    lantern: OpenHouse, marisol: Browser, a_member: Member, filled: dict[str, str], field: str, sentence: str
):
    post_id = a_member.posts("Tea", warning="tea")

    refused = edits(marisol, post_id, **filled)

    kept = refused.values_of(editing(post_id))
    assert refused.status == 422
    assert f'id="{field}-fault"' in refused.text
    assert sentence in refused.text
    assert {name: kept[name] for name in filled if name != "language"} == {
        name: word for name, word in filled.items() if name != "language"
    }
    assert "Tea" in marisol.get(f"/posts/{post_id}").text


def test_naming_somebody_new_in_a_message_is_refused_beside_the_text(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    post_id = a_member.posts("dear @juno", "mentioned")

    refused = edits(marisol, post_id, text="dear @juno and @vera")

    assert (refused.status, NOBODY_NEW in refused.text) == (422, True)
    assert refused.values_of(editing(post_id))["text"] == "dear @juno and @vera"
    assert lantern.browser_of(a_steward).get(f"/posts/{post_id}").status == 404


def test_a_post_that_was_deleted_meanwhile_is_not_edited_and_the_words_are_kept(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    post_id = a_member.posts("Tea on Sonday")
    page = marisol.get(editing(post_id))
    lantern.house.database.write_now(deleting.delete_post, a_member.id, post_id, key=lantern.house.key, now=now())

    refused = marisol.submit(page, editing(post_id), text="Tea on Sunday, at mine")

    assert refused.status == 404
    assert "not there any more" in refused.text
    assert "Tea on Sunday, at mine" in refused.text


def test_a_post_past_its_end_is_not_edited_and_the_words_are_kept(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    post_id = a_member.posts("Tea on Sonday", lasts_days=1)
    page = marisol.get(editing(post_id))
    lantern.settles_at(now() + timedelta(days=2))

    refused = marisol.submit(page, editing(post_id), text="Tea on Sunday, at mine")

    assert (refused.status, "Tea on Sunday, at mine" in refused.text) == (404, True)


def test_somebody_elses_post_is_as_if_it_were_not_there(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    theirs, own = a_member.posts("mine"), another_member.posts("theirs")
    sends = juno.get(editing(own)).form(editing(own)).sends(text="changed")

    assert juno.get(editing(theirs)).status == 404
    for gone in (theirs, 12345):
        refused = juno.post(editing(gone), sends)
        assert refused.status == 404
        assert "not there any more" in refused.text
    assert "mine" in marisol.get(f"/posts/{theirs}").text
    assert editing(theirs) not in juno.get(f"/posts/{theirs}").links()
    assert editing(theirs) in marisol.get(f"/posts/{theirs}").links()


def test_a_stale_form_keeps_what_was_typed(lantern: OpenHouse, marisol: Browser, a_member: Member):
    post_id = a_member.posts("Tea on Sonday")

    refused = edits(marisol, post_id, text="Tea on Sunday", csrf="made-up")

    assert refused.status == 403
    assert refused.values_of(editing(post_id))["text"] == "Tea on Sunday"


def test_history_is_for_whoever_may_read_the_post(
    lantern: OpenHouse, marisol: Browser, juno: Browser, stranger: Browser, a_member: Member
):
    post_id = a_member.posts("for those who follow me", "followers")
    edits(marisol, post_id, text="for you who follow me")

    assert marisol.get(history(post_id)).status == 200
    hidden, nothing = juno.get(history(post_id)), juno.get(history(12345))
    assert (hidden.status, without_tokens(hidden)) == (404, without_tokens(nothing))
    assert stranger.get(history(post_id)).location.startswith("/sign-in")


def test_a_message_is_edited_and_read_back_by_its_readers(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    post_id = a_member.posts("@juno behind the lanternworks", "mentioned")

    assert marisol.get(editing(post_id)).values_of(editing(post_id))["text"] == "@juno behind the lanternworks"
    edits(marisol, post_id, text="@juno behind the dyehouse")

    assert "dyehouse" in juno.get(f"/posts/{post_id}").text
    told = juno.get(history(post_id)).text
    assert "lanternworks" in told
    assert "dyehouse" in told


def test_a_picture_is_described_anew_and_another_taken_out(lantern: OpenHouse, marisol: Browser):
    files = {f"picture_{n}": a_photo() for n in (1, 2)}
    answer = writes(marisol, "The balcony", files=files, description_1="a balkony", description_2="a door")
    lantern.settles()
    address = next(link for link in marisol.follow(answer).links() if link.endswith("/editing"))
    post_id = int(address.split("/")[2])
    form = marisol.get(address).values_of(address)
    first, second = (name.removeprefix("description_") for name in form if name.startswith("description_"))

    edits(marisol, post_id, **{f"description_{first}": "a balcony", f"drop_{second}": "1"})
    lantern.settles()

    shown = [attrs for tag, attrs in marisol.get(f"/posts/{post_id}").read.tags if tag == "img"]
    assert [attrs["alt"] for attrs in shown] == ["a balcony"]
    assert marisol.get(f"/media/{second}/full").status == 404
    told = marisol.get(history(post_id)).text
    assert "a balkony" in told
    assert 'It was described: <bdi lang="en">a door</bdi>' in told


@pytest.mark.parametrize("audience", ["community", "mentioned"])
def test_small_pictures_stand_in_what_it_said_before(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, audience: str
):
    """Of a message's words none is said to the database meanwhile."""
    word = emoji_of(lantern.house).word
    post_id = a_member.posts("@juno under the :parasol:", audience, warning="no :parasol:")
    edits(marisol, post_id, text="@juno in the rain", warning="wet")

    with said_to_the_database(lantern.house, reading=True) as said:
        page = marisol.get(history(post_id))

    shown = [attrs["src"] for tag, attrs in page.read.tags if tag == "img" and attrs.get("class") == "emoji"]
    assert shown == [f"/emoji/{word}"] * 2
    assert any("parasol" in words for words in said) is (audience == "community")


def test_whoever_saves_data_reads_their_names(lantern: OpenHouse, marisol: Browser, a_member: Member):
    emoji_of(lantern.house)
    post_id = a_member.posts("under the :parasol:")
    edits(marisol, post_id, text="in the rain")

    page = marisol.get(history(post_id), **{"save-data": "on"})

    assert "under the :parasol:" in page.text
    assert "/emoji/" not in page.text
