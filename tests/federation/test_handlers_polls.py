"""Polls between houses as strangers' software writes them: what of it we take, and every vote that does not count."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.actions import blocking, following
from app.basics.clock import now
from app.notifications.models import Notification
from app.posts import opening, queries
from app.posts.models import Poll, PollChoice, PollMark, PollVote, Post
from tests.federation.reading import id_of, posts_from_afar, uri_of
from tests.world.cast import _taken
from tests.world.letters import PUBLIC, a_create, a_note, as_written, lives_at, said
from tests.world.polling import asks, counts, in_days, poll_of, polls_end, votes
from tests.world.saying import said_to_the_database

pytestmark = pytest.mark.anyio

_number = count(1)
BOATS = ("the blue one", "the <b>red</b> one")


def wire(at) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def a_question(by, choices: Iterable[Any] = ("yes", "no"), kind: str = "oneOf", **more: Any) -> dict[str, Any]:
    """A Create of a poll for everybody."""
    options = [
        {"type": "Note", "name": one, "replies": {"type": "Collection", "totalItems": 0}}
        if isinstance(one, str) else one for one in choices
    ]  # fmt: skip
    return a_create(by, **{"type": "Question", kind: options, "endTime": wire(in_days(3)), "votersCount": 0, **more})


def a_vote(by, member, post_uri: str, name: str, **more: Any) -> dict[str, Any]:
    """As Mastodon sends it."""
    chosen = {
        "id": f"{by.uri}#votes/{next(_number)}", "type": "Note", "name": name, "attributedTo": by.uri,
        "inReplyTo": post_uri, "to": member.facts.uri, **more,
    }  # fmt: skip
    return said(by, "Create", chosen, to=member.facts.uri)


def polls_here(house) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(Poll)))


def rows(house, *tables) -> list[int]:
    return house.database.read_now(
        lambda session: [session.scalar(select(func.count()).select_from(one)) for one in tables]
    )


def only_poll(house, member):
    [post] = posts_from_afar(house)
    return poll_of(member, id_of(house, post.uri))


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


def opened_by(member, post_id: int) -> str:
    """What a message says to one of its readers, once they took it."""
    read = member.house.database.read_now
    member.house.database.write_now(_taken, post_id)
    post = read(queries.one, member.viewer, post_id)
    return opening.opened(post, read(opening.keys_for, member.id, [post_id]).get(post_id), member.key).content


def accepts_everybody(session, member) -> None:
    for asking in accounts.who_asks(session, member.id):
        following.accept_follower(session, member.id, asking.id)


def blocks_everybody(session, member) -> None:
    for asking in accounts.who_asks(session, member.id):
        blocking.block(session, member.id, asking.id, now=now())
