"""A browser that asked is told, later, once, and nothing: the service is a real one, which checks who speaks."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from app import wiring
from app.accounts.models import Account
from app.notifications import queries as notifications
from app.push import ringing as reactions
from app.push import rules
from tests.world.cast import Member
from tests.world.pushing import APushService, Ringing

pytestmark = pytest.mark.anyio


async def test_nothing_is_said_at_once_and_then_nothing_but_that_there_is_something(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)

    ringing.rings(a_member, by=another_member)
    await ringing.settles()
    await ringing.passes(seconds=55)
    assert a_push_service.got == []
    await ringing.passes(minutes=10)

    [pushed] = a_push_service.got
    assert pushed.target == "/send/one"
    assert pushed.body == b""
    assert set(pushed.headers) == {"host", "authorization", "ttl", "urgency", "content-length"}
    assert (pushed.headers["ttl"], pushed.headers["urgency"]) == ("86400", "low")
    assert ringing.waiting() == 0


async def test_the_house_shows_who_it_is_with_one_key_and_the_same_word_for_everybody(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member, a_push_service.endpoint("one"))
    ringing.asks_in_a_browser(another_member, a_push_service.endpoint("two"))

    ringing.rings(a_member, by=another_member)
    ringing.rings(another_member, by=a_member)
    await ringing.settles()
    await ringing.passes(minutes=11)

    first, second = a_push_service.got
    assert first.headers == second.headers
    assert first.token["aud"] == a_push_service.origin
    assert first.token["sub"] == ringing.envoy.origin
    ahead = int(first.token["exp"]) - ringing.clock().timestamp()  # type: ignore[call-overload]
    assert 0 < ahead <= 24 * 3600


def test_the_wait_is_long_and_uneven():
    waits = [rules.wait() for _ in range(500)]

    assert min(waits) >= timedelta(minutes=1)
    assert max(waits) <= timedelta(minutes=10)
    assert len(set(waits)) > 490
    assert max(waits) - min(waits) > timedelta(minutes=7)


async def test_once_is_enough_until_they_were_here(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    for kind in ("follow", "follow_request"):
        ringing.rings(a_member, by=another_member, kind=kind)
        await ringing.settles()
    await ringing.passes(minutes=11)
    ringing.rings(a_member, by=another_member, kind="favourite", post_id=a_member.posts())
    await ringing.settles()
    await ringing.passes(minutes=11)
    assert len(a_push_service.got) == 1

    ringing.house.database.write_now(reactions.note_opened, a_member.id, now=ringing.clock())
    ringing.rings(a_member, by=another_member, kind="reblog", post_id=a_member.posts())
    await ringing.settles()
    await ringing.passes(minutes=11)

    assert len(a_push_service.got) == 2


async def test_one_waits_at_most_also_when_they_were_here_in_between(
    ringing: Ringing, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    ringing.house.database.write_now(reactions.note_opened, a_member.id, now=ringing.clock())
    ringing.rings(a_member, by=another_member, kind="follow_request")
    await ringing.settles()

    assert ringing.waiting() == 1


async def test_what_they_have_looked_at_in_the_meantime_is_not_said(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    ringing.house.database.write_now(notifications.mark_seen, a_member.id)
    await ringing.passes(minutes=11)

    assert a_push_service.got == []
    assert ringing.waiting() == 0


async def test_nobody_who_hides_is_told(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    hides = update(Account).where(Account.id == a_member.id).values(paused=True)
    ringing.house.database.write_now(lambda session: session.execute(hides) and None)
    await ringing.passes(minutes=11)

    assert a_push_service.got == []


async def test_of_those_who_did_not_ask_nothing_is_written(ringing: Ringing, a_member: Member, another_member: Member):
    ringing.rings(a_member, by=another_member)

    facts = ringing.house.database.read_now(lambda session: session.connection().exec_driver_sql(
        "SELECT count(*) FROM outbox WHERE event = 'Rang'").scalar())  # fmt: skip
    assert facts == 0


async def test_killed_in_between_it_is_said_after_all(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()
    ringing.clock.moves(minutes=11)
    a_push_service.may_answer.clear()
    working = asyncio.create_task(wiring.runner(ringing.envoy).run())
    await a_push_service.somebody_came.wait()

    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    assert ringing.waiting() == 1

    a_push_service.may_answer.set()
    await ringing.settles()

    assert [pushed.body for pushed in a_push_service.got] == [b"", b""]
    assert ringing.waiting() == 0
