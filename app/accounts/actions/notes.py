"""A few words about oneself that go by themselves."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import card
from app.accounts.events import ProfileChanged
from app.accounts.models import Account
from app.jobs.outbox import announce

AT_ONCE: Final = 200


def let_my_note_last(session: Session, account_id: int, days: int | None, *, now: datetime) -> None:
    """From now on, so many days; None for as long as the member lets it stand."""
    account = session.get_one(Account, account_id)
    account.about_ends_at = None if days is None or not account.about_source else now + timedelta(days=days)


def end_notes(session: Session, now: datetime, *, origin: str) -> bool:
    """A sweep: notes past their end are empty, also at allies. Whether there may be more."""
    over = select(Account).where(Account.about_ends_at.is_not(None), Account.about_ends_at <= now).limit(AT_ONCE)
    accounts = session.scalars(over).all()
    for account in accounts:
        account.about_source, account.about_html, account.about_ends_at = "", "", None
        account.card = card.encoded(session, account, origin)
        announce(session, ProfileChanged(account.id))
    return len(accounts) == AT_ONCE
