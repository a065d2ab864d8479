"""Conversations: messages of one thread among the same people, each person's own list of them, and what is new."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions import blocking
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.posts import talks
from app.posts.actions import deleting, requesting, talking
from app.posts.audience import Audience
from app.posts.models import Mention, Post, Said, Talk, Talker
from app.posts.talks import TalkFacts
from app.storage.house import House
from tests.world.cast import Member


def listed(member: Member, **more: object) -> list[TalkFacts]:
    return member.house.database.read_now(talks.listed, member.viewer, **more)


def the_talk(member: Member) -> TalkFacts:
    [found] = listed(member)
    return found


def said(member: Member, talk_id: int, **more: object) -> list[int]:
    return [post.id for post in member.house.database.read_now(talks.said_in, member.viewer, talk_id, **more)]


def others(talk: TalkFacts) -> set[str]:
    return {one.name for one in talk.people}


def answers(member: Member, talk: TalkFacts, text: str) -> int:
    """As the page of the conversation does it."""
    people = [one.id for one in talk.people]
    return member.posts(text, "mentioned", reply_to=talk.newest.id, among=people)


def test_a_message_and_its_answers_are_one_conversation_for_both(a_member: Member, another_member: Member):
    first = a_member.posts("@juno are you home?", "mentioned")
    second = answers(another_member, the_talk(another_member), "Yes.")
    third = answers(another_member, the_talk(another_member), "And you?")

    for one, other in ((a_member, "juno"), (another_member, "marisol")):
        talk = the_talk(one)
        assert others(talk) == {other}
        assert talk.newest.id == third
        assert said(one, talk.id) == [first, second, third]


def test_another_message_to_the_same_person_is_another_conversation(a_member: Member, another_member: Member):
    first = a_member.posts("@juno one", "mentioned")
    second = a_member.posts("@juno two", "mentioned")

    assert [talk.newest.id for talk in listed(another_member)] == [second, first]


def test_an_answer_to_fewer_people_is_a_conversation_of_its_own(
    a_member: Member, another_member: Member, a_steward: Member
):
    for_both = a_member.posts("@juno @vera tea on Sunday?", "mentioned")
    aside = another_member.posts("@marisol is vera angry with me?", "mentioned", reply_to=for_both)

    assert [(talk.newest.id, others(talk)) for talk in listed(a_member)] == [
        (aside, {"juno"}), (for_both, {"juno", "vera"}),
    ]  # fmt: skip
    assert [(talk.newest.id, others(talk)) for talk in listed(a_steward)] == [(for_both, {"marisol", "juno"})]
    assert said(a_steward, the_talk(a_steward).id) == [for_both]


def test_an_answer_in_a_conversation_reaches_the_same_people_whoever_is_named_in_it(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.posts("@juno I am afraid of somebody", "mentioned")

    answer = answers(another_member, the_talk(another_member), "Of @vera?")

    named = house.database.read_now(
        lambda session: session.scalars(select(Mention.account_id).where(Mention.post_id == answer)).all()
    )
    assert named == [a_member.id]
    assert listed(a_steward) == []
    with pytest.raises(NotFound):
        house.database.read_now(talks.one, a_steward.viewer, the_talk(a_member).id)


def test_an_answer_in_a_conversation_is_for_named_people_or_not_at_all(a_member: Member, another_member: Member):
    a_member.posts("@juno hello", "mentioned")
    talk = the_talk(another_member)

    with pytest.raises(Invalid):
        another_member.tries_to_post("Hello all", "community", among=[a_member.id])
    with pytest.raises(Invalid):
        another_member.tries_to_post("Only me", "mentioned", reply_to=talk.newest.id, among=[another_member.id])


def test_somebody_blocked_is_in_no_conversation_any_more(a_member: Member, another_member: Member):
    a_member.posts("@juno hello", "mentioned")
    talk = the_talk(a_member)
    a_member.house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())

    with pytest.raises(Invalid, match="Nobody is left"):
        a_member.tries_to_post("Still there?", "mentioned", among=[another_member.id])
    assert listed(another_member) == []
    assert listed(a_member) == [replace(talk, people=())]


def test_whoever_blocked_before_they_were_answered_is_known_to_nobody_by_the_answer(
    a_member: Member, another_member: Member
):
    another_member.tries_to_post("@marisol let me in", "mentioned")
    a_member.house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())

    with pytest.raises(NotFound):
        a_member.house.database.write_now(requesting.accept_requests, a_member.id, another_member.id)

    assert a_member.house.database.read_now(accounts.found_by_words, a_member.viewer, "jun", limit=5) == []


def test_whoever_blocked_one_is_among_the_others_no_more_as_if_they_had_left(
    a_member: Member, another_member: Member, a_steward: Member
):
    a_member.posts("@juno @vera tea on Sunday?", "mentioned")
    a_member.house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())

    assert [one.name for one in the_talk(a_member).people] == ["vera"]
    assert [one.name for one in the_talk(a_steward).people] == ["marisol", "juno"]


def test_where_somebody_blocked_spoke_last_what_was_said_before_is_shown(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    before = a_steward.posts("@marisol @juno tea on Sunday?", "mentioned")
    another_member.posts("no", "mentioned", reply_to=before, among=[a_member.id, a_steward.id])
    house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    assert the_talk(a_member).newest.id == before
    assert said(a_member, the_talk(a_member).id) == [before]


def test_what_somebody_else_writes_is_new_until_it_is_read(house: House, a_member: Member, another_member: Member):
    a_member.posts("@juno hello", "mentioned")
    assert not the_talk(a_member).unread
    assert the_talk(another_member).unread

    house.database.write_now(talking.mark_read, another_member.id, the_talk(another_member).id)
    assert not the_talk(another_member).unread

    answers(another_member, the_talk(another_member), "Hello!")
    assert the_talk(a_member).unread
    assert not the_talk(another_member).unread

    house.database.write_now(talking.mark_read, another_member.id, the_talk(another_member).id, unread=True)
    assert the_talk(another_member).unread


def test_one_put_away_is_back_when_something_new_comes_and_is_away_for_one_alone(
    house: House, a_member: Member, another_member: Member
):
    first = a_member.posts("@juno hello", "mentioned")
    talk = the_talk(another_member)

    house.database.write_now(talking.put_away, another_member.id, talk.id)
    assert listed(another_member) == []
    assert [one.newest.id for one in listed(a_member)] == [first]
    assert said(another_member, talk.id) == [first]

    second = answers(a_member, the_talk(a_member), "Are you there?")
    assert [one.newest.id for one in listed(another_member)] == [second]
    assert the_talk(another_member).unread


def test_nobody_reads_marks_or_puts_away_anothers(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.posts("@juno hello", "mentioned")
    talk = the_talk(a_member)

    for act in (talking.mark_read, talking.put_away):
        with pytest.raises(NotFound):
            house.database.write_now(act, a_steward.id, talk.id)
    with pytest.raises(NotFound):
        house.database.read_now(talks.one, a_steward.viewer, talk.id)
    assert said(a_steward, talk.id) == []
    assert the_talk(another_member).unread


def test_when_the_newest_is_deleted_the_one_before_it_is_shown_and_nothing_is_new(
    house: House, a_member: Member, another_member: Member
):
    first = a_member.posts("@juno hello", "mentioned")
    house.database.write_now(talking.mark_read, another_member.id, the_talk(another_member).id)
    second = answers(a_member, the_talk(a_member), "I did not mean to say this")
    house.database.write_now(deleting.delete_post, a_member.id, second, key=house.key, now=now())

    talk = the_talk(another_member)

    assert talk.newest.id == first
    assert not talk.unread


def test_a_conversation_without_messages_is_in_no_list_and_the_sweep_takes_it(
    house: House, a_member: Member, another_member: Member
):
    only = a_member.posts("@juno hello", "mentioned")
    house.database.write_now(deleting.delete_post, a_member.id, only, key=house.key, now=now())
    assert listed(a_member) == listed(another_member) == []

    house.database.write_now(talking.forget_empty, now())

    for table in (Talk, Talker, Said):
        assert house.database.read_now(lambda s, t=table: s.scalar(select(func.count()).select_from(t))) == 0


def test_a_conversation_with_messages_stays_when_swept(house: House, a_member: Member, another_member: Member):
    a_member.posts("@juno hello", "mentioned")
    before = the_talk(a_member)

    house.database.write_now(talking.forget_empty, now())

    assert the_talk(a_member) == before


def test_a_request_is_in_no_list_until_it_is_taken(house: House, a_member: Member, another_member: Member):
    a_member.tries_to_post("@juno do you know me?", "mentioned")
    assert listed(another_member) == []
    assert [others(talk) for talk in listed(a_member)] == [{"juno"}]

    house.database.write_now(requesting.accept_requests, another_member.id, a_member.id)

    assert others(the_talk(another_member)) == {"marisol"}
    assert the_talk(another_member).unread


def test_a_declined_request_looks_to_its_sender_as_before(house: House, a_member: Member, another_member: Member):
    a_member.tries_to_post("@juno do you know me?", "mentioned")
    before = listed(a_member)

    house.database.write_now(requesting.decline_requests, another_member.id, a_member.id)

    assert listed(a_member) == before
    assert listed(another_member) == []


def test_the_muted_are_not_listed(house: House, a_member: Member, another_member: Member):
    another_member.posts("@marisol hello", "mentioned")
    assert others(the_talk(a_member)) == {"juno"}

    house.database.write_now(blocking.mute, a_member.id, another_member.id, now=now())

    assert listed(a_member) == []


def test_pages_of_the_list_and_of_a_conversation_lead_on(a_member: Member, another_member: Member):
    starts = [a_member.posts(f"@juno number {number}", "mentioned") for number in range(5)]
    first = listed(another_member, limit=2)
    rest = listed(another_member, before=first[-1].place, limit=9)
    assert [talk.newest.id for talk in (*first, *rest)] == starts[::-1]
    upwards = listed(another_member, after=rest[-1].place, upwards=True, limit=2)
    assert [talk.newest.id for talk in upwards] == [starts[2], starts[1]]

    talk = first[0]
    mine = listed(a_member)[0]
    more = [answers(a_member, mine, f"and {number}") for number in range(4)]
    assert said(another_member, talk.id, limit=2) == more[2:]
    assert said(another_member, talk.id, before=more[2], limit=2) == more[:2]


def test_a_message_that_is_past_its_end_is_not_shown(house: House, a_member: Member, another_member: Member):
    a_member.posts("@juno for a day", "mentioned", lasts_days=1)
    house.database.write_now(_ends_a_moment_ago)

    assert listed(another_member) == []


def _ends_a_moment_ago(session: Session) -> None:
    session.execute(
        update(Post).where(Post.audience == Audience.MENTIONED).values(ends_at=now() - timedelta(minutes=1))
    )
