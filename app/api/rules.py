"""The policy for apps: each clause as one of Mastodon's rules, and the whole text as its terms of service."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from app.storage import Session
from moderation.policy import queries
from moderation.policy.clauses import ClauseText, of_version, translations
from moderation.policy.queries import Version

Rule = dict[str, object]


def rules_in_force(session: Session, origin: str, *, now: datetime) -> list[Rule]:
    """Its id is the clause's key, which is the same in every version: reports name it. `hint` is what it asks.

    A version without clauses is one rule, which says where it stands.
    """
    version = queries.in_force(session, now=now)
    if version is None:
        return []
    clauses = of_version(session, version.number)
    if not clauses:
        text = f"The policy, version {version.number}: {origin}/policy"
        return [{"id": str(version.number), "text": text, "hint": "", "translations": {}}]
    others = translations(session, clauses)
    return [_rule(clause, others.get(clause.key, ())) for clause in clauses]


def terms_in_force(session: Session, *, now: datetime) -> dict[str, object] | None:
    """The whole text with its clauses; None while there is none."""
    version = queries.in_force(session, now=now)
    if version is None:
        return None
    return {
        "effective_date": version.in_force_at.strftime("%Y-%m-%d"),
        "effective": True,
        "content": _whole(version, of_version(session, version.number)),
        "succeeded_by": None,
    }


def _rule(clause: ClauseText, others: Sequence[tuple[str, str, str]]) -> Rule:
    return {
        "id": str(clause.key),
        "text": f"{clause.label} {clause.title}",
        "hint": clause.asks,
        "translations": {
            language: {"text": f"{clause.label} {title}", "hint": asks} for language, title, asks in others
        },
    }


def _whole(version: Version, clauses: Sequence[ClauseText]) -> str:
    parts = (f"<h3>{escape(f'{one.label} {one.title}')}</h3>{one.asks_html}{one.why_html}" for one in clauses)
    return version.html + "".join(parts)
