"""The policy as pages show it: a version with its clauses, in the reader's language where people put it into that."""

from dataclasses import replace

from markupsafe import Markup

from app.accounts.queries import several
from app.basics.text import kept, written
from app.storage import Session
from app.web.measures import DECIDERS, MEASURES
from app.web.views.policy import ClauseView, PolicyText
from app.web.visiting import Visit
from moderation.policy import queries, reading
from moderation.policy.clauses import ClauseText
from moderation.policy.rules import NewClause


async def in_force(who: Visit, *, as_written: bool = False) -> PolicyText:
    """What is in force at this moment; number 0 while nothing is."""
    number = await who.house.database.read(queries.in_force_number, now=who.envoy.clock())
    return await version(who, number, as_written=as_written) if number else PolicyText()


async def version(who: Visit, number: int, *, as_written: bool = False) -> PolicyText:
    """That version; raises NotFound."""
    return await who.house.database.read(_read, number, "" if as_written else who.language, who.who is not None)


def clause_view(clause: ClauseText, outdated: bool = False) -> ClauseView:
    """A published clause."""
    view = _view(clause, kept(clause.asks_html), kept(clause.why_html), clause.language)
    return replace(view, translated=clause.translated, vouched=clause.vouched, outdated=outdated)


def drafted_view(clause: NewClause, language: str = "") -> ClauseView:
    """A clause as it will read."""
    return _view(clause, written(clause.asks), written(clause.why), language)


def _read(session: Session, number: int, language: str, for_a_member: bool) -> PolicyText:
    """Who translated it is told to members alone: who lives here is nobody else's business."""
    found = reading.whole(session, number, language=language)
    return PolicyText(
        number=number,
        html=kept(found.html),
        since=found.version.in_force_at,
        clauses=tuple(clause_view(one, one.key in found.outdated) for one in found.clauses),
        language=found.language,
        translated=bool(found.translated),
        vouched=not found.unvouched,
        outdated=reading.INTRODUCTION in found.outdated,
        by=tuple(one.name for one in several(session, sorted(found.by)).values()) if for_a_member else (),
    )


def _view(clause: ClauseText | NewClause, asks: Markup, why: Markup, language: str) -> ClauseView:
    return ClauseView(
        key=clause.key,
        label=clause.label,
        title=clause.title,
        asks=asks,
        why=why,
        measures=tuple(MEASURES[one] for one in clause.measures),
        deciders=DECIDERS[clause.deciders],
        appeal_days=clause.appeal_days,
        evidence_days=clause.evidence_days,
        keeps_pictures=clause.keeps_pictures,
        language=language,
    )
