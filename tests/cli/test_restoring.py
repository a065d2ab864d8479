"""A backup is the whole house, and a restored house is what it was, without what was deleted since."""

import asyncio
from io import StringIO

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.actions import blocking, following, leaving, pausing, signing_in
from app.accounts.actions.codes import renew_recovery_codes
from app.accounts.actions.signing_in import Proven
from app.accounts.models import Account, AppToken, Block, Invitation, SignIn
from app.allies import queries as allies
from app.allies.actions import ally_by_hand, pause
from app.allies.models import Ally
from app.allies.rules import USUAL
from app.basics.clock import now
from app.posts import queries
from app.posts.actions.deleting import delete_post
from app.posts.actions.receiving import receive_deletion
from app.posts.models import Post
from app.storage.deletions import Deletion, note_deletion
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.hosts import Host, posts_a_picture

SECRET = "the blue door on Kanaalstraat 7"
ENDED = ("sessions", "app_tokens", "authorisation_codes", "invitations")


def texts(session: Session) -> list[str]:
    return sorted(session.scalars(select(Post.source)))


def names(session: Session) -> list[str]:
    return sorted(session.scalars(select(Account.name)))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def deletes(member: Member, post_id: int) -> None:
    member.house.database.write_now(delete_post, member.id, post_id, key=member.house.key, now=now())


def leaves(member: Member) -> None:
    member.house.database.write_now(leaving.leave_for_good, member.id, key=member.house.key, now=now())


def files_with(host: Host, words: str) -> list[str]:
    """The files in the data folder whose bytes hold these words."""
    paths = [path for path in host.settings.data.rglob("*") if path.is_file()]
    return [path.name for path in paths if words.encode() in path.read_bytes()]


def test_a_restored_house_is_what_it_was(host: Host, a_member: Member, another_member: Member):
    another_member.follows(a_member)
    posts_a_picture(a_member)
    another_member.posts("Only for those who follow me", "followers")
    before, files = host.rows(*ENDED), host.files()
    backup = host.backs_up()
    a_member.posts("Written after the backup")
    posts_a_picture(another_member, "A picture after the backup")

    said = host.restores(backup)

    after = host.rows(*ENDED)
    assert after["outbox"].pop()[1] == "PostsToIndex"  # no backup holds what search finds
    assert after == before
    assert host.files() == files
    assert len(files) == 2
    assert "0 posts, 0 accounts" in said


def test_a_restored_house_goes_on(host: Host, a_member: Member):
    a_member.posts("Before")
    host.restores(host.backs_up())

    newcomer = join(host.house, "juno")
    newcomer.posts("After")

    assert host.house.database.read_now(texts) == ["After", "Before"]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # the files of a database server are its own
def test_a_restored_house_is_for_its_host_alone(host: Host, a_member: Member, kind: str):
    host.restores(host.backs_up())

    files = [path for path in host.settings.data.rglob("*") if path.is_file()]
    assert "parasol.db" in {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_nothing_can_be_read_in_a_backup_without_its_identity(host: Host, a_member: Member):
    posts_a_picture(a_member, SECRET)

    content = host.backs_up().read_bytes()

    assert content.startswith(b"age-encryption.org/v1")
    for planted in (SECRET.encode(), b"marisol", b"pixels of a balcony"):
        assert planted not in content
    assert (host.folder / "night.age").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in host.folder.iterdir()} == {"backups.txt", "night.age"}


def test_the_key_is_in_no_backup(host: Host, a_member: Member):
    posts_a_picture(a_member)
    backup = host.backs_up()
    secret = bytes.fromhex(host.settings.key_file.read_text())

    plain = host.decrypts(backup)

    assert b"marisol" in plain
    assert secret not in plain
    assert secret.hex().encode() not in plain


def test_a_post_deleted_since_does_not_come_back_nor_its_files(host: Host, a_member: Member, another_member: Member):
    deleted = posts_a_picture(a_member, SECRET)
    posts_a_picture(another_member, "This one stays")
    a_member.posts("So does this")
    backup = host.backs_up()
    deletes(a_member, deleted)
    before = host.files()

    said = host.restores(backup)

    assert host.house.database.read_now(texts) == ["So does this", "This one stays"]
    assert "1 posts, 0 accounts" in said
    assert len(host.files()) == 2
    assert set(host.files()) < set(before)
    assert files_with(host, SECRET) == []


def test_an_account_deleted_since_does_not_come_back(host: Host, a_member: Member, another_member: Member):
    posts_a_picture(a_member, SECRET)
    another_member.posts("I am still here")
    backup = host.backs_up()
    leaves(a_member)

    said = host.restores(backup)

    assert host.house.database.read_now(names) == ["juno"]
    assert host.house.database.read_now(texts) == ["I am still here"]
    assert host.files() == {}
    assert "1 accounts" in said
    assert files_with(host, SECRET) == []


def test_what_an_ally_deleted_since_does_not_come_back(host: Host, a_member: Member):
    deleted = a_member.posts(SECRET)
    uri = host.house.database.read_now(lambda session: session.get_one(Post, deleted).uri)
    backup = host.backs_up()
    host.house.database.write_now(receive_deletion, uri, a_member.id, key=host.house.key, now=now())

    host.restores(backup)

    assert host.house.database.read_now(texts) == []


def test_the_name_of_who_left_since_stays_retired(host: Host, a_member: Member):
    backup = host.backs_up()
    leaves(a_member)
    retired = host.rows()["retired_names"]

    host.restores(backup)

    assert host.rows()["retired_names"] == retired != []


def test_the_ledger_outlives_the_restore(host: Host, a_member: Member):
    deleted = a_member.posts(SECRET)
    backup = host.backs_up()
    deletes(a_member, deleted)

    host.restores(backup)
    host.restores(backup)

    assert host.house.database.read_now(texts) == []
    assert host.house.database.read_now(count, Deletion) == 1


def test_an_address_used_again_before_the_backup_is_not_deleted(host: Host, a_member: Member):
    """Whoever gives up waiting frees their name, and with it the address."""
    host.house.database.write_now(note, a_member)
    backup = host.backs_up()

    host.restores(backup)

    assert host.house.database.read_now(names) == ["marisol"]


def note(session: Session, member: Member) -> None:
    uri = session.get_one(Account, member.id).uri
    note_deletion(session, "account", uri, key=member.house.key, now=now())


def test_everybody_is_signed_out_and_open_invitations_are_void(host: Host, a_member: Member, a_steward: Member):
    a_member.signs_in()
    host.says("token", "marisol")
    backup = host.backs_up()
    assert host.house.database.read_now(count, SignIn) == host.house.database.read_now(count, AppToken) == 1

    host.restores(backup)

    for table in (SignIn, AppToken, Invitation):
        assert host.house.database.read_now(count, table) == 0


def test_a_block_made_since_holds(host: Host, a_member: Member, another_member: Member):
    another_member.follows(a_member)
    backup = host.backs_up()
    a_member.house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())

    host.restores(backup)

    assert host.house.database.read_now(count, Block) == 1
    assert host.rows()["follows"] == []


def test_whoever_hid_since_is_not_shown_again(host: Host, a_member: Member, another_member: Member):
    a_member.opens_their_page()
    another_member.opens_their_page()
    another_member.chooses(asks_before_follow=False)
    backup = host.backs_up()
    host.house.database.write_now(pausing.pause, a_member.id)
    another_member.chooses(open_page=False, asks_before_follow=True)

    host.restores(backup)

    marisol = host.house.database.read_now(lambda session: session.get_one(Account, a_member.id))
    juno = host.house.database.read_now(lambda session: session.get_one(Account, another_member.id))
    assert marisol.paused
    assert (juno.open_page, juno.asks_before_follow, juno.paused) == (False, True, False)
    assert b'"locked":true' in juno.card


def test_a_follower_who_was_removed_since_reads_nothing_again(host: Host, a_member: Member, another_member: Member):
    another_member.follows(a_member)
    a_member.follows(another_member)
    post = a_member.posts("For those who follow me", "followers")
    backup = host.backs_up()
    host.house.database.write_now(following.refuse_follower, a_member.id, another_member.id)

    host.restores(backup)

    assert not host.house.database.read_now(queries.several, another_member.viewer, [post])
    assert len(host.rows()["follows"]) == 1


def test_an_ally_paused_since_is_not_let_in_again(host: Host):
    origin = "https://harbour.example"
    host.house.database.write_now(ally_by_hand, origin, frozenset(USUAL), now=now())
    host.house.database.write_now(allied, origin)
    backup = host.backs_up()
    host.house.database.write_now(pause, origin, now=now())

    said = host.restores(backup)

    assert [ally.state for ally in host.house.database.read_now(allies.everyone)] == ["paused"]
    assert origin in said


def allied(session: Session, origin: str) -> None:
    session.execute(update(Ally).where(Ally.origin == origin).values(state="allied"))


def test_a_house_whose_database_is_gone_is_restored_and_told_what_that_means(host: Host, a_member: Member):
    a_member.posts(SECRET)
    backup = host.backs_up()
    host.loses_its_database()

    said = host.restores(backup)

    assert host.house.database.read_now(texts) == [SECRET]
    assert "what was deleted since the backup is not known" in said


def test_a_backup_can_be_checked_without_restoring_it(host: Host, a_member: Member):
    backup = host.backs_up()
    a_member.posts("Since")

    said = host.says("restore", str(backup), "--identity", str(host.identity), "--check")

    assert "It is whole and belongs to this house" in said
    assert host.house.database.read_now(texts) == ["Since"]


def test_the_identity_may_come_from_standard_input(host: Host, a_member: Member, monkeypatch: pytest.MonkeyPatch):
    backup = host.backs_up()
    monkeypatch.setattr("sys.stdin", StringIO(host.identity.read_text()))

    assert "It is whole" in host.says("restore", str(backup), "--check")


def test_what_somebody_changed_because_it_was_known_stays_changed(host: Host, a_member: Member):
    database = host.house.database
    old_code = database.write_now(renew_recovery_codes, a_member.id, a_member.key, key=host.house.key)[0]
    backup = host.backs_up()
    anew, proven = secrets.made_now("another lantern phrase"), Proven(a_member.id, a_member.key)
    database.write_now(signing_in.set_passphrase, proven, anew)
    code = database.write_now(renew_recovery_codes, a_member.id, a_member.key, key=host.house.key)[0]

    host.restores(backup)

    found = host.house.database.read_now(signing_in.credential_of, "marisol")
    assert found is not None
    assert asyncio.run(signing_in.prove(found, "another lantern phrase")) == proven
    with pytest.raises(signing_in.WrongPair):
        asyncio.run(signing_in.prove(found, PASSPHRASE))
    with pytest.raises(signing_in.WrongCode):
        host.house.database.write_now(signing_in.recover, "marisol", old_code, anew, key=host.house.key)
    back = host.house.database.write_now(signing_in.recover, "marisol", code, anew, key=host.house.key)
    assert back == proven
