"""Polls: who may vote, once, until the end; and that nothing is kept of what somebody chose."""

from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from app.accounts.actions import blocking
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, Refused
from app.notifications.models import Notification
from app.posts import body
from app.posts.actions import deleting, expiring
from app.posts.asking import NewPoll, VotedAlready
from app.posts.models import Poll, PollChoice, PollMark, PollVote, Post
from app.storage.house import House
from app.storage.tables import Base
from tests.world.cast import Member, join
from tests.world.polling import DAY, asks, counts, in_days, poll_of, polls_end, votes


def count(house: House, model: type[Base]) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(model)) or 0)


def told_of_the_end(member: Member) -> int:
    kinds = select(func.count()).where(Notification.account_id == member.id, Notification.kind == "poll")
    return member.house.database.read_now(lambda session: session.scalar(kinds) or 0)


def test_a_vote_is_counted_once(a_member: Member, another_member: Member):
    post_id = asks(a_member)

    votes(another_member, post_id, 1)

    assert counts(a_member, post_id) == [0, 1, 0]
    assert poll_of(a_member, post_id).voters == 1
    with pytest.raises(VotedAlready):
        votes(another_member, post_id, 0)
    assert counts(a_member, post_id) == [0, 1, 0]


def test_several_answers_count_each_where_several_may_be_given(a_member: Member, another_member: Member):
    post_id = asks(a_member, multiple=True)

    votes(another_member, post_id, 0, 2)

    assert counts(a_member, post_id) == [1, 0, 1]
    assert poll_of(a_member, post_id).voters == 1


def test_more_than_one_answer_is_refused_where_one_may_be_given(a_member: Member, another_member: Member):
    post_id = asks(a_member)

    with pytest.raises(Invalid, match="one answer only"):
        votes(another_member, post_id, 0, 1)

    assert counts(a_member, post_id) == [0, 0, 0]
    assert not poll_of(another_member, post_id).voted


def test_whoever_voted_knows_that_they_did_and_nobody_else_does(a_member: Member, another_member: Member):
    post_id = asks(a_member)

    votes(another_member, post_id, 1)

    assert poll_of(another_member, post_id).voted
    assert not poll_of(a_member, post_id).voted


def test_nobody_votes_in_their_own_poll(a_member: Member):
    post_id = asks(a_member)

    with pytest.raises(Refused, match="own poll"):
        votes(a_member, post_id, 0)


def test_after_the_end_nobody_votes(a_member: Member, another_member: Member):
    post_id = asks(a_member, lasts=DAY)

    with pytest.raises(Refused, match="ended"):
        votes(another_member, post_id, 0, at=in_days(1.01))

    assert counts(a_member, post_id) == [0, 0, 0]


def test_whoever_may_not_read_the_post_may_not_vote(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member, audience="followers")

    with pytest.raises(NotFound):
        votes(another_member, post_id, 0)
    with pytest.raises(NotFound):
        poll_of(another_member, post_id)

    another_member.follows(a_member)
    votes(another_member, post_id, 0)
    assert counts(a_member, post_id) == [1, 0, 0]


def test_a_block_stands_before_a_vote(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member)
    house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    with pytest.raises(NotFound):
        votes(another_member, post_id, 0)


def test_there_is_nothing_to_vote_in_without_a_poll(a_member: Member, another_member: Member):
    post_id = a_member.posts("no question")

    with pytest.raises(NotFound):
        votes(another_member, post_id, 0)


def test_a_message_has_no_poll_and_nothing_is_posted(house: House, a_member: Member, another_member: Member):
    with pytest.raises(Invalid, match="sealed"):
        asks(a_member, audience="mentioned")

    assert count(house, Post) == 0


def test_no_table_tells_what_somebody_chose(house: House, a_member: Member):
    post_id = asks(a_member, multiple=True)
    voters = [join(house, f"voter{number}") for number in range(3)]
    for voter in voters:
        votes(voter, post_id, 0, 2)

    kept = {column.name for column in inspect(PollVote).local_table.columns}
    assert kept == {"post_id", "account_id", "until"}
    assert count(house, PollMark) == 0


def test_when_somebody_voted_is_not_kept(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member)
    votes(another_member, post_id, 0)

    until = house.database.read_now(lambda session: session.scalars(select(PollVote.until)).one())
    assert until == poll_of(a_member, post_id).ends_at


def test_at_the_end_who_voted_is_forgotten_and_counts_stay(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member, lasts=DAY)
    votes(another_member, post_id, 1)

    polls_end(house, in_days(0.9))
    assert count(house, PollVote) == 1

    polls_end(house, in_days(1.01))
    assert count(house, PollVote) == 0
    assert counts(a_member, post_id) == [0, 1, 0]
    assert poll_of(a_member, post_id).is_over


def test_at_the_end_its_author_and_whoever_voted_are_told_once(house: House, a_member: Member, another_member: Member):
    silent = join(house, "priya")
    post_id = asks(a_member, lasts=DAY)
    votes(another_member, post_id, 1)

    polls_end(house, in_days(1.01))
    polls_end(house, in_days(1.02))

    assert [told_of_the_end(one) for one in (a_member, another_member, silent)] == [1, 1, 0]


def test_of_a_poll_that_ends_with_its_post_nobody_is_told(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member, lasts=3 * DAY, lasts_days=1)
    votes(another_member, post_id, 1)

    polls_end(house, in_days(1.01))

    assert told_of_the_end(a_member) == told_of_the_end(another_member) == 0


def test_a_poll_goes_with_its_post(house: House, a_member: Member, another_member: Member):
    kept, gone = asks(a_member), asks(a_member)
    votes(another_member, gone, 0)

    house.database.write_now(deleting.delete_post, a_member.id, gone, key=house.key, now=now())

    assert [count(house, model) for model in (Poll, PollChoice, PollVote)] == [1, 3, 0]
    assert counts(a_member, kept) == [0, 0, 0]


def test_a_poll_goes_with_its_post_when_that_ends(house: House, a_member: Member, another_member: Member):
    asks(a_member, lasts_days=1)

    house.database.write_now(expiring.end_posts, in_days(1.01), key=house.key)

    assert [count(house, model) for model in (Poll, PollChoice)] == [0, 0]


def test_a_vote_goes_with_the_account(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member)
    votes(another_member, post_id, 1)

    house.database.write_now(lambda session: session.delete(session.get(type_of_account(), another_member.id)))

    assert count(house, PollVote) == 0
    assert counts(a_member, post_id) == [0, 1, 0]


def test_hidden_counts_are_hidden_from_everybody_until_the_end(a_member: Member, another_member: Member):
    post_id = asks(a_member, hides_counts=True, lasts=DAY)
    votes(another_member, post_id, 0)

    for reader in (a_member, another_member):
        assert poll_of(reader, post_id).counts_at(now()) is None
        assert poll_of(reader, post_id).counts_at(in_days(1.01)) == (1, 0, 0)


def test_the_bytes_of_a_post_say_whether_it_asks_and_nothing_else_can(house: House, a_member: Member):
    forged = ',"poll":{"id":"1","options":[{"title":"x"}]},"filtered":[]}'
    plain, asked, forger = a_member.posts("plain"), asks(a_member), a_member.posts(forged, warning=forged)

    read = select(Post.id, Post.body)
    bodies = house.database.read_now(lambda session: {row[0]: row[1] for row in session.execute(read)})
    assert [body.asks(bodies[one]) for one in (plain, asked, forger)] == [False, True, False]
    entities = {one: b"{" + bodies[one] for one in bodies}
    assert [body.polled_in(entities[one]) for one in (plain, asked, forger)] == [None, asked, None]


def test_a_choice_cannot_pass_for_the_end_of_a_poll(a_member: Member):
    forged = '"}]},"filtered":[]}'
    post_id = asks(a_member, [forged, ',"poll":{"id":"7"'])

    entity = b"{" + a_member.house.database.read_now(lambda session: session.get_one(Post, post_id).body)
    assert body.polled_in(entity) == post_id
    assert body.with_poll(entity, b"null").endswith(b',"poll":null,"filtered":[]}')


def test_a_poll_that_cannot_be_asked_posts_nothing(house: House, a_member: Member):
    with pytest.raises(Invalid, match="at least two"):
        a_member.posts("Which day?", poll=NewPoll(["Tuesday"]))

    assert count(house, Post) == 0


def test_an_end_in_the_past_is_refused(house: House, a_member: Member):
    with pytest.raises(Invalid, match="five minutes"):
        asks(a_member, lasts=-DAY)

    assert count(house, Post) == 0


def type_of_account() -> type[Base]:
    from app.accounts.models import Account

    return Account


def test_the_end_is_counted_from_when_it_is_posted(a_member: Member):
    before = now()

    post_id = asks(a_member, lasts=DAY)

    ends_at = poll_of(a_member, post_id).ends_at
    assert before + timedelta(days=1) - timedelta(milliseconds=1) <= ends_at <= now() + timedelta(days=1)
