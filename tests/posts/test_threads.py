"""A post's page in a thread: what it answers and a bounded part of its answers, however many there are."""

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.actions import blocking
from app.basics.clock import now
from app.basics.ids import new_id
from app.posts import queries, threads
from app.posts.models import Post
from app.posts.threads import A_PAGE, ABOVE, AT_MOST, BELOW_ONE, Thread
from app.storage.house import House
from tests.world.cast import Member
from tests.world.plans import plans_of


def thread_of(member: Member, post_id: int, after: int | None = None) -> Thread:
    return member.house.database.read_now(read, member, post_id, after)


def read(session: Session, member: Member, post_id: int, after: int | None = None) -> Thread:
    return threads.thread_of(session, member.viewer, queries.one(session, member.viewer, post_id), after=after)


def ids(posts: Any) -> list[int]:
    return [post.id for post in posts]


def plant(member: Member, parents: list[int]) -> list[int]:
    """An answer to each of these, all at once, as copies of what answers the first."""
    first = member.posts("an answer", reply_to=parents[0])

    def copy(session: Session) -> list[int]:
        kept = session.execute(select(Post.__table__).where(Post.id == first)).mappings().one()
        made = [
            {**kept, "id": new_id(now()), "uri": f"{kept['uri']}/{number}", "reply_to_id": parent}
            for number, parent in enumerate(parents[1:])
        ]
        if made:
            session.execute(insert(Post.__table__), made)
        return [first, *(row["id"] for row in made)]

    return member.house.database.write_now(copy)


def a_chain(member: Member, length: int) -> list[int]:
    chain = [member.posts("the first")]
    for _ in range(length):
        chain.append(member.posts("and on", reply_to=chain[-1]))
    return chain


def test_what_it_answers_stands_above_and_what_answers_it_below(a_member: Member, another_member: Member):
    first = a_member.posts("who cooks?")
    asked = another_member.posts("what is there?", reply_to=first)
    aside = another_member.posts("not me", reply_to=first)
    rice = a_member.posts("rice", reply_to=asked)
    deeper = another_member.posts("then me", reply_to=rice)

    found = thread_of(a_member, asked)

    assert ids(found.above) == [first]
    assert ids(found.below) == [rice, deeper]
    assert ids(thread_of(a_member, first).below) == [asked, aside, rice, deeper]
    assert (found.more, found.after) == (frozenset(), None)


def test_a_long_way_up_is_cut_and_ends_where_something_may_not_be_read(
    a_member: Member, another_member: Member, a_steward: Member
):
    chain = a_chain(a_member, ABOVE + 5)
    assert ids(thread_of(a_member, chain[-1]).above) == chain[-ABOVE - 1 : -1]

    first = a_member.posts("for all")
    hidden = another_member.posts("@marisol for you", "mentioned", reply_to=first)
    # an answer to what only two may read is for them, so it is turned into one for all here
    below = plant(a_member, [first])[0]
    a_member.house.database.write_now(lambda session: setattr(session.get_one(Post, below), "reply_to_id", hidden))

    assert ids(thread_of(a_member, below).above) == [first, hidden]
    assert ids(thread_of(a_steward, below).above) == []


def test_a_deep_line_goes_on_on_a_page_of_its_own(a_member: Member):
    chain = a_chain(a_member, 12)

    found = thread_of(a_member, chain[0])

    assert ids(found.below) == chain[1 : threads.LEVELS + 1]
    assert found.more == {chain[threads.LEVELS]}
    assert ids(thread_of(a_member, chain[threads.LEVELS]).below) == chain[threads.LEVELS + 1 :]


def test_pages_of_answers_lead_on_and_nothing_is_left_out(a_member: Member):
    first = a_member.posts("who cooks?")
    answers = plant(a_member, [first] * (2 * A_PAGE + 3))

    found, seen = thread_of(a_member, first), list[int]()
    while found.after is not None:
        seen += ids(found.below)
        found = thread_of(a_member, first, found.after)

    assert seen + ids(found.below) == sorted(answers)


def test_of_one_answer_a_few_answers_are_shown_and_the_rest_is_on_its_page(a_member: Member):
    first = a_member.posts("who cooks?")
    loud, quiet = plant(a_member, [first, first])
    below = plant(a_member, [loud] * (BELOW_ONE + 1))

    found = thread_of(a_member, first)

    assert set(ids(found.below)) == {loud, quiet, *sorted(below)[:BELOW_ONE]}
    assert found.more == {loud}


def test_answers_that_one_may_not_or_does_not_want_to_read_are_not_there_nor_that_there_are_any(
    a_member: Member, another_member: Member, a_steward: Member
):
    first = a_member.posts("who cooks?")
    answer = a_member.posts("me?", reply_to=first)
    for _ in range(BELOW_ONE + 2):
        another_member.posts("@marisol between us", "mentioned", reply_to=answer)
    muted = another_member.posts("no, I", reply_to=first)
    a_steward.house.database.write_now(blocking.mute, a_steward.id, another_member.id, now=now())

    found = thread_of(a_steward, first)

    assert ids(found.below) == [answer]
    assert found.more == frozenset()
    assert {answer, muted} <= set(ids(thread_of(a_member, first).below))
    assert thread_of(a_member, first).more == {answer}


@pytest.mark.parametrize("shape", ["wide", "below one", "everywhere"])
def test_ten_thousand_answers_are_no_more_work_than_a_few(house: House, kind: str, a_member: Member, shape: str):
    first = a_member.posts("who cooks?")
    level = plant(a_member, [first] * 20)
    parents = {"wide": [first], "below one": level[:1], "everywhere": level}[shape]
    everything = plant(a_member, (parents * (10_000 // len(parents) + 1))[:10_000])
    found = thread_of(a_member, first)
    last = thread_of(a_member, everything[-1])

    asked = house.database.read_now(plans_of, kind, lambda session: read(session, a_member, first))
    asked += house.database.read_now(plans_of, kind, lambda session: read(session, a_member, everything[-1]))

    assert len(found.below) <= AT_MOST
    assert ids(last.above)[:1] == [first]
    assert 0 < len(asked) <= 20
    assert found.after is not None if shape == "wide" else found.more
    for plan in asked:
        assert "SCAN posts" not in plan, plan
        assert "Seq Scan on posts" not in plan, plan
