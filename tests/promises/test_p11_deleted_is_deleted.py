"""P11: what was deleted, or has ended, is in no byte of the disk: every file of the house is read for it."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import wiring
from app.accounts import secrets
from app.accounts.actions import notes, profiles, signing_in
from app.basics.ids import new_token
from app.posts.actions import deleting, thanking
from app.posts.models import Picture, Post, Reach
from app.storage.deletions import Deletion
from app.storage.house import House
from app.storage.scrubbing import Scrubber
from tests.posts.test_editing import edits
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.peers import AClock
from tests.world.pictures import phone_picture
from tests.world.planting import Ground, an_ally
from tests.world.postgres import Postgres, database_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def marisol(near: Neighbour) -> Member:
    return join(near.house, "marisol")


@pytest.fixture
def on_the_disk(near: Neighbour, kind: str, request: pytest.FixtureRequest) -> Callable[[], bytes]:
    """Reads every byte of the data folder, and of the database's own folder where that is a server's."""

    def read() -> bytes:
        files = [path for path in Path(near.house.settings.data).rglob("*") if path.is_file()]
        if kind == "postgres":
            files += database_files(near.house, request.getfixturevalue("postgres"))
        return b"\n".join(path.read_bytes() for path in files)

    return read


async def test_no_byte_of_what_was_deleted_or_has_ended_is_left(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    juno = join(near.house, "juno")
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    planted = {marisol.posts(words, **more): ends_of(words) for words, more in sentences(random.Random(7))}
    for post in planted:
        ground.writes(thanking.favour, juno.id, post, now=ground.now)
    await runner.settle()
    before = on_the_disk()
    assert all(words in before for ends in planted.values() for words in ends)

    kept = let_half_go(ground, planted)
    hours.moves(days=2)
    await runner.settle()
    gone = [ends for post, ends in planted.items() if post not in kept]
    await hours_pass(near, runner, hours, lost=len(gone))

    after = on_the_disk()
    assert [words for ends in gone for words in ends if words in after] == []
    assert len(gone) > 100
    assert all(words in after for post in kept for words in planted[post])


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # PostgreSQL's tables are written anew within the hour
async def test_a_minute_after_a_deletion_the_log_is_empty(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes], kind: str
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    post = marisol.posts("planted-sentence", "community", warning="planted-warning")
    edits(marisol, post, "planted-edit", warning="planted-edit")
    await runner.settle()

    ground.writes(deleting.delete_post, marisol.id, post, key=near.house.key, now=ground.now)
    hours.moves(minutes=1)
    await runner.settle()

    assert b"planted-" not in on_the_disk()
    assert b"marisol" in on_the_disk()


async def test_a_deleted_posts_picture_is_in_no_file(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    runner, ground = wiring.runner(near.envoy), Ground(near, marisol)
    picture = await near.draws(marisol, phone_picture(), "planted-description")
    post = marisol.posts("look", "community", pictures=(picture,))
    blob = near.house.database.read_now(lambda session: session.scalars(select(Picture.blob)).one())
    files = [await near.house.blobs.get(f"{blob}/{size}") for size in ("full", "small")]
    assert all(content is not None and content in on_the_disk() for content in files)

    ground.writes(deleting.delete_post, marisol.id, post, key=near.house.key, now=ground.now)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert not [content for content in files if content is None or content in left]
    assert b"planted-description" not in left
    assert blob.encode() not in left


async def test_a_message_a_note_and_a_session_leave_nothing(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    join(near.house, "juno")
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    message = marisol.posts("@juno at the back door", "mentioned")
    sealed = near.house.database.read_now(lambda session: session.get_one(Post, message).sealed)
    edits(marisol, message, "@juno at the front door")
    ground.writes(profiles.change_profile, marisol.id, "Mari", "planted-note by the river", origin=near.origin)
    ground.writes(notes.let_my_note_last, marisol.id, 1, now=ground.now)
    secret = marisol.signs_in(ground.now)
    session_hash = secrets.token_hash(secret)
    await runner.settle()
    before = on_the_disk()
    assert sealed is not None
    assert all(words in before for words in (sealed, session_hash, b"planted-note"))

    ground.writes(deleting.delete_post, marisol.id, message, key=near.house.key, now=ground.now)
    ground.writes(signing_in.end_session, secret)
    hours.moves(days=1, minutes=1)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert [words for words in (sealed, session_hash, b"planted-note") if words in left] == []


async def test_its_address_waits_only_sealed_for_an_ally_that_had_it(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    ally = an_ally(ground, "paused")
    post = marisol.posts("for allies", "allies", lasts_days=1)
    ground.writes(reached, post, ally)
    uri = near.house.database.read_now(lambda session: session.get_one(Post, post).uri)
    assert uri.encode() in on_the_disk()

    hours.moves(days=1, minutes=1)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    assert near.waiting() == ["Delete"]
    assert uri.encode() not in on_the_disk()


async def test_every_deletion_stands_in_the_ledger(near: Neighbour, marisol: Member, hours: AClock):
    ground = Ground(near, marisol)
    by_hand, _ = marisol.posts("by hand"), marisol.posts("by itself", lasts_days=1)

    ground.writes(deleting.delete_post, marisol.id, by_hand, key=near.house.key, now=ground.now)
    hours.moves(days=1, minutes=1)
    await wiring.runner(near.envoy).settle()

    ledger = near.house.database.read_now(lambda session: session.scalars(select(Deletion.kind)).all())
    assert ledger == ["post", "post"]


async def test_within_the_hour_the_house_writes_anew_by_itself(
    near: Neighbour, marisol: Member, hours: AClock, kind: str
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    post = marisol.posts("goes")
    await runner.settle()
    before = places(near.house, kind)

    ground.writes(deleting.delete_post, marisol.id, post, key=near.house.key, now=ground.now)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    assert places(near.house, kind) != before


async def test_nothing_is_written_anew_where_nothing_changed(near: Neighbour, marisol: Member, kind: str):
    scrubber = Scrubber(near.house.database)
    marisol.posts("stays")
    first = places(near.house, kind)
    await scrubber.write_anew(near.envoy.clock())
    before = places(near.house, kind)

    await scrubber.write_anew(near.envoy.clock() + timedelta(hours=1))

    assert places(near.house, kind) == before
    if kind == "sqlite":  # PostgreSQL had nothing to write anew yet
        assert before != first


@pytest.mark.parametrize(
    "kind", ["sqlite"], indirect=True
)  # PostgreSQL has nothing between a dead row and writing anew
async def test_what_the_shifting_of_pages_left_behind_goes_with_writing_anew(near: Neighbour, kind: str):
    """What `secure_delete` does not reach: rows that grow and go in no order, in pages shared with others."""
    scrubber, file = Scrubber(near.house.database), Path(near.house.settings.data) / "parasol.db"
    gone = near.house.database.write_now(shift_pages, random.Random(1))
    await scrubber.empty_log(near.envoy.clock())
    assert [words for words in gone if words in file.read_bytes()] != []

    await scrubber.write_anew(near.envoy.clock())

    assert [words for words in gone if words in file.read_bytes()] == []


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # PostgreSQL keeps its own log
async def test_what_reads_for_long_puts_the_log_off_and_stops_nobody(near: Neighbour, marisol: Member, kind: str):
    scrubber = Scrubber(near.house.database)
    with near.house.database._reading.connect() as reader:
        reader.execute(text("SELECT count(*) FROM posts"))
        marisol.posts("written meanwhile")

        began = time.monotonic()
        emptied = await scrubber.empty_log(near.envoy.clock())
        marisol.posts("and this")
        waited = time.monotonic() - began

    assert emptied is False
    assert waited < 30  # a quarter of a second, and what a busy machine adds
    assert await scrubber.empty_log(near.envoy.clock()) is True


def sentences(chance: random.Random) -> list[tuple[str, dict[str, object]]]:
    """Posts of every length, of words that stand nowhere else and cannot be packed; every sixth ends by itself."""
    lengths = (2, 4, 10, 40, 150)
    return [
        (
            " ".join(f"planted-{new_token()}" for _ in range(chance.choice(lengths))),
            {"lasts_days": 1} if n % 6 == 0 else {},
        )
        for n in range(220)
    ]


def shift_pages(session: Session, chance: random.Random) -> list[bytes]:
    """Many rows in a table, some of which grow, half of which go; what stood in those."""
    session.execute(text("CREATE TABLE scratch (id INTEGER PRIMARY KEY, words TEXT)"))
    session.execute(text("CREATE INDEX ix_scratch ON scratch (words)"))
    words = [f"planted-{n:05}-" + "x" * chance.choice((30, 100, 300, 900)) for n in range(3000)]
    for n, each in enumerate(words):
        session.execute(text("INSERT INTO scratch VALUES (:n, :words)"), {"n": n, "words": each})
        if n % 3 == 0:
            grown = {"n": chance.randrange(n + 1)}
            session.execute(text("UPDATE scratch SET words = words || 'and more of it' WHERE id = :n"), grown)
    gone = chance.sample(range(3000), 1500)
    for n in gone:
        session.execute(text("DELETE FROM scratch WHERE id = :n"), {"n": n})
    return [words[n][:14].encode() for n in gone]


def ends_of(words: str) -> tuple[bytes, bytes]:
    """The first word and the last."""
    return words.split()[0].encode(), words.split()[-1].encode()


def let_half_go(ground: Ground, planted: dict[int, tuple[bytes, bytes]]) -> set[int]:
    """Delete half of those without an end, in no order; those that stay."""
    lasting = [post for n, post in enumerate(planted) if n % 6]
    random.Random(11).shuffle(lasting)
    half = len(lasting) // 2
    for post in lasting[:half]:
        ground.writes(deleting.delete_post, ground.member.id, post, key=ground.near.house.key, now=ground.now)
    return set(lasting[half:])


async def hours_pass(near: Neighbour, runner: object, hours: AClock, *, lost: int) -> None:
    """Long enough for everything to be written anew."""
    if not near.house.database.on_sqlite:
        wait_for_counters(near.house, lost)
        let_every_connection_count(near.house)
    hours.moves(minutes=61)
    await runner.settle()  # type: ignore[attr-defined]


def let_every_connection_count(house: House) -> None:
    """PostgreSQL counts what a connection did a while after, ten seconds and more: at once, when it ends."""
    connections = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    earlier = set(house.database.write_now(lambda session: session.scalars(connections).all()))
    house.database.engine.dispose()
    until = time.monotonic() + 30
    while earlier & set(house.database.write_now(lambda session: session.scalars(connections).all())):
        assert time.monotonic() < until
        time.sleep(0.1)


def wait_for_counters(house: House, lost: int, table: str = "posts") -> None:
    """PostgreSQL counts what was deleted a moment later, which hourly work never notices."""
    count = text("SELECT n_tup_del FROM pg_stat_user_tables WHERE relname = :table").bindparams(table=table)
    until = time.monotonic() + 30
    while house.database.write_now(lambda session: session.scalar(count)) < lost:
        assert time.monotonic() < until
        time.sleep(0.3)


def database_files(house: House, postgres: Postgres) -> list[Path]:
    postgres.run("CHECKPOINT")
    number = house.database.read_now(
        lambda session: session.scalar(
            text("SELECT oid FROM pg_database WHERE datname = :name").bindparams(
                name=database_of(house.settings.database_url)
            )
        )
    )
    return [path for path in (postgres.folder / "data" / "base" / str(number)).iterdir() if path.is_file()]


def places(house: House, kind: str) -> object:
    """Where things lie: another place, or on SQLite a higher number, after they were written anew."""
    asked = "SELECT pg_relation_filenode('posts')" if kind == "postgres" else "PRAGMA schema_version"
    return house.database.read_now(lambda session: session.scalar(text(asked)))


def reached(session: Session, post_id: int, ally_id: int) -> None:
    session.add(Reach(post_id=post_id, ally_id=ally_id))
