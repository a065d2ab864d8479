"""Coming in: by an invitation once, by the setup link once, with a name that can be had."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import holders, queries, secrets
from app.accounts.actions import joining, signing_in
from app.accounts.models import Account, Credential, Invitation, LockCode, RecoveryCode, SignIn
from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, ParasolError
from app.storage.house import House
from tests.world.cast import PASSPHRASE, Member, passphrase, signing_keys


def a_newcomer(name: str = "lupe") -> joining.Newcomer:
    private, public = signing_keys(0)
    return joining.Newcomer.made(name, passphrase(), private, public)


def an_invitation(house: House, by: Member, **more: object) -> str:
    return house.database.write_now(joining.invite, by.id, now=now(), **more)


def joins(house: House, token: str, newcomer: joining.Newcomer, **more: object) -> int:
    when = more.pop("now", now())
    return house.database.write_now(
        joining.join, token, newcomer, origin=house.settings.origin, key=house.key, now=when
    )


def count(table: type) -> Callable[[Session], int]:
    return lambda session: session.scalar(select(func.count()).select_from(table)) or 0


def test_an_invitation_lets_one_person_in_and_leaves_no_trace_of_who_made_it(house: House, a_member: Member):
    token = an_invitation(house, a_member)

    account_id = joins(house, token, a_newcomer())

    facts = house.database.read_now(queries.by_id, account_id)
    assert facts is not None
    assert (facts.name, facts.role) == ("lupe", "member")
    assert house.database.read_now(count(Invitation)) == 0


def test_of_the_day_somebody_came_only_the_month_is_kept(house: House, a_member: Member):
    that_day = datetime(2026, 3, 17, 9, tzinfo=UTC)
    token = house.database.write_now(joining.invite, a_member.id, now=that_day)

    account_id = joins(house, token, a_newcomer(), now=that_day)

    account = house.database.read_now(lambda session: session.get_one(Account, account_id))
    assert account.joined_on == "2026-03-01"
    assert b"2026-03-17" not in account.card


def test_an_invitation_works_once(house: House, a_member: Member):
    token = an_invitation(house, a_member)
    joins(house, token, a_newcomer("lupe"))

    with pytest.raises(joining.InvitationOver):
        joins(house, token, a_newcomer("ada"))


def test_an_invitation_lets_one_in_also_when_two_use_it_at_once(house: House, a_member: Member):
    token = an_invitation(house, a_member)
    joined, go_on = Event(), Event()

    def slowly(session: Session) -> None:
        joining.join(session, token, a_newcomer("lupe"), origin=house.settings.origin, key=house.key, now=now())
        joined.set()
        go_on.wait(5)

    with ThreadPoolExecutor(2) as both:
        first = both.submit(house.database.write_now, slowly)
        joined.wait(5)
        second = both.submit(joins, house, token, a_newcomer("ada"))
        wait([second], timeout=0.3)
        go_on.set()
        first.result()

        with pytest.raises(joining.InvitationOver):
            second.result()


@pytest.mark.parametrize("token", ["", "made-up", "x" * 5000, "\ud800"])
def test_a_made_up_invitation_says_what_an_expired_one_says(house: House, token: str):
    with pytest.raises(joining.InvitationOver):
        joins(house, token, a_newcomer())


def test_an_expired_invitation_lets_nobody_in(house: House, a_member: Member):
    token = an_invitation(house, a_member)

    with pytest.raises(joining.InvitationOver):
        joins(house, token, a_newcomer(), now=now() + joining.INVITATION_LASTS + timedelta(seconds=1))


def test_only_whoever_made_an_invitation_takes_it_back(house: House, a_member: Member, another_member: Member):
    token = an_invitation(house, a_member)
    [(invitation_id, _, _)] = house.database.read_now(queries.invitations_of, a_member.id, now=now())

    with pytest.raises(NotFound):
        house.database.write_now(joining.revoke_invitation, another_member.id, invitation_id)
    house.database.write_now(joining.revoke_invitation, a_member.id, invitation_id)

    with pytest.raises(joining.InvitationOver):
        joins(house, token, a_newcomer())


def test_nobody_has_more_than_fifty_invitations_open(house: House, a_member: Member, another_member: Member):
    for _ in range(joining.MOST_INVITATIONS):
        an_invitation(house, a_member)

    with pytest.raises(Forbidden):
        an_invitation(house, a_member)
    assert an_invitation(house, another_member)

    [first, *_] = house.database.read_now(queries.invitations_of, a_member.id, now=now())
    house.database.write_now(joining.revoke_invitation, a_member.id, first[0])
    assert an_invitation(house, a_member)


def test_only_a_steward_invites_a_moderator(house: House, a_member: Member, a_steward: Member):
    with pytest.raises(Forbidden):
        an_invitation(house, a_member, role="moderator")

    assert joins(house, an_invitation(house, a_steward, role="moderator"), a_newcomer())


@pytest.mark.parametrize("name", ["marisol", "MARISOL", "Marisol"])
def test_a_name_is_had_by_one_whatever_its_case(house: House, a_member: Member, name: str):
    token = an_invitation(house, a_member)

    with pytest.raises(Invalid, match="cannot be had"):
        joins(house, token, a_newcomer(name))

    assert joins(house, token, a_newcomer("lupe"))  # the invitation is still good


@pytest.mark.parametrize(
    "name",
    ["mаrisol", "a", "x" * 31, "mari sol", "mari\u200bsol", "mari\x00sol", "märi", "@lupe", "lu.pe", "lupe\n", ""],
)
def test_a_name_with_look_alike_or_control_characters_is_refused_with_what_a_name_is(name: str):
    with pytest.raises(Invalid, match="letters from a to z") as refusal:
        asyncio.run(joining.prepare_newcomer(name, PASSPHRASE))

    assert refusal.value.field == "name"


@pytest.mark.parametrize("passphrase", ["", "short", "aaaaaaaaaaaaaaa", "x1y2z" * 300, "lupelupe"])
def test_a_passphrase_that_does_not_protect_is_refused_with_the_reason(passphrase: str):
    with pytest.raises(Invalid) as refusal:
        asyncio.run(joining.prepare_newcomer("lupe", passphrase))

    assert refusal.value.field == "passphrase"


def test_five_tries_at_a_name_and_the_invitation_is_used_up(house: House, a_member: Member):
    token = an_invitation(house, a_member)
    for _ in range(5):
        house.database.write_now(joining.count_try, token, now=now())
    assert house.database.read_now(joining.open_invitation, token, now=now())

    house.database.write_now(joining.count_try, token, now=now())

    with pytest.raises(joining.InvitationOver):
        joins(house, token, a_newcomer())


def test_a_fresh_setup_link_ends_the_earlier_one(house: House):
    earlier = house.database.write_now(joining.renew_setup_link, now=now())

    fresh = house.database.write_now(joining.renew_setup_link, now=now())

    with pytest.raises(joining.InvitationOver):
        house.database.read_now(joining.open_invitation, earlier, now=now())
    assert house.database.read_now(joining.open_invitation, fresh, now=now()).is_setup


def test_the_setup_link_names_the_house_once(house: House):
    token = house.database.write_now(joining.renew_setup_link, now=now())
    named = ("Lantern House", "Notes", "https://weather.example/")
    house.database.write_now(
        joining.set_up, token, a_newcomer("vera"), named, origin=house.settings.origin, key=house.key, now=now()
    )

    steward = house.database.read_now(queries.by_name, "vera")
    assert steward is not None
    assert steward.role == "steward"
    second = house.database.write_now(joining.renew_setup_link, now=now())
    with pytest.raises(Conflict, match="set up already"):
        house.database.write_now(
            joining.set_up, second, a_newcomer("ada"), named, origin=house.settings.origin, key=house.key, now=now()
        )


def test_an_ordinary_invitation_sets_up_nothing(house: House, a_member: Member):
    token = an_invitation(house, a_member)

    with pytest.raises(joining.InvitationOver):
        house.database.write_now(
            joining.set_up,
            token,
            a_newcomer(),
            ("Mine", "Notes", "https://a.example/"),
            origin=house.settings.origin,
            key=house.key,
            now=now(),
        )


def test_only_hashes_of_secrets_are_kept(house: House, a_member: Member):
    newcomer = a_newcomer()
    token = an_invitation(house, a_member)
    joins(house, an_invitation(house, a_member), newcomer)
    secret = a_member.signs_in()

    def everything(session: Session) -> str:
        rows = [
            session.execute(select(table.__table__)).all()
            for table in (Account, Credential, Invitation, LockCode, RecoveryCode, SignIn)
        ]
        return repr(rows)

    kept = house.database.read_now(everything)

    codes = (*newcomer.recovery_codes, newcomer.lock_code)
    for planted in (token, secret, PASSPHRASE, *codes, newcomer.private_key.decode()[40:80]):
        assert planted not in kept


def test_a_session_ends_when_its_time_is_over_or_it_is_ended(house: House, a_member: Member):
    secret = a_member.signs_in()
    holds = lambda at: house.database.read_now(holders.session_holder, secret, now=at)  # noqa: E731

    assert holds(now()).account_id == a_member.id
    assert holds(now() + signing_in.SESSION_LASTS) is None
    house.database.write_now(signing_in.end_session, secret)
    assert holds(now()) is None


def test_a_recovery_code_works_once_and_ends_every_session(house: House, a_member: Member):
    newcomer = a_newcomer()
    joins(house, an_invitation(house, a_member), newcomer)
    account = house.database.read_now(queries.by_name, "lupe")
    assert account is not None
    secret = Member(house, account.id, "lupe", newcomer.member_key).signs_in()
    recover = lambda name, code: house.database.write_now(  # noqa: E731
        signing_in.recover, name, code, secrets.made_now("another passphrase now"), key=house.key
    )

    assert recover("LUPE", f" {newcomer.recovery_codes[0].upper()} ").account_id == account.id

    assert house.database.read_now(holders.session_holder, secret, now=now()) is None
    for name, code in [("lupe", newcomer.recovery_codes[0]), ("marisol", newcomer.recovery_codes[1]), ("nobody", "x")]:
        with pytest.raises(signing_in.WrongCode):
            recover(name, code)


def test_no_more_than_twenty_sessions_are_kept(house: House, a_member: Member):
    yesterday, today = ([a_member.signs_in(now() - timedelta(days=ago)) for _ in range(15)] for ago in (1, 0))

    live = [s for s in yesterday + today if house.database.read_now(holders.session_holder, s, now=now())]

    assert len(live) == signing_in.MOST_SESSIONS
    assert live[-15:] == today


def test_every_refusal_carries_a_sentence_for_people():
    for error in (joining.InvitationOver, signing_in.WrongCode, signing_in.WrongPair):
        assert issubclass(error, ParasolError)
        assert error.safe.endswith((".", "before."))
