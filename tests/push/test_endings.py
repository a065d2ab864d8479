"""Whatever ends a way in ends what was told there; nobody has it who is not here any more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.actions import codes, sessions, shutting, signing_in
from app.accounts.actions.signing_in import Proven
from app.accounts.models import Account, SignIn
from app.basics.clock import now
from app.basics.errors import Invalid
from app.notifications.events import Rang
from app.push import actions
from app.push.models import PushSubscription
from app.push.queries import session_of
from app.push.ringing import note_opened, ring
from app.push.rules import UNUSED_FOR
from app.push.sealed import Where, hash_of, opened
from app.storage.house import House
from tests.world.at_once import Act, at_once
from tests.world.cast import Member, passphrase

SERVICE = "push.example.org"
ENDPOINT = f"https://{SERVICE}/up/Kanarie-4711"


@pytest.fixture(autouse=True)
def switched_on(house: House) -> None:
    house.database.write_now(actions.switch_on, "steward", SERVICE, key=house.key)


@pytest.fixture
def secret(house: House, a_member: Member) -> str:
    """A session of Marisol's in which she is told."""
    secret = a_member.signs_in()
    tells(house, a_member, secret)
    return secret


def tells(house: House, member: Member, secret: str, endpoint: str = ENDPOINT) -> None:
    house.database.write_now(actions.tell_session, member.id, secret, Where(endpoint), key=house.key, now=now())


def asked(house: House) -> list[PushSubscription]:
    return house.database.read_now(lambda session: list(session.scalars(select(PushSubscription))))


def session_id(house: House, secret: str) -> int:
    return house.database.read_now(lambda session: session.scalars(select(SignIn.id).where(session_of(secret))).one())


ENDINGS: dict[str, Callable[[House, Member, str], object]] = {
    "signing out, or leaving quickly": lambda house, member, secret: house.database.write_now(
        signing_in.end_session, secret
    ),
    "ended from another device": lambda house, member, secret: house.database.write_now(
        sessions.end_one, member.id, session_id(house, secret)
    ),
    "all but another one": lambda house, member, secret: house.database.write_now(
        sessions.end_others, member.id, "another"
    ),
    "the lock code": lambda house, member, secret: house.database.write_now(
        sessions.lock, house.database.write_now(codes.renew_lock_code, member.id, key=house.key), key=house.key
    ),
    "another passphrase, elsewhere": lambda house, member, secret: house.database.write_now(
        signing_in.change_passphrase, Proven(member.id, member.key), passphrase(), secret="another"
    ),
    "the alarm": lambda house, member, secret: house.database.write_now(shutting.end_every_way_in),
    "the end of the account": lambda house, member, secret: house.database.write_now(
        lambda session: session.execute(delete(Account).where(Account.id == member.id)) and None
    ),
    "a month": lambda house, member, secret: house.database.write_now(
        signing_in.forget_old, now() + timedelta(days=31)
    ),
    "switched off here": lambda house, member, secret: house.database.write_now(actions.end_of_session, secret),
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_it_ends_with(house: House, a_member: Member, secret: str, ending):
    assert len(asked(house)) == 1

    ending(house, a_member, secret)

    assert asked(house) == []


def test_a_session_that_goes_on_under_another_secret_is_told_on(house: House, a_member: Member, secret: str):
    house.database.write_now(sessions.change_secret, secret, a_member.key)

    assert len(asked(house)) == 1


def test_somebody_else_ends_nothing(house: House, another_member: Member, secret: str):
    [one] = asked(house)

    house.database.write_now(actions.end, another_member.id, one.id)

    assert len(asked(house)) == 1


def test_it_goes_when_nobody_has_come_by_for_long(house: House, a_member: Member, secret: str):
    house.database.write_now(note_opened, a_member.id, now=now() + timedelta(days=20))

    house.database.write_now(actions.forget_old, now() + UNUSED_FOR + timedelta(days=1))
    assert len(asked(house)) == 1

    house.database.write_now(actions.forget_old, now() + UNUSED_FOR + timedelta(days=21))
    assert asked(house) == []


def test_an_address_belongs_to_one_account_and_the_last_who_asked_has_it(
    house: House, a_member: Member, another_member: Member, secret: str
):
    tells(house, another_member, another_member.signs_in())

    [one] = asked(house)
    assert one.account_id == another_member.id


@pytest.mark.parametrize("other", [ENDPOINT, "https://push.example.org/up/another"])
def test_a_browser_that_asks_twice_at_once_is_told_once(house: House, a_member: Member, other: str):
    secret = a_member.signs_in()

    def ask(endpoint: str) -> Act:
        return lambda session: actions.tell_session(
            session, a_member.id, secret, Where(endpoint), key=house.key, now=now()
        )

    at_once(house, ask(ENDPOINT), ask(other))

    [one] = asked(house)
    assert one.address_hash == hash_of(other, house.key)


@pytest.mark.parametrize("asks_first", [True, False])
def test_whoever_asks_in_the_moment_in_which_the_service_is_switched_off_is_not_told(
    house: House, a_member: Member, asks_first: bool
):
    def ask(session: Session) -> None:
        with suppress(Invalid):
            actions.tell_session(session, a_member.id, secret, Where(ENDPOINT), key=house.key, now=now())

    def switch_off(session: Session) -> None:
        actions.switch_off(session, "steward", SERVICE, key=house.key)

    secret = a_member.signs_in()

    at_once(house, *((ask, switch_off) if asks_first else (switch_off, ask)))

    assert asked(house) == []


def test_whoever_asks_in_the_moment_in_which_it_rings_is_told_from_then_on(house: House, a_member: Member):
    def ask(session: Session) -> None:
        actions.tell_session(session, a_member.id, secret, Where(ENDPOINT), key=house.key, now=now())

    secret = a_member.signs_in()

    at_once(house, ask, lambda session: ring(session, Rang(a_member.id, "mention", 0), key=house.key, now=now()))

    assert house.database.read_now(
        lambda session: session.scalar(select(Account.has_push).where(Account.id == a_member.id))
    )


def test_somebody_who_looks_while_it_rings_waits_for_nobody_who_waits_for_them(house: House, a_member: Member):
    secret = a_member.signs_in()
    tells(house, a_member, secret)
    never, rings = Event(), Event()

    def look(session: Session) -> None:
        note_opened(session, a_member.id, now=now())

    def ring_slowly(session: Session) -> None:
        session.get(Account, a_member.id, with_for_update=True)
        rings.set()
        never.wait(0.5)
        ring(session, Rang(a_member.id, "mention", 0), key=house.key, now=now())

    with ThreadPoolExecutor(2) as both:
        first = both.submit(house.database.write_now, ring_slowly)
        rings.wait(5)
        second = both.submit(house.database.write_now, look)

    assert (first.result(), second.result()) == (None, None)


def test_what_lies_there_opens_with_the_house_key_alone_and_tells_no_day_finer_than_one(house: House, secret: str):
    [one] = asked(house)

    assert opened(one.sealed, house.key).endpoint == ENDPOINT
    assert one.address_hash == hash_of(ENDPOINT, house.key)
    assert b"push.example" not in one.sealed
    assert b"Kanarie" not in one.sealed
    assert len(one.used_on) == len("2026-11-22")
