"""Who hears that what they quoted says something else now."""

import pytest
from sqlalchemy import select

from app.accounts.actions import blocking
from app.basics.clock import now
from app.notifications import quotes
from app.notifications.models import Notification
from app.posts.actions import editing, muting
from app.posts.actions.editing import Edit
from app.storage.house import House
from tests.world.cast import Member, join
from tests.world.counting import counted
from tests.world.quoting import lets_quote, quotes_it, takes_back

pytestmark = pytest.mark.anyio


def told(member: Member) -> list[int]:
    """About which of their own posts, whether or not they are shown it."""
    rows = select(Notification.post_id).where(
        Notification.account_id == member.id, Notification.kind == "quoted_update"
    )
    return member.house.database.read_now(lambda session: [one for one in session.scalars(rows) if one])


def edits(member: Member, post_id: int, text: str) -> None:
    origin, key = member.house.settings.origin, member.house.key
    member.house.database.write_now(
        editing.edit_post, member.id, post_id, Edit(text), origin=origin, key=key, now=now()
    )


async def test_whoever_quotes_is_told_of_each_of_theirs_once(
    house: House, a_member: Member, another_member: Member, settle
):
    vera, post_id = join(house, "vera"), lets_quote(a_member)
    first, second, third = (quotes_it(one, post_id) for one in (another_member, another_member, vera))
    own = quotes_it(a_member, post_id)

    edits(a_member, post_id, "soup at eight")
    edits(a_member, post_id, "soup at eight, bring bowls")
    await settle()

    assert sorted(told(another_member)) == [first, second]
    assert told(vera) == [third]
    assert own not in told(a_member)


def test_many_who_quoted_are_found_as_quickly_as_one(house: House, a_member: Member, another_member: Member):
    post_id, costs = lets_quote(a_member), list[int]()

    for _ in range(2):
        for _ in range(4):
            quotes_it(another_member, post_id)
        with counted(house) as cost:
            house.database.write_now(quotes.tell_of_edit, post_id, now=now())
        asked = [one for one in cost.statements if "notifications" in one or "quotes" in one]
        costs.append(sum(not one.startswith("INSERT") for one in asked))

    assert costs == [2, 2]


@pytest.mark.parametrize("apart", ["a muted thread", "a muted author", "a quote that was taken back"])
async def test_nobody_is_told_across(house: House, a_member: Member, another_member: Member, settle, apart: str):
    post_id = lets_quote(a_member)
    quoting = quotes_it(another_member, post_id)
    if apart == "a muted thread":
        house.database.write_now(muting.mute_thread, another_member.id, quoting, now=now())
    elif apart == "a muted author":
        house.database.write_now(blocking.mute, another_member.id, a_member.id, notifications=True, now=now())
    else:
        takes_back(a_member, post_id, quoting)

    edits(a_member, post_id, "soup at eight")
    await settle()

    assert told(another_member) == []
