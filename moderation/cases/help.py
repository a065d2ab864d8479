"""Whom people here can turn to when somebody is in danger. Stewards write it; everybody here reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_id
from app.basics.text import one_line, tidy
from moderation.cases.models import HelpAddress

MOST: Final = 100
LONGEST: Final = {"name": 120, "words": 1_000, "address": 300}

ENOUGH = "There are a hundred already. Please take one away first."


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to call. `address`: a telephone number, a page, or a place. `language`: empty for everybody."""

    id: int
    name: str
    words: str
    address: str
    language: str


def addresses(session: Session, language: str) -> Sequence[Help]:
    """Those for everybody and in that language; all of them where there is none of these."""
    known = every_address(session)
    return [one for one in known if one.language in {"", language}] or known


def every_address(session: Session) -> Sequence[Help]:
    """All of them, in whatever language, by name."""
    found = session.scalars(select(HelpAddress).order_by(HelpAddress.name, HelpAddress.id).limit(MOST))
    return [Help(one.id, one.name, one.words, one.address, one.language) for one in found]


def keep_address(
    session: Session, role: str, name: str, words: str, address: str, language: str, *, now: datetime
) -> int:
    """Add one; its id. Raises Forbidden, Invalid with its field, Refused where there are very many."""
    must_be_steward(role)
    name, words, address = _line("name", name), tidy(words), _line("address", address)
    if len(words) > LONGEST["words"]:
        raise Invalid("words", "This is too long: at most 1,000 characters.")
    if (session.scalar(select(func.count()).select_from(HelpAddress)) or 0) >= MOST:
        raise Refused(ENOUGH)
    row = HelpAddress(id=new_id(now), name=name, words=words, address=address, language=language)
    session.add(row)
    session.flush()
    return row.id


def remove_address(session: Session, role: str, address_id: int) -> None:
    """Take one away; raises Forbidden, NotFound."""
    must_be_steward(role)
    row = session.get(HelpAddress, address_id)
    if row is None:
        raise NotFound
    session.delete(row)


def _line(name: str, typed: str) -> str:
    line = one_line(typed)
    if not line:
        raise Invalid(name, "Please write who it is." if name == "name" else "Please write a number or an address.")
    if len(line) > LONGEST[name]:
        raise Invalid(name, "This is too long.")
    return line
