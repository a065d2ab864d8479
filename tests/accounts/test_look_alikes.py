"""Names that are read as somebody else's."""

import pytest
from sqlalchemy import select

from app.accounts import rules
from app.accounts.actions import joining, naming
from app.accounts.actions.leaving import leave_for_good
from app.accounts.look_alikes import skeleton
from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Invalid
from app.storage.house import House
from tests.accounts.test_coming_in import a_newcomer, an_invitation, joins
from tests.posts.test_who_may_read import befriend, guest
from tests.world.cast import Member, join


@pytest.mark.parametrize(
    ("one", "other"),
    [("marisol", "rnarisol"), ("marisol", "mar1s0l"), ("marisol", "mari_sol"), ("marisol", "marlsol"),
     ("wanda", "vvanda"), ("wanda", "v_vanda"), ("bernie", "bemie"), ("oil", "0ll"), ("oil", "o1_1")],
)  # fmt: skip
def test_names_that_look_alike_have_one_skeleton(one: str, other: str):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("marisol", "marisola"), ("juno", "jumo"), ("vera", "wera"), ("ab", "ba")])
def test_names_that_do_not_are_told_apart(one: str, other: str):
    assert skeleton(one) != skeleton(other)


def test_every_other_letter_and_digit_stands_for_itself():
    others = "abcdefghjklmnopqrstuvwxyz23456789"

    assert [skeleton(each) for each in others] == list(others)


@pytest.mark.parametrize("name", ["rnarisol", "MAR1S0L", "_marisol_", "marlsoi"])
def test_nobody_comes_in_under_a_name_that_looks_like_a_members(house: House, a_member: Member, name: str):
    with pytest.raises(Invalid, match=rules.NAME_NOT_FREE) as refusal:
        joins(house, an_invitation(house, a_member), a_newcomer(name))

    assert refusal.value.field == "name"


def test_somebody_who_looks_like_nobody_here_comes_in(house: House, a_member: Member):
    assert joins(house, an_invitation(house, a_member), a_newcomer("marisola"))


def test_a_name_at_an_ally_is_free_here(house: House, a_member: Member):
    guest(house, befriend(house), "oda")

    assert joins(house, an_invitation(house, a_member), a_newcomer("oda"))


@pytest.mark.parametrize("name", ["rn_vv01il", "Vv0_rn", "w_e_r_n_a"])
def test_the_database_sees_what_words_see(house: House, name: str):
    join(house, name)

    look = select(naming.skeleton_of(Account.folded)).where(Account.host == "")

    assert house.database.read_now(lambda session: session.scalar(look)) == skeleton(rules.folded(name))


@pytest.mark.parametrize("name", ["admin", "Adm1n", "0fficial", "rnoderator", "steward_", "parasoI"])
def test_what_looks_like_a_reserved_name_is_refused_with_the_sentence_for_a_taken_one(
    house: House, a_member: Member, name: str
):
    with pytest.raises(Invalid, match=rules.NAME_NOT_FREE):
        joins(house, an_invitation(house, a_member), a_newcomer(name))


def test_a_name_that_was_somebodys_is_not_had_by_somebody_who_looks_like_them(house: House, a_member: Member):
    host = join(house, "vera", "steward")
    house.database.write_now(leave_for_good, a_member.id, key=house.key, now=now())

    with pytest.raises(Invalid, match=rules.NAME_NOT_FREE):
        joins(house, an_invitation(house, host), a_newcomer("rnarisol"))


def test_the_host_cannot_give_such_a_name_by_hand_either(house: House, a_member: Member):
    with pytest.raises(Invalid, match=rules.NAME_NOT_FREE):
        house.database.write_now(
            joining.add_member, a_newcomer("marls0l"), role="member", origin=house.settings.origin, key=house.key,
            now=now(),
        )  # fmt: skip
