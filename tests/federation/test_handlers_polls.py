"""Polls of allies' members as their software writes them: what of it we take, and what is no poll."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.basics.clock import now
from app.notifications.models import Notification
from app.posts.models import Poll, PollChoice, PollVote, Post
from tests.federation.polling import a_question, only_poll, opened_by, polls_here, rows, wire
from tests.federation.reading import id_of, posts_from_afar
from tests.world.letters import as_written, lives_at, said
from tests.world.polling import in_days, poll_of, polls_end, votes
from tests.world.saying import said_to_the_database

pytestmark = pytest.mark.anyio

BOATS = ("the blue one", "the <b>red</b> one")


async def test_mastodons_question_comes_with_its_poll(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    await lantern.takes(an_ally, ana, as_written("mastodon_question", end=wire(in_days(2))))

    poll = only_poll(lantern.house, a_member)

    assert [(one.words, one.votes) for one in poll.choices] == [(BOATS[0], 3), (BOATS[1], 1)]
    assert (poll.multiple, poll.voters, poll.has_ended(now())) == (False, 4, False)
    assert abs(poll.ends_at - in_days(2)) < timedelta(minutes=1)


async def test_when_its_poll_ends_the_post_stays(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    await lantern.takes(an_ally, ana, as_written("mastodon_question", end=wire(in_days(2))))

    ends = lantern.house.database.read_now(lambda session: session.scalar(select(Post.ends_at)))
    assert ends is None


async def test_mastodons_new_counts_are_taken_and_are_no_edit(lantern, an_ally, a_member, another_member):
    ana, end = lives_at(an_ally, "mastodon"), wire(in_days(2))
    await lantern.takes(an_ally, ana, as_written("mastodon_question", end=end))
    [post] = posts_from_afar(lantern.house)
    votes(another_member, id_of(lantern.house, post.uri), 0)

    await lantern.takes(an_ally, ana, as_written("mastodon_update_question", end=end))

    poll = only_poll(lantern.house, another_member)
    assert [one.votes for one in poll.choices] == [5, 4]
    assert (poll.voters, poll.voted) == (9, True)
    assert lantern.house.database.read_now(lambda session: session.scalar(select(Post.edited_at))) is None


async def test_other_choices_are_another_poll_in_which_everybody_may_vote_anew(lantern, an_ally, ana, another_member):
    create = a_question(ana, ["yes", "no"])
    await lantern.takes(an_ally, ana, create)
    post_id = id_of(lantern.house, create["object"]["id"])
    votes(another_member, post_id, 0)

    changed = {**create["object"], "oneOf": a_question(ana, ["tea", "coffee"])["object"]["oneOf"]}
    await lantern.takes(an_ally, ana, said(ana, "Update", {**changed, "updated": wire(now())}))

    poll = poll_of(another_member, post_id)
    assert [one.words for one in poll.choices] == ["tea", "coffee"]
    assert not poll.voted
    body = lantern.house.database.read_now(lambda session: session.get_one(Post, post_id).body)
    assert b'"tea"' in body
    assert b'"yes"' not in body


async def test_a_poll_that_its_author_takes_away_is_gone(lantern, an_ally, ana, another_member):
    create = a_question(ana)
    await lantern.takes(an_ally, ana, create)
    note = {name: value for name, value in create["object"].items() if name not in {"oneOf", "endTime", "votersCount"}}

    await lantern.takes(an_ally, ana, said(ana, "Update", {**note, "type": "Note", "updated": wire(now())}))

    assert rows(lantern.house, Post, Poll, PollChoice) == [1, 0, 0]
    assert b'"poll":null' in lantern.house.database.read_now(lambda session: session.scalar(select(Post.body)))


async def test_a_closed_poll_takes_no_vote(lantern, an_ally, ana, another_member):
    create = a_question(ana)
    await lantern.takes(an_ally, ana, create)
    post_id = id_of(lantern.house, create["object"]["id"])
    votes(another_member, post_id, 0)

    await lantern.takes(an_ally, ana, said(ana, "Update", {**create["object"], "closed": wire(now())}))
    polls_end(lantern.house, now() + timedelta(minutes=1))

    assert poll_of(another_member, post_id).is_over
    assert rows(lantern.house, PollVote) == [0]


@pytest.mark.parametrize(
    ("choices", "more"),
    [
        ([], {}),
        (["only one"], {}),
        ([{"name": f"{n}"} for n in range(10_000)], {}),
        (["x" * 501, "y"], {}),
        (["yes", ""], {}),
        (["yes", "yes"], {}),
        ([None, 7, []], {}),
        ([{"type": "Note"}, {"type": "Note"}], {}),
        (["yes", "no"], {"oneOf": {"a": "b"}}),
        (["yes", "no"], {"oneOf": "x" * 1000}),
    ],
)
async def test_a_question_that_nobody_could_answer_is_a_post_without_a_poll(
    lantern, an_ally, ana, a_member, choices, more
):
    await lantern.takes(an_ally, ana, a_question(ana, choices, **more))

    assert ["Hello from over here" in post.content for post in posts_from_afar(lantern.house)] == [True]
    assert polls_here(lantern.house) == 0


@pytest.mark.parametrize("number", [-1, 10**30, 1.5, "7", True, None, [], {"totalItems": 3}])
async def test_counts_that_are_no_counts_are_none(lantern, an_ally, ana, a_member, number):
    options = [{"type": "Note", "name": word, "replies": {"totalItems": number}} for word in ("yes", "no")]

    await lantern.takes(an_ally, ana, a_question(ana, options, votersCount=number))

    poll = only_poll(lantern.house, a_member)
    assert ([one.votes for one in poll.choices], poll.voters) == ([0, 0], 0)


@pytest.mark.parametrize("end", ["", "soon", "9999-12-31T23:59:59Z", None, 7])
async def test_a_poll_without_a_believable_end_has_one_here(lantern, an_ally, ana, a_member, end):
    await lantern.takes(an_ally, ana, a_question(ana, endTime=end))

    assert only_poll(lantern.house, a_member).ends_at <= in_days(366)


async def test_a_poll_that_is_over_when_it_comes_tells_nobody(lantern, an_ally, ana, a_member):
    await lantern.takes(an_ally, ana, a_question(ana, endTime="2024-11-02T12:00:00Z"))

    polls_end(lantern.house, now())
    assert only_poll(lantern.house, a_member).is_over
    assert rows(lantern.house, Notification) == [0]


async def test_in_a_message_the_choices_are_words_sealed_with_it(lantern, an_ally, ana, a_member):
    member = a_member.facts.uri
    mention = [{"type": "Mention", "href": member, "name": "@marisol@lantern.example"}]
    with said_to_the_database(lantern.house) as statements:
        await lantern.takes(an_ally, ana, a_question(ana, ["at the canal", "at home"], to=[member], cc=[], tag=mention))

    assert polls_here(lantern.house) == 0
    assert not [one for one in statements if "at the canal" in one]
    [post_id] = lantern.house.database.read_now(lambda session: session.scalars(select(Post.id)).all())
    assert "<li>at the canal</li>" in opened_by(a_member, post_id)


async def test_a_poll_that_becomes_a_message_is_words_sealed_with_it(lantern, an_ally, ana, a_member):
    member = a_member.facts.uri
    mention = [{"type": "Mention", "href": member, "name": "@marisol@lantern.example"}]
    create = a_question(ana, ["at the canal", "at home"], tag=mention)
    await lantern.takes(an_ally, ana, create)

    narrowed = {**create["object"], "to": [member], "cc": [], "updated": wire(now())}
    await lantern.takes(an_ally, ana, said(ana, "Update", narrowed))

    post_id = id_of(lantern.house, create["object"]["id"])
    assert rows(lantern.house, Poll, PollChoice) == [0, 0]
    body = lantern.house.database.read_now(lambda session: session.get_one(Post, post_id).body)
    assert b"canal" not in body
    assert "<li>at the canal</li>" in opened_by(a_member, post_id)
