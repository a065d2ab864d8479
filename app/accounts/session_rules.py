"""How long a session lasts, by the day: nothing finer is kept of when it began and was used (P2)."""

from datetime import datetime, timedelta

SESSION_LASTS = timedelta(days=30)
IDLE_LASTS = timedelta(days=7)
MOST_SESSIONS = 20


def day_of(moment: datetime) -> datetime:
    """Its first moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def idle_end(ends_at: datetime, *, now: datetime) -> datetime:
    """When a session that is used now ends if it is never used again; never after its own end."""
    return min(day_of(now) + IDLE_LASTS, ends_at)


def last_used(idle_until: datetime) -> datetime:
    """The day on which it was last used, or a later one for a session near its end."""
    return idle_until - IDLE_LASTS
