"""What rings the bell is what is told elsewhere; for an app, as it asked; and never what it was."""

from collections.abc import Callable

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.actions import apps, blocking
from app.accounts.models import Account
from app.basics.clock import now
from app.posts.actions import muting
from app.push import letters
from app.storage.house import House
from tests.world.cast import Member
from tests.world.pushing import AnAppsKeys, APushService, Ringing

pytestmark = pytest.mark.anyio


@pytest.fixture
def let_in(house: House) -> Callable[[Member], str]:
    """An app that a member has let in; its token."""

    def give(session: Session, member: Member) -> str:
        app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "push", "", key=house.key, now=now())
        return apps.give_token(session, app.id, member.id, "push", member_key=None, now=now())

    return lambda member: house.database.write_now(give, member)


async def rings_within(ringing: Ringing, **time: float) -> int:
    """How often the service was asked by then."""
    await ringing.settles()
    await ringing.passes(**time)
    return len(ringing.service.got)


async def test_what_somebody_writes_to_a_member_rings(ringing: Ringing, a_member: Member, another_member: Member):
    ringing.asks_in_a_browser(a_member)

    another_member.posts("@marisol are you there?")

    assert await rings_within(ringing, minutes=11) == 1


async def test_what_does_not_ring_the_bell_does_not_ring_anywhere(
    ringing: Ringing, a_member: Member, another_member: Member, joining_house: Callable[[str], Member]
):
    oda, database = joining_house("oda"), ringing.house.database
    ringing.asks_in_a_browser(a_member)
    thread = a_member.posts("at the canal")
    database.write_now(blocking.block, a_member.id, another_member.id, now=ringing.clock())
    database.write_now(blocking.mute, a_member.id, oda.id, notifications=True, now=ringing.clock())
    database.write_now(muting.mute_thread, a_member.id, thread, now=ringing.clock())

    ringing.rings(a_member, by=another_member)
    ringing.rings(a_member, by=oda)
    ringing.rings(a_member, by=joining_house("ines"), kind="favourite", post_id=thread)
    ringing.rings(a_member, by=a_member, kind="favourite", post_id=thread)
    another_member.posts("to nobody in particular")

    assert await rings_within(ringing, minutes=11) == 0


async def test_who_is_blocked_before_the_moment_has_come_is_not_told_of(
    ringing: Ringing, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    ringing.house.database.write_now(blocking.block, a_member.id, another_member.id, now=ringing.clock())

    assert await rings_within(ringing, minutes=11) == 0


@pytest.mark.parametrize(("alert", "is_told"), [("follow", True), ("follow_request", False)])
async def test_an_apps_alerts_say_what_counts(
    ringing: Ringing, a_member: Member, another_member: Member, let_in, alert: str, is_told: bool
):
    ringing.asks_in_an_app(let_in(a_member), a_member, AnAppsKeys(), alerts={"follow": True, "poll": True})

    ringing.rings(a_member, by=another_member, kind=alert)

    assert await rings_within(ringing, minutes=11) == int(is_told)


@pytest.mark.parametrize(
    ("policy", "who_follows", "is_told"),
    [
        ("all", "nobody", True),
        ("none", "both", False),
        ("followed", "nobody", False),
        ("followed", "the member", True),
        ("followed", "the other", False),
        ("follower", "the other", True),
        ("follower", "the member", False),
    ],
)
async def test_an_apps_policy_says_of_whom(
    ringing: Ringing, a_member: Member, another_member: Member, let_in, policy: str, who_follows: str, is_told: bool
):
    if who_follows in {"the member", "both"}:
        a_member.follows(another_member)
    if who_follows in {"the other", "both"}:
        another_member.follows(a_member)
    await ringing.settles()
    ringing.asks_in_an_app(let_in(a_member), a_member, AnAppsKeys(), alerts={"reblog": True}, policy=policy)

    ringing.rings(a_member, by=another_member, kind="reblog", post_id=a_member.posts())

    assert await rings_within(ringing, minutes=11) == int(is_told)


async def test_an_app_reads_the_neutral_line_and_nobody_on_the_way_reads_anything(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member, let_in
):
    keys, token = AnAppsKeys(), let_in(a_member)
    ringing.asks_in_an_app(token, a_member, keys)

    another_member.posts("@marisol the keys are with the neighbour")
    assert await rings_within(ringing, minutes=11) == 1

    [pushed] = a_push_service.got
    read = keys.opens(pushed.body)
    assert msgspec.json.decode(read) == {
        "notification_id": 0,
        "notification_type": "mention",
        "preferred_locale": "en",
        "icon": "",
        "title": "Notes",
        "body": "Something new",
    }
    assert pushed.headers["content-encoding"] == "aes128gcm"
    assert not any(word in read for word in (b"juno", b"marisol", b"neighbour", token.encode(), b"Lantern"))
    with pytest.raises(InvalidTag):
        AnAppsKeys().opens(pushed.body)


async def test_whatever_rang_is_said_in_the_same_words(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member, let_in
):
    one, other = AnAppsKeys(), AnAppsKeys()
    ringing.asks_in_an_app(let_in(a_member), a_member, one)
    ringing.asks_in_a_browser(another_member)

    ringing.rings(a_member, by=another_member, kind="follow_request")
    assert await rings_within(ringing, minutes=11) == 1
    first = one.opens(a_push_service.got[0].body)
    ringing.asks_in_an_app(let_in(a_member), a_member, other)
    ringing.rings(a_member, by=another_member, kind="reblog", post_id=a_member.posts())
    await rings_within(ringing, minutes=11)

    assert other.opens(a_push_service.got[-1].body) == first


async def test_it_speaks_the_members_language_in_a_message_as_long_as_any(
    ringing: Ringing, a_push_service: APushService, a_member: Member, another_member: Member, let_in
):
    keys = AnAppsKeys()
    ringing.asks_in_an_app(let_in(a_member), a_member, keys)
    russian = update(Account).where(Account.id == a_member.id).values(language="ru")
    ringing.house.database.write_now(lambda session: session.execute(russian) and None)

    ringing.rings(a_member, by=another_member)
    assert await rings_within(ringing, minutes=11) == 1

    said = msgspec.json.decode(keys.opens(a_push_service.got[0].body))
    assert said["preferred_locale"] == "ru"
    assert {len(letters.neutral("Notes", language)) for language in ("en", "ru", "zh")} == {256}


async def test_a_mark_that_is_left_over_goes_when_the_bell_rings(
    ringing: Ringing, a_member: Member, another_member: Member
):
    ringing.asks_in_a_browser(a_member)
    [asked] = ringing.asked()
    ringing.house.database.write_now(lambda session: session.delete(session.get(type(asked), asked.id)))

    ringing.rings(a_member, by=another_member)
    await ringing.settles()

    marked = select(Account.has_push).where(Account.id == a_member.id)
    assert ringing.house.database.read_now(lambda session: session.scalar(marked)) is False
    assert ringing.waiting() == 0
