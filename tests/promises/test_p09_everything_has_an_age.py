"""P9: every table says how long it keeps what is about people, and after that time it is gone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.actions import following
from app.accounts.models import Account, Follow
from app.posts.actions import bookmarking, thanking
from app.posts.models import Post
from app.storage.ages import Age, AsLongAs, AtMost, Ender, Kept, NobodyIn, Until, when
from app.storage.tables import Base
from tests.world import planting
from tests.world.alliance import Neighbour
from tests.world.cast import join
from tests.world.peers import AClock
from tests.world.planting import PLANTS, Ground

KEPT = [age for age in wiring.AGES if isinstance(age, Kept)]
TIMED = [age for age in KEPT if age.is_timed]
SWEPT_WITHIN = timedelta(hours=1)
# A session that nobody uses, and a key with which nothing is left to be signed.
MAY_GO_SOONER = {"Where you are signed in", "The signing key of an account"}

pytestmark = pytest.mark.anyio


@pytest.fixture
async def ground(near: Neighbour) -> Ground:
    """Lantern House, with Marisol in it."""
    return Ground(near, join(near.house, "marisol"))


def test_every_table_is_declared():
    assert undeclared(wiring.AGES) == set()


def test_a_table_that_nobody_declared_is_noticed():
    without_posts = [age for age in wiring.AGES if age.table.name != "posts"]

    assert undeclared(without_posts) == {"posts"}


def test_every_kind_says_what_it_is_and_why():
    for age in wiring.AGES:
        words = (age.because,) if isinstance(age, NobodyIn) else (age.what, age.why)
        assert all(len(word) > 8 for word in words), age

    whats = [age.what for age in KEPT]
    assert len(whats) == len(set(whats))


def test_only_what_ends_with_an_account_stays_as_long_as_its_member_wishes():
    for age in KEPT:
        if isinstance(age.how_long, AsLongAs) and age.how_long.ender is Ender.MEMBER:
            assert age.whose is not None, age.what
            assert goes_with_the_account(age), age.what


def test_whatever_has_a_date_can_be_planted_here():
    assert {planted_by(age.what) for age in TIMED} == set(PLANTS)


@pytest.mark.parametrize("age", TIMED, ids=lambda age: planted_by(age.what))
async def test_nothing_is_older_than_its_age(ground: Ground, hours: AClock, age: Kept):
    PLANTS[planted_by(age.what)](ground)
    end = when_over(ground, age)

    hours.ahead += end - ground.now - SWEPT_WITHIN
    await swept(ground)
    assert how_many(ground, age) >= 1 or planted_by(age.what) in MAY_GO_SOONER

    hours.ahead += 2 * SWEPT_WITHIN
    await swept(ground)
    assert older(ground, age) == 0


@pytest.mark.parametrize("age", TIMED, ids=lambda age: planted_by(age.what))
async def test_a_clock_set_back_ends_nothing_too_early_and_keeps_nothing_for_ever(
    ground: Ground, hours: AClock, age: Kept
):
    PLANTS[planted_by(age.what)](ground)
    end = when_over(ground, age)
    runner = wiring.runner(ground.near.envoy)
    await runner.settle()
    before = how_many(ground, age)

    hours.moves(days=-2000)
    await runner.settle()
    assert how_many(ground, age) == before

    hours.ahead += end - ground.now + SWEPT_WITHIN
    await runner.settle()
    assert older(ground, age) == 0


async def test_sweeps_go_on_after_the_clock_was_set_back(ground: Ground, hours: AClock):
    runner = wiring.runner(ground.near.envoy)
    await runner.settle()
    hours.moves(days=-400)
    ground.near.house.database.write_now(
        lambda session: session.execute(update(Account).values(about_ends_at=ground.now + timedelta(minutes=5)))
    )
    await runner.settle()

    hours.moves(minutes=10)
    await runner.settle()

    assert ground.near.house.database.read_now(with_an_end) == 0


@pytest.mark.parametrize(
    ("kept", "let_go"),
    [(thanking.favour, thanking.take_back_favourite), (bookmarking.bookmark, bookmarking.take_out)],
    ids=["favoured", "bookmarked"],
)
async def test_an_allys_post_that_somebody_here_marked_is_kept(
    ground: Ground, hours: AClock, kept: Callable[..., object], let_go: Callable[..., object]
):
    planting.a_post_of_an_ally(ground)
    planted = ground.near.house.database.read_now(lambda session: session.scalars(select(Post.id)).one())
    ground.writes(kept, ground.member.id, planted, now=ground.now)

    hours.moves(days=800)
    await swept(ground)
    assert count_of(ground, Post) == 1

    ground.writes(let_go, ground.member.id, planted)
    await swept(ground)
    assert count_of(ground, Post) == 0


async def test_people_of_allies_are_forgotten_when_nothing_has_to_do_with_them(ground: Ground, hours: AClock):
    ally = planting.an_ally(ground, "paused")
    leila = ground.near.house.database.write_now(planting.a_person_of, ally, ground.now)
    ground.writes(follow, ground.member.id, leila, ground)

    hours.moves(days=31)
    await swept(ground)
    assert ground.near.account(leila) is not None

    ground.writes(following.unfollow, ground.member.id, leila)
    await swept(ground)
    assert ground.near.account(leila) is None


async def test_much_is_let_go_a_little_at_a_time(ground: Ground, hours: AClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.posts.actions.expiring.AT_ONCE", 3)
    for number in range(10):
        ground.member.posts(f"number {number}", lasts_days=1)
    hours.moves(days=2)
    runner = wiring.runner(ground.near.envoy)

    await runner.settle()

    assert count_of(ground, Post) == 0


def undeclared(ages: "list[Age] | tuple[Age, ...]") -> set[str]:
    return set(Base.metadata.tables) - {age.table.name for age in ages}


def goes_with_the_account(age: Kept) -> bool:
    """The account's own row, or one that the database takes away with it."""
    column = age.table.c[age.whose.key] if age.whose is not None else None
    if age.model is Account:
        return True
    return column is not None and any(key.ondelete == "CASCADE" for key in column.foreign_keys)


def planted_by(what: str) -> str:
    found = [words for words in PLANTS if what.startswith(words)]
    return max(found, key=len) if found else what


def when_over(ground: Ground, age: Kept) -> datetime:
    """The moment from which the planted row is too old."""
    assert isinstance(age.how_long, AtMost | Until)
    column = age.how_long.since if isinstance(age.how_long, AtMost) else age.how_long.moment
    found = ground.near.house.database.read_now(
        lambda session: session.scalar(select(func.max(column)).where(*only(age)))
    )
    assert found is not None, age.what
    moment = when(column, found)
    return moment + age.how_long.span if isinstance(age.how_long, AtMost) else moment


def how_many(ground: Ground, age: Kept) -> int:
    return ground.near.house.database.read_now(
        lambda session: session.scalar(select(func.count()).select_from(age.table).where(*only(age)))
    )


def older(ground: Ground, age: Kept) -> int:
    assert isinstance(age.how_long, AtMost | Until)
    over = age.how_long.is_over(ground.now)
    return ground.near.house.database.read_now(
        lambda session: session.scalar(select(func.count()).select_from(age.table).where(over, *only(age)))
    )


def only(age: Kept):
    return () if age.only is None else (age.only,)


def count_of(ground: Ground, model: type[Base]) -> int:
    return ground.near.house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(model)))


async def swept(ground: Ground) -> None:
    """Everything that wiring runs, by a runner that has just started."""
    await wiring.runner(ground.near.envoy).settle()


def with_an_end(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Account).where(Account.about_ends_at.is_not(None))) or 0


def follow(session: Session, me: int, other: int, ground: Ground) -> None:
    session.add(Follow(follower_id=me, followed_id=other, uri="https://x.example/f", asked_at=ground.now))
