"""What a backup promises of one moment, of older schemas and of memory, whoever writes meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, delete, insert, select
from sqlalchemy.orm import Session

from app.allies.models import Ally
from app.basics.clock import now
from app.posts import files
from app.posts.models import Picture, Post
from app.storage import Database
from app.storage.backup import envelope, frames, taking
from app.storage.backup.frames import Rows
from app.storage.backup.taking import Files, Taken, snapshot
from app.storage.house import House
from app.storage.sealing import HouseKey
from migrations import run
from tests.world.cast import Member, join
from tests.world.hosts import Host, posts_a_picture


def stream(house: House, taken: Taken, revision: str = "") -> Iterator[bytes]:
    named = Files(files.named_files, lambda name: house.database.read_now(files.is_named, name))
    return snapshot(house, named, taken, revision=revision or str(run.newest()), now=now())


def frames_of(pieces: Iterator[bytes]) -> list[frames.Frame]:
    return [frame for _, frame in frames.unframed(BytesIO(b"".join(pieces)))]


def rows_of(found: list[frames.Frame], table: str) -> int:
    return sum(len(frame.rows) for frame in found if isinstance(frame, Rows) and frame.table == table)


def loses(member: Member, post_id: int) -> None:
    """The post is deleted, and its files are removed as well."""
    database, blobs = member.house.database, member.house.blobs
    pictures = select(Picture.blob).where(Picture.post_id == post_id)
    gone = database.read_now(lambda session: list(session.scalars(pictures)))
    database.write_now(lambda session: session.execute(delete(Post).where(Post.id == post_id)) and None)
    for blob in gone:
        blobs.delete_now(f"{blob}/full")
        blobs.delete_now(f"{blob}/small")


def breaks_off_restoring(host: Host, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full when every file was put and no row names them yet."""

    def broken() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.sync", broken)
    with pytest.raises(OSError, match="No space"):
        host.restores(backup)
    monkeypatch.undo()


def test_a_backup_shows_one_moment(a_member: Member):
    a_member.posts("Before")
    pieces = stream(a_member.house, Taken())
    first = next(pieces)

    a_member.posts("Meanwhile")
    join(a_member.house, "juno")
    found = frames_of(chain([first], pieces))

    assert rows_of(found, "posts") == 1
    assert rows_of(found, "accounts") == 1


def test_what_was_deleted_while_the_backup_was_made_is_deleted_when_it_is_restored(host: Host, a_member: Member):
    going, staying = posts_a_picture(a_member, "This one goes"), posts_a_picture(a_member, "This one stays")
    taken = Taken()
    pieces = stream(a_member.house, taken)
    first = next(pieces)
    loses(a_member, going)
    backup = host.folder / "night.age"
    with backup.open("wb") as out:
        envelope.encrypt(chain([first], pieces), out, [envelope.recipient(host.recipient)])
    host.loses_its_database()

    host.restores(backup)

    assert len(taken.deleted_meanwhile) == 2
    assert host.house.database.read_now(lambda session: list(session.scalars(select(Post.id)))) == [staying]
    assert len(host.files()) == 2


def test_a_file_that_was_lost_before_costs_nobody_their_post(host: Host, a_member: Member):
    post_id = posts_a_picture(a_member, "My only words")
    host.house.blobs.delete_now(next(iter(host.files())))

    said = host.says("backup", str(host.folder / "night.age"), "--to", host.recipient)
    host.restores(host.folder / "night.age")

    assert "1 files that the database names are not there" in said
    assert host.house.database.read_now(lambda session: list(session.scalars(select(Post.id)))) == [post_id]


def test_a_restore_removes_no_file_that_is_none_of_ours(host: Host, a_member: Member):
    backup = host.backs_up()
    host.house.blobs.put_now("somebody/elses.txt", b"in the same store")
    host.house.blobs.put_now("AAAAAAAAAAAAAAAAAAAAAA/full", b"a picture that no row names")

    host.restores(backup)

    assert list(host.files()) == ["somebody/elses.txt"]


def test_what_a_restore_that_broke_off_has_put_is_removed_by_the_next_command(
    host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    """Nothing names those files, so nothing else would ever remove them."""
    going = posts_a_picture(a_member)
    backup = host.backs_up()
    loses(a_member, going)

    breaks_off_restoring(host, backup, monkeypatch)
    left = len(host.files())
    host.house.close()
    host.says("ally", "list")

    assert (left, len(host.files())) == (2, 0)


def test_a_restore_that_broke_off_on_an_empty_machine_stops_nothing_and_costs_no_file(
    host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    """Where there is no house yet every file looks like one that nothing names."""
    post_id = posts_a_picture(a_member)
    backup = host.backs_up()
    host.loses_its_database()
    before = host.files()
    breaks_off_restoring(host, backup, monkeypatch)
    host.house.close()

    host.says("migrate")

    assert host.files() == before
    host.restores(backup)
    assert host.files() == before
    assert host.house.database.read_now(lambda session: list(session.scalars(select(Post.id)))) == [post_id]


def test_frames_stay_small_however_many_rows_there_are(a_member: Member):
    def fill(session: Session) -> None:
        known = session.execute(select(Post.__table__)).mappings().one()
        rows = [{**known, "id": number, "uri": f"https://lantern.example/{number}"} for number in range(2000)]
        session.execute(insert(Post.__table__), rows)

    a_member.posts("word " * 90)
    a_member.house.database.write_now(fill)

    largest = max(map(len, stream(a_member.house, Taken())))

    assert largest < 2 * 256 * 1024


def test_rows_that_point_at_nothing_are_refused(host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    """Whatever made such a backup: what hangs in the air does not take the place of a house that stands."""
    a_member.posts("Before")
    everything = taking._tables
    monkeypatch.setattr(
        taking, "_tables", lambda connection: [table for table in everything(connection) if table.name != "accounts"]
    )
    backup = host.backs_up()
    monkeypatch.undo()
    before = host.rows()

    assert "do not belong together" in host.is_refused_to_restore(backup)
    assert host.rows() == before


def test_a_backup_of_an_older_schema_is_brought_to_the_newest(host: Host, a_member: Member, tmp_path: Path):
    """Made by an older version: its tables are made as they were, filled, and then migrated like any others."""
    older = replace(host.settings, data=tmp_path / "older", database_url=f"sqlite:///{tmp_path}/older/parasol.db")
    house = House(older, host.house.key, Database(older), host.house.blobs)
    with house.database.engine.begin() as connection:
        run.upgrade(connection, "0001")
        _found_as_then(connection, host.house.key)
    backup = host.folder / "older.age"
    with backup.open("wb") as out:
        envelope.encrypt(stream(house, Taken(), "0001"), out, [envelope.recipient(host.recipient)])
    house.close()
    host.loses_its_database()

    host.restores(backup)

    assert run.standing(host.house.database.engine) == run.newest()
    assert host.house.database.read_now(lambda session: session.scalars(select(Ally.origin)).all()) == [
        "https://harbour.example"
    ]


def _found_as_then(connection: Connection, key: HouseKey) -> None:
    """The first rows of a house of the first schema, and an ally."""
    known = MetaData()
    known.reflect(connection, only=["community", "allies"])
    house = {
        "id": 1, "name": "Lantern House", "neutral_title": "Notes", "exit_address": "", "set_up": True,
        "address_key_sealed": key.seal(bytes(32), "address key"),
        "private_key_sealed": key.seal(b"a private key", "instance key"), "public_key": "its public key",
    }  # fmt: skip
    ally = {
        "id": 7, "origin": "https://harbour.example", "host": "harbour.example", "state": "allied", "by_hand": False,
        "scopes": "posts", "changed_at": 1_700_000_000_000,
    }  # fmt: skip
    connection.execute(insert(known.tables["community"]), house)
    connection.execute(insert(known.tables["allies"]), ally)
