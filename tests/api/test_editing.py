"""Editing, history and pins, as apps ask for them."""

from collections.abc import Callable
from typing import Any

import pytest

from app.posts.languages import NO_SUCH
from app.storage.house import House
from tests.api.conftest import Phone
from tests.world.cast import Member
from tests.world.emoji import emoji_of


def edits(phone: Phone, post_id: str, **form: Any) -> Any:
    return phone.asks("PUT", f"/api/v1/statuses/{post_id}", data=form)


def history(phone: Phone, post_id: str) -> list[dict[str, Any]]:
    return phone.gets(f"/api/v1/statuses/{post_id}/history").json()


def a_picture(phone: Phone, description: str = "a dore") -> str:
    told = phone.asks(
        "POST", "/api/v2/media", files={"file": ("p.jpg", b"x", "image/jpeg")}, data={"description": description}
    )
    return told.json()["id"]


def test_an_edited_post_comes_back_and_says_when_it_was_edited(marisol: Phone, juno: Phone):
    written = marisol.says("Tea on Sonday", spoiler_text="tee", language="en")

    answer = edits(marisol, written["id"], status="Tea on Sunday", spoiler_text="tea").json()

    assert written["edited_at"] is None
    assert answer["content"] == "<p>Tea on Sunday</p>"
    assert (answer["spoiler_text"], answer["language"], answer["visibility"]) == ("tea", "en", written["visibility"])
    assert answer["edited_at"] > written["created_at"]
    assert juno.gets(f"/api/v1/statuses/{written['id']}").json() == {**answer, "pinned": False}
    assert marisol.gets("/api/v1/timelines/home").json()[0]["content"] == "<p>Tea on Sunday</p>"


def test_the_history_is_told_oldest_first_with_the_post_as_it_stands_last(marisol: Phone, juno: Phone):
    written = marisol.says("Tea on Sonday", spoiler_text="tee")
    now = edits(marisol, written["id"], status="Tea on Sunday").json()

    told = history(juno, written["id"])

    assert [one["content"] for one in told] == ["<p>Tea on Sonday</p>", "<p>Tea on Sunday</p>"]
    assert [(one["spoiler_text"], one["sensitive"]) for one in told] == [("tee", True), ("", False)]
    assert [one["created_at"] for one in told] == [written["created_at"], now["edited_at"]]
    assert {one["account"]["username"] for one in told} == {"marisol"}
    assert all(one["media_attachments"] == one["emojis"] == [] for one in told)
    assert len(history(juno, marisol.says("never edited")["id"])) == 1


def test_a_language_that_there_is_not_is_refused_in_a_post_and_in_an_edit(marisol: Phone):
    written = marisol.says("Tea", language="en-gb")

    refused = [
        marisol.asks("POST", "/api/v1/statuses", data={"status": "Tea", "language": "xx"}),
        edits(marisol, written["id"], status="Tea", language="english"),
    ]

    assert written["language"] == "en-GB"
    assert [(one.status_code, one.json()["error"]) for one in refused] == [(422, NO_SUCH)] * 2


def test_the_source_is_what_was_written_last(marisol: Phone):
    written = marisol.says("<b>one</b>")
    edits(marisol, written["id"], status="<b>two</b>", spoiler_text="tea")

    source = marisol.gets(f"/api/v1/statuses/{written['id']}/source").json()

    assert source == {"id": written["id"], "text": "<b>two</b>", "spoiler_text": "tea"}


def test_nobody_else_edits_or_pins_it_nor_reads_a_history_that_is_not_for_them(marisol: Phone, juno: Phone):
    theirs, hidden = marisol.says("mine"), marisol.says("for those who follow me", visibility="private")
    edits(marisol, hidden["id"], status="for you who follow me")

    assert edits(juno, theirs["id"], status="yours").status_code == 403
    assert juno.posts(f"/api/v1/statuses/{theirs['id']}/pin").status_code == 403
    assert juno.posts(f"/api/v1/statuses/{theirs['id']}/unpin").status_code == 403
    for answer in (
        edits(juno, hidden["id"], status="yours"),
        juno.gets(f"/api/v1/statuses/{hidden['id']}/history"),
        juno.posts(f"/api/v1/statuses/{hidden['id']}/pin"),
        edits(juno, "12345", status="yours"),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "There is nothing here."})
    assert marisol.gets(f"/api/v1/statuses/{theirs['id']}").json()["content"] == "<p>mine</p>"


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [("PUT", "", "write:statuses"), ("GET", "/history", "read:statuses"), ("POST", "/pin", "write:accounts"),
     ("POST", "/unpin", "write:accounts")],
)  # fmt: skip
def test_an_app_needs_the_scope(
    an_app_of: Callable[..., Phone], marisol: Phone, a_member: Member, method: str, path: str, needed: str
):
    written = marisol.says("mine")
    address = f"/api/v1/statuses/{written['id']}{path}"

    assert an_app_of(a_member, "follow").asks(method, address, data={"status": "x"}).status_code == 403
    assert an_app_of(a_member, needed).asks(method, address, data={"status": "x"}).status_code == 200


@pytest.mark.parametrize(
    "form", [{"status": ""}, {"status": "x" * 5001}, {"status": "x", "poll[options][]": "a"}, {"status": "\x00"}]
)
def test_what_cannot_be_posted_is_not_edited_in(marisol: Phone, form: dict[str, str]):
    written = marisol.says("words")

    assert edits(marisol, written["id"], **form).status_code == 422
    assert marisol.gets(f"/api/v1/statuses/{written['id']}").json()["edited_at"] is None


@pytest.mark.usefixtures("pictures_are_clean")
def test_pictures_that_are_sent_again_stay_described_anew_and_the_others_go(marisol: Phone):
    door, table = a_picture(marisol), a_picture(marisol, "a table")
    written = marisol.asks("POST", "/api/v1/statuses", json={"status": "look", "media_ids": [door, table]}).json()

    attributes = [{"id": door, "description": "a door"}]
    sent = {"status": "look", "media_ids": [door], "media_attributes": attributes}
    answer = marisol.asks("PUT", f"/api/v1/statuses/{written['id']}", json=sent).json()

    assert [one["description"] for one in answer["media_attachments"]] == ["a door"]
    told = history(marisol, written["id"])
    described = [[one["description"] for one in version["media_attachments"]] for version in told]
    assert described == [["a dore"], ["a door"]]


@pytest.mark.usefixtures("pictures_are_clean")
def test_the_same_as_a_form(marisol: Phone):
    door, table = a_picture(marisol), a_picture(marisol, "a table")
    written = marisol.asks("POST", "/api/v1/statuses", json={"status": "look", "media_ids": [door, table]}).json()

    form = {"status": "look", "media_ids[]": [table, door], "media_attributes[][id]": [door, table],
            "media_attributes[][description]": ["a door", "two tables"]}  # fmt: skip
    answer = edits(marisol, written["id"], **form).json()

    assert [one["description"] for one in answer["media_attachments"]] == ["two tables", "a door"]


@pytest.mark.usefixtures("pictures_are_clean")
def test_a_new_picture_is_refused_and_so_are_words_for_none(marisol: Phone):
    written, new = marisol.says("look"), a_picture(marisol)

    added = edits(marisol, written["id"], status="look", **{"media_ids[]": new})
    loose = edits(marisol, written["id"], status="look", **{"media_attributes[][id]": new})

    assert (added.status_code, loose.status_code) == (422, 422)
    assert "cannot be added" in added.json()["error"]


@pytest.mark.usefixtures("pictures_are_clean")
@pytest.mark.parametrize(("said", "kept"), [("?delete_media=false", True), ("?delete_media=true", False), ("", False)])
def test_a_deleted_posts_pictures_can_be_posted_anew_if_the_app_says_so(marisol: Phone, said: str, kept: bool):
    picture = a_picture(marisol)
    written = marisol.asks("POST", "/api/v1/statuses", json={"status": "look", "media_ids": [picture]}).json()

    gone = marisol.asks("DELETE", f"/api/v1/statuses/{written['id']}{said}").json()
    again = marisol.asks("POST", "/api/v1/statuses", json={"status": gone["text"], "media_ids": [picture]})

    assert again.status_code == (200 if kept else 422)
    assert [one["description"] for one in again.json().get("media_attachments", [])] == (["a dore"] if kept else [])
    assert gone["media_attachments"][0]["id"] == picture


def test_a_pinned_post_stands_first_for_whoever_may_read_it_and_is_marked_for_its_author_alone(
    marisol: Phone, juno: Phone, a_member: Member
):
    first, hidden = marisol.says("first"), marisol.says("for followers", visibility="private")
    for post in (first, hidden):
        pinned = marisol.posts(f"/api/v1/statuses/{post['id']}/pin").json()
        assert pinned["pinned"] is True

    path = f"/api/v1/accounts/{a_member.id}/statuses"
    mine, theirs = marisol.gets(path, pinned="true").json(), juno.gets(path, pinned="true").json()

    assert [(one["id"], one["pinned"]) for one in mine] == [(hidden["id"], True), (first["id"], True)]
    assert [(one["id"], one["pinned"]) for one in theirs] == [(first["id"], False)]
    assert [one["pinned"] for one in marisol.gets("/api/v1/timelines/home").json()] == [True, True]
    assert juno.gets(f"/api/v1/statuses/{first['id']}").json()["pinned"] is False
    assert marisol.posts(f"/api/v1/statuses/{first['id']}/unpin").json()["pinned"] is False
    assert [one["id"] for one in marisol.gets(path, pinned="true").json()] == [hidden["id"]]


def test_five_are_pinned_at_most_and_messages_never(marisol: Phone, another_member: Member):
    for number in range(5):
        post = marisol.says(f"number {number}")
        assert marisol.posts(f"/api/v1/statuses/{post['id']}/pin").status_code == 200
    message = marisol.says("dear @juno", visibility="direct")

    sixth = marisol.posts(f"/api/v1/statuses/{marisol.says('one more')['id']}/pin")
    letter = marisol.posts(f"/api/v1/statuses/{message['id']}/pin")

    assert (sixth.status_code, letter.status_code) == (422, 422)
    assert "Five posts are pinned" in sixth.json()["error"]
    assert marisol.posts(f"/api/v1/statuses/{post['id']}/pin").status_code == 200, "twice changes nothing"
    assert marisol.gets("/api/v2/instance").json()["configuration"]["accounts"]["max_pinned_statuses"] == 5


def test_an_app_that_cannot_open_messages_does_not_edit_one(marisol: Phone, another_member: Member):
    message = marisol.says("dear @juno", visibility="direct")

    refused = edits(marisol, message["id"], status="dear @juno, hello")

    assert refused.status_code == 422
    assert "cannot open" in refused.json()["error"]


def test_the_history_says_the_small_pictures_of_each_version(house: House, marisol: Phone):
    made = emoji_of(house)
    written = marisol.says("under the :parasol:")
    edits(marisol, written["id"], status="in the rain")

    before, after = marisol.gets(f"/api/v1/statuses/{written['id']}/history").json()

    assert [(one["shortcode"], one["url"].rpartition("/")[2]) for one in before["emojis"]] == [("parasol", made.word)]
    assert after["emojis"] == []
