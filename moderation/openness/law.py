"""Whom to write to about the law: a few words that stewards write, and who may read them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid
from app.basics.text import tidy, written
from moderation.openness.models import LawPage

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Law:
    """The words, as source and as HTML; empty while nobody wrote any."""

    contact: str = ""
    html: str = ""
    is_open: bool = False


def read(session: Session) -> Law:
    row = session.get(LawPage, 1)
    return Law() if row is None else Law(row.contact, row.contact_html, row.is_open)


def write(session: Session, role: str, contact: str, *, is_open: bool) -> None:
    """Keep the words, which may be none; raises Forbidden, Invalid."""
    must_be_steward(role)
    text = tidy(contact)
    if len(text) > LONGEST:
        raise Invalid("contact", "This is too long: at most 5,000 characters.")
    row = session.get(LawPage, 1)
    if row is None:
        row = LawPage(id=1)
        session.add(row)
    row.contact, row.contact_html, row.is_open = text, str(written(text)), is_open
