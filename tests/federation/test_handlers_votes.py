"""Votes of allies' members as their software sends them: each counts once, and many must not count at all."""

import msgspec
import pytest
from sqlalchemy import select

from app.notifications.models import Notification
from app.posts.models import PollMark, PollVote
from tests.federation.polling import a_question, a_vote, accepts_everybody, blocks_everybody, only_poll, rows
from tests.federation.reading import posts_from_afar, uri_of
from tests.world.letters import PUBLIC, a_create, a_note, as_written, lives_at, said
from tests.world.polling import asks, counts, in_days, poll_of, polls_end

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("shape", ["mastodon_vote", "misskey_vote", "pleroma_vote"])
async def test_each_softwares_vote_counts_once_and_is_no_post(lantern, an_ally, a_member, shape):
    ana = lives_at(an_ally, shape.partition("_")[0])
    post_id = asks(a_member, audience="open")
    vote = as_written(shape, member=a_member.facts.uri, post=uri_of(lantern.house, post_id), choice="Wednesday")

    await lantern.takes(an_ally, ana, vote, vote)

    assert counts(a_member, post_id) == [0, 1, 0]
    assert poll_of(a_member, post_id).voters == 1
    assert posts_from_afar(lantern.house) == []
    assert rows(lantern.house, Notification) == [0]


async def test_gotosocials_vote_names_several_choices_at_once(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "gotosocial")
    post_id = asks(a_member, audience="open", multiple=True)
    vote = as_written(
        "gotosocial_vote",
        member=a_member.facts.uri,
        post=uri_of(lantern.house, post_id),
        choice="Tuesday",
        other="neither",
    )

    await lantern.takes(an_ally, ana, vote)

    assert counts(a_member, post_id) == [1, 0, 1]
    assert poll_of(a_member, post_id).voters == 1
    assert posts_from_afar(lantern.house) == []


async def test_several_choices_that_come_one_by_one_are_one_voter_and_each_counts_once(lantern, an_ally, ana, a_member):
    post_id = asks(a_member, audience="open", multiple=True)
    uri = uri_of(lantern.house, post_id)

    for name in ("Tuesday", "neither", "Tuesday", "neither"):
        await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, name))

    assert counts(a_member, post_id) == [1, 0, 1]
    assert poll_of(a_member, post_id).voters == 1
    marks = lantern.house.database.read_now(lambda session: session.scalars(select(PollMark.marked)).all())
    assert len(marks) == 2
    assert not [mark for mark in marks if b"Tuesday" in mark or b"ana" in mark]


async def test_what_remembers_their_choices_goes_at_the_end(lantern, an_ally, ana, a_member):
    post_id = asks(a_member, audience="open", multiple=True, lasts=3600)
    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri_of(lantern.house, post_id), "Tuesday"))
    assert rows(lantern.house, PollVote, PollMark) == [1, 1]

    polls_end(lantern.house, in_days(0.1))

    assert rows(lantern.house, PollVote, PollMark) == [0, 0]
    assert counts(a_member, post_id) == [1, 0, 0]


async def test_a_second_choice_where_one_may_be_made_does_not_count(lantern, an_ally, ana, a_member):
    post_id = asks(a_member, audience="open")
    uri = uri_of(lantern.house, post_id)

    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, "Tuesday"), a_vote(ana, a_member, uri, "neither"))

    assert counts(a_member, post_id) == [1, 0, 0]


@pytest.mark.parametrize("name", ["Thursday", "tuesday", "x" * 100_000, "<b>", "0", " "])
async def test_a_vote_for_what_is_no_choice_is_nothing(lantern, an_ally, ana, a_member, name):
    post_id = asks(a_member, audience="open")

    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri_of(lantern.house, post_id), name))

    assert counts(a_member, post_id) == [0, 0, 0]
    assert posts_from_afar(lantern.house) == []
    assert rows(lantern.house, PollVote, Notification) == [0, 0]


async def test_a_vote_after_the_end_is_nothing(lantern, an_ally, ana, a_member, clock):
    post_id = asks(a_member, audience="open", lasts=3600)
    uri = uri_of(lantern.house, post_id)

    clock.moves(hours=2)
    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, "Tuesday"))

    assert counts(a_member, post_id) == [0, 0, 0]
    assert posts_from_afar(lantern.house) == []


@pytest.mark.parametrize("audience", ["community", "followers"])
async def test_a_vote_of_somebody_who_may_not_read_the_post_is_nothing(lantern, an_ally, ana, a_member, audience):
    post_id = asks(a_member, audience=audience)

    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri_of(lantern.house, post_id), "Tuesday"))

    assert counts(a_member, post_id) == [0, 0, 0]
    assert posts_from_afar(lantern.house) == []


async def test_that_a_neighbour_follows_lets_nobody_else_vote(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    post_id = asks(a_member, audience="followers")
    uri = uri_of(lantern.house, post_id)
    await lantern.takes(an_ally, ben, said(ben, "Follow", a_member.facts.uri))
    lantern.house.database.write_now(accepts_everybody, a_member)

    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, "Tuesday"))
    await lantern.takes(an_ally, ben, a_vote(ben, a_member, uri, "neither"))

    assert counts(a_member, post_id) == [0, 0, 1]


async def test_across_a_block_a_vote_is_nothing(lantern, an_ally, ana, a_member):
    post_id = asks(a_member, audience="open")
    uri = uri_of(lantern.house, post_id)
    await lantern.takes(an_ally, ana, said(ana, "Follow", a_member.facts.uri))
    lantern.house.database.write_now(blocks_everybody, a_member)

    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, "Tuesday"))

    assert counts(a_member, post_id) == [0, 0, 0]


async def test_nobody_votes_in_somebody_elses_name(lantern, an_ally, ana, a_member, make_peer):
    ben = an_ally.houses("ben", key=7)
    post_id = asks(a_member, audience="open")
    uri = uri_of(lantern.house, post_id)

    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, "Tuesday", attributedTo=ben.uri))

    assert counts(a_member, post_id) == [0, 0, 0]


async def test_a_vote_unsigned_in_a_wrong_hand_altered_or_said_again_is_refused(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    post_id = asks(a_member, audience="open", multiple=True)
    vote = a_vote(ana, a_member, uri_of(lantern.house, post_id), "Tuesday")
    body = msgspec.json.encode(vote)
    other = body.replace(b"Tuesday", b"neither")
    headers = an_ally.signed("POST", lantern.inbox, body, ana.key)

    told = [
        (await lantern.is_sent(body, [])).status_code,
        (await lantern.is_sent(other, headers)).status_code,
        (await lantern.is_sent(body, headers)).status_code,
        (await lantern.is_sent(body, headers)).status_code,
    ]
    forged = {**vote, "id": f"{ana.uri}#votes/another", "object": {**vote["object"], "name": "neither"}}
    await lantern.hears(an_ally, ben, forged)
    await lantern.works()

    assert told == [404, 401, 202, 401]
    assert counts(a_member, post_id) == [1, 0, 0]
    assert poll_of(a_member, post_id).voters == 1


async def test_a_stranger_who_votes_is_nobody(lantern, a_strange_house, an_impostor, a_member):
    post_id = asks(a_member, audience="open")

    told = await lantern.hears(
        a_strange_house, an_impostor, a_vote(an_impostor, a_member, uri_of(lantern.house, post_id), "Tuesday")
    )

    assert told.status_code in {401, 404}
    assert counts(a_member, post_id) == [0, 0, 0]


async def test_the_counts_of_our_polls_and_of_others_are_for_nobody_else_to_say(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    post_id = asks(a_member, audience="open")
    theirs = a_question(ben)
    await lantern.takes(an_ally, ben, theirs)
    full = [{"type": "Note", "name": one, "replies": {"totalItems": 99}} for one in ("yes", "no")]
    ours = a_note(ana) | {"id": uri_of(lantern.house, post_id), "type": "Question", "oneOf": full}

    for forged in (
        {**theirs["object"], "oneOf": full},
        {**theirs["object"], "oneOf": full, "attributedTo": ana.uri},
        ours,
    ):
        await lantern.hears(an_ally, ana, said(ana, "Update", forged))
    await lantern.works()

    assert counts(a_member, post_id) == [0, 0, 0]
    assert [one.votes for one in only_poll(lantern.house, a_member).choices] == [0, 0]


async def test_an_answer_in_words_to_a_poll_is_an_answer(lantern, an_ally, ana, a_member):
    post_id = asks(a_member, audience="open")
    uri, member = uri_of(lantern.house, post_id), a_member.facts.uri
    mention = [{"type": "Mention", "href": member, "name": "@marisol@lantern.example"}]

    await lantern.takes(an_ally, ana, a_create(ana, inReplyTo=uri, cc=[member], tag=mention, content="<p>Tuesday</p>"))

    assert ["Tuesday" in post.content for post in posts_from_afar(lantern.house)] == [True]
    assert counts(a_member, post_id) == [0, 0, 0]


async def test_a_vote_that_is_fetched_is_no_post_either(lantern, an_ally, ana, a_member):
    vote = a_vote(ana, a_member, uri_of(lantern.house, asks(a_member, audience="open")), "Tuesday")["object"]
    an_ally.serves(vote["id"].replace("#", "/"), {**vote, "id": vote["id"].replace("#", "/"), "to": [PUBLIC]})

    await lantern.takes(an_ally, ana, said(ana, "Announce", vote["id"].replace("#", "/")))

    assert posts_from_afar(lantern.house) == []
    assert lantern.waiting() == []


async def test_a_name_without_words_below_what_is_not_here_is_nothing(lantern, an_ally, ana, a_member):
    await lantern.takes(an_ally, ana, a_vote(ana, a_member, "https://harbour.example/users/ben/statuses/7", "yes"))

    assert posts_from_afar(lantern.house) == []
    assert lantern.waiting() == []


async def test_who_voted_is_in_no_document(lantern, an_ally, ana, a_member):
    post_id = asks(a_member, audience="open")
    uri = uri_of(lantern.house, post_id)
    await lantern.takes(an_ally, ana, a_vote(ana, a_member, uri, "Tuesday"))

    shown = (await lantern.shows(an_ally, ana, uri)).json()

    assert shown["type"] == "Question"
    assert shown["votersCount"] == 1
    assert ana.uri not in str(shown)
