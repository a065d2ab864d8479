"""Reading which pictures there are. They are nobody's secret: who wrote with one is asked and known nowhere here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from app.emoji.models import Emoji
from app.emoji.rules import MOST_OF_AN_ALLY


@dataclass(frozen=True, slots=True)
class EmojiFacts:
    """A picture and what it stands for. `blob` is empty until its file is here."""

    id: int
    ally_id: int | None
    shortcode: str
    word: str
    blob: str
    category: str
    hidden: bool
    source_uri: str
    changed_at: datetime


_FACTS = (
    Emoji.id, Emoji.ally_id, Emoji.shortcode, Emoji.word, Emoji.blob, Emoji.category, Emoji.hidden, Emoji.source_uri,
    Emoji.changed_at,
)  # fmt: skip


def of_the_house(session: Session) -> list[EmojiFacts]:
    """Every one that our stewards made, hidden ones too, in the order of their shortcodes."""
    query = select(*_FACTS).where(Emoji.ally_id.is_(None)).order_by(Emoji.category, Emoji.shortcode)
    return [_facts(row) for row in session.execute(query)]


def to_choose_from(session: Session) -> list[EmojiFacts]:
    """Those that somebody who writes is shown."""
    return [one for one in of_the_house(session) if not one.hidden]


def one_of_the_house(session: Session, emoji_id: int) -> EmojiFacts:
    """Raises NotFound, also for an ally's."""
    row = session.execute(select(*_FACTS).where(Emoji.id == emoji_id, Emoji.ally_id.is_(None))).first()
    if row is None:
        raise NotFound
    return _facts(row)


def at(session: Session, word: str) -> EmojiFacts:
    """The one at the address that ends so, if its file is here; raises NotFound."""
    row = session.execute(select(*_FACTS).where(Emoji.word == word, Emoji.blob.is_not(None))).first()
    if row is None:
        raise NotFound
    return _facts(row)


def awaited(session: Session, emoji_id: int) -> EmojiFacts | None:
    """An ally's that is to be fetched; None where it is gone."""
    row = session.execute(select(*_FACTS).where(Emoji.id == emoji_id, Emoji.ally_id.is_not(None))).first()
    return None if row is None else _facts(row)


def called(session: Session, shortcodes: Sequence[str], ally_id: int | None, *, aloud: bool = True) -> list[EmojiFacts]:
    """Those of one house that stand for these shortcodes, in this order; nothing is asked where there are none.

    `aloud` False: for what is sealed. Then no word of it is said to the database (P10), which gives all there are.
    """
    if not shortcodes:
        return []
    theirs = Emoji.ally_id.is_(None) if ally_id is None else Emoji.ally_id == ally_id
    query = select(*_FACTS).where(theirs, Emoji.usable).limit(MOST_OF_AN_ALLY)
    if aloud:
        query = query.where(Emoji.shortcode.in_(list(shortcodes)))
    with session.no_autoflush:
        found: Mapping[str, EmojiFacts] = {row[2]: _facts(row) for row in session.execute(query)}
    return [found[code] for code in shortcodes if code in found]


def _facts(row: Sequence[object]) -> EmojiFacts:
    values = list(row)
    values[4] = values[4] or ""
    return EmojiFacts(*values)  # type: ignore[arg-type]
