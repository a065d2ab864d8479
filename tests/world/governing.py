"""A policy to decide by: a handful of clauses of all kinds."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.storage.house import House
from moderation.measures import Deciders, Measure
from moderation.policy.publishing import publish_clauses
from moderation.policy.queries import newest_number
from moderation.policy.rules import NewClause

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
INTRODUCTION = "# Who we are\n\nPeople who do sex work, and nobody else."

# The keys of the clauses of `a_policy`, by what each is good for.
BY_ONE, BY_TWO, BY_PANEL, NO_PICTURES, FOR_ALLIES = 1, 2, 3, 4, 5

CLAUSES = (
    NewClause(
        BY_ONE, "1", "Be good to each other", "Speak to others as you would be spoken to.",
        "We have enough people who shout at us.",
        (
            Measure.NO_BREACH, Measure.WORD, Measure.ASK_CHANGE, Measure.ADD_WARNING, Measure.HIDE_PICTURE,
            Measure.HOLD, Measure.REMOVE,
        ),
    ),
    NewClause(
        BY_TWO, "2", "No harassment", "Nobody is followed around, threatened or worn down.",
        "Whoever is afraid to speak has no place here that is theirs.",
        (Measure.NO_BREACH, Measure.WORD, Measure.HOLD, Measure.REMOVE, Measure.PAUSE_POSTING, Measure.LIMIT,
         Measure.SUSPEND),
        Deciders.TWO, appeal_days=30, evidence_days=60,
    ),
    NewClause(
        BY_PANEL, "3", "No coercion", "Nobody forces anybody, or sells what somebody else earns.",
        "This house is for people who decide for themselves.",
        (Measure.NO_BREACH, Measure.HOLD, Measure.REMOVE, Measure.SUSPEND, Measure.END_ACCOUNT),
        Deciders.PANEL, appeal_days=60, evidence_days=120,
    ),
    NewClause(
        NO_PICTURES, "4.1", "No outing", "Nobody is named, pictured or placed without their yes.",
        "A name or a face can cost a home, a child or a life.",
        (Measure.NO_BREACH, Measure.HIDE_PICTURE, Measure.HOLD, Measure.REMOVE, Measure.PAUSE_POSTING,
         Measure.SUSPEND),
        Deciders.ONE, appeal_days=14, evidence_days=30, keeps_pictures=False,
    ),
    NewClause(
        FOR_ALLIES, "5", "Allies keep their word", "A house that is our ally keeps what it promised us.",
        "What we post for allies is in their hands.",
        (Measure.NO_BREACH, Measure.WORD, Measure.ALLY_LIMIT, Measure.ALLY_PAUSE, Measure.ALLY_PART),
    ),
)  # fmt: skip


def a_policy(
    house: House, steward_id: int, *, at: datetime = LONG_AGO, clauses: tuple[NewClause, ...] = CLAUSES
) -> int:
    """The next version, put up by that steward, in force since then (long before any test's day); its number."""

    def publish(session: Session) -> int:
        return publish_clauses(
            session, INTRODUCTION, clauses, by=steward_id, based_on=newest_number(session), language="en",
            in_force_at=at, now=at,
        )  # fmt: skip

    return house.database.write_now(publish)
