"""The time, asked for in one place so that tests can move it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC, to the millisecond (what the database keeps)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def day_of(moment: datetime) -> str:
    """Its day, where nothing finer is kept or said."""
    return moment.strftime("%Y-%m-%d")
