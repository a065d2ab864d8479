"""Putting the policy into other languages: by members whom stewards trust, each vouched for by another of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.rules import folded, must_be_steward
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound
from app.basics.text import written
from moderation.policy import queries, rules
from moderation.policy.clauses import clause
from moderation.policy.models import Translation, Translator
from moderation.policy.reading import INTRODUCTION

NOT_TRUSTED = "Stewards say who translates the policy, and have not named you for this language."
NOT_YOUR_OWN = "Somebody else vouches for what you wrote yourself."
NOBODY = "Nobody here has that name."
NO_LANGUAGE = "Please choose one of the languages."
NO_WORDS = "Please write what it says in this language."
WORDS_CHANGED = (
    "The original has changed while this page was open. What you typed is still here: please compare the two, and send "
    "it again."
)
CHANGED_MEANWHILE = (
    "Another translator changed this while your page was open. What you typed is still here, and theirs stands above. "
    "Send it again, and yours takes its place."
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a clause says in another language. The introduction has neither a title nor a why."""

    title: str
    asks: str
    why: str


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be translated: the words of the newest version, and from which version they are the same."""

    key: int
    label: str
    words: Words
    words_since: int


def trust(session: Session, role: str, name: str, language: str, *, now: datetime) -> None:
    """That member may translate into that language, and vouch. Raises Forbidden, Invalid."""
    must_be_steward(role)
    if not language:
        raise Invalid("language", NO_LANGUAGE)
    here = select(Account.id).where(Account.folded == folded(name.strip().lstrip("@")), Account.host == "")
    found = session.scalar(here.where(~Account.waits))
    if found is None:
        raise Invalid("name", NOBODY)
    if session.get(Translator, (found, language)) is None:
        session.add(Translator(account_id=found, language=language, since=now))


def trust_no_more(session: Session, role: str, account_id: int, language: str) -> None:
    """What they wrote and vouched for stays. Raises Forbidden."""
    must_be_steward(role)
    session.execute(delete(Translator).where(Translator.account_id == account_id, Translator.language == language))


def must_be_trusted(session: Session, account_id: int, language: str) -> None:
    """Raises Forbidden for whoever stewards did not name for that language."""
    if session.get(Translator, (account_id, language)) is None:
        raise Forbidden(NOT_TRUSTED)


def original(session: Session, key: int) -> Original:
    """The introduction (0) or a clause of the newest version, in force or not; raises NotFound."""
    newest = queries.newest(session)
    if newest is None:
        raise NotFound
    if key == INTRODUCTION:
        return Original(key, "", Words("", newest.source, ""), newest.words_since)
    found = clause(session, newest.number, key)
    return Original(key, found.label, Words(found.title, found.asks, found.why), found.words_since)


def translate(
    session: Session,
    account_id: int,
    language: str,
    key: int,
    words: Words,
    *,
    words_since: int,
    edition: int,
    now: datetime,
) -> None:
    """The member puts it into that language. Whoever vouched before vouched for other words: nobody does any more.

    `words_since` and `edition` (0 for a first one) are those that they saw. Raises Forbidden, NotFound, Invalid,
    Conflict.
    """
    must_be_trusted(session, account_id, language)
    found = original(session, key)
    checked = _checked(words, found)
    if found.words_since != words_since:
        raise Conflict(WORDS_CHANGED)
    row = session.get(Translation, (key, words_since, language))
    if (row.edition if row else 0) != edition:
        raise Conflict(CHANGED_MEANWHILE)
    if row is None:
        row = Translation(clause_key=key, words_since=words_since, language=language, edition=0)
        session.add(row)
    say(row, checked, by=account_id, now=now)


def vouch(session: Session, account_id: int, language: str, key: int, *, edition: int, now: datetime) -> None:
    """A second person read both and stands for it. Raises Forbidden, NotFound, Conflict for words they did not see."""
    must_be_trusted(session, account_id, language)
    row = session.get(Translation, (key, original(session, key).words_since, language))
    if row is None:
        raise NotFound
    if row.written_by == account_id:
        raise Forbidden(NOT_YOUR_OWN)
    if row.edition != edition:
        raise Conflict(CHANGED_MEANWHILE)
    row.vouched_by, row.vouched_at = account_id, now


def say(row: Translation, words: Words, *, by: int | None, now: datetime) -> None:
    """These words into that row, for which nobody vouches yet."""
    row.title, row.asks, row.why = words.title, words.asks, words.why
    row.asks_html, row.why_html = str(written(words.asks)), str(written(words.why))
    row.edition += 1
    row.written_by, row.written_at, row.vouched_by, row.vouched_at = by, now, None, None


def _checked(words: Words, found: Original) -> Words:
    """Raises Invalid for the first part that is missing or endless."""
    if found.key == INTRODUCTION:
        text = rules.checked_introduction(words.asks)
        if not text:
            raise Invalid("asks", NO_WORDS)
        return Words("", text, "")
    why = rules.checked_part("why", words.why, NO_WORDS) if found.words.why else ""
    return Words(rules.checked_title(words.title), rules.checked_part("asks", words.asks, NO_WORDS), why)
