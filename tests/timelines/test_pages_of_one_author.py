"""What one person wrote and boosted: in parts, in time order, complete, and for nobody who may not read it."""

import pytest
from sqlalchemy.orm import Session

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.actions import deleting, pinning, thanking
from app.posts.models import Post
from app.storage.house import House
from app.timelines.author_queries import Wanted, of_author, pinned
from app.timelines.queries import Page
from tests.world.cast import Member, join
from tests.world.plans import plans_of

pytestmark = pytest.mark.anyio
WITHOUT_ANSWERS, WITH_BOOSTS = Wanted(answers=False), Wanted(boosts=True)


def theirs(reader: Member, author: Member, wanted: Wanted = Wanted(), **page: object) -> list[int]:
    found = reader.house.database.read_now(of_author, reader.viewer, author.id, Page(**page), wanted)
    return [entry.id for entry in found]


def boosts(member: Member, post_id: int) -> int:
    return member.house.database.write_now(thanking.boost, member.id, post_id, now=now())


def test_without_answers_those_to_oneself_stay(a_member: Member, another_member: Member):
    mine = a_member.posts("a thread begins")
    on = a_member.posts("and goes on", reply_to=mine)
    answer = a_member.posts("a word to her", reply_to=another_member.posts("hers"))

    assert theirs(another_member, a_member, WITHOUT_ANSWERS) == [on, mine]
    assert theirs(another_member, a_member) == [answer, on, mine]


def test_an_answer_to_somebody_apart_from_the_reader_is_left_out(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    answer = another_member.posts("I think so too", reply_to=a_member.posts("a question"))
    house.database.write_now(blocking.block, a_member.id, a_steward.id, now=now())

    assert theirs(a_steward, another_member) == []
    assert theirs(a_member, another_member) == theirs(another_member, another_member) == [answer]


def test_an_answer_stays_left_out_when_what_it_answered_has_gone(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    asked = a_member.posts("a question")
    another_member.posts("I think so too", reply_to=asked)
    house.database.write_now(blocking.block, a_steward.id, a_member.id, now=now())
    house.database.write_now(deleting.delete_post, a_member.id, asked, key=house.key, now=now())

    assert theirs(a_steward, another_member) == []


def test_an_answer_to_what_the_reader_may_not_read_is_left_out(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)
    asked = another_member.posts("for those I know", "followers")
    answer = a_member.posts("for everybody?", reply_to=another_member.posts("for all"))
    house.database.write_now(_now_answers, answer, asked)

    assert theirs(a_steward, a_member) == []
    assert theirs(another_member, a_member) == [answer]


def test_boosts_are_for_those_who_follow_and_for_oneself(a_member: Member, another_member: Member, a_steward: Member):
    a_member.follows(another_member)
    post_id = a_steward.posts("worth reading")
    boost = boosts(another_member, post_id)
    own = another_member.posts("mine")

    assert theirs(a_member, another_member, WITH_BOOSTS) == [own, boost]
    assert theirs(another_member, another_member, WITH_BOOSTS) == [own, boost]
    assert theirs(a_steward, another_member, WITH_BOOSTS) == [own]
    assert theirs(a_member, another_member) == [own]


def test_a_boost_says_who_boosted_and_stands_in_its_place_in_time(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)
    post_id, first = a_steward.posts("worth reading"), another_member.posts("one")
    boost = boosts(another_member, post_id)
    last = another_member.posts("two")

    found = house.database.read_now(of_author, a_member.viewer, another_member.id, Page(), WITH_BOOSTS)

    assert [(one.id, one.post.id, one.booster_id) for one in found] == [
        (last, last, None),
        (boost, post_id, another_member.id),
        (first, first, None),
    ]


def test_a_boost_of_somebody_muted_or_apart_is_left_out(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)
    apart = join(house, "kim")
    boosts(another_member, a_steward.posts("of one whom I mute"))
    boosts(another_member, apart.posts("of one who blocked me"))
    house.database.write_now(blocking.mute, a_member.id, a_steward.id, now=now())
    house.database.write_now(blocking.block, apart.id, a_member.id, now=now())

    assert theirs(a_member, another_member, WITH_BOOSTS) == []
    assert len(theirs(another_member, another_member, WITH_BOOSTS)) == 2


def test_pages_with_boosts_join_without_gap_or_repetition(a_member: Member, another_member: Member):
    written = [a_member.posts(f"number {n}") for n in range(11)]
    mixed = [another_member.posts(f"own {n}") if n % 3 else boosts(another_member, written[n]) for n in range(11)]

    first = theirs(another_member, another_member, WITH_BOOSTS, limit=4)
    second = theirs(another_member, another_member, WITH_BOOSTS, limit=4, before=first[-1])
    third = theirs(another_member, another_member, WITH_BOOSTS, limit=4, before=second[-1])
    upwards = theirs(another_member, another_member, WITH_BOOSTS, limit=4, after=third[0], upwards=True)

    assert first + second + third == mixed[::-1]
    assert upwards == second


def test_of_one_tag_and_of_a_tag_that_nobody_wrote(a_member: Member, another_member: Member):
    tagged, _ = a_member.posts("down at the #Harbour"), a_member.posts("up the hill")
    boosts(a_member, another_member.posts("also #harbour"))

    assert theirs(a_member, a_member, Wanted(tag="harbour", boosts=True)) == [tagged]
    assert theirs(a_member, a_member, Wanted(tag="nowhere")) == theirs(a_member, a_member, Wanted(tag="")) == []


def test_what_is_pinned_is_narrowed_in_the_same_way(house: House, a_member: Member, another_member: Member):
    tagged = a_member.posts("#harbour")
    answer = a_member.posts("a word to her", reply_to=another_member.posts("hers"))
    for one in (tagged, answer):
        house.database.write_now(pinning.pin_post, a_member.id, one, now=now())

    def first(wanted: Wanted) -> list[int]:
        found = house.database.read_now(pinned, another_member.viewer, a_member.id, wanted)
        return [entry.id for entry in found]

    assert first(Wanted()) == [answer, tagged]
    assert first(WITHOUT_ANSWERS) == first(Wanted(tag="harbour")) == [tagged]
    assert first(Wanted(pictures=True)) == []


@pytest.mark.parametrize(
    "wanted",
    [Wanted(), WITHOUT_ANSWERS, WITH_BOOSTS, Wanted(pictures=True)],
    ids=["all", "posts", "boosts", "pictures"],
)
def test_each_part_is_read_along_an_index(
    house: House, kind: str, a_member: Member, another_member: Member, wanted: Wanted
):
    a_member.follows(another_member)

    def ask(session: Session) -> None:
        of_author(session, a_member.viewer, another_member.id, Page(before=2**62), wanted)

    asked = house.database.read_now(plans_of, kind, ask)

    for plan in asked:
        for table in ("posts", "boosts", "post_tags", "follows"):
            assert f"SCAN {table}" not in plan, plan
            assert f"Seq Scan on {table}" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan
    index = "ix_posts_pictures" if wanted.pictures else "ix_boosts_page" if wanted.boosts else "ix_posts_author"
    assert any(index in plan for plan in asked), asked


def _now_answers(session: Session, post_id: int, other_id: int) -> None:
    """As an ally's server may send it; ours writes no such answer."""
    session.get_one(Post, post_id).reply_to_id = other_id
