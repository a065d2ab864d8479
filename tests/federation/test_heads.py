"""Once a day each allied Parasol house is asked where its log of reading ends, and nobody else is."""

import logging
from datetime import timedelta

import msgspec
import pytest

from app.basics.clock import day_of
from federation import heads, pact
from federation.heads import HEADS
from moderation.openness import chain, kept_heads, reading
from moderation.openness.kept_heads import DayHead
from tests.federation.test_outgoing import Houses
from tests.world.alliance import Neighbour, Net, Sent, Told, settle
from tests.world.desk import as_moderator
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio

HASH = "ab" * 32


def asked(net: Net, house: Neighbour) -> list[Sent]:
    return [one for one in net.sent if one.method == "GET" and one.url == f"{house.origin}/ap/instance/head"]


def kept(house: Neighbour, of: Neighbour) -> list[DayHead]:
    return list(house.house.database.read_now(kept_heads.kept_of, house.ally_id(of)))


async def a_day_passes(hours: AClock, *houses: Neighbour) -> None:
    """Whoever is to be asked at some moment of it has been."""
    await settle(*houses)
    hours.moves(days=1)
    await settle(*houses)


def says(net: Net, house: Neighbour, content: object, status: int = 200) -> None:
    """That house answers so, whatever it is asked."""

    def rule(sent: Sent) -> Told:
        return status, [("content-type", "application/json")], msgspec.json.encode(content)

    net.rules[house.origin] = rule


async def test_an_allys_head_is_asked_for_and_kept(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    nao = near.houses("nao")
    near.house.database.write_now(reading.log, as_moderator(nao), "case", 1, key=near.house.key, now=hours())
    head = near.house.database.read_now(chain.head).value

    await a_day_passes(hours, near, far)

    assert kept(far, near) == [DayHead(day_of(hours()), head)]
    assert kept(near, far) == [DayHead(day_of(hours()), bytes(32))]
    [question] = asked(net, near)
    assert far.envoy.instance_key().key_id in str(question.headers)


async def test_it_is_asked_at_a_moment_of_the_day_that_only_chance_knows(
    allied: Houses, net: Net, hours: AClock, monkeypatch: pytest.MonkeyPatch
):
    near, far = allied
    monkeypatch.setattr(heads._CHANCE, "random", lambda: 0.5)
    await settle(far)
    hours.moves(hours=11, minutes=59)
    await settle(far)
    before = len(asked(net, near))
    hours.moves(minutes=2)
    await settle(far)
    hours.moves(hours=11)
    await settle(far)

    assert (before, len(asked(net, near))) == (0, 1)


async def test_day_after_day_each_is_asked_about_once(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    for _ in range(5 * 12):
        await settle(far)
        hours.moves(hours=2)

    assert 3 <= len(asked(net, near)) <= 5
    assert len(kept(far, near)) >= 2


async def test_a_process_that_starts_again_and_again_asks_no_more_often(allied: Houses, net: Net, hours: AClock):
    _, far = allied
    for _ in range(5):
        far.house.database.write_now(heads.ask_everybody, hours())

    assert far.waiting(HEADS) == ["head"]


async def test_other_software_and_a_house_without_two_yeses_are_not_asked(
    near: Neighbour, far: Neighbour, make_neighbour, net: Net, hours: AClock
):
    third = make_neighbour("orchard")
    await pact.by_hand(near.envoy, far.origin)
    await pact.knock(near.envoy, third.origin)
    net.sent.clear()

    await a_day_passes(hours, near, third)

    assert net.sent == []


async def test_a_pause_asks_nothing_not_even_what_was_to_be_asked(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    await settle(far)
    waiting = far.waiting(HEADS)

    await pact.pause(far.envoy, near.origin)
    await a_day_passes(hours, far)
    await a_day_passes(hours, far)

    assert waiting == ["head"]
    assert asked(net, near) == []
    assert far.waiting(HEADS) == []


async def test_a_house_that_we_part_from_is_not_asked_any_more(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    await settle(far)

    await pact.part(far.envoy, near.origin)
    await a_day_passes(hours, far)

    assert asked(net, near) == []


async def test_what_is_kept_and_what_is_to_be_asked_goes_when_the_parting_is_over(
    allied: Houses, net: Net, hours: AClock
):
    near, far = allied
    await a_day_passes(hours, near, far)
    before = len(kept(far, near))
    ally_id = far.ally_id(near)

    await pact.part(far.envoy, near.origin)
    hours.moves(days=8)
    await settle(far)

    assert before == 1
    assert far.stands(near) is None
    assert far.house.database.read_now(kept_heads.kept_of, ally_id) == []
    assert far.waiting(HEADS) == []


async def test_a_house_that_knows_nothing_of_it_is_asked_another_day_and_nothing_is_said(
    allied: Houses, net: Net, hours: AClock, caplog: pytest.LogCaptureFixture
):
    near, far = allied
    says(net, near, {}, 404)
    with caplog.at_level(logging.INFO, "parasol"):
        await a_day_passes(hours, far)
    before = kept(far, near), far.lane(near, HEADS), caplog.text

    net.mends(near.origin)
    await a_day_passes(hours, far)

    assert before[0] == []
    assert "head" not in before[2]
    assert len(kept(far, near)) == 1


async def test_a_house_that_is_away_is_asked_another_day(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    net.cuts(near.origin)
    await a_day_passes(hours, far)
    before = kept(far, near)

    net.mends(near.origin)
    await a_day_passes(hours, far)

    assert before == []
    assert len(kept(far, near)) == 1


@pytest.mark.parametrize(
    "shown",
    [
        {"head": "ab" * 31}, {"head": "AB" * 32}, {"head": "0x" + "a" * 62}, {"head": 7}, {"head": None},
        {"day": "2026-02-30"}, {"day": "20261103"}, {"day": "0000-01-01"}, {"day": 3}, {"day": "2020-01-01"},
        {"day": "9999-12-31"}, {"day": "٢٠٢٦-١١-٠٣"}, {"filler": "x" * heads.MOST_BYTES},
    ],
    ids=str,
)  # fmt: skip
async def test_what_is_no_head_of_these_days_is_not_kept(allied: Houses, net: Net, hours: AClock, shown: dict):
    near, far = allied
    await settle(far)
    hours.moves(days=1)
    says(net, near, {"day": day_of(hours()), "head": HASH} | shown)

    await settle(far)

    assert len(asked(net, near)) == 1
    assert kept(far, near) == []


@pytest.mark.parametrize("days", [-7, -2, 2, 7])
async def test_a_head_of_another_day_is_not_kept(allied: Houses, net: Net, hours: AClock, days: int):
    near, far = allied
    await settle(far)
    hours.moves(days=1)
    says(net, near, {"day": day_of(hours() + timedelta(days=days)), "head": HASH})

    await settle(far)

    assert len(asked(net, near)) == 1
    assert kept(far, near) == []


@pytest.mark.parametrize(
    "answer",
    [
        {}, {"heads": {}}, {"heads": [7]}, {"heads": [{"day": "2026-11-03"}]},
        {"heads": [{"day": "9999-12-31", "head": HASH}]}, {"heads": [{"day": "2026-11-03", "head": HASH}] * 31},
    ],
    ids=lambda answer: str(answer)[:40],
)  # fmt: skip
async def test_an_answer_that_is_no_list_of_heads_is_refused(allied: Houses, net: Net, answer: dict):
    near, far = allied
    says(net, near, answer)
    ally = far.sees(near)
    assert ally is not None

    with pytest.raises(heads.NotAHead):
        await heads.kept_there(far.envoy, ally)
