"""Gone is gone; busy is asked again, not for ever; and nothing leads anywhere else."""

import pytest

from tests.world.cast import Member
from tests.world.pushing import APushService, Ringing

pytestmark = pytest.mark.anyio


@pytest.fixture
def asked(ringing: Ringing, a_member: Member, another_member: Member) -> Ringing:
    """Marisol asked, and her bell has rung."""
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    return ringing


@pytest.mark.parametrize("status", [404, 410])
async def test_where_nobody_is_any_more_is_forgotten(asked: Ringing, a_push_service: APushService, status: int):
    a_push_service.status = status
    await asked.settles()

    await asked.passes(minutes=11)

    assert len(a_push_service.got) == 1
    assert asked.asked() == []
    assert asked.waiting() == 0


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_service_that_is_busy_is_asked_again_and_not_for_ever(
    asked: Ringing, a_push_service: APushService, status: int
):
    a_push_service.status = status
    await asked.settles()
    await asked.passes(minutes=11)
    await asked.passes(minutes=2)
    assert len(a_push_service.got) == 1

    for _ in range(30):
        await asked.passes(minutes=15)

    assert 2 < len(a_push_service.got) < 25
    assert asked.waiting() == 0
    assert len(asked.asked()) == 1


async def test_it_waits_for_as_long_as_the_service_says(asked: Ringing, a_push_service: APushService):
    a_push_service.status, a_push_service.answer_headers = 429, ("Retry-After: 3600",)
    await asked.settles()
    await asked.passes(minutes=11)

    await asked.passes(minutes=50)
    assert len(a_push_service.got) == 1
    a_push_service.status = 201
    await asked.passes(minutes=15)

    assert len(a_push_service.got) == 2
    assert asked.waiting() == 0


@pytest.mark.parametrize("status", [400, 403, 413])
async def test_a_final_no_is_not_asked_again(asked: Ringing, a_push_service: APushService, status: int):
    a_push_service.status = status
    await asked.settles()

    await asked.passes(minutes=11)
    await asked.passes(hours=5)

    assert len(a_push_service.got) == 1
    assert asked.waiting() == 0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_nobody_is_led_anywhere_else(asked: Ringing, a_push_service: APushService, status: int):
    a_push_service.status = status
    a_push_service.answer_headers = ("Location: http://elsewhere.test/", f"Location: {a_push_service.endpoint('two')}")
    await asked.settles()

    await asked.passes(minutes=11)

    assert [pushed.target for pushed in a_push_service.got] == ["/send/one"]
    assert set(asked.names.asked) == {"push.test"}
