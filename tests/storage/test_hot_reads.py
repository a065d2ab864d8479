"""What may run on the event loop is listed here; the hottest pages are read along their indexes on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

import app.main  # noqa: F401 - imports every slice and door
from app.notifications import queries as notifications
from app.storage.database import QUICK
from app.storage.house import House
from app.timelines import encoded_queries

LISTED = {
    "app.accounts.friends.coming_back",
    "app.accounts.holders.session_holder",
    "app.accounts.holders.token_holder",
    "app.accounts.holders.token_holder_by_id",
    "app.notifications.queries.anything_new",
    "app.timelines.encoded_queries.community_encoded",
    "app.timelines.encoded_queries.home_encoded",
    "federation.known.key_by_id",
}
APART = ("blocks", "mutes", "ally_blocks")
MARKS = ("boosts", "favourites", "bookmarks")
LISTS = ("lists", "list_members")
PAGE = {"owner": 1, "before": 2**62, "after": 0, "most": 20}


def test_only_what_is_listed_runs_on_the_event_loop():
    assert {name for name in QUICK if not name.startswith("tests.")} == LISTED


@pytest.mark.parametrize("keeps_away", [False, True])
@pytest.mark.parametrize("upwards", [False, True])
@pytest.mark.parametrize("page", ["_home", "_community"])
def test_a_page_is_read_along_its_indexes(house: House, kind: str, page: str, upwards: bool, keeps_away: bool):
    prepared = getattr(encoded_queries, page)[upwards, keeps_away]

    plan = house.database.read_now(lambda session: explained(session, prepared, kind))

    for table in ("posts", "feed_entries", "accounts", *MARKS, *LISTS, "mentions", "follows", *APART):
        assert f"SCAN {table}" not in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan


def test_whether_anything_is_new_is_asked_of_what_is_unseen_alone(house: House, kind: str):
    prepared = notifications._anything_new

    plan = house.database.read_now(lambda session: explained(session, prepared, kind, me=1))

    assert "ix_notifications_unseen" in plan, plan


def explained(session: Session, prepared: object, kind: str, **given: object) -> str:
    """How the database would read it; PostgreSQL would scan the empty tables of a test if it were let."""
    ready = prepared._for(session.get_bind().dialect)  # type: ignore[attr-defined]
    sql, parameters = ready.asked({**PAGE, **given})
    driver = session.connection().connection.driver_connection
    assert driver is not None
    if kind == "postgres":
        session.execute(text("SET LOCAL enable_seqscan = off"))
        return "\n".join(row[0] for row in driver.execute("EXPLAIN " + sql, parameters).fetchall())
    rows = driver.execute("EXPLAIN QUERY PLAN " + sql, parameters).fetchall()
    return "\n".join(row[3] for row in rows if row[3] != "SCAN anon_1")
