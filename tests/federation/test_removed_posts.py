"""What allies have of a post that people decided about: deleted, changed, and there again when it was wrong."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.media import sealing
from app.posts.actions import editing, thanking
from app.posts.models import Boost, Post, Reach
from federation.fetch import FetchFailed
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.decided import Moderators
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def words(house: Neighbour) -> list[tuple[str, str]]:
    """(content, warning) of what is here, oldest first."""

    def read(session: Session) -> list[tuple[str, str]]:
        return [(row.content, row.warning) for row in session.scalars(select(Post).order_by(Post.id))]

    return house.house.database.read_now(read)


def addresses(house: Neighbour) -> list[str]:
    return house.house.database.read_now(lambda session: list(session.scalars(select(Post.uri).order_by(Post.id))))


def verbs(net: Net, origin: str) -> list[str]:
    return [activity["type"] for activity in net.posted_to(origin) if activity["type"] != "Knock"]


def last_note(net: Net, origin: str) -> dict[str, Any]:
    return net.posted_to(origin)[-1]["object"]


async def test_a_removed_post_is_deleted_at_allies_and_comes_back_under_another_address(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    post_id = marisol.posts("hello", "allies")
    await settle(near, far)
    [before] = addresses(far)

    removal = moderators.decide("remove", post_id)
    await settle(near, far)
    assert addresses(far) == []
    moderators.overturn(removal)
    await settle(near, far)

    [after] = addresses(far)
    assert before != after == addresses(near)[0]
    assert verbs(net, far.origin) == ["Create", "Delete", "Create"]
    assert words(far)[0][0] == words(near)[0][0]


async def test_a_post_that_no_ally_had_keeps_its_address(allied: Houses, net: Net):
    near, far = allied
    moderators = Moderators(near.house)
    post_id = near.houses("marisol").posts("only here", "community")
    before = addresses(near)

    moderators.overturn(moderators.decide("remove", post_id))
    await settle(near, far)

    assert addresses(near) == before
    assert verbs(net, far.origin) == []


async def test_boosts_here_stay_and_those_at_allies_are_lost(allied: Houses, net: Net):
    near, far = allied
    marisol, juno, night = near.houses("marisol"), near.houses("juno"), far.houses("night")
    moderators = Moderators(near.house)
    post_id = marisol.posts("hello", "allies")
    await settle(near, far)
    near.house.database.write_now(_boosts, juno, post_id)
    far.house.database.write_now(_boosts, night, far.house.database.read_now(_first))

    moderators.overturn(moderators.decide("remove", post_id))
    await settle(near, far)

    boosters = near.house.database.read_now(lambda session: list(session.scalars(select(Boost.account_id))))
    assert juno.id in boosters
    assert far.house.database.read_now(lambda session: list(session.scalars(select(Boost.id)))) == []


async def test_a_held_post_goes_nowhere_and_what_allies_have_stays(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    early = marisol.posts("early", "allies")
    await settle(near, far)
    late = marisol.posts("late", "allies")

    holds = [moderators.decide("hold", post_id) for post_id in (early, late)]
    await settle(near, far)
    assert verbs(net, far.origin) == ["Create"]
    assert len(addresses(far)) == 1
    for hold in holds:
        moderators.overturn(hold)
    await settle(near, far)

    assert addresses(far) == addresses(near)


async def test_what_is_held_or_removed_is_fetched_by_no_ally(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    posts = {measure: marisol.posts(measure, "allies") for measure in ("hold", "remove", "none")}
    for measure in ("hold", "remove"):
        moderators.decide(measure, posts[measure])
    answers = {
        measure: await _fetched(far, near.house.database.read_now(lambda s, one=one: s.get_one(Post, one).uri))
        for measure, one in posts.items()
    }

    assert answers == {"hold": False, "remove": False, "none": True}
    reached = near.house.database.read_now(lambda session: set(session.scalars(select(Reach.post_id))))
    assert reached <= {posts["none"]}


async def test_a_decided_warning_reaches_allies_and_goes_again(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    post_id = marisol.posts("hello", "allies", warning="weather")
    await settle(near, far)

    warned = moderators.decide("add_warning", post_id, warning="storms")
    await settle(near, far)
    there = [words(far)[0][1]]
    moderators.overturn(warned)
    await settle(near, far)
    there.append(words(far)[0][1])

    assert there == ["storms", "weather"]


async def test_an_edit_does_not_take_a_decided_warning_away(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(far.house)
    post_id = marisol.posts("hello", "allies", warning="weather")
    await settle(near, far)
    warned = moderators.decide("add_warning", far.house.database.read_now(_first), warning="storms")

    edit = editing.Edit("hello again", "rain")
    near.house.database.write_now(
        editing.edit_post, marisol.id, post_id, edit, origin=near.origin, key=near.house.key, now=now()
    )
    await settle(near, far)
    assert words(far) == [("<p>hello again</p>", "storms")]
    moderators.overturn(warned)

    assert words(far) == [("<p>hello again</p>", "rain")]


async def test_an_edit_brings_nothing_of_a_removed_post_back(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(far.house)
    post_id = marisol.posts("hello", "allies")
    await settle(near, far)
    removal = moderators.decide("remove", far.house.database.read_now(_first))

    near.house.database.write_now(
        editing.edit_post, marisol.id, post_id, editing.Edit("louder"), origin=near.origin, key=near.house.key,
        now=now(),
    )  # fmt: skip
    await settle(near, far)
    assert words(far) == [("", "")]
    moderators.overturn(removal)

    assert words(far) == [("<p>hello</p>", "")]
    assert "Delete" not in verbs(net, near.origin)


async def test_a_hidden_picture_goes_at_allies_and_comes_back(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    pictures = [await near.draws(marisol, phone_picture(), description) for description in ("a lamp", "a boat")]
    post_id = marisol.posts("look", "allies", pictures=tuple(pictures))
    await settle(near, far)

    hidden = moderators.decide("hide_picture", post_id, pictures=[pictures[0]])
    await settle(near, far)
    shown = [one["name"] for one in last_note(net, far.origin)["attachment"]]
    moderators.overturn(hidden)
    await settle(near, far)

    assert shown == ["a boat"]
    assert [one["name"] for one in last_note(net, far.origin)["attachment"]] == ["a lamp", "a boat"]


async def test_the_files_of_a_removed_post_are_sealed_and_lie_open_again(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    picture = await near.draws(marisol, phone_picture())
    post_id = marisol.posts("look", "community", pictures=(picture,))
    before = [_content(near, name) for name in near.files()]

    removal = moderators.decide("remove", post_id)
    await settle(near, far)
    assert all(sealing.is_sealed(_content(near, name)) for name in near.files())
    moderators.overturn(removal)
    await settle(near, far)

    assert [_content(near, name) for name in near.files()] == before


async def test_pictures_that_are_not_kept_go_at_once_and_the_words_come_back(allied: Houses, net: Net):
    near, far = allied
    marisol, moderators = near.houses("marisol"), Moderators(near.house)
    picture = await near.draws(marisol, phone_picture())
    post_id = marisol.posts("look", "community", pictures=(picture,))

    removal = moderators.decide("remove", post_id, keeps_pictures=False)
    await settle(near, far)
    assert near.files() == []
    moderators.overturn(removal)

    assert words(near) == [("<p>look</p>", "")]


def _content(house: Neighbour, name: str) -> bytes:
    return (house.house.settings.data / "media" / name).read_bytes()


def _boosts(session: Session, member: Member, post_id: int) -> None:
    thanking.boost(session, member.id, post_id, now=now())


def _first(session: Session) -> int:
    return session.scalars(select(Post.id).order_by(Post.id)).first() or 0


async def _fetched(asking: Neighbour, uri: str) -> bool:
    try:
        await asking.envoy.fetcher.get_json(uri, signer=asking.envoy.instance_key())
    except FetchFailed:
        return False
    return True
