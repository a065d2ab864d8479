"""The database itself keeps published versions as they are: tried as raw SQL, after the newest migration.

A trigger does not bind the database's owner, who can drop it.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.storage.house import House
from moderation.policy.models import Clause, PolicyVersion
from tests.world.cast import Member
from tests.world.governing import a_policy

CHANGES = [
    "UPDATE policy_clauses SET asks = 'Anything goes.' WHERE version = 1 AND key = 2",
    "UPDATE policy_clauses SET measures = 'end_account'",
    "UPDATE policy_clauses SET appeal_days = 7",
    "UPDATE policy_clauses SET version = 2",
    "DELETE FROM policy_clauses WHERE key = 2",
    "DELETE FROM policy_clauses",
    "INSERT INTO policy_clauses SELECT version, 6, 6, '6', title, asks, asks_html, why, why_html, measures, deciders, "
    "appeal_days, evidence_days, keeps_pictures, words_since FROM policy_clauses WHERE key = 1",
    "UPDATE policy_versions SET source = 'Anything goes.'",
    "UPDATE policy_versions SET html = '<p>Anything goes.</p>'",
    "UPDATE policy_versions SET in_force_at = in_force_at + 1",
    "UPDATE policy_versions SET published_at = published_at - 1",
    "UPDATE policy_versions SET clause_count = 6",
    "UPDATE policy_versions SET number = 7",
    "UPDATE policy_versions SET language = 'ru'",
    "UPDATE policy_versions SET words_since = 9",
    "UPDATE policy_versions SET published_by = (SELECT id FROM accounts WHERE name = 'marisol')",
    "DELETE FROM policy_versions",
    "INSERT INTO policy_versions (number, source, html, published_at, in_force_at, clause_count, language, "
    "words_since) VALUES (0, 'x', 'x', 5, 5, 0, '', 0)",
    "INSERT INTO policy_versions (number, source, html, published_at, in_force_at, clause_count, language, "
    "words_since) VALUES (2, 'x', 'x', 5, 4, 0, '', 2)",
]
OF_ONE_KIND = {
    "sqlite": [
        "INSERT OR REPLACE INTO policy_versions (number, source, html, published_at, in_force_at, clause_count, "
        "language, words_since) VALUES (1, 'x', 'x', 5, 5, 5, '', 1)",
        "INSERT OR REPLACE INTO policy_clauses SELECT version, position, key, label, 'Anything', asks, asks_html, why, "
        "why_html, measures, deciders, appeal_days, evidence_days, keeps_pictures, words_since FROM policy_clauses",
        "UPDATE OR REPLACE policy_clauses SET position = 1",
    ],
    "postgres": ["TRUNCATE policy_clauses CASCADE", "TRUNCATE policy_versions CASCADE"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_published_version_is_changed_emptied_or_added_to(
    house: House, a_steward: Member, a_member: Member, change: str
):
    a_policy(house, a_steward.id)
    before = house.database.read_now(everything)

    with pytest.raises(IntegrityError):
        house.database.write_now(lambda session: session.execute(text(change)))

    assert house.database.read_now(everything) == before


def test_nor_by_what_only_one_of_the_databases_can_say(house: House, kind: str, a_steward: Member):
    a_policy(house, a_steward.id)
    before = house.database.read_now(everything)

    for change in OF_ONE_KIND[kind]:
        with pytest.raises(IntegrityError):
            house.database.write_now(lambda session, change=change: session.execute(text(change)))

    assert house.database.read_now(everything) == before


def test_a_version_outlives_the_account_of_whoever_put_it_up(house: House, a_steward: Member):
    a_policy(house, a_steward.id)
    before = house.database.read_now(everything)

    house.database.write_now(
        lambda session: session.execute(text("UPDATE policy_versions SET published_by = NULL WHERE number = 1"))
    )

    after = house.database.read_now(everything)
    assert [row[1:] for row in after] == [row[1:] for row in before]
    assert (before[0][0], after[0][0]) == (a_steward.id, None)


def everything(session: Session) -> list[tuple[object, ...]]:
    """Each row of both tables, whoever put a version up first."""
    versions = session.execute(
        text("SELECT published_by, number, source, html, published_at, in_force_at, clause_count, language FROM "
             f"{PolicyVersion.__tablename__} ORDER BY number")
    )  # fmt: skip
    clauses = session.execute(text(f"SELECT 0, * FROM {Clause.__tablename__} ORDER BY version, position"))
    return [tuple(row) for row in [*versions, *clauses]]
