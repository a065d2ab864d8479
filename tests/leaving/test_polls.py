"""Polls leave as the Questions they were, with what anybody may know of them; they come in as words."""

import json

import pytest

from app.storage.house import House
from tests.leaving.archives import ME, a_note, an_archive
from tests.leaving.test_there_and_back import brings, notes_in, posts_of, takes_along
from tests.world.cast import Member
from tests.world.polling import DAYS, asks, in_days, polls_end, votes

pytestmark = pytest.mark.anyio


async def test_a_poll_is_a_question_with_its_counts(house: House, a_member: Member, another_member: Member):
    a_member.posts("no question", "community")
    one, several = asks(a_member, audience="community"), asks(a_member, audience="community", multiple=True)
    votes(another_member, one, 1)
    votes(another_member, several, 0, 2)

    plain, single, multiple = notes_in(await takes_along(a_member))

    assert (plain["type"], single["type"], multiple["type"]) == ("Note", "Question", "Question")
    assert [(each["name"], each["replies"]["totalItems"]) for each in single["oneOf"]] == [
        (DAYS[0], 0), (DAYS[1], 1), (DAYS[2], 0),
    ]  # fmt: skip
    assert [each["replies"]["totalItems"] for each in multiple["anyOf"]] == [1, 0, 1]
    assert (single["votersCount"], single["closed"]) == (1, None)
    assert another_member.name not in str(single)


async def test_counts_that_are_hidden_are_hidden_in_an_archive(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member, audience="community", hides_counts=True, lasts=86400)
    votes(another_member, post_id, 1)

    [question] = notes_in(await takes_along(a_member))
    assert [each["replies"]["totalItems"] for each in question["oneOf"]] == [0, 0, 0]

    polls_end(house, in_days(1.1))
    [question] = notes_in(await takes_along(a_member))
    assert [each["replies"]["totalItems"] for each in question["oneOf"]] == [0, 1, 0]
    assert question["closed"]


async def test_what_was_asked_elsewhere_comes_as_words_and_asks_nothing(house: House, a_member: Member):
    options = [{"type": "Note", "name": words, "replies": {"totalItems": 900}} for words in ("<b>tea</b>", "coffee")]
    note = a_note(1, type="Question", content="<p>Tea or coffee?</p>", oneOf=options, endTime="2019-01-01T00:00:00Z")

    report = await brings(a_member, an_archive(note))

    assert (report.total, report.left_out) == (1, 0)
    [post] = posts_of(a_member)
    assert "<li>&lt;b&gt;tea&lt;/b&gt;</li><li>coffee</li>" in post.content
    assert b'"poll":null' in post.body


async def test_an_archive_of_ours_keeps_the_choices_in_what_one_can_edit(house: House, a_member: Member):
    asks(a_member, ["tea", "coffee"], audience="community")
    [note] = notes_in(await takes_along(a_member))
    moved = json.loads(json.dumps(note).replace(a_member.facts.uri, ME))

    await brings(a_member, an_archive({**moved, "id": f"{ME}/statuses/1"}))

    brought = next(post for post in posts_of(a_member) if post.in_community is False)
    assert brought.source == "Which day?\n- tea\n- coffee"
