"""Who may read a post: one table, the pure rule and its SQL form held equal, for members, allies and strangers."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import profiles
from app.accounts.actions.profiles import ForeignAccount
from app.accounts.models import Block
from app.accounts.viewer import STRANGER, Viewer
from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, Refused
from app.posts import queries, rules
from app.posts.actions import thanking
from app.posts.audience import Audience, answers_to
from app.posts.models import Post
from app.posts.readable import readers
from app.storage.house import House
from federation import pact
from tests.world.cast import Member, join
from tests.world.decided import Moderators
from tests.world.restricting import is_decided

ALLY = "https://harbour.example"


def befriend(house: House, origin: str = ALLY) -> int:
    facts = house.database.write_now(allies.ally_by_hand, origin, frozenset({Scope.POSTS, Scope.MEDIA}), now=now())
    return facts.id


def guest(house: House, ally_id: int, name: str = "night", origin: str = ALLY) -> Member:
    foreign = ForeignAccount(
        uri=f"{origin}/users/{name}",
        name=name,
        host=origin.partition("://")[2],
        ally_id=ally_id,
        display_name=name,
        about="",
        inbox=f"{origin}/inbox",
        shared_inbox=f"{origin}/inbox",
        key_id=f"{origin}/users/{name}#main-key",
        public_key="",
    )
    account_id = house.database.write_now(profiles.remember_foreign, foreign, origin=house.settings.origin, now=now())
    return Member(house, account_id, name)


def reads(house: House, viewer: Viewer, post_id: int) -> bool:
    try:
        house.database.read_now(queries.one, viewer, post_id)
    except NotFound:
        return False
    return True


def test_the_table_of_audiences_and_viewers(house: House):
    ally_id, other_ally = befriend(house), befriend(house, "https://maison.example")
    author, follower, named, other = (join(house, name) for name in ("marisol", "juno", "vera", "lupe"))
    far_follower = guest(house, ally_id)
    follower.follows(author)
    far_follower.follows(author)
    viewers = {
        "author": author.viewer,
        "follower": follower.viewer,
        "named": named.viewer,
        "member": other.viewer,
        "ally with a follower": Viewer.ally(ally_id),
        "ally without": Viewer.ally(other_ally),
        "stranger": STRANGER,
    }

    seen = {
        audience: {who for who, viewer in viewers.items() if reads(house, viewer, author.posts("for @vera", audience))}
        for audience in Audience
    }

    here = {"author", "follower", "named", "member"}
    assert seen == {
        Audience.OPEN: here | {"ally with a follower", "ally without"},
        Audience.ALLIES: here | {"ally with a follower", "ally without"},
        Audience.COMMUNITY: here,
        Audience.FOLLOWERS: {"author", "follower", "named", "ally with a follower"},
        Audience.MENTIONED: {"author", "named"},
    }


def test_a_house_reads_what_is_addressed_to_its_people_and_no_more(house: House):
    ally_id = befriend(house)
    night, author = guest(house, ally_id), join(house, "marisol")

    addressed = author.posts("hello @night@harbour.example", "mentioned")
    community = author.posts("hello @night@harbour.example", "community")

    assert reads(house, Viewer.ally(ally_id), addressed)
    assert not reads(house, Viewer.ally(ally_id), community)
    assert night.id in house.database.read_now(queries.mentioned_in, [addressed])[addressed]


def test_of_somebody_limited_followers_and_those_named_read_and_nobody_else(house: House):
    ally_id, other_ally = befriend(house), befriend(house, "https://maison.example")
    author, follower, named, other = (join(house, name) for name in ("marisol", "juno", "vera", "lupe"))
    far_follower = guest(house, ally_id)
    follower.follows(author)
    far_follower.follows(author)
    posts = {audience: author.posts("for @vera", audience) for audience in Audience}
    viewers = {
        "author": author.viewer,
        "follower": follower.viewer,
        "named": named.viewer,
        "member": other.viewer,
        "ally with a follower": Viewer.ally(ally_id),
        "ally without": Viewer.ally(other_ally),
    }

    is_decided(house, author.id, "limit")

    here = {"author", "follower", "named"}
    assert {one: {who for who in viewers if reads(house, viewers[who], posts[one])} for one in Audience} == {
        Audience.OPEN: here | {"ally with a follower"},
        Audience.ALLIES: here | {"ally with a follower"},
        Audience.COMMUNITY: here,
        Audience.FOLLOWERS: here | {"ally with a follower"},
        Audience.MENTIONED: {"author", "named"},
    }


@pytest.mark.parametrize("measure", ["", "limit", "suspend"])
def test_the_rule_and_its_sql_form_say_the_same(crowd: "Crowd", measure: str):
    for one in crowd.authors if measure else ():
        is_decided(crowd.house, one.id, measure)

    differing = [
        (viewer, post_id)
        for viewer, post_id in itertools.product(crowd.viewers, crowd.posts)
        if rules.may_read(viewer, crowd.house.database.read_now(readers, viewer, post_id))
        != reads(crowd.house, viewer, post_id)
    ]

    assert differing == []
    assert len(crowd.posts) > 40


def test_nothing_goes_between_two_of_whom_one_has_blocked_the_other(house: House):
    ally_id = befriend(house)
    marisol, juno, vera = (join(house, name) for name in ("marisol", "juno", "vera"))
    night, day = guest(house, ally_id), guest(house, ally_id, "day")
    posts = {audience: marisol.posts("@juno @vera @night@harbour.example", audience) for audience in Audience}
    for follower in (juno, vera, night):
        follower.follows(marisol)
    everybody = {"marisol": marisol.viewer, "juno": juno.viewer, "vera": vera.viewer}
    asking = {"harbour": Viewer.ally(ally_id), "for night": Viewer.ally(ally_id, night.id)}
    asking["for day"] = Viewer.ally(ally_id, day.id)

    def readers_of(audience: Audience) -> set[str]:
        return {who for who, viewer in (everybody | asking).items() if reads(house, viewer, posts[audience])}

    before = {audience: readers_of(audience) for audience in Audience}
    for one, other in ((marisol, juno), (vera, marisol), (marisol, night)):
        house.database.write_now(_put_block, one.id, other.id)
    after = {audience: readers_of(audience) for audience in Audience}

    apart = {"juno", "vera", "for night"}
    assert {audience: before[audience] - after[audience] for audience in Audience} == {
        Audience.OPEN: apart,
        Audience.ALLIES: apart,
        Audience.COMMUNITY: apart - {"for night"},
        Audience.FOLLOWERS: apart | {"harbour", "for day"},
        Audience.MENTIONED: apart | {"harbour", "for day"},
    }
    assert after[Audience.MENTIONED] == {"marisol"}


def _put_block(session: Session, account_id: int, target_id: int) -> None:
    """The row alone, with whatever else is between the two still there: the rule does not lean on its being gone."""
    uri = f"https://lantern.example/blocks/{account_id}-{target_id}"
    session.add(Block(account_id=account_id, target_id=target_id, uri=uri, made_at=now()))


class Crowd:
    """People of two houses who follow, name and block each other, with a post for every audience and answer."""

    def __init__(self, house: House) -> None:
        self.house = house
        ally_ids = [befriend(house), befriend(house, "https://maison.example")]
        members = [join(house, name) for name in ("marisol", "juno", "vera")]
        self.authors = members[:1]
        guests = [guest(house, ally_ids[0]), guest(house, ally_ids[1], "ada", "https://maison.example")]
        self.authors.append(guests[0])
        for follower, followed in itertools.permutations([*members[:2], guests[0]], 2):
            follower.follows(followed)
        self.posts = [
            member.posts(text, audience)
            for member in members
            for audience in Audience
            for text in ("for @vera and @night@harbour.example", "for @juno and @ada@maison.example")
        ]
        self.posts += [house.database.write_now(_foreign_post, guests[0].id, audience) for audience in Audience]
        for parent in self.posts[-len(Audience) :]:
            for audience in Audience:
                try:
                    self.posts.append(members[1].posts("@ada@maison.example", audience, reply_to=parent))
                except (Invalid, NotFound):
                    continue
        asked_for = [Viewer.ally(ally_id, one.id) for ally_id, one in zip(ally_ids, guests, strict=True)]
        self.viewers = [STRANGER, *(m.viewer for m in members), *(Viewer.ally(i) for i in ally_ids), *asked_for]
        moderators = Moderators(house)
        for number, measure in enumerate(("hold", "remove", "hold")):
            for post_id in self.posts[number::9]:
                moderators.decide(measure, post_id)
        for one, other in ((members[0], members[1]), (members[1], guests[0]), (guests[1], members[2])):
            house.database.write_now(_put_block, one.id, other.id)


def _foreign_post(session: Session, author_id: int, audience: Audience) -> int:
    from app.accounts import queries as accounts
    from app.basics.ids import new_token
    from app.posts.actions.receiving import ForeignPost, receive_post
    from app.storage.sealing import HouseKey

    author = accounts.by_id(session, author_id)
    assert author is not None
    foreign = ForeignPost(f"{ALLY}/posts/{new_token()}", "<p>hi</p>", "", "en", audience, "", (), now())
    post_id = receive_post(
        session, author, foreign, [], origin="https://lantern.example", key=HouseKey(b"k" * 32), now=now()
    )
    assert post_id is not None
    return post_id


@pytest.fixture
def crowd(house: House) -> Crowd:
    return Crowd(house)


@pytest.mark.parametrize("parent", list(Audience))
def test_an_answer_is_never_for_more_people_than_what_it_answers(
    a_member: Member, another_member: Member, parent: Audience
):
    another_member.follows(a_member)
    post_id = a_member.posts("hello @juno", parent)

    for audience in Audience:
        if audience in answers_to(parent):
            another_member.posts("yes", audience, reply_to=post_id)
        else:
            with pytest.raises(Invalid, match="more people"):
                another_member.posts("yes", audience, reply_to=post_id)


@pytest.mark.parametrize(
    ("parent", "audience", "text", "goes"),
    [
        ("allies", "mentioned", "@oda @night@harbour.example", True),
        ("community", "mentioned", "@oda", True),
        ("community", "community", "@night@harbour.example", True),  # named, and does not get it
        ("community", "mentioned", "@night@harbour.example", False),
        ("followers", "mentioned", "@oda", False),
        ("mentioned", "mentioned", "@oda", False),
        ("mentioned", "mentioned", "@juno @marisol", True),
    ],
)
def test_an_answer_names_nobody_who_could_not_read_what_it_answers(
    house: House, a_member: Member, another_member: Member, parent: str, audience: str, text: str, goes: bool
):
    guest(house, befriend(house))
    oda = join(house, "oda")
    oda.follows(another_member)
    another_member.follows(a_member)
    post_id = a_member.posts("hello @juno", parent)

    if goes:
        assert another_member.posts(text, audience, reply_to=post_id)
        return
    with pytest.raises(Invalid, match="cannot read what you answer") as refused:
        another_member.posts(text, audience, reply_to=post_id)
    assert refused.value.field == "text"


@pytest.mark.parametrize("follows", [True, False])
def test_who_follows_whom_makes_no_difference_to_whom_somebody_else_may_name(
    house: House, a_member: Member, another_member: Member, follows: bool
):
    """An answer that told it would tell the graph (P4)."""
    oda = join(house, "oda")
    another_member.follows(a_member)
    if follows:
        oda.follows(a_member)
    post_id = a_member.posts("for those who follow me", "followers")

    with pytest.raises(Invalid, match="cannot read what you answer"):
        another_member.posts("@oda", "mentioned", reply_to=post_id)


def test_ones_own_followers_may_be_named_in_a_thread_for_them(house: House, a_member: Member, another_member: Member):
    join(house, "oda")
    another_member.follows(a_member)
    post_id = a_member.posts("for those who follow me", "followers")

    assert a_member.posts("@juno, you too", "followers", reply_to=post_id)
    with pytest.raises(Invalid, match="cannot read what you answer"):
        a_member.posts("@oda, you too", "followers", reply_to=post_id)


def test_an_answer_to_an_allys_post_goes_to_that_ally_alone(house: House, a_member: Member):
    ally_id, other = befriend(house), befriend(house, "https://maison.example")
    parent = house.database.write_now(_foreign_post, guest(house, ally_id).id, Audience.ALLIES)

    answer = a_member.posts("with you", "allies", reply_to=parent)

    assert reads(house, Viewer.ally(ally_id), answer)
    assert not reads(house, Viewer.ally(other), answer)


def test_an_answer_to_a_house_that_goes_stays_with_its_writer_and_those_named(
    house: House, a_member: Member, another_member: Member
):
    ally_id = befriend(house)
    parent = house.database.write_now(_foreign_post, guest(house, ally_id).id, Audience.ALLIES)
    answer = a_member.posts("with you", "allies", reply_to=parent)
    facts = house.database.read_now(queries.one, a_member.viewer, answer)

    house.database.write_now(allies.part, ALLY, now=now())
    house.database.write_now(pact.end_partings, now() + timedelta(days=8), key=house.key)

    assert reads(house, a_member.viewer, answer)
    assert not reads(house, another_member.viewer, answer)
    assert not reads(house, a_member.viewer, parent)
    assert facts.bound_ally_id == ally_id


@pytest.mark.parametrize("audience", ["followers", "mentioned"])
def test_what_is_for_some_people_cannot_be_boosted(
    house: House, a_member: Member, another_member: Member, audience: str
):
    another_member.follows(a_member)
    post_id = a_member.posts("hello @juno", audience)

    with pytest.raises(Refused, match="some people only"):
        house.database.write_now(thanking.boost, another_member.id, post_id, now=now())


def test_what_one_may_not_read_cannot_be_answered_boosted_or_thanked_for(
    house: House, a_member: Member, another_member: Member
):
    post_id = a_member.posts("for my followers", "followers")

    with pytest.raises(NotFound):
        another_member.posts("hm", reply_to=post_id)
    for act in (thanking.boost, thanking.favour):
        with pytest.raises(NotFound):
            house.database.write_now(act, another_member.id, post_id, now=now())


def test_the_same_idempotency_key_makes_one_post(house: House, a_member: Member):
    first = a_member.posts("once", idempotency_key="k1")
    again = a_member.posts("once", idempotency_key="k1")
    other = a_member.posts("once", idempotency_key="k2")

    assert first == again != other
    assert len(house.database.read_now(lambda s: s.scalars(select(Post.id)).all())) == 2


def test_the_default_audience_is_this_community(house: House, a_member: Member):
    post_id = a_member.posts("hello")

    assert house.database.read_now(queries.one, a_member.viewer, post_id).audience is Audience.COMMUNITY


@pytest.mark.parametrize(("text", "field"), [("", "text"), ("x" * 5001, "text"), ("\u0000\u200f"[:1], "text")])
def test_a_post_that_cannot_be_posted_says_why_at_its_field(a_member: Member, text: str, field: str):
    with pytest.raises(Invalid) as refusal:
        a_member.posts(text)

    assert refusal.value.field == field


def test_a_message_to_nobody_is_refused_before_it_is_lost(a_member: Member):
    with pytest.raises(Invalid, match="nobody will see"):
        a_member.posts("hello?", "mentioned")


def test_only_its_author_deletes_a_post(house: House, a_member: Member, another_member: Member):
    from app.basics.errors import Forbidden
    from app.posts.actions import deleting

    post_id = a_member.posts("mine")

    with pytest.raises(Forbidden):
        house.database.write_now(deleting.delete_post, another_member.id, post_id, key=house.key, now=now())
    house.database.write_now(deleting.delete_post, a_member.id, post_id, key=house.key, now=now())

    assert not reads(house, a_member.viewer, post_id)
