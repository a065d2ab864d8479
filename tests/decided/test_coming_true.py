"""What decisions come to by themselves once nobody can appeal any more."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Credential
from app.basics.ids import new_id
from app.posts.models import Post
from app.storage.house import House
from moderation.appeals.models import Appeal
from moderation.decided import carrying_out
from moderation.measures import Measure
from tests.world.cast import NOON, Member, join
from tests.world.deciding import Decider, a_case, decision, time_passes
from tests.world.governing import BY_ONE, BY_PANEL, a_policy

APPEAL_OVER = NOON + timedelta(days=60)
EVIDENCE_OVER = NOON + timedelta(days=200)


@pytest.fixture
def deciders(house: House, a_steward: Member) -> tuple[Decider, Decider, Decider]:
    a_policy(house, a_steward.id)
    nao, ines = (Decider(join(house, name, "moderator")) for name in ("nao", "ines"))
    return nao, ines, Decider(a_steward, "steward")


def ends(deciders: tuple[Decider, Decider, Decider], whom: Member) -> int:
    first, second, third = deciders
    made = first.decides(a_case(whom.house, account_id=whom.id), Measure.END_ACCOUNT, BY_PANEL)
    second.agrees(made)
    third.agrees(made)
    return made


def sweep(house: House, work: Any, now: datetime) -> None:
    while house.database.write_now(work, now, key=house.key):
        pass


def can_sign_in(house: House, account_id: int) -> bool:
    return house.database.read_now(lambda session: session.get(Credential, account_id)) is not None


def appeals(house: House, decision_id: int, outcome: str) -> None:
    def write(session: Session) -> None:
        appeal = Appeal(id=new_id(NOON), decision_id=decision_id, opened_at=NOON, answer_by=NOON, outcome=outcome)
        session.merge(session.scalar(select(Appeal)) or appeal).outcome = outcome

    house.database.write_now(write)


def test_an_account_that_is_to_end_is_suspended_at_once_and_ends_when_nobody_can_appeal(
    house: House, deciders: tuple[Decider, Decider, Decider], a_member: Member
):
    ends(deciders, a_member)

    assert house.database.read_now(lambda session: session.get_one(Account, a_member.id)).suspended
    sweep(house, carrying_out.end_accounts, APPEAL_OVER - timedelta(seconds=1))
    assert can_sign_in(house, a_member.id)
    sweep(house, carrying_out.end_accounts, APPEAL_OVER)
    assert not can_sign_in(house, a_member.id)


def test_it_does_not_end_while_an_appeal_is_heard_nor_when_it_was_taken_back(
    house: House, deciders: tuple[Decider, Decider, Decider], a_member: Member, another_member: Member
):
    appealed, eased = ends(deciders, a_member), ends(deciders, another_member)
    appeals(house, appealed, "")
    deciders[1].eases(eased)

    sweep(house, carrying_out.end_accounts, APPEAL_OVER)
    assert can_sign_in(house, a_member.id)
    assert can_sign_in(house, another_member.id)

    appeals(house, appealed, "upheld")
    sweep(house, carrying_out.end_accounts, APPEAL_OVER)
    assert not can_sign_in(house, a_member.id)


def test_the_only_stewards_account_stays_suspended_and_does_not_end(
    house: House, deciders: tuple[Decider, Decider, Decider], a_steward: Member, a_member: Member
):
    olu = Decider(join(house, "olu", "moderator"))
    ends((deciders[0], deciders[1], olu), a_steward)

    house.database.write_now(carrying_out.end_accounts, APPEAL_OVER, key=house.key)
    assert can_sign_in(house, a_steward.id)
    assert house.database.read_now(lambda session: session.get_one(Account, a_steward.id)).suspended

    join(house, "petra", "steward")
    house.database.write_now(carrying_out.end_accounts, APPEAL_OVER, key=house.key)
    assert not can_sign_in(house, a_steward.id)


def test_a_removed_post_is_destroyed_with_what_was_kept_of_it(
    house: House, deciders: tuple[Decider, Decider, Decider], a_member: Member
):
    post_id = a_member.posts("not what was agreed")
    made = deciders[0].decides(a_case(house, post_id=post_id), Measure.REMOVE, BY_ONE)
    until = decision(house, made).evidence_until

    sweep(house, carrying_out.destroy_removed_posts, until - timedelta(seconds=1))
    assert house.database.read_now(lambda session: session.get(Post, post_id)) is not None
    sweep(house, carrying_out.destroy_removed_posts, until)

    assert house.database.read_now(lambda session: session.get(Post, post_id)) is None
    assert decision(house, made).post_id is None


def test_a_removal_that_was_taken_back_destroys_nothing(
    house: House, deciders: tuple[Decider, Decider, Decider], a_member: Member
):
    post_id = a_member.posts("all right after all")
    made = deciders[0].decides(a_case(house, post_id=post_id), Measure.REMOVE, BY_ONE)
    deciders[1].eases(made)

    sweep(house, carrying_out.destroy_removed_posts, EVIDENCE_OVER)
    time_passes(house, EVIDENCE_OVER)

    found = house.database.read_now(lambda session: session.get_one(Post, post_id))
    assert (found.removed, "all right after all" in found.source) == (False, True)
