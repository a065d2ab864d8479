"""What people decided about a post takes effect on it, and it is whole again when that is overturned."""

import pytest

from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Refused
from app.posts import queries, rules
from app.posts.actions import deleting, standing
from app.posts.models import Post
from app.posts.queries import PostFacts
from app.posts.readable import readers
from app.storage.house import House
from tests.posts.test_who_may_read import befriend, reads
from tests.world.cast import Member
from tests.world.decided import Moderators


def as_read_by(member: Member, post_id: int) -> PostFacts:
    return member.house.database.read_now(queries.one, member.viewer, post_id)


@pytest.mark.parametrize("measure", ["hold", "remove"])
def test_nobody_but_its_author_reads_what_is_held_or_removed(
    house: House, a_member: Member, another_member: Member, moderators: Moderators, measure: str
):
    ally = Viewer.ally(befriend(house))
    post_id = a_member.posts("hello @juno", "allies")

    moderators.decide(measure, post_id)

    assert reads(house, a_member.viewer, post_id)
    assert not any(reads(house, viewer, post_id) for viewer in (another_member.viewer, ally))
    for viewer in (a_member.viewer, another_member.viewer, ally):
        facts = house.database.read_now(readers, viewer, post_id)
        assert rules.may_read(viewer, facts) == reads(house, viewer, post_id)


def test_a_hold_that_ends_leaves_the_post_as_it_was(
    house: House, a_member: Member, another_member: Member, moderators: Moderators
):
    post_id = a_member.posts("hello", warning="weather")
    before = as_read_by(another_member, post_id)

    hold = moderators.decide("hold", post_id)
    held = as_read_by(a_member, post_id)
    moderators.overturn(hold)
    after = as_read_by(another_member, post_id)

    assert (held.source, held.warning) == ("hello", "weather")
    assert (after.body, after.content, after.uri) == (before.body, before.content, before.uri)


def test_a_removal_outlasts_the_hold_that_it_followed(
    house: House, a_member: Member, another_member: Member, moderators: Moderators
):
    post_id = a_member.posts("hello")
    hold = moderators.decide("hold", post_id)
    removal = moderators.decide("remove", post_id)

    moderators.overturn(hold)
    assert not reads(house, another_member.viewer, post_id)
    moderators.overturn(removal)

    assert as_read_by(another_member, post_id).source == "hello"


def test_a_removed_post_comes_back_once_no_removal_is_in_force(
    house: House, a_member: Member, another_member: Member, moderators: Moderators
):
    post_id = a_member.posts("hello")
    first, second = moderators.decide("remove", post_id), moderators.decide("remove", post_id)

    moderators.overturn(first)
    assert not reads(house, another_member.viewer, post_id)
    moderators.overturn(second)

    assert as_read_by(another_member, post_id).source == "hello"


def test_a_removed_post_has_no_words_even_for_its_author(house: House, a_member: Member, moderators: Moderators):
    post_id = a_member.posts("harbour lights #night", warning="weather", language="en")

    moderators.decide("remove", post_id)
    facts = as_read_by(a_member, post_id)

    assert (facts.source, facts.content, facts.warning, facts.language) == ("", "", "", "")
    assert not any(word in facts.body for word in (b"harbour", b"night", b"weather"))
    assert b'"parasol_decided":["remove"]' in facts.body


def test_what_was_deleted_meanwhile_cannot_be_decided_about(house: House, a_member: Member, moderators: Moderators):
    post_id = a_member.posts("hello")
    decided = moderators.decide("hold", post_id)
    house.database.write_now(deleting.delete_post, a_member.id, post_id, key=house.key, now=now())

    with pytest.raises(Refused, match="deleted meanwhile"):
        house.database.write_now(standing.restrict, moderators.made[decided], key=house.key, now=now())
    moderators.overturn(decided)

    assert house.database.read_now(lambda session: session.get(Post, post_id)) is None


@pytest.mark.parametrize("measure", ["hold", "add_warning", "hide_picture"])
def test_a_removed_post_is_restricted_no_further(a_member: Member, moderators: Moderators, measure: str):
    post_id = a_member.posts("hello")
    moderators.decide("remove", post_id)

    with pytest.raises(Refused, match="removed already"):
        moderators.decide(measure, post_id, warning="weather")


def test_another_warning_stands_before_it_until_that_is_overturned(
    house: House, a_member: Member, another_member: Member, moderators: Moderators
):
    post_id = a_member.posts("hello", warning="weather")

    first = moderators.decide("add_warning", post_id, warning="storms")
    second = moderators.decide("add_warning", post_id, warning="storms and ice")
    seen = [as_read_by(another_member, post_id).warning]
    moderators.overturn(second)
    seen.append(as_read_by(another_member, post_id).warning)
    moderators.overturn(first)
    seen.append(as_read_by(another_member, post_id).warning)

    assert seen == ["storms and ice", "storms", "weather"]


def test_a_warning_overturned_while_the_post_is_removed_is_gone_when_it_comes_back(
    a_member: Member, another_member: Member, moderators: Moderators
):
    post_id = a_member.posts("hello", warning="weather")
    warned = moderators.decide("add_warning", post_id, warning="storms")
    removed = moderators.decide("remove", post_id)

    moderators.overturn(warned)
    moderators.overturn(removed)

    assert as_read_by(another_member, post_id).warning == "weather"


def test_a_decided_warning_needs_words_and_a_message_takes_none(
    a_member: Member, another_member: Member, moderators: Moderators
):
    with pytest.raises(Refused, match="a few words"):
        moderators.decide("add_warning", a_member.posts("hello"))
    with pytest.raises(Refused, match="sealed"):
        moderators.decide("add_warning", a_member.posts("@juno hello", "mentioned"), warning="weather")


def test_a_removed_message_is_kept_from_all_but_its_writer(
    house: House, a_member: Member, another_member: Member, moderators: Moderators
):
    post_id = a_member.posts("@juno hello", "mentioned")

    removed = moderators.decide("remove", post_id)
    assert not reads(house, another_member.viewer, post_id)
    assert as_read_by(a_member, post_id).sealed
    moderators.overturn(removed)

    assert as_read_by(another_member, post_id).sealed


def test_a_removed_post_is_destroyed_for_good_when_asked_and_no_other_is(
    house: House, a_member: Member, moderators: Moderators
):
    removed, other = a_member.posts("hello"), a_member.posts("hello too")
    moderators.decide("remove", removed)

    for post_id in (removed, other):
        house.database.write_now(standing.destroy_removed, post_id, key=house.key, now=now())

    assert not reads(house, a_member.viewer, removed)
    assert reads(house, a_member.viewer, other)
