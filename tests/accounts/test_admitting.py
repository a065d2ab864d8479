"""How a house lets newcomers in: at once, when members vouch, when a steward says yes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import community, queries
from app.accounts import newcomer_queries as newcomers
from app.accounts.actions import admitting, following, leaving, vouching
from app.accounts.models import Account, Newcomer, Vouch
from app.accounts.newcomer_queries import NewcomerFacts, NobodyWaits
from app.basics.clock import now
from app.basics.errors import Forbidden, Invalid, NotFound, Refused
from app.storage.deletions import Deletion
from app.storage.house import House
from tests.accounts.test_coming_in import a_newcomer, an_invitation, joins
from tests.world.cast import Member, join


def comes_in_by(house: House, admission: str, needed: int = 2, days: int = 90) -> None:
    """The stewards have chosen."""
    house.database.write_now(community.founded, house.key)
    house.database.write_now(admitting.choose_admission, "steward", admission, needed, days, now=now())


def asks(house: House, by: Member, name: str = "lupe") -> int:
    """Somebody with an invitation of that member joins; the account's id."""
    return joins(house, an_invitation(house, by), a_newcomer(name))


def waits(house: House, account_id: int) -> bool:
    return bool(house.database.read_now(lambda s: s.scalar(select(Account.waits).where(Account.id == account_id))))


def facts(house: House, account_id: int) -> NewcomerFacts | None:
    return house.database.read_now(newcomers.one, account_id)


def vouches(house: House, by: Member, account_id: int) -> None:
    house.database.write_now(vouching.vouch, by.id, account_id, now=now())


def count(table: type) -> Callable[[Session], int]:
    return lambda session: session.scalar(select(func.count()).select_from(table)) or 0


def test_where_an_invitation_is_enough_a_newcomer_is_in_at_once_and_new_for_a_while(house: House, a_member: Member):
    lupe = asks(house, a_member)

    assert not waits(house, lupe)
    [seen] = house.database.read_now(newcomers.everybody_new)
    assert (seen.name, seen.vouched_by) == ("lupe", ("marisol",))
    assert seen.probation_until is not None


def test_two_who_vouch_at_once_are_both_counted(house: House, a_member: Member, another_member: Member):
    comes_in_by(house, "vouches", needed=3)
    lupe = asks(house, a_member)
    third = join(house, "tamsin")
    said, go_on = Event(), Event()

    def slowly(session: Session) -> None:
        vouching.vouch(session, another_member.id, lupe, now=now())
        said.set()
        go_on.wait(5)

    with ThreadPoolExecutor(2) as both:
        first = both.submit(house.database.write_now, slowly)
        said.wait(5)
        second = both.submit(vouches, house, third, lupe)
        wait([second], timeout=0.3)
        go_on.set()
        first.result()
        second.result()

    assert not waits(house, lupe)


def test_where_members_vouch_whoever_invited_counts_as_the_first(
    house: House, a_member: Member, another_member: Member
):
    comes_in_by(house, "vouches", 2)
    lupe = asks(house, a_member)
    assert waits(house, lupe)

    vouches(house, another_member, lupe)

    assert not waits(house, lupe)


def test_vouching_twice_is_vouching_once(house: House, a_member: Member, another_member: Member):
    comes_in_by(house, "vouches", 3)
    lupe = asks(house, a_member)

    vouches(house, another_member, lupe)
    vouches(house, another_member, lupe)

    assert waits(house, lupe)
    assert house.database.read_now(newcomers.vouches_for, lupe) == 2


def test_a_vouch_is_taken_back_while_the_newcomer_waits_and_not_after(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    comes_in_by(house, "vouches", 3)
    lupe = asks(house, a_member)
    vouches(house, another_member, lupe)

    house.database.write_now(vouching.take_back, another_member.id, lupe)

    vouches(house, a_steward, lupe)
    assert waits(house, lupe)
    vouches(house, another_member, lupe)
    assert not waits(house, lupe)
    with pytest.raises(NotFound):
        house.database.write_now(vouching.take_back, another_member.id, lupe)


def test_somebody_new_vouches_for_nobody_and_invites_nobody_where_that_is_a_vouch(house: House, a_member: Member):
    comes_in_by(house, "invitation")
    oda = Member(house, asks(house, a_member, "oda"), "oda")
    comes_in_by(house, "vouches", 2)
    lupe = asks(house, a_member)

    with pytest.raises(Forbidden, match="new here yourself"):
        vouches(house, oda, lupe)
    with pytest.raises(Forbidden, match="new here yourself"):
        an_invitation(house, oda)

    assert waits(house, lupe)


def test_an_invitation_made_before_its_maker_was_new_in_such_a_house_is_no_vouch(house: House, a_member: Member):
    oda = Member(house, asks(house, a_member, "oda"), "oda")
    token = an_invitation(house, oda)
    comes_in_by(house, "vouches", 1)

    lupe = joins(house, token, a_newcomer())

    assert waits(house, lupe)
    assert house.database.read_now(newcomers.vouches_for, lupe) == 0


def test_nobody_vouches_for_themselves(house: House, a_member: Member):
    comes_in_by(house, "vouches", 2)
    lupe = asks(house, a_member)

    with pytest.raises(Refused, match="yourself"):
        vouches(house, Member(house, lupe, "lupe"), lupe)


def test_where_stewards_approve_vouches_are_not_enough(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)
    for somebody in (another_member, a_steward):
        vouches(house, somebody, lupe)
    assert waits(house, lupe)

    house.database.write_now(admitting.let_in, "steward", lupe, now=now())

    assert not waits(house, lupe)


@pytest.mark.parametrize("role", ["member", "moderator", "guest", ""])
def test_only_a_steward_lets_in_or_chooses_how(house: House, a_member: Member, role: str):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)

    with pytest.raises(Forbidden):
        house.database.write_now(admitting.let_in, role, lupe, now=now())
    with pytest.raises(Forbidden):
        house.database.write_now(admitting.choose_admission, role, "invitation", 2, 90, now=now())

    assert waits(house, lupe)


@pytest.mark.parametrize(
    ("chosen", "field"),
    [(("anybody", 2, 90), "admission"), (("vouches", 0, 90), "vouches_needed"), (("vouches", 6, 90), "vouches_needed"),
     (("vouches", -1, 90), "vouches_needed"), (("vouches", 2, 91), "probation_days"),
     (("vouches", 2, -1), "probation_days")],
)  # fmt: skip
def test_what_is_not_offered_is_refused_beside_its_field(
    house: House, a_member: Member, chosen: tuple[str, int, int], field: str
):
    with pytest.raises(Invalid) as refusal:
        house.database.write_now(admitting.choose_admission, "steward", *chosen, now=now())

    assert refusal.value.field == field


def test_whoever_has_by_then_what_the_house_asks_for_is_in_when_it_asks_for_less(house: House, a_member: Member):
    comes_in_by(house, "vouches", 3)
    lupe = asks(house, a_member)

    comes_in_by(house, "vouches", 2)
    assert waits(house, lupe)
    comes_in_by(house, "vouches", 1)

    assert not waits(house, lupe)


def test_a_refused_newcomer_reads_why_and_nobody_lets_them_in(house: House, a_member: Member, another_member: Member):
    comes_in_by(house, "vouches", 2)
    lupe = asks(house, a_member)

    house.database.write_now(
        admitting.refuse, "moderator", lupe, "We know you from elsewhere.", key=house.key, now=now()
    )

    found = facts(house, lupe)
    assert found is not None
    assert found.refusal is not None
    assert b"elsewhere" not in found.refusal
    assert found.why_not(house.key) == "We know you from elsewhere."
    for act in (lambda: vouches(house, another_member, lupe),
                lambda: house.database.write_now(admitting.let_in, "steward", lupe, now=now())):  # fmt: skip
        with pytest.raises(NotFound):
            act()


def test_with_a_refusal_goes_who_vouched(house: House, a_member: Member):
    comes_in_by(house, "vouches", 2)
    lupe = asks(house, a_member)
    assert house.database.read_now(count(Vouch)) == 1

    house.database.write_now(admitting.refuse, "moderator", lupe, "Not here.", key=house.key, now=now())

    assert house.database.read_now(count(Vouch)) == 0


def test_a_refused_newcomer_stays_out_when_the_house_asks_for_less(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)
    house.database.write_now(admitting.refuse, "moderator", lupe, "Not here.", key=house.key, now=now())

    comes_in_by(house, "invitation")

    assert waits(house, lupe)


@pytest.mark.parametrize("sentence", ["", "  \n ", "\x00 ", "x" * 501])
def test_nobody_is_refused_without_a_sentence(house: House, a_member: Member, sentence: str):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)

    with pytest.raises(Invalid) as refusal:
        house.database.write_now(admitting.refuse, "steward", lupe, sentence, key=house.key, now=now())

    assert refusal.value.field == "sentence"


def test_a_member_refuses_nobody(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)

    with pytest.raises(Forbidden):
        house.database.write_now(admitting.refuse, "member", lupe, "No.", key=house.key, now=now())


def test_a_member_who_is_in_cannot_be_refused_out_of_the_house(house: House, a_member: Member):
    lupe = asks(house, a_member)

    with pytest.raises(NotFound):
        house.database.write_now(admitting.refuse, "steward", lupe, "No.", key=house.key, now=now())
    with pytest.raises(NotFound):
        house.database.write_now(admitting.give_up, lupe, key=house.key, now=now())

    assert house.database.read_now(queries.by_name, "lupe") is not None


def test_whoever_asks_no_more_is_gone_and_the_name_is_free(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)

    house.database.write_now(admitting.give_up, lupe, key=house.key, now=now())

    assert house.database.read_now(queries.by_id, lupe) is None
    assert asks(house, a_member, "lupe")


def test_a_restored_backup_knows_that_somebody_asked_no_more(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)

    house.database.write_now(admitting.give_up, lupe, key=house.key, now=now())

    assert house.database.read_now(lambda session: session.scalars(select(Deletion.kind)).all()) == ["account"]


def test_moderators_read_neither_a_newcomer_nor_a_voucher_who_has_left(
    house: House, a_member: Member, another_member: Member
):
    first, second = asks(house, a_member, "lupe"), asks(house, another_member, "oda")
    seen = {one.account_id: one.vouched_by for one in house.database.read_now(newcomers.everybody_new)}
    assert seen == {first: ("marisol",), second: ("juno",)}

    for gone in (first, another_member.id):  # what is left of them goes later, in portions
        house.database.write_now(leaving.leave_for_good, gone, key=house.key, now=now())

    seen = {one.account_id: one.vouched_by for one in house.database.read_now(newcomers.everybody_new)}
    assert seen == {second: ()}


def test_whom_nobody_lets_in_is_gone_after_thirty_days_and_not_before(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)
    sweep = lambda days: house.database.write_now(admitting.forget_waiting, now() + timedelta(days=days))  # noqa: E731

    sweep(29)
    assert house.database.read_now(queries.by_id, lupe) is not None
    sweep(30)

    assert house.database.read_now(queries.by_id, lupe) is None
    assert house.database.read_now(queries.by_id, a_member.id) is not None


def test_somebody_who_was_let_in_stays_however_long_ago_they_asked(house: House, a_member: Member):
    lupe = asks(house, a_member)
    assert facts(house, lupe) is not None

    house.database.write_now(admitting.forget_waiting, now() + timedelta(days=89))

    assert house.database.read_now(queries.by_id, lupe) is not None


def test_a_refusal_can_be_read_for_a_week_however_long_they_waited(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)
    late = now() + timedelta(days=29)
    house.database.write_now(admitting.refuse, "steward", lupe, "No.", key=house.key, now=late)

    house.database.write_now(admitting.forget_waiting, late + timedelta(days=6))
    assert house.database.read_now(queries.by_id, lupe) is not None
    house.database.write_now(admitting.forget_waiting, late + timedelta(days=7, seconds=1))

    assert house.database.read_now(queries.by_id, lupe) is None


def test_whoever_waits_is_not_there_for_anybody(house: House, a_member: Member):
    comes_in_by(house, "stewards")
    lupe = asks(house, a_member)
    account = house.database.read_now(queries.by_id, lupe)
    assert account is not None
    read = house.database.read_now

    assert read(queries.by_name, "lupe") is None
    assert read(queries.by_uri, account.uri) is None
    assert read(queries.present, lupe) is None
    assert read(queries.several, [lupe, a_member.id]).keys() == {a_member.id}
    assert read(queries.named_in_text, [("lupe", "")], house.settings.host) == []
    with pytest.raises(NotFound):
        house.database.write_now(following.ask_to_follow, a_member.id, lupe, now=now())


def test_the_setup_link_and_the_hosts_own_hand_make_members_who_are_not_new(house: House):
    comes_in_by(house, "stewards")

    vera = join(house, "vera", "steward")

    assert not waits(house, vera.id)
    assert house.database.read_now(count(Newcomer)) == 0


def test_a_link_leads_to_whoever_waits_and_to_nobody_else(house: House, a_member: Member):
    comes_in_by(house, "vouches", 2)
    lupe, oda = asks(house, a_member), asks(house, a_member, "oda")
    link = newcomers.link_of(lupe, house.key)

    found = house.database.read_now(newcomers.behind_link, link, house.key)
    assert found.account_id == lupe != oda
    for other in ("", "made-up", str(lupe), link[:-1], "\ud800", newcomers.link_of(a_member.id, house.key)):
        with pytest.raises(NobodyWaits):
            house.database.read_now(newcomers.behind_link, other, house.key)
    house.database.write_now(admitting.let_in, "steward", lupe, now=now())
    with pytest.raises(NobodyWaits):
        house.database.read_now(newcomers.behind_link, link, house.key)


def test_without_probation_nothing_is_noted_of_who_vouched(house: House, a_member: Member):
    comes_in_by(house, "invitation", days=0)

    lupe = asks(house, a_member)

    assert not waits(house, lupe)
    assert house.database.read_now(count(Newcomer)) == house.database.read_now(count(Vouch)) == 0
