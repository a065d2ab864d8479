"""Sessions while they last: idle and absolute ends, by the day, whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import holders, secrets, session_queries
from app.accounts.actions import codes, sessions, signing_in
from app.accounts.models import LockCode, SignIn
from app.accounts.session_rules import IDLE_LASTS, SESSION_LASTS
from app.basics.errors import Invalid, NotFound
from app.storage.house import House
from tests.world.cast import NOON, Member
from tests.world.counting import counted

DAY = timedelta(days=1)


def row(house: House, secret: str) -> SignIn:
    found = house.database.read_now(
        lambda session: session.scalar(select(SignIn).where(SignIn.secret_hash == secrets.token_hash(secret)))
    )
    assert found is not None
    return found


def holds(house: House, secret: str, at: datetime) -> bool:
    return house.database.read_now(holders.session_holder, secret, now=at) is not None


def first_today(house: House, secret: str, at: datetime) -> bool:
    found = house.database.read_now(holders.session_holder, secret, now=at)
    assert found is not None
    return bool(found.first_today)


def uses(house: House, secret: str, at: datetime) -> None:
    house.database.write_now(sessions.keep_alive, secret, now=at)


def test_of_a_sessions_moments_only_the_day_is_kept(house: House, a_member: Member, another_member: Member):
    hers = row(house, a_member.signs_in(NOON))
    theirs = row(house, another_member.signs_in(NOON + timedelta(hours=7, seconds=3)))

    for moment in ("started_at", "idle_until", "ends_at"):
        assert getattr(hers, moment) == getattr(theirs, moment)
        assert getattr(hers, moment).time() == datetime.min.time()


def test_the_id_of_a_session_tells_neither_time_nor_order(house: House, a_member: Member):
    ids = [row(house, a_member.signs_in(NOON)).id for _ in range(12)]

    assert ids != sorted(ids)
    assert max(ids) - min(ids) > 2**50


def test_a_session_that_is_not_used_for_a_week_is_over(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)

    assert holds(house, secret, NOON + IDLE_LASTS - DAY)
    assert not holds(house, secret, NOON + IDLE_LASTS)


def test_one_that_is_used_lasts_until_its_end_and_no_longer(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)

    for day in range(1, 30):
        assert holds(house, secret, NOON + day * DAY)
        uses(house, secret, NOON + day * DAY)

    assert row(house, secret).idle_until == row(house, secret).ends_at
    assert not holds(house, secret, NOON + SESSION_LASTS)


def test_its_end_holds_whatever_its_last_use_says(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)

    house.database.write_now(lambda session: session.execute(update(SignIn).values(idle_until=NOON + 400 * DAY)))

    assert holds(house, secret, NOON + SESSION_LASTS - DAY)
    assert not holds(house, secret, NOON + SESSION_LASTS)
    assert house.database.read_now(session_queries.sessions_of, a_member.id, secret, now=NOON + SESSION_LASTS) == []


def test_its_use_is_written_down_once_a_day(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)

    assert not first_today(house, secret, NOON + timedelta(hours=11))
    assert first_today(house, secret, NOON + DAY)
    uses(house, secret, NOON + DAY)
    assert not first_today(house, secret, NOON + DAY + timedelta(hours=11))


def test_near_its_end_nothing_is_left_to_write_down(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)
    for day in range(6, 30, 6):
        uses(house, secret, NOON + day * DAY)

    assert not first_today(house, secret, NOON + 29 * DAY)


def test_a_clock_that_was_set_back_takes_nothing_away_and_gives_nothing(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)
    uses(house, secret, NOON + 5 * DAY)
    before = row(house, secret).idle_until

    uses(house, secret, NOON + 2 * DAY)

    assert row(house, secret).idle_until == before
    assert not first_today(house, secret, NOON + 2 * DAY)


def test_a_session_from_a_day_that_is_still_to_come_is_nobodys(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)

    assert not holds(house, secret, NOON - DAY)
    assert holds(house, secret, NOON - timedelta(hours=11))


def test_what_ended_and_was_swept_does_not_come_back_with_the_clock(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)

    house.database.write_now(signing_in.forget_old, NOON + IDLE_LASTS)

    assert not holds(house, secret, NOON)


def test_using_a_session_that_is_over_begins_nothing(house: House, a_member: Member):
    uses(house, "made-up", NOON)

    assert house.database.read_now(session_queries.sessions_of, a_member.id, "made-up", now=NOON) == []


def test_this_session_comes_first_and_those_that_are_over_or_somebody_elses_not_at_all(
    house: House, a_member: Member, another_member: Member
):
    old, _ = a_member.signs_in(NOON - 8 * DAY), another_member.signs_in(NOON)
    others, this = [a_member.signs_in(NOON - ago * DAY) for ago in (3, 1)], a_member.signs_in(NOON - 5 * DAY)

    shown = house.database.read_now(session_queries.sessions_of, a_member.id, this, now=NOON)

    assert [one.id for one in shown] == [row(house, secret).id for secret in (this, *reversed(others))]
    assert [one.is_this_one for one in shown] == [True, False, False]
    assert shown[1].last_used == datetime(2026, 11, 20, tzinfo=UTC)
    assert row(house, old).id not in {one.id for one in shown}


def test_a_member_calls_their_own_sessions_something_and_nobody_elses(
    house: House, a_member: Member, another_member: Member
):
    mine, theirs = row(house, a_member.signs_in(NOON)), row(house, another_member.signs_in(NOON))

    house.database.write_now(sessions.call_it, a_member.id, mine.id, "  the old\n phone ")
    with pytest.raises(NotFound):
        house.database.write_now(sessions.call_it, a_member.id, theirs.id, "mine now")
    with pytest.raises(Invalid, match="at most 40"):
        house.database.write_now(sessions.call_it, a_member.id, mine.id, "x" * 41)

    kept = house.database.read_now(lambda session: dict(session.execute(select(SignIn.id, SignIn.label)).all()))
    assert kept == {mine.id: "the old phone", theirs.id: ""}


def test_nobody_ends_anybody_elses_session(house: House, a_member: Member, another_member: Member):
    secret = another_member.signs_in(NOON)

    house.database.write_now(sessions.end_one, a_member.id, row(house, secret).id)
    house.database.write_now(sessions.end_others, a_member.id, "")

    assert holds(house, secret, NOON)


def test_a_session_under_a_new_secret_is_the_same_and_the_old_secret_is_nothing(house: House, a_member: Member):
    secret = a_member.signs_in(NOON)
    before = row(house, secret).id

    fresh = house.database.write_now(sessions.change_secret, secret, a_member.key)

    assert row(house, fresh).id == before
    assert not holds(house, secret, NOON)
    assert house.database.read_now(holders.session_key, fresh) == a_member.key


def test_a_lock_code_and_a_made_up_one_ask_the_database_the_same(house: House, a_member: Member):
    a_member.signs_in(NOON)
    code = house.database.write_now(codes.renew_lock_code, a_member.id, key=house.key)
    asked: dict[str, list[str]] = {}

    for each in ("abcd-efgh-jkmn", code):
        with counted(house) as cost:
            house.database.write_now(sessions.lock, each, key=house.key)
        asked[each] = cost.statements

    assert asked[code] == asked["abcd-efgh-jkmn"]
    assert len([statement for statement in asked[code] if statement.startswith("DELETE")]) == 3


def test_a_renewed_lock_code_is_the_only_one(house: House, a_member: Member):
    first, second = (house.database.write_now(codes.renew_lock_code, a_member.id, key=house.key) for _ in range(2))
    secret = a_member.signs_in(NOON)

    house.database.write_now(sessions.lock, first, key=house.key)
    assert holds(house, secret, NOON)
    house.database.write_now(sessions.lock, second, key=house.key)
    assert not holds(house, secret, NOON)


def test_a_lock_code_has_its_own_entropy_and_only_a_keyed_hash_is_kept(house: House, a_member: Member):
    code = house.database.write_now(codes.renew_lock_code, a_member.id, key=house.key)

    [kept] = house.database.read_now(_lock_hashes)

    assert secrets.is_lock_code(code)
    assert kept == codes.hash_of_code(house.key, code, codes.LOCK)
    assert kept != codes.hash_of_code(house.key, code)
    assert len({secrets.new_lock_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["K7FM 29QX WT3P", "k7fm29qxwt3p", " k7fm—29qx_wt3p\t"])
def test_a_code_is_known_however_it_was_typed(typed: str):
    assert secrets.is_lock_code(typed)
    assert secrets.tidy_code(typed) == "k7fm29qxwt3p"


@pytest.mark.parametrize("typed", ["", "k7fm-29qx", "k7fm-29qx-wt3p-a", "k7fm-29qx-wt31", "k7fm-29qx-wt3o", "ⓚ" * 12])
def test_what_cannot_be_a_code_is_told_apart_before_anything_is_looked_up(typed: str):
    assert not secrets.is_lock_code(typed)


def _lock_hashes(session: Session) -> list[bytes]:
    return list(session.scalars(select(LockCode.code_hash)))
