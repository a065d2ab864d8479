"""Who may listen, for how long, and how many: refusals, ends and bounds, over real connections (P8, P21)."""

import contextlib
from collections.abc import Callable

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from app.accounts.actions import apps, codes, leaving, pausing, sessions, signing_in
from app.accounts.models import Account, AppToken
from app.basics.clock import now
from app.live import listeners
from app.storage import Database
from app.timelines import lists
from app.timelines.lists import ListDraft
from tests.live.conftest import Lantern
from tests.world.cast import Member
from tests.world.listening import PATIENCE
from tests.world.restricting import is_decided
from tests.world.servers import eventually

STREAMS = (
    "user", "user/notification", "public", "public/local", "public/remote", "hashtag?tag=soup",
    "hashtag/local?tag=soup", "direct",
)  # fmt: skip
SOON = listeners.LOOKS_EVERY + PATIENCE  # and what a busy machine adds


@pytest.mark.parametrize("path", STREAMS)
def test_only_a_members_token_with_its_scope_may_listen(lantern: Lantern, a_member: Member, path: str):
    may = "read:notifications" if path == "user/notification" else "read:statuses"
    tokens = {
        "nobody's": "made-up",
        "an app's own": lantern.token_of(None),
        "without the scope": lantern.token_of(a_member, "write read:accounts"),
        "with it": lantern.token_of(a_member, may),
    }

    statuses = {whose: status_of(lantern, path, token) for whose, token in tokens.items()}

    assert statuses == {"nobody's": 401, "an app's own": 401, "without the scope": 403, "with it": 200}


@pytest.mark.parametrize("state", ["waits", "paused"])
def test_whoever_waits_or_hides_does_not_listen(lantern: Lantern, a_member: Member, state: str):
    token = lantern.token_of(a_member)
    lantern.house.database.write_now(is_now, a_member.id, state)

    assert status_of(lantern, "user", token) == 403
    with lantern.browser_of(a_member, "home") as page:
        assert page.status in {303, 404}


def test_somebody_elses_list_and_what_there_is_not_are_not_there(lantern: Lantern, a_member, another_member):
    draft, key = ListDraft("Friends"), lantern.house.key
    made = lantern.house.database.write_now(lists.make_list, another_member.id, draft, key=key, now=now())
    token = lantern.token_of(a_member)

    assert [status_of(lantern, f"list?list={one}", token) for one in (made, 1, "x")] == [404, 404, 404]
    assert status_of(lantern, "hashtag", token) == 422
    assert status_of(lantern, "everything", token) == 404
    for place in (f"lists/{made}", "lists/1", "lists/x", "everything", "home/1", "tags/", "tags/a b"):
        with lantern.browser_of(a_member, place.replace(" ", "%20")) as page:
            assert page.status == 404, place


ENDS: dict[str, Callable[[Lantern, Member, str], None]] = {
    "it is revoked": lambda lantern, member, token: lantern.house.database.write_now(
        lambda session: apps.revoke(session, session.scalars(select(AppToken.app_id).limit(1)).one(), token)
    ),
    "the account is locked": lambda lantern, member, token: lantern.house.database.write_now(
        sessions.lock,
        lantern.house.database.write_now(codes.renew_lock_code, member.id, key=lantern.house.key),
        key=lantern.house.key,
    ),
    "its member hides": lambda lantern, member, token: lantern.house.database.write_now(pausing.pause, member.id),
    "its member is suspended": lambda lantern, member, token: is_suspended(lantern, member),
    "its member leaves": lambda lantern, member, token: lantern.house.database.write_now(
        leaving.leave_for_good, member.id, key=lantern.house.key, now=now()
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_stream_ends_within_seconds_with_what_somebody_came_in_with(lantern: Lantern, befriended, how: str):
    marisol, juno = befriended
    token = lantern.token_of(marisol)
    with (
        lantern.ear("user", token) as ear,
        lantern.ear("user/notification", token) as silent,
        lantern.app_of(juno) as other,
    ):
        ENDS[how](lantern, marisol, token)
        juno.posts("Said a moment later")

        assert ear.hears(SOON) is None
        assert ear.ends_within(SOON)
        assert silent.ends_within(SOON)
        assert silent.ended_well
        assert other.hears() is not None


def test_a_page_ends_with_its_session_and_with_no_other(lantern: Lantern, a_member: Member):
    gone, stays = a_member.signs_in(), a_member.signs_in()
    with (
        lantern.browser_of(a_member, "home", secret=gone) as ending,
        lantern.browser_of(a_member, "home", secret=stays) as staying,
    ):
        lantern.house.database.write_now(signing_in.end_session, gone)

        assert ending.ends_within(SOON)
        assert ending.ended_well
        assert not staying.ends_within(0.3)


def test_one_account_has_a_dozen_and_the_first_gives_way(lantern: Lantern, a_member: Member, another_member: Member):
    token, other = lantern.token_of(a_member), lantern.token_of(another_member)
    ears = [lantern.ear("public", other).__enter__(), *(lantern.ear("public", token).__enter__() for _ in range(13))]

    assert ears[1].ends_within(PATIENCE)
    assert not any(ear.ends_within(0.05) for ear in (ears[0], ears[2], ears[13]))
    for ear in ears:
        ear.__exit__()


def test_whoever_listens_holds_no_transaction(lantern: Lantern, befriended: tuple[Member, Member], kind: str):
    marisol, juno = befriended
    with lantern.app_of(marisol) as ear, lantern.browser_of(marisol, "home") as page:
        juno.posts("Soup at eight")
        assert ear.hears() is not None
        assert page.hears() is not None

        # A job may be at it in this moment; who listened would be for as long as they do.
        eventually(lambda: (log_is_nobodys if kind == "sqlite" else nobody_is_idle)(lantern.house.database))


def log_is_nobodys(database: Database) -> bool:
    with contextlib.closing(database.engine.raw_connection()) as busy:
        [is_read, *_] = busy.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[union-attr]
    return not is_read


def nobody_is_idle(database: Database) -> bool:
    idle = text(
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
    )
    return database.read_now(lambda session: session.scalar(idle)) == 0


def status_of(lantern: Lantern, path: str, token: str) -> int:
    with lantern.ear(path, token) as ear:
        return ear.status


def is_suspended(lantern: Lantern, member: Member) -> None:
    is_decided(lantern.house, member.id, "suspend")


def is_now(session: Session, account_id: int, state: str) -> None:
    session.execute(update(Account).where(Account.id == account_id).values({state: True}))
