"""Those who listen in a process: bounded, told only what is theirs, and sent to look for themselves when in doubt."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.basics.errors import Unavailable
from app.live import listeners, tell
from app.live.listener import MOST_WAITING, Ended, Interest, Listener, Pass
from app.live.listeners import Listeners
from app.live.news import EntryCame, FiltersChanged, LookAgain, News, PostsGone, Told, decoded, encoded
from app.live.stream import EventStream
from app.storage import ear
from app.storage.house import House
from tests.world.cast import NOON

pytestmark = pytest.mark.anyio

PATIENCE = 30.0
HOME, COMMUNITY, TOLD = Interest.HOME, Interest.COMMUNITY, Interest.NOTIFICATIONS


class Desk:
    """Listeners of a house where the account 1 is concerned by everything, and every pass holds until it is ended."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.over: set[Pass] = set()
        self.broken = False
        self.asked: list[Collection[int]] = []
        self.listeners = Listeners(
            house.database, concerned=self._concerned, still_in=self._still_in, clock=lambda: NOON
        )

    def _concerned(self, session: Session, what: News, accounts: Collection[int]) -> set[int]:
        self.asked.append(accounts)
        return {1}

    def _still_in(self, session: Session, passes: Collection[Pass], now: object) -> set[Pass]:
        if self.broken:
            raise RuntimeError("the database is away")
        return set(passes) - self.over

    def listens(self, account_id: int, interests: Interest = HOME, name: bytes = b"") -> Listener:
        return self.listeners.join(account_id, Pass("token", name or b"%d" % account_id), interests)


@pytest.fixture
async def desk(house: House) -> Any:
    desk = Desk(house)
    running = asyncio.create_task(desk.listeners.run())
    yield desk
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def hears(listener: Listener) -> News | None:
    """The next thing, but for the look that begins with a new connection."""
    what = await listener.next(PATIENCE)
    return await hears(listener) if isinstance(what, LookAgain) else what


async def test_each_is_told_what_concerns_them_once_it_is_on_the_disk(desk: Desk):
    friend, other, reader, hearer = (
        desk.listens(1), desk.listens(2), desk.listens(3, COMMUNITY), desk.listens(2, TOLD | Interest.FILTERS),
    )  # fmt: skip
    everything = [EntryCame(7, 7), EntryCame(8, 8, for_members=True), Told(2, 9), FiltersChanged(2)]
    await listening(desk)

    for what in everything:
        await desk.house.database.write(tell, what)

    assert [await hears(friend), await hears(friend)] == everything[:2]
    assert await hears(reader) == everything[1]
    assert [await hears(hearer), await hears(hearer)] == everything[2:]
    assert await hears_nothing(other)
    assert desk.asked == [frozenset({1, 2})] * 2


async def test_whoever_comes_first_misses_nothing_once_the_process_hears(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    at_once = ear.listen

    async def takes_its_time(*args: Any, **kwargs: Any) -> None:
        await asyncio.sleep(0.5)
        await at_once(*args, **kwargs)

    monkeypatch.setattr(ear, "listen", takes_its_time)
    monkeypatch.setattr(listeners, "BEGINS_WITHIN", PATIENCE)
    await desk.listeners.hearing()
    hearer = desk.listens(2, Interest.FILTERS)

    await desk.house.database.write(tell, FiltersChanged(2))

    assert await hears(hearer) == FiltersChanged(2)


async def test_a_process_that_cannot_hear_is_waited_for_no_longer_than_a_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listeners, "BEGINS_WITHIN", 0.01)
    desk = Desk(house)

    await asyncio.wait_for(desk.listeners.hearing(), PATIENCE)

    assert desk.listens(1)


async def test_what_was_undone_is_told_to_nobody(desk: Desk):
    friend = desk.listens(1)
    await listening(desk)

    def tell_and_fail(session: Session) -> None:
        tell(session, EntryCame(1, 1))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await desk.house.database.write(tell_and_fail)
    await desk.house.database.write(tell, EntryCame(2, 2))

    assert await hears(friend) == EntryCame(2, 2)


async def test_the_end_of_a_message_is_heard_by_who_was_sent_it(desk: Desk):
    was_sent, was_not = desk.listens(2), desk.listens(3)
    was_sent.note_sent(11)
    await listening(desk)

    await desk.house.database.write(tell, PostsGone((10, 11), 5, "mentioned"))
    await desk.house.database.write(tell, PostsGone((12,), 5, "mentioned"))

    assert await hears(was_sent) == PostsGone((10, 11), 5, "mentioned")
    assert await hears_nothing(was_not)


async def test_whoever_takes_nothing_is_ended_and_holds_up_nobody(desk: Desk):
    asleep, awake = desk.listens(1), desk.listens(1, name=b"other")
    for number in range(MOST_WAITING):
        asleep.hear(Told(1, number))

    desk.listeners.hear(EntryCame(7, 7))

    assert await hears(awake) == EntryCame(7, 7)
    await asyncio.wait_for(asleep.ended.wait(), PATIENCE)
    with pytest.raises(Ended):
        await asleep.next(1)


async def test_a_stream_whose_reader_takes_nothing_is_cut(desk: Desk):
    listener, never = desk.listens(1), asyncio.Event()

    async def events() -> Any:
        while True:
            yield b"data: x\n\n"

    async def receive() -> Any:
        await never.wait()

    async def send(message: dict[str, Any]) -> None:
        if message.get("more_body"):
            await never.wait()

    stream = EventStream(desk.listeners, listener, events(), lasts=60)
    cut = asyncio.create_task(stream({"type": "http"}, receive, send))  # type: ignore[arg-type]
    await asyncio.sleep(0.05)
    assert not cut.done()
    listener.end()

    await asyncio.wait_for(cut, PATIENCE)
    assert len(desk.listeners) == 0


async def test_a_stream_ends_by_itself(desk: Desk):
    async def events() -> Any:
        await asyncio.Event().wait()
        yield b""

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: object) -> None: ...

    stream = EventStream(desk.listeners, desk.listens(1), events(), lasts=0.1)

    await asyncio.wait_for(stream({"type": "http"}, receive, send), PATIENCE)


async def test_too_much_at_once_becomes_one_look_for_everybody(house: House):
    desk = Desk(house)
    listener = desk.listens(9, COMMUNITY)
    for number in range(listeners.MOST_UNSORTED + 1):
        desk.listeners.hear(EntryCame(number, number))
    running = asyncio.create_task(desk.listeners.run())

    assert await listener.next(PATIENCE) == LookAgain()
    running.cancel()


async def test_nobody_is_taken_beyond_the_most_or_when_the_house_stops(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listeners, "MOST", 2)
    first, _ = desk.listens(1), desk.listens(2)
    with pytest.raises(Unavailable):
        desk.listens(3)

    desk.listeners.leave(first)
    desk.listens(3)
    desk.listeners.close()

    assert len(desk.listeners) == 0
    with pytest.raises(Unavailable):
        desk.listens(4)


async def test_who_cannot_be_checked_does_not_stay(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listeners, "LOOKS_EVERY", 0.02)
    gone, stays = desk.listens(1), desk.listens(2)
    desk.over = {gone.held}
    await asyncio.wait_for(gone.ended.wait(), PATIENCE)
    assert not stays.ended.is_set()

    desk.broken = True

    await asyncio.wait_for(stays.ended.wait(), PATIENCE)


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_a_lost_connection_is_made_anew_and_everybody_looks_again(desk: Desk):
    friend = desk.listens(1)
    assert await friend.next(PATIENCE) == LookAgain()

    killed = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE query LIKE 'LISTEN \"parasol_live\"%' AND datname = current_database()"
    )
    assert await desk.house.database.write(lambda session: session.scalars(killed).all()) == [True]

    assert await friend.next(PATIENCE) == LookAgain()
    await desk.house.database.write(tell, EntryCame(2, 2))
    assert await hears(friend) == EntryCame(2, 2)


def test_news_are_ids_and_fit_into_a_notice():
    largest = PostsGone(tuple(range(2**62, 2**62 + 200)), 2**62, "community")

    assert decoded(encoded(largest)) == largest
    assert len(encoded(largest)) < 8000


async def listening(desk: Desk) -> None:
    """Until what is told is heard: on PostgreSQL there is a connection to be made first."""
    if not desk.house.database.on_sqlite:
        probe = desk.listens(77)
        assert await probe.next(PATIENCE) == LookAgain()
        desk.listeners.leave(probe)
    await asyncio.sleep(0)


async def hears_nothing(listener: Listener) -> bool:
    while (what := await listener.next(0.2)) is not None:
        if not isinstance(what, LookAgain):
            return False
    return True
