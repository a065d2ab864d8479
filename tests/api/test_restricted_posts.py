"""What apps read of posts that people decided about: to their author what holds, to everybody else nothing of it."""

import pytest

from tests.api.test_pictures import uploads
from tests.world.cast import Member
from tests.world.decided import Moderators
from tests.world.pictures import phone_picture


@pytest.mark.parametrize("measure", ["hold", "remove"])
def test_an_app_of_somebody_else_finds_nothing_and_does_nothing(
    a_member: Member, juno, moderators: Moderators, measure: str
):
    post_id = a_member.posts("harbour lights")

    moderators.decide(measure, post_id)

    address = f"/api/v1/statuses/{post_id}"
    assert juno.gets(address).status_code == juno.gets("/api/v1/statuses/117657178000000000").status_code == 404
    assert juno.posts(f"{address}/favourite").status_code == 404
    assert juno.gets(f"/api/v1/accounts/{a_member.id}/statuses").json() == []


def test_the_author_of_a_removed_post_is_shown_the_way_to_the_decision(
    a_member: Member, marisol, moderators: Moderators
):
    post_id = a_member.posts("harbour lights", warning="weather")

    removal = moderators.decide("remove", post_id)
    removed = marisol.gets(f"/api/v1/statuses/{post_id}").json()
    moderators.overturn(removal)
    restored = marisol.gets(f"/api/v1/statuses/{post_id}").json()

    assert removed["parasol_decided"] == ["remove"]
    assert 'href="https://lantern.example/decisions"' in removed["content"]
    assert (removed["spoiler_text"], removed["media_attachments"]) == ("", [])
    assert (restored["content"], restored["spoiler_text"]) == ("<p>harbour lights</p>", "weather")
    assert "parasol_decided" not in restored


def test_words_that_look_like_a_decision_are_only_words(a_member: Member, juno):
    post_id = a_member.posts('"parasol_decided":["remove"]')

    found = juno.gets(f"/api/v1/statuses/{post_id}").json()

    assert "parasol_decided" not in found
    assert "remove" in found["content"]


@pytest.mark.parametrize("measure", ["hold", "remove"])
def test_what_is_kept_from_readers_is_not_edited(a_member: Member, marisol, juno, moderators: Moderators, measure: str):
    post_id = a_member.posts("harbour lights")
    decided = moderators.decide(measure, post_id)

    refused = marisol.asks("PUT", f"/api/v1/statuses/{post_id}", data={"status": "something else"})
    moderators.overturn(decided)

    assert refused.status_code == 422
    assert "cannot be changed" in refused.json()["error"]
    assert juno.gets(f"/api/v1/statuses/{post_id}").json()["content"] == "<p>harbour lights</p>"


def test_a_decided_warning_stands_before_the_words_and_is_not_edited_away(
    a_member: Member, marisol, juno, moderators: Moderators
):
    post_id = a_member.posts("harbour lights")
    moderators.decide("add_warning", post_id, warning="storms")

    edit = {"status": "harbour lamps", "spoiler_text": ""}
    assert marisol.asks("PUT", f"/api/v1/statuses/{post_id}", data=edit).status_code == 200
    found = juno.gets(f"/api/v1/statuses/{post_id}").json()

    assert (found["content"], found["spoiler_text"], found["sensitive"]) == ("<p>harbour lamps</p>", "storms", True)


def test_a_hidden_picture_leaves_a_place_and_nothing_of_itself(a_member: Member, marisol, juno, moderators: Moderators):
    picture = uploads(marisol, phone_picture(), description="a lamp").json()
    post_id = marisol.says("look", **{"media_ids[]": [picture["id"]]})["id"]
    [shown] = juno.gets(f"/api/v1/statuses/{post_id}").json()["media_attachments"]

    hidden = moderators.decide("hide_picture", int(post_id))
    [found] = juno.gets(f"/api/v1/statuses/{post_id}").json()["media_attachments"]
    file = juno.client.get(shown["url"]).status_code
    moderators.overturn(hidden)
    [again] = juno.gets(f"/api/v1/statuses/{post_id}").json()["media_attachments"]

    empty = {"url": None, "preview_url": None, "description": None, "blurhash": None, "meta": {}}
    assert found["type"] == "unknown"
    assert {name: found[name] for name in empty} == empty
    assert file == 404
    assert (again["type"], again["description"]) == ("image", "a lamp")
    assert juno.client.get(shown["url"]).status_code == 200
