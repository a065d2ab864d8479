"""A scheduled post's pictures are open when it goes, or it does not go: nothing is lost, whenever the house dies."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import wiring
from app.basics.ids import new_token
from app.jobs.models import Job
from app.media import sealing, storing
from app.posts import begun as reading
from app.posts import files, readying
from app.posts.actions import picturing, scheduling
from app.posts.begun import Begun, BegunPicture, Earlier
from app.posts.models import KeptDraft, Picture, Post, ScheduledPost
from app.storage.blobs import Blobs
from app.storage.house import House
from app.timelines import going
from tests.api.conftest import CLEAN
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.peers import AClock
from tests.world.pictures import files_of, open_files

pytestmark = pytest.mark.anyio

SEEN = [CLEAN.full, CLEAN.small]
IN_AN_HOUR = timedelta(hours=1)


@dataclass
class Later:
    """What Marisol has scheduled: a post with two pictures, sealed by now."""

    near: Neighbour
    hours: AClock
    marisol: Member
    pictures: list[int]

    @property
    def house(self) -> House:
        return self.near.house

    async def settles(self) -> None:
        """A process that starts now does what waits."""
        await wiring.runner(self.near.envoy).settle()

    def counts(self) -> tuple[int, int, int]:
        """Posts, scheduled posts and drafts."""
        return tuple(  # type: ignore[return-value]
            len(self.house.database.read_now(lambda session, model=model: session.scalars(select(model.id)).all()))
            for model in (Post, ScheduledPost, KeptDraft)
        )

    def blob(self, number: int) -> str:
        found = select(Picture.blob).where(Picture.id == self.pictures[number])
        return self.house.database.read_now(lambda session: session.scalars(found).one())

    async def lying(self, number: int) -> list[bytes | None]:
        return [await self.house.blobs.get(size(self.blob(number))) for size in (storing.full, storing.small)]

    def draft(self) -> Begun:
        [draft] = self.house.database.read_now(reading.drafts_of, self.marisol.id)
        begun = draft.opened(self.marisol.key)
        assert begun is not None
        return begun

    def waiting_ids(self) -> list[int]:
        return [one.id for one in self.house.database.read_now(reading.waiting_of, self.marisol.id)]

    def waiting(self) -> reading.Waiting:
        [waiting] = self.house.database.read_now(reading.waiting_of, self.marisol.id)
        return waiting


@pytest.fixture
async def later(near: Neighbour, hours: AClock) -> Later:
    marisol = join(near.house, "marisol")
    pictures = [await draws(near.house, marisol, hours()) for _ in range(2)]
    begun = Begun("The balcony", audience="community", pictures=[BegunPicture(one, "a balcony") for one in pictures])
    await near.house.database.write(
        scheduling.schedule, marisol.id, begun, hours() + IN_AN_HOUR, Earlier(), origin=near.origin, key=near.house.key,
        now=hours(),
    )  # fmt: skip
    await near.runner.settle()
    assert (len(files_of(near.house)), open_files(near.house)) == (4, [])
    return Later(near, hours, marisol, pictures)


async def draws(house: House, member: Member, at: datetime) -> int:
    blob = new_token()
    await storing.store(house.blobs, blob, CLEAN)
    return await house.database.write(picturing.add_picture, member.id, CLEAN, blob, "", now=at)


async def test_it_is_open_in_the_moment_in_which_it_is_posted(later: Later):
    later.hours.moves(hours=1, minutes=1)

    await going.post_what_is_due(later.house, later.hours())

    assert later.counts() == (1, 0, 0)
    assert [await later.lying(number) for number in (0, 1)] == [SEEN, SEEN]
    await later.settles()
    assert sorted(files_of(later.house)) == sorted(SEEN * 2)


async def test_killed_when_the_copies_lie_there_and_nothing_names_them_it_goes_once_and_they_are_removed(later: Later):
    later.hours.moves(hours=1, minutes=1)
    waiting = later.waiting()
    earlier = Earlier(scheduled_id=waiting.id, held=waiting.opened(later.house.key).held)

    dies_here = readying.opened_for_posting(later.house, later.marisol.id, earlier, later.pictures)
    await dies_here.__aenter__()
    assert len(open_files(later.house)) == 4
    assert later.counts() == (0, 1, 0)
    assert all(sealing.is_sealed(file or b"") for file in await later.lying(0))

    await later.settles()
    assert later.counts() == (1, 0, 0)
    assert [await later.lying(number) for number in (0, 1)] == [SEEN, SEEN]
    later.hours.moves(minutes=59)
    await later.settles()
    assert len(files_of(later.house)) == 8
    later.hours.moves(minutes=2)
    await later.settles()
    assert sorted(files_of(later.house)) == sorted(SEEN * 2)


async def test_killed_between_the_announcement_and_the_copies_it_goes_once(
    later: Later, monkeypatch: pytest.MonkeyPatch
):
    later.hours.moves(hours=1, minutes=1)

    async def dies(blobs: Blobs, name: str, content: bytes) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as killed:
        killed.setattr(Blobs, "put", dies)
        with pytest.raises(asyncio.CancelledError):
            await going.post_what_is_due(later.house, later.hours())
    assert later.counts() == (0, 1, 0)

    await later.settles()
    assert later.counts() == (1, 0, 0)
    assert [await later.lying(number) for number in (0, 1)] == [SEEN, SEEN]


async def test_killed_right_after_the_commit_the_post_stands_readable_and_what_was_sealed_goes(later: Later):
    later.hours.moves(hours=1, minutes=1)
    waiting = later.waiting()
    begun, house = waiting.opened(later.house.key), later.house
    earlier = Earlier(scheduled_id=waiting.id, held=begun.held)

    dies_here = readying.opened_for_posting(house, later.marisol.id, earlier, later.pictures)
    ready = await dies_here.__aenter__()
    await house.database.write(
        going.go_now, later.marisol.id, waiting, begun, ready, origin=later.near.origin, key=house.key,
        now=later.hours(),
    )  # fmt: skip

    assert [await later.lying(number) for number in (0, 1)] == [SEEN, SEEN]
    await later.settles()
    later.hours.moves(hours=2)
    await later.settles()
    assert later.counts() == (1, 0, 0)
    assert sorted(files_of(later.house)) == sorted(SEEN * 2)


async def test_an_order_of_copies_is_written_down_before_the_first_lies_there(
    later: Later, monkeypatch: pytest.MonkeyPatch
):
    later.hours.moves(hours=1, minutes=1)
    announced: list[int] = []
    real = Blobs.put

    async def looks(blobs: Blobs, name: str, content: bytes) -> None:
        await later.near.runner._react_to_facts()
        announced.append(later.house.database.read_now(strays_waiting))
        await real(blobs, name, content)

    with monkeypatch.context() as looking:
        looking.setattr(Blobs, "put", looks)
        await going.post_what_is_due(later.house, later.hours())

    assert announced == [1] * 4


def gone(later: Later) -> None:
    later.house.blobs.delete_now(storing.small(later.blob(0)))


def altered(later: Later) -> None:
    later.house.blobs.put_now(storing.full(later.blob(0)), sealing.MARK + bytes(200))


@pytest.mark.parametrize("happened", [gone, altered])
async def test_what_does_not_open_is_its_writers_draft_that_says_so_with_everything_else(
    later: Later, happened: Callable[[Later], None]
):
    happened(later)
    later.hours.moves(hours=1, minutes=1)

    await later.settles()

    assert later.counts() == (0, 0, 1)
    draft = later.draft()
    assert (draft.text, draft.picture_ids) == ("The balcony", later.pictures)
    assert draft.why_not == readying.PictureUnreadable.safe
    assert [one.description for one in draft.pictures] == ["a balcony"] * 2
    other = [await sealing.opened(file or b"", draft.pictures[1].key) for file in await later.lying(1)]
    assert other == SEEN
    assert open_files(later.house) == []


async def test_while_the_store_does_not_answer_it_waits_and_others_go(later: Later, monkeypatch: pytest.MonkeyPatch):
    begun = Begun("without a picture", audience="community")
    await later.house.database.write(
        scheduling.schedule, later.marisol.id, begun, later.hours() + IN_AN_HOUR, Earlier(), origin=later.near.origin,
        key=later.house.key, now=later.hours(),
    )  # fmt: skip
    later.hours.moves(hours=1, minutes=1)

    async def no_answer(blobs: Blobs, name: str) -> bytes | None:
        raise OSError

    with monkeypatch.context() as trouble:
        trouble.setattr(Blobs, "get", no_answer)
        await going.post_what_is_due(later.house, later.hours())
        assert later.counts() == (1, 1, 0)
        later.hours.moves(days=1)
        await going.post_what_is_due(later.house, later.hours())
    assert later.counts() == (1, 0, 1)
    assert later.draft().why_not == "The house was not running at its moment."

    await later.settles()
    opened = [await sealing.opened(file or b"", later.draft().pictures[0].key) for file in await later.lying(0)]
    assert opened == SEEN


async def test_what_could_not_be_opened_for_good_stops_nobody_behind_it(later: Later, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(going, "AT_ONCE", 1)
    last = Begun("the last", audience="community")
    await later.house.database.write(
        scheduling.schedule, later.marisol.id, last, later.hours() + IN_AN_HOUR + timedelta(minutes=1), Earlier(),
        origin=later.near.origin, key=later.house.key, now=later.hours(),
    )  # fmt: skip
    first = update(ScheduledPost).where(ScheduledPost.id == later.waiting_ids()[0]).values(sealed=b"x" * 80)
    later.house.database.write_now(lambda session: session.execute(first))
    later.hours.moves(hours=1, minutes=2)

    await going.post_what_is_due(later.house, later.hours())

    assert later.counts() == (1, 1, 0)


async def test_copies_that_a_row_names_are_no_strays(later: Later):
    named, other = later.blob(0), new_token()

    assert later.house.database.read_now(files.unnamed, [named, other]) == [other]


def strays_waiting(session: Session) -> int:
    return len(session.scalars(select(Job.id).where(Job.kind == "strays")).all())
