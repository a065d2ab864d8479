"""P11: after a post was deleted or has ended, no word of it is in the bytes of what is searched."""
# ruff: noqa: F811 — fixtures are imported by their names

import random
from collections.abc import Callable

import pytest
from sqlalchemy import text

from app import wiring
from app.accounts.actions import leaving
from app.posts.actions import deleting
from app.storage.house import House
from tests.promises.test_p11_deleted_is_deleted import hours_pass, marisol, on_the_disk, wait_for_counters  # noqa: F401
from tests.timelines.searching import finds
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.peers import AClock
from tests.world.planting import Ground

pytestmark = pytest.mark.anyio
LETTERS = "bcdfghjklmnpqrstvwxz"


async def test_no_word_of_what_is_gone_is_in_any_byte(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    ground, runner, chance = Ground(near, marisol), wiring.runner(near.envoy), random.Random(3)
    planted = {marisol.posts(word, lasts_days=1 if n % 5 == 0 else None): word for n, word in words(chance, 120)}
    await runner.settle()
    assert all(rest_of(word) in the_index(near.house, on_the_disk) for word in planted.values())

    lasting = [post for n, post in enumerate(planted) if n % 5]
    deleted = chance.sample(lasting, len(lasting) // 2)
    for post in deleted:
        ground.writes(deleting.delete_post, marisol.id, post, key=near.house.key, now=ground.now)
    hours.moves(days=1, minutes=1)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=len(deleted) + 24)

    left, kept = on_the_disk(), set(lasting) - set(deleted)
    assert [word for post, word in planted.items() if post not in kept and rest_of(word) in left] == []
    assert all(rest_of(planted[post]) in the_index(near.house, on_the_disk) for post in kept)
    assert finds(marisol, planted[min(kept)]) == [min(kept)]


async def test_the_only_post_there_is_leaves_nothing_either(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    """An index of one part has nothing to be merged with."""
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    post = marisol.posts("plantedumbrella sownmeetings")
    await runner.settle()
    assert b"ntedumbrella" in the_index(near.house, on_the_disk)
    assert b"=sownmeet" in the_index(near.house, on_the_disk)

    ground.writes(deleting.delete_post, marisol.id, post, key=near.house.key, now=ground.now)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert b"ntedumbrella" not in left
    assert b"ownmeet" not in left


async def test_whoever_leaves_takes_their_words_along(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    runner = wiring.runner(near.envoy)
    marisol.posts("plantedumbrella")
    join(near.house, "juno").posts("anotherumbrella")
    await runner.settle()

    near.house.database.write_now(leaving.leave_for_good, marisol.id, key=near.house.key, now=near.envoy.clock())
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)
    if not near.house.database.on_sqlite:
        wait_for_counters(near.house, 1, "post_words")
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert b"ntedumbrella" not in left
    assert b"therumbrella" in left


async def test_a_message_is_in_no_byte_of_it(near: Neighbour, marisol: Member, on_the_disk: Callable[[], bytes]):
    """P10: sealed text is never in search."""
    join(near.house, "juno")
    marisol.posts("@juno plantedmessage", "mentioned")
    marisol.posts("plantedumbrella")
    await wiring.runner(near.envoy).settle()

    found = on_the_disk()

    assert b"ntedumbrella" in found
    assert b"ntedmessage" not in found


def words(chance: random.Random, number: int) -> list[tuple[int, str]]:
    return [(n, "".join(chance.choices(LETTERS, k=24))) for n in range(number)]


def rest_of(word: str) -> bytes:
    """An index keeps the beginning of a word once for several that begin alike."""
    return word[6:].encode()


def the_index(house: House, on_the_disk: Callable[[], bytes]) -> bytes:
    """The parts of SQLite's index; PostgreSQL's is in the files beside the rest."""
    if not house.database.on_sqlite:
        return on_the_disk()
    parts = house.database.read_now(
        lambda session: session.scalars(text("SELECT block FROM post_words_index_data")).all()
    )
    return b"\n".join(parts)
