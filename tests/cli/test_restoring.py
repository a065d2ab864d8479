"""A backup is the whole house, and a restored house is what it was, without what was deleted since."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AppToken, Invitation, SignIn
from app.basics.clock import now
from app.posts.actions.deleting import delete_post
from app.posts.models import Post
from app.storage.house import House
from tests.world.cast import Member, join
from tests.world.hosts import Host, posts_a_picture
from tests.world.houses import Templates
from tests.world.postgres import Postgres

SECRET = "the blue door on Kanaalstraat 7"
ENDED = ("sessions", "app_tokens", "authorisation_codes", "invitations")


def texts(session: Session) -> list[str]:
    return sorted(session.scalars(select(Post.source)))


def deletes(member: Member, post_id: int) -> None:
    member.house.database.write_now(delete_post, member.id, post_id, key=member.house.key, now=now())


def test_a_restored_house_is_what_it_was(host: Host, a_member: Member, another_member: Member):
    another_member.follows(a_member)
    posts_a_picture(a_member)
    another_member.posts("Only for those who follow me", "followers")
    before, files = host.rows(*ENDED), host.files()
    backup = host.backs_up()
    a_member.posts("Written after the backup")
    posts_a_picture(another_member, "A picture after the backup")

    said = host.restores(backup)

    assert host.rows(*ENDED) == before
    assert host.files() == files
    assert len(files) == 2
    assert "0 posts, 0 accounts" in said


def test_nothing_can_be_read_in_a_backup_without_its_identity(host: Host, a_member: Member):
    posts_a_picture(a_member, SECRET)

    content = host.backs_up().read_bytes()

    assert content.startswith(b"age-encryption.org/v1")
    for planted in (SECRET.encode(), b"marisol", b"pixels of a balcony", host.house.key._secret):
        assert planted not in content
    assert (host.folder / "night.age").stat().st_mode & 0o777 == 0o600


def test_what_was_deleted_since_does_not_come_back(host: Host, a_member: Member, another_member: Member):
    deleted = posts_a_picture(a_member, SECRET)
    posts_a_picture(another_member, "This one stays")
    a_member.posts("So does this")
    backup = host.backs_up()
    deletes(a_member, deleted)
    kept = host.files()

    said = host.restores(backup)

    assert host.house.database.read_now(texts) == ["So does this", "This one stays"]
    assert "1 posts, 0 accounts" in said
    assert len(host.files()) == 2
    assert set(host.files()) < set(kept)
    assert not [path for path in host.settings.data.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
