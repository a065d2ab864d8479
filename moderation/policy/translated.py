"""Reading how far the policy is put into other languages, and who is trusted to do it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from moderation.policy import queries
from moderation.policy.clauses import of_version
from moderation.policy.models import Translation, Translator
from moderation.policy.reading import INTRODUCTION
from moderation.policy.translating import Original, Words, original

MOST = 500


@dataclass(frozen=True, slots=True)
class Trusted:
    """Somebody who translates into a language."""

    account_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Part:
    """The introduction or a clause beside its translation, which is None where there is none of these very words.

    `was` is a translation of what it said before. `edition`: 0 for none. Names are of members, empty for nobody.
    """

    original: Original
    words: Words | None
    was: Words | None = None
    edition: int = 0
    written_by: int | None = None
    writer: str = ""
    voucher: str = ""
    vouched: bool = False


def trusted(session: Session) -> Sequence[Trusted]:
    """Everybody who is, language by language."""
    asked = select(Account.id, Account.name, Translator.language).join(Translator, Translator.account_id == Account.id)
    return [Trusted(*row) for row in session.execute(asked.order_by(Translator.language, Account.name).limit(MOST))]


def parts(session: Session, language: str) -> Sequence[Part]:
    """All of the newest version in its order, the introduction first; empty while there is no policy."""
    number = queries.newest_number(session)
    if not number:
        return ()
    keys = [INTRODUCTION, *(one.key for one in of_version(session, number))]
    return [one for one in (part(session, language, key) for key in keys) if one.original.words.asks]


def part(session: Session, language: str, key: int) -> Part:
    """One of them; raises NotFound."""
    found = original(session, key)
    asked = select(Translation).where(Translation.clause_key == key, Translation.language == language)
    made = session.scalars(asked.order_by(Translation.words_since.desc()).limit(MOST)).all()
    current = next((one for one in made if one.words_since == found.words_since), None)
    if current is None:
        return Part(found, None, was=_words(made[0]) if made else None)
    return Part(
        found,
        _words(current),
        edition=current.edition,
        written_by=current.written_by,
        writer=_name(session, current.written_by),
        voucher=_name(session, current.vouched_by),
        vouched=current.vouched_at is not None,
    )


def _words(row: Translation) -> Words:
    return Words(row.title, row.asks, row.why)


def _name(session: Session, account_id: int | None) -> str:
    return (session.scalar(select(Account.name).where(Account.id == account_id)) or "") if account_id else ""
