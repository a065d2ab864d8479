"""P18: watching is logged, details expire, commitments stay, and allies keep the heads.

That each look at the desk adds a link stands in `tests/web`, what a link is in `tests/openness`, whom allies answer in
`tests/federation`, and what the host is told in `tests/cli/test_doctor_asks_allies.py`.
"""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from federation import heads
from moderation.openness import chain, kept_heads, reading
from tests.federation.test_outgoing import Houses
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.desk import as_moderator
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio


def reads(moderator: Member, at: datetime) -> None:
    house = moderator.house
    house.database.write_now(reading.log, as_moderator(moderator), "case", 1, key=house.key, now=at)


def is_whole(house: Neighbour) -> bool:
    return house.house.database.read_now(chain.first_broken, key=house.house.key) is None


def all_there(house: Neighbour, kept: list[kept_heads.DayHead]) -> bool:
    return all(house.house.database.read_now(chain.was_end_by, each.head, each.begins) for each in kept)


async def kept_by(far: Neighbour, near: Neighbour) -> list[kept_heads.DayHead]:
    """What far says that it keeps, asked as the host of near does."""
    ally = near.sees(far)
    assert ally is not None
    return list(await heads.kept_there(near.envoy, ally))


async def days_pass(hours: AClock, *houses: Neighbour, days: int = 1) -> None:
    for _ in range(days):
        await settle(*houses)
        hours.moves(days=1)
        await settle(*houses)


async def test_whoever_makes_the_chain_anew_is_found_by_what_an_ally_kept(allied: Houses, hours: AClock):
    near, far = allied
    nao = near.houses("nao")
    reads(nao, hours())
    await days_pass(hours, near, far)
    before = await kept_by(far, near)
    assert all_there(near, before)

    on = "" if near.house.settings.on_sqlite else " ON readings"
    for statement in (f"DROP TRIGGER readings_unremoved{on}", "DELETE FROM readings", "DELETE FROM reading_details"):
        near.house.database.write_now(lambda session, statement=statement: session.execute(text(statement)))
    reads(nao, hours() - timedelta(days=1))

    assert is_whole(near)
    assert len(before) == 1
    assert not all_there(near, await kept_by(far, near))


async def test_details_expire_and_what_allies_keep_still_holds(allied: Houses, hours: AClock):
    near, far = allied
    nao = near.houses("nao")
    reads(nao, hours())
    hours.moves(days=370)

    await days_pass(hours, near, far, days=2)

    kept = await kept_by(far, near)
    details = near.house.database.read_now(lambda session: session.scalar(text("SELECT count(*) FROM reading_details")))
    assert details == 0
    assert len(kept) >= 1
    assert bytes(32) not in {each.head for each in kept}
    assert is_whole(near)
    assert all_there(near, kept)


@pytest.mark.parametrize("times", [1, 7])
async def test_an_ally_learns_of_a_day_only_that_something_was_read(
    allied: Houses, net: Net, hours: AClock, times: int
):
    """However much was read, by whom, and when: one hash more, at the end of the day."""
    near, far = allied
    url, key = f"{near.origin}/ap/instance/head", far.envoy.instance_key()

    async def looks() -> dict[str, str]:
        return await far.envoy.fetcher.get_json(url, signer=key, wanted="heads")

    hours.moves(seconds=(86_400 - (hours() - hours().replace(hour=0, minute=0, second=0)).seconds) + 60)
    seen = [await looks()]
    for number in range(times):
        reads(near.houses(f"nao{number}"), hours())
        hours.moves(minutes=30)
        seen.append(await looks())
    assert seen == [seen[0]] * (times + 1)

    hours.moves(days=1)
    after = await looks()
    assert set(after) == {"day", "head"}
    assert after["head"] != seen[0]["head"]
    assert len(after["head"]) == len(seen[0]["head"]) == 64
