"""What is no whole backup of this house for this key is refused with a sentence, and nothing is changed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from msgspec.msgpack import encode as packed

from app.accounts import community
from app.storage.backup import frames, restoring
from app.storage.backup.frames import Tally
from app.storage.house import House
from app.storage.sealing import HouseKey
from migrations import run
from tests.world.cast import Member, join
from tests.world.hosts import Host, identity_file, posts_a_picture

WHOLE = "The backup is cut off or altered"


@pytest.fixture
def backup(host: Host, a_member: Member) -> Path:
    """A good one, and something written since."""
    posts_a_picture(a_member)
    a_member.posts("lantern " * 60)
    made = host.backs_up()
    a_member.posts("Since the backup")
    return made


def nothing_changed(host: Host, before: dict[str, list[tuple[object, ...]]]) -> bool:
    left = {path.name for path in host.settings.data.iterdir()} & {"parasol.db.restoring", "parasol.db.restored"}
    return host.rows() == before and not left


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda content: b"", "That file is no backup"),
        (lambda content: b"not a backup at all, whatever its name says", "That file is no backup"),
        (lambda content: content[:100], "That file is no backup"),
        (lambda content: content[:-1], WHOLE),
        (lambda content: content[: len(content) // 2], WHOLE),
        (lambda content: content[:-200] + bytes([content[-200] ^ 1]) + content[-199:], WHOLE),
        (lambda content: content + b"more", WHOLE),
    ],
    ids=["0 bytes", "another file", "a head alone", "a byte short", "half", "a bit turned", "longer"],
)
def test_a_spoilt_file_changes_nothing(host: Host, backup: Path, spoil: Callable[[bytes], bytes], sentence: str):
    before = host.rows()
    backup.write_bytes(spoil(backup.read_bytes()))

    assert host.is_refused_to_restore(backup).startswith(sentence)
    assert nothing_changed(host, before)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda plain: b"tar " + plain, "What is encrypted there is no backup"),
        (lambda plain: plain[:-40], WHOLE),
        (lambda plain: plain + frames.framed(b"\x90"), "The backup holds something"),
        (lambda plain: plain.replace(b"lantern lantern", b"lantern cannery", 1), "The backup is not whole"),
        (
            lambda plain: plain.replace(b"https://lantern.example", b"https://another.example", 1),
            "The backup is not whole",
        ),
        (lambda plain: plain.replace(packed(run.newest()), packed("9999"), 1), "The backup is not whole"),
    ],
    ids=["another stream", "no tail", "a frame too many", "a word changed", "the head changed", "the schema changed"],
)
def test_whoever_knows_the_recipient_cannot_make_a_backup_of_this_house(
    host: Host, backup: Path, spoil: Callable[[bytes], bytes], sentence: str
):
    before, plain = host.rows(), host.decrypts(backup)
    assert spoil(plain) != plain
    backup.write_bytes(pyrage.encrypt(spoil(plain), [pyrage.x25519.Recipient.from_str(host.recipient)]))

    assert host.is_refused_to_restore(backup).startswith(sentence)
    assert nothing_changed(host, before)


def test_whoever_opens_backups_cannot_change_one_without_the_key_of_the_house(host: Host, backup: Path):
    """They count and hash anew what they have changed, and prove it with a key of their own."""
    stream = host.decrypts(backup)
    (head, _), *others = frames.unframed(BytesIO(stream))
    tally, changed = Tally(), list[bytes]()
    for content, frame in others:
        changed.append(content.replace(b"lantern lantern", b"lantern cannery", 1))
        if isinstance(frame, frames.Rows):
            tally.rows(frame.table, len(frame.rows), changed[-1])
        elif isinstance(frame, frames.File):
            tally.file(changed[-1])
        else:
            assert isinstance(frame, frames.Tail)
            for table in frame.tables:
                tally.rows(table, 0, b"")
            changed[-1] = frames.pack(tally.tail(head, frame.missing, HouseKey(bytes(32))))
    made = frames.MAGIC + b"".join(map(frames.framed, [head, *changed]))
    assert b"lantern cannery" in made
    before = host.rows()
    backup.write_bytes(pyrage.encrypt(made, [pyrage.x25519.Recipient.from_str(host.recipient)]))

    assert host.is_refused_to_restore(backup).startswith("The backup is not whole")
    assert nothing_changed(host, before)


def test_a_frame_that_would_fill_the_memory_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frames, "MOST", 1000)
    stream = BytesIO(frames.MAGIC + frames.framed(bytes(100_000)))

    with pytest.raises(frames.BackupRefused, match="cut off or altered"):
        next(frames.unframed(stream))

    assert stream.tell() < 100


def test_a_backup_that_was_changed_between_looking_and_restoring_is_refused(
    host: Host, backup: Path, a_member: Member, monkeypatch: pytest.MonkeyPatch
):
    """Another one of the same house, whole in itself: nobody said yes to that one."""
    other, look = host.backs_up("morning.age").read_bytes(), restoring.checked

    def swapped(*given: Any, **more: Any) -> tuple[frames.Head, frames.Tail]:
        found = look(*given, **more)
        backup.write_bytes(other)
        return found

    monkeypatch.setattr(restoring, "checked", swapped)
    before = host.rows()

    assert "was changed while it was being restored" in host.is_refused_to_restore(backup)
    assert nothing_changed(host, before)


def test_a_backup_by_a_newer_version_is_refused(host: Host, backup: Path, monkeypatch: pytest.MonkeyPatch):
    before = host.rows()
    monkeypatch.setattr(run, "knows", lambda revision: False)

    assert "This backup was made by a newer version" in host.is_refused_to_restore(backup)
    assert nothing_changed(host, before)


def test_a_house_of_a_newer_version_is_not_replaced_by_what_cannot_know_it(
    host: Host, backup: Path, monkeypatch: pytest.MonkeyPatch
):
    """What was deleted there, and who keeps whom away, could not be read."""
    before, knows, asked = host.rows(), run.knows, list[str]()

    def knew_then(revision: str) -> bool:
        asked.append(revision)
        return knows(revision) and len(asked) == 1

    monkeypatch.setattr(run, "knows", knew_then)

    assert "The database here was made by a newer version" in host.is_refused_to_restore(backup)
    assert nothing_changed(host, before)


def test_a_backup_in_a_newer_format_is_refused(host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frames, "FORMAT", 2)
    newer = host.backs_up()
    monkeypatch.undo()

    assert "made by a newer version" in host.is_refused_to_restore(newer)


def test_another_identity_opens_nothing(host: Host, backup: Path, tmp_path: Path):
    host.identity, _ = identity_file(tmp_path)

    assert "was made for somebody else" in host.is_refused_to_restore(backup)


def test_a_restore_with_another_key_file_is_refused(host: Host, backup: Path):
    before = host.rows()
    host.settings.key_file.write_text("ab" * 32)

    assert "The key file here is not the one of the house in that backup" in host.is_refused_to_restore(backup)
    assert nothing_changed(host, before)


def test_a_restore_without_a_key_file_is_refused(host: Host, backup: Path):
    host.settings.key_file.unlink()

    assert "parasol key import" in host.is_refused_to_restore(backup)
    assert not host.settings.key_file.exists()


def test_a_backup_of_another_house_is_refused(
    host: Host, make_house: Callable[[str], House], make_host: Callable[[House], Host]
):
    harbour = make_host(make_house("harbour"))
    join(harbour.house, "nadia")
    theirs = harbour.backs_up("theirs.age")
    host.identity = harbour.identity

    assert "The key file here is not the one" in host.is_refused_to_restore(theirs)


def test_a_backup_does_not_replace_another_house(
    host: Host, backup: Path, make_house: Callable[[str], House], make_host: Callable[[House], Host]
):
    """Somebody brought the key of the first house to where a second one lives."""
    harbour = make_host(make_house("harbour"))
    join(harbour.house, "nadia")
    harbour.settings.key_file.write_bytes(host.settings.key_file.read_bytes())
    object.__setattr__(harbour.settings, "origin", host.settings.origin)
    harbour.identity, before = host.identity, harbour.rows()

    assert "is of another house" in harbour.is_refused_to_restore(backup)
    assert harbour.rows() == before


def test_a_house_that_was_begun_anew_with_the_same_key_keeps_its_people(host: Host, backup: Path):
    """The database was lost, somebody began again, people joined: a backup found later takes nothing of theirs."""
    host.loses_its_database()
    host.says("migrate")
    host.house = House.opened(host.settings)
    host.house.database.write_now(community.founded, host.house.key)
    join(host.house, "nadia")
    before = host.rows()

    assert "is of another house" in host.is_refused_to_restore(backup)
    assert nothing_changed(host, before)


def test_a_backup_of_another_address_is_refused(host: Host, backup: Path):
    object.__setattr__(host.settings, "origin", "https://moved.example")

    assert "That is a backup of https://lantern.example" in host.is_refused_to_restore(backup)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # a database server knows by itself who is there
def test_a_database_that_something_else_has_open_is_not_replaced_under_it(host: Host, backup: Path, kind: str):
    """A host who looks at it by hand, say: what they write afterwards would be lost, and their log read by the new."""
    before = host.rows()
    host.house.close()
    with closing(sqlite3.connect(host.settings.data / "parasol.db")) as by_hand:
        by_hand.execute("SELECT count(*) FROM posts").fetchone()

        said = host.is_refused_to_restore(backup)

    assert "has the database open" in said
    host.house = House.opened(host.settings)
    assert nothing_changed(host, before)


def test_the_identity_must_be_named(host: Host, backup: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", StringIO(""))

    assert "--identity FILE" in host.is_refused("restore", str(backup))


@pytest.mark.parametrize(
    "content", ["", "# nothing", "AGE-SECRET-KEY-1NONSENSE", "-----BEGIN OPENSSH PRIVATE KEY-----"]
)
def test_an_identity_that_is_none_is_said(host: Host, backup: Path, content: str):
    host.identity.write_text(content)

    assert str(host.identity) in host.is_refused_to_restore(backup)


@pytest.mark.parametrize("recipient", ["", "age1nobody", "ssh-ed25519 AAAA", "marisol@lantern.example"])
def test_a_recipient_that_is_none_is_said(host: Host, a_member: Member, recipient: str):
    said = host.is_refused("backup", str(host.folder / "night.age"), "--to", recipient)

    assert "is nobody a backup can be made for" in said
    assert not (host.folder / "night.age").exists()


def test_the_secret_half_is_not_taken_for_a_recipient(host: Host, a_member: Member):
    secret = host.identity.read_text().splitlines()[1]

    said = host.is_refused("backup", str(host.folder / "night.age"), "--to", secret)

    assert "the secret half" in said
    assert secret not in said


def test_a_backup_replaces_a_file_only_when_told(host: Host, a_member: Member):
    path = host.folder / "night.age"
    path.write_text("something of the host's own")

    assert "is there already" in host.is_refused("backup", str(path), "--to", host.recipient)
    assert path.read_text() == "something of the host's own"

    host.says("backup", str(path), "--to", host.recipient, "--force")
    assert path.read_bytes().startswith(b"age-encryption.org/v1")


def test_a_backup_that_fails_leaves_nothing_behind(host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="No space left"):
        host.backs_up()
    assert {path.name for path in host.folder.iterdir()} == {"backups.txt"}


def test_several_people_can_open_one_backup(host: Host, a_member: Member, tmp_path: Path):
    second, recipient = identity_file(tmp_path)
    path = host.folder / "night.age"
    host.says("backup", str(path), "--to", host.recipient, "--to", recipient)

    for identity in (host.identity, second):
        assert "It is whole" in host.says("restore", str(path), "--identity", str(identity), "--check")
