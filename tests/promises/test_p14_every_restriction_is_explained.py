"""P14: whoever is restricted sees at once what, under which clause, why, for how long, and how to appeal."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.basics.clock import now
from app.notifications.models import NewsPolicy, Notification
from app.storage.house import House
from moderation.decided import queries
from moderation.measures import ON_ACCOUNTS, Measure
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, juno, lantern, marisol
from tests.world.cast import Member, join
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_ONE, BY_PANEL, BY_TWO, CLAUSES, NO_PICTURES, a_policy

__all__ = ["juno", "lantern", "marisol"]

REASON = "Two people asked you to stop,\n\nand <b>you</b> went on."
EACH = [
    (Measure.NO_BREACH, BY_ONE, {}),
    (Measure.WORD, BY_ONE, {}),
    (Measure.ASK_CHANGE, BY_ONE, {}),
    (Measure.ADD_WARNING, BY_ONE, {"particulars": {"warning": "ropes"}}),
    (Measure.HOLD, BY_ONE, {}),
    (Measure.REMOVE, BY_ONE, {}),
    (Measure.PAUSE_POSTING, BY_TWO, {}),
    (Measure.LIMIT, BY_TWO, {}),
    (Measure.SUSPEND, BY_TWO, {}),
    (Measure.END_ACCOUNT, BY_PANEL, {}),
]


@pytest.fixture
def deciders(house: House, a_steward: Member) -> tuple[Decider, Decider, Decider]:
    a_policy(house, a_steward.id)
    nao, ines = (Decider(join(house, name, "moderator")) for name in ("nao", "ines"))
    return nao, ines, Decider(a_steward, "steward")


def decided(
    deciders: tuple[Decider, Decider, Decider], whom: Member, measure: Measure, clause: int, more: dict[str, object]
) -> int:
    """About their newest post or about them, by as many people as it takes."""
    house, at = whom.house, now()
    case_id = a_case(house, account_id=whom.id) if measure in ON_ACCOUNTS else a_case(house, post_id=whom.posts())
    made = deciders[0].decides(case_id, measure, clause, REASON, at=at, **more)
    needed = {BY_ONE: 1, BY_TWO: 2, BY_PANEL: 3}[clause]
    for other in deciders[1:needed]:
        if measure not in {Measure.HOLD, Measure.NO_BREACH}:
            other.agrees(made, at=at)
    return made


def words(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.parametrize(("measure", "clause", "more"), EACH, ids=lambda one: str(one))
def test_it_says_what_under_which_clause_why_for_how_long_and_how_to_appeal(
    marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider], measure: Measure, clause: int,
    more: dict[str, object],
):  # fmt: skip
    made = decided(deciders, a_member, measure, clause, more)

    page = words(marisol.get(f"/decisions/{made}").text)

    cited = CLAUSES[clause - 1]
    assert f"/policy/1#{cited.label}" in page
    assert cited.title in page
    assert cited.asks in page
    assert "<p>Two people asked you to stop,</p><p>and &lt;b&gt;you&lt;/b&gt; went on.</p>" in page
    assert "No machine did" in page
    assert ("You can appeal until" in page) is (measure is not Measure.NO_BREACH)
    assert ("For how long" in page) is (measure not in {Measure.NO_BREACH, Measure.WORD, Measure.ASK_CHANGE})
    assert f"/decisions/{made}" in marisol.get("/decisions").links()


def test_they_are_told_at_once_whatever_they_want_to_hear(
    house: House, marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    nothing = {"not_following": "drop", "not_followers": "drop", "new_accounts": "drop"}
    house.database.write_now(lambda session: session.add(NewsPolicy(account_id=a_member.id, **nothing)))

    made = decided(deciders, a_member, Measure.WORD, BY_ONE, {})

    page = marisol.get("/notifications")
    assert "A decision about you" in page.text
    assert f"/decisions/{made}" in page.links()


def test_that_there_was_no_breach_is_listed_and_rings_no_bell(
    house: House, marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    made = decided(deciders, a_member, Measure.NO_BREACH, BY_ONE, {})

    assert f"/decisions/{made}" in marisol.get("/decisions").links()
    assert house.database.read_now(lambda session: session.scalars(select(Notification)).all()) == []


@pytest.mark.parametrize(
    ("measure", "clause", "says"),
    [
        (Measure.PAUSE_POSTING, BY_TWO, "Posting is paused for you"),
        (Measure.LIMIT, BY_TWO, "for your followers alone"),
    ],
)
def test_every_page_says_so_while_it_holds(
    marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider], measure: Measure, clause: int,
    says: str,
):  # fmt: skip
    before = marisol.get("/").text
    made = decided(deciders, a_member, measure, clause, {})

    pages = [marisol.get(path) for path in ("/", "/community", "/settings", "/more")]

    assert says not in before
    assert all(says in page.text and f"/decisions/{made}" in page.links() for page in pages)
    deciders[1].eases(made, at=now())
    assert says not in marisol.get("/").text


def test_whoever_is_suspended_reads_it_too(
    marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    made = decided(deciders, a_member, Measure.SUSPEND, BY_TWO, {})

    page = marisol.get(f"/decisions/{made}")

    assert page.status == 200
    assert "Your account is suspended" in page.text
    assert "Two people asked you to stop" in page.text
    assert f"/decisions/{made}" in marisol.get("/decisions").links()


def test_nobody_else_reads_it_and_nobody_reads_what_is_not_in_force(
    juno: Browser, marisol: Browser, lantern: OpenHouse, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):  # fmt: skip
    nao = lantern.browser_of(deciders[0].member)
    made = decided(deciders, a_member, Measure.WORD, BY_ONE, {})
    waiting = deciders[0].decides(a_case(a_member.house, account_id=a_member.id), Measure.SUSPEND, BY_TWO, at=now())

    assert [who.get(f"/decisions/{made}").status for who in (juno, nao, marisol)] == [404, 404, 200]
    assert marisol.get(f"/decisions/{waiting}").status == 404
    assert marisol.get("/decisions/99").status == marisol.get("/decisions/x").status == 404
    assert f"/decisions/{waiting}" not in marisol.get("/decisions").links()
    assert lantern.browser().get(f"/decisions/{made}").location.startswith("/sign-in")


def test_what_is_looked_at_before_is_what_is_read_afterwards(
    house: House, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    case_id, at = a_case(house, account_id=a_member.id), now()

    looked = deciders[0].looks_at(case_id, Measure.WORD, BY_ONE, REASON, at=at)
    made = deciders[0].decides(case_id, Measure.WORD, BY_ONE, REASON, at=at)

    read = house.database.read_now(queries.notice_about, a_member.id, made, key=house.key).notice
    differing = {name for name in type(read).__dataclass_fields__ if getattr(read, name) != getattr(looked, name)}
    assert differing == {"id", "in_force_at"}


def test_nothing_says_who_decided(
    house: House, marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    made = decided(deciders, a_member, Measure.SUSPEND, BY_TWO, {})

    pages = [marisol.get(path).text for path in (f"/decisions/{made}", "/decisions")]

    assert not [name for name in ("nao", "ines", "vera") for page in pages if f"@{name}" in page or f">{name}" in page]


def test_what_was_seen_is_said_where_pictures_are_not_kept(
    marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    case_id = a_case(a_member.house, account_id=a_member.id)

    made = deciders[0].decides(
        case_id, Measure.PAUSE_POSTING, NO_PICTURES, REASON, at=now(), described="A face beside a door number."
    )

    assert "A face beside a door number." in marisol.get(f"/decisions/{made}").text


def test_once_it_is_over_it_says_so_and_why(
    lantern: OpenHouse, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    made = decided(deciders, a_member, Measure.PAUSE_POSTING, BY_TWO, {})

    lantern.settles_at(now() + timedelta(days=8))

    page = lantern.browser_of(a_member).get(f"/decisions/{made}").text
    assert "Its time is over" in page
    assert "For how long" not in page


def test_reading_it_puts_the_dot_out(
    house: House, marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    made = decided(deciders, a_member, Measure.WORD, BY_ONE, {})
    before = marisol.get("/decisions").text

    marisol.get(f"/decisions/{made}")

    assert 'class="pill"' in before
    assert 'class="pill"' not in marisol.get("/decisions").text
    told = house.database.read_now(lambda session: session.scalars(select(Notification)).one())
    assert told.seen
