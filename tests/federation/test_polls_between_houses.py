"""A poll between two houses of ours: votes go to its author's house alone, counts come back, nobody learns who."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.jobs.models import Announcement, Job
from app.notifications.models import Notification
from app.posts.models import Poll, PollVote, Post
from federation import activities
from federation.letters import QUEUE
from tests.federation.reading import id_of
from tests.federation.test_outgoing import Houses, follow, third, uri_of  # noqa: F401 - a fixture among them
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.peers import AClock
from tests.world.polling import DAY, DAYS, asks, counts, poll_of, votes

pytestmark = pytest.mark.anyio


def said_to(net: Net, house: Neighbour, verb: str) -> list[dict[str, Any]]:
    return [one for one in net.posted_to(house.origin) if one["type"] == verb]


def copy_of(house: Neighbour, uri: str) -> int:
    return id_of(house.house, uri)


async def settled_later(hours: AClock, *houses: Neighbour, **by: float) -> None:
    """Some time passes, and everything on its way arrives; sweeps go round as well."""
    hours.moves(**by)
    await settle(*houses)


@pytest.fixture
async def asked(allied: Houses) -> tuple[Member, Member, int, int]:
    """Marisol asks something for allies that Ana at the other house reads: (she, Ana, the post, its copy there)."""
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    post_id = asks(marisol, audience="allies", lasts=3 * DAY)
    await settle(near, far)
    return marisol, ana, post_id, copy_of(far, uri_of(near, post_id))


async def test_a_poll_is_a_question_there_as_here(allied: Houses, net: Net, asked):
    _, far = allied
    marisol, ana, post_id, copy = asked
    [create] = said_to(net, far, "Create")
    question = create["object"]

    assert question["type"] == "Question"
    assert [option["name"] for option in question["oneOf"]] == list(DAYS)
    assert [option["replies"]["totalItems"] for option in question["oneOf"]] == [0, 0, 0]
    assert question["votersCount"] == 0
    assert "closed" not in question
    theirs, ours = poll_of(ana, copy), poll_of(marisol, post_id)
    assert [one.words for one in theirs.choices] == [one.words for one in ours.choices]
    assert abs(theirs.ends_at - ours.ends_at) < timedelta(seconds=1)


async def test_a_vote_goes_to_the_authors_house_alone_as_mastodon_sends_it(
    allied: Houses,
    third: Neighbour,  # noqa: F811
    net: Net,
    asked,
):
    near, far = allied
    marisol, ana, post_id, copy = asked

    votes(ana, copy, 1)
    await settle(near, far, third)

    [vote] = said_to(net, near, "Create")
    chosen = vote["object"]
    assert vote["to"] == chosen["to"] == [marisol.facts.uri]
    assert (chosen["type"], chosen["name"], chosen["inReplyTo"]) == ("Note", DAYS[1], uri_of(near, post_id))
    assert chosen["attributedTo"] == vote["actor"] == ana.facts.uri
    assert "content" not in chosen
    assert said_to(net, third, "Create")[1:] == []
    assert counts(marisol, post_id) == [0, 1, 0]
    assert near.house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(Post))) == 1
    assert near.house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(Notification))) == 0


async def test_what_waits_to_be_sent_tells_nobody_what_was_chosen(allied: Houses, net: Net, asked):
    near, far = allied
    _, ana, _, copy = asked
    net.cuts(near.origin)

    votes(ana, copy, 1)
    facts = far.house.database.read_now(lambda session: session.scalars(select(Announcement.payload)).all())
    await settle(far)
    jobs = far.house.database.read_now(
        lambda session: session.scalars(select(Job.payload).where(Job.queue == QUEUE)).all()
    )

    assert len(facts) == 1
    assert len(jobs) == 1
    assert not [one for one in (*facts, *jobs) if DAYS[1].encode() in one]


async def test_counts_go_back_at_most_every_few_minutes(allied: Houses, net: Net, hours: AClock, asked):
    near, far = allied
    _, ana, post_id, copy = asked
    before = len(said_to(net, far, "Update"))

    votes(ana, copy, 1)
    await settled_later(hours, near, far, minutes=1)
    votes(near.houses("juno"), post_id, 1)
    await settled_later(hours, near, far, minutes=1)
    assert len(said_to(net, far, "Update")) == before

    await settled_later(hours, near, far, minutes=3)
    await settled_later(hours, near, far, minutes=10)

    [update] = said_to(net, far, "Update")[before:]
    assert [option["replies"]["totalItems"] for option in update["object"]["oneOf"]] == [0, 2, 0]
    assert (counts(ana, copy), poll_of(ana, copy).voters) == ([0, 2, 0], 2)
    assert poll_of(ana, copy).voted


async def test_counts_are_no_edit_there(allied: Houses, hours: AClock, asked):
    near, far = allied
    _, ana, post_id, copy = asked

    votes(near.houses("juno"), post_id, 0)
    await settled_later(hours, near, far, minutes=4)
    await settled_later(hours, near, far, minutes=4)

    assert counts(ana, copy) == [1, 0, 0]
    assert far.house.database.read_now(lambda session: session.get_one(Post, copy).edited_at) is None


async def test_hidden_counts_leave_the_house_at_the_end(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    marisol, juno, ana = near.houses("marisol"), near.houses("juno"), far.houses("ana")
    post_id = asks(marisol, audience="allies", hides_counts=True, lasts=DAY)
    await settle(near, far)
    votes(juno, post_id, 2)
    await settled_later(hours, near, far, minutes=10)
    copy = copy_of(far, uri_of(near, post_id))
    assert counts(ana, copy) == [0, 0, 0]
    assert not [one for one in said_to(net, far, "Update") if one["object"]["type"] == "Question"]

    await settled_later(hours, near, far, days=1)
    await settled_later(hours, near, far, minutes=2)

    assert counts(ana, copy) == [0, 0, 1]
    assert said_to(net, far, "Update")[-1]["object"]["closed"]


async def test_at_the_end_both_houses_tell_their_own_and_forget_who_voted(allied: Houses, hours: AClock, asked):
    near, far = allied
    marisol, ana, post_id, copy = asked
    votes(ana, copy, 1)
    await settle(near, far)

    await settled_later(hours, near, far, days=3, minutes=5)
    await settled_later(hours, near, far, minutes=2)

    for house, member in ((near, marisol), (far, ana)):
        kinds = house.house.database.read_now(
            lambda session, me=member.id: session.scalars(
                select(Notification.kind).where(Notification.account_id == me)
            ).all()
        )
        assert kinds == ["poll"]
        assert house.house.database.read_now(lambda s: s.scalar(select(func.count()).select_from(PollVote))) == 0
        assert house.house.database.read_now(lambda s: s.scalar(select(Poll.is_over)))
    assert counts(marisol, post_id) == [0, 1, 0]


async def test_a_poll_on_a_post_that_ends_says_both_ends(allied: Houses, net: Net):
    near, far = allied
    marisol = near.houses("marisol")
    post_id = asks(marisol, audience="allies", lasts=DAY, lasts_days=7)
    await settle(near, far)

    question = said_to(net, far, "Create")[-1]["object"]
    copy = far.house.database.read_now(lambda session: session.get_one(Post, copy_of(far, question["id"])))
    ours = near.house.database.read_now(lambda session: session.get_one(Post, post_id))

    assert activities.read_note(question).end_time == question["parasol:endTime"]
    assert copy.ends_at is not None
    assert ours.ends_at is not None
    assert abs(copy.ends_at - ours.ends_at) < timedelta(seconds=1)
    assert question["endTime"] < question["parasol:endTime"]


async def test_a_member_of_an_ally_may_vote_in_what_is_for_followers_if_they_follow(allied: Houses):
    near, far = allied
    marisol, ana = near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post_id = asks(marisol, audience="followers", multiple=True)
    await settle(near, far)

    votes(ana, copy_of(far, uri_of(near, post_id)), 0, 2)
    await settle(near, far)

    assert counts(marisol, post_id) == [1, 0, 1]
    assert poll_of(marisol, post_id).voters == 1
    known = near.house.database.read_now(accounts.by_uri, ana.facts.uri)
    assert known is not None
