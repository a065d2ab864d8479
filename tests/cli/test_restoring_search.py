"""What search finds is in no backup: it is made anew from the restored posts, by what their authors choose today."""

from sqlalchemy import func, select

from app.posts.models import PostWords
from tests.timelines.searching import finds, settle
from tests.world.cast import Member
from tests.world.hosts import Host


def test_a_restored_house_is_searched_as_before(host: Host, a_member: Member, another_member: Member):
    another_member.chooses(findable=True)
    mine, theirs = a_member.posts("red umbrella"), another_member.posts("blue umbrella")
    settle(host.house)
    backup = host.backs_up()

    host.restores(backup)

    assert (
        host.house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(PostWords))) == 0
    )
    assert finds(seen(host, a_member), "umbrella") == [theirs, mine]


def test_whoever_took_their_yes_back_since_is_not_found_again(host: Host, a_member: Member, another_member: Member):
    another_member.chooses(findable=True)
    another_member.posts("blue umbrella")
    settle(host.house)
    backup = host.backs_up()
    another_member.chooses(findable=False)

    host.restores(backup)

    assert finds(seen(host, a_member), "umbrella") == []
    assert not seen(host, another_member).facts.findable
    assert b'"indexable":false' in seen(host, another_member).facts.card


def seen(host: Host, member: Member) -> Member:
    """The same member in the restored house."""
    return Member(host.house, member.id, member.name, member.key)
