"""What is left of an account goes in portions; killed in between, the next one goes on."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.models import Account
from app.basics.clock import now
from app.basics.ids import new_token
from app.leaving import removing
from app.media import storing
from app.media.forms import CleanPicture
from app.posts.actions import picturing, thanking
from app.posts.models import Boost, Favourite, Post
from app.storage.deletions import Deletion
from app.storage.house import House
from app.storage.tables import Base
from tests.accounts.test_leaving import leaves
from tests.world.cast import Member

pytestmark = pytest.mark.anyio


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removing, "MOST_POSTS", 2)
    monkeypatch.setattr(removing, "MOST_ROWS", 2)


def rows_naming(session: Session, account_id: int) -> dict[str, int]:
    """In which tables the account still is, by every column that points at accounts."""
    found: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "accounts" for key in column.foreign_keys):
                count = session.scalar(select(func.count()).select_from(table).where(column == account_id)) or 0
                if count:
                    found[f"{table.name}.{column.name}"] = count
    return found


def posts_of(member: Member) -> int:
    mine = select(func.count(Post.id)).where(Post.author_id == member.id)
    return member.house.database.read_now(lambda session: session.scalar(mine) or 0)


def a_life(member: Member, other: Member) -> None:
    """Posts, answers, thanks, boosts and follows in both directions."""
    other.follows(member)
    member.follows(other)
    house = member.house
    for number in range(5):
        mine, theirs = member.posts(f"mine {number} @juno", "community"), other.posts(f"theirs {number}", "community")
        other.posts("an answer", reply_to=mine)
        for fan, post in ((member, theirs), (other, mine)):
            house.database.write_now(thanking.favour, fan.id, post, now=now())
            house.database.write_now(thanking.boost, fan.id, post, now=now())


async def test_nothing_of_an_account_is_left_and_others_keep_theirs(
    house: House, a_member: Member, another_member: Member, small_portions: None
):
    a_life(a_member, another_member)
    runner = wiring.runner(wiring.envoy_of(house))
    await runner.settle()
    assert len(house.database.read_now(rows_naming, a_member.id)) >= 8

    leaves(a_member)
    await runner.settle()

    assert house.database.read_now(rows_naming, a_member.id) == {}
    assert house.database.read_now(lambda session: session.get(Account, a_member.id)) is None
    theirs = house.database.read_now(lambda s: s.scalars(select(Post.author_id)).all())
    assert theirs == [another_member.id] * 10
    assert house.database.read_now(lambda s: s.scalars(select(Boost.id)).all()) == []
    assert house.database.read_now(lambda s: s.scalars(select(Favourite.post_id)).all()) == []


async def test_each_portion_is_small_and_a_death_between_two_loses_nothing(
    house: House, a_member: Member, another_member: Member, small_portions: None
):
    a_life(a_member, another_member)
    await wiring.runner(wiring.envoy_of(house)).settle()
    leaves(a_member)

    assert house.database.write_now(removing.remove_a_portion, a_member.id, key=house.key, now=now())
    assert posts_of(a_member) == 3
    await wiring.runner(wiring.envoy_of(house)).settle()

    assert posts_of(a_member) == 0


async def test_every_post_is_noted_so_that_a_backup_does_not_bring_it_back(
    house: House, a_member: Member, another_member: Member
):
    a_life(a_member, another_member)

    leaves(a_member)
    await wiring.runner(wiring.envoy_of(house)).settle()

    kinds = house.database.read_now(lambda s: sorted(s.scalars(select(Deletion.kind))))
    assert kinds == ["account", *["post"] * 5]


async def test_files_go_with_the_posts(lit: Callable[[], list[str]], house: House, a_member: Member):
    a_member.posts("With a picture", "community", pictures=[await a_picture_of(a_member)])
    await a_picture_of(a_member)
    assert len(lit()) == 4

    leaves(a_member)
    await wiring.runner(wiring.envoy_of(house)).settle()

    assert lit() == []


@pytest.fixture
def lit(house: House) -> Callable[[], list[str]]:
    """The files there are."""
    folder = house.settings.data / "media"
    return lambda: [str(path) for path in folder.rglob("*") if path.is_file()]


async def a_picture_of(member: Member) -> int:
    """A clean picture, not in a post yet, its files stored."""
    blob, clean = new_token(), CleanPicture("image/webp", b"full", b"small", 4, 3, 4, 3, "")
    await storing.store(member.house.blobs, blob, clean)
    return member.house.database.write_now(picturing.add_picture, member.id, clean, blob, "a lantern", now=now())


async def test_an_account_that_has_not_left_is_not_removed(house: House, a_member: Member):
    house.database.write_now(removing.begin, a_member.id, key=house.key, now=now())

    await wiring.runner(wiring.envoy_of(house)).settle()

    assert a_member.facts.name == "marisol"
