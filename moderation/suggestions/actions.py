"""Taking a list, setting aside one thing of it, and forgetting. Nothing here touches an account, an ally or a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.community import in_turn
from app.accounts.rules import must_be_moderator, must_be_steward
from app.accounts.viewer import Viewer
from app.basics.ids import new_id
from app.storage.sealing import HouseKey
from moderation.openness import reading
from moderation.suggestions import queries, rules
from moderation.suggestions.models import Suggestion
from moderation.suggestions.queries import Ours
from moderation.suggestions.reading_lists import Line
from moderation.suggestions.rules import SUGGESTIONS_LAST, Advice, Body

AnyRow = Row[*tuple[Any, ...]]

TAKEN_OUT: Final = "suggestion out"
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """`names_us`: this house stands in the list itself."""

    names_us: bool


def take_list(session: Session, who: Viewer, lines: Sequence[Line], by: str, *, ours: Ours, now: datetime) -> Taken:
    """Keep what a list advises, each thing once whoever else advises it; nothing else happens.

    What names an account of this house that is not there is not kept: it could be somebody's who comes later. Raises
    Forbidden, Invalid for who says it, Refused where there is no room.
    """
    must_be_moderator(who.role)
    by = rules.checked_name(by)
    kept = {rules.mark_of(line.address, ours.key): line for line in _kept(session, lines, ours)}
    in_turn(session)  # of two lists at once neither loses what the other says
    known = _known(session, list(kept))
    more = len(kept) - len(known)
    rules.must_be_room(_count_with_room(session, more, {row.id for row in known}), more)
    _join(session, [(row, kept[row.mark].address, _advice(kept[row.mark], by, now)) for row in known], ours.key)
    _add(session, _new(kept, {row.mark for row in known}), by, ours.key, now)
    return Taken(names_us=any(line.address == ours.host for line in lines))


def settle(session: Session, who: Viewer, suggestion_id: int, *, ours: Ours) -> None:
    """A person looked at it: it does not come back unless somebody else advises it. Raises Forbidden, NotFound.

    Where somebody else was faster nothing changes: what a person wrote about it is sent all the same.
    """
    found = queries.one(session, who, suggestion_id, ours=ours)
    session.execute(update(Suggestion).where(Suggestion.id == found.id).values(settled=True))


def take_out(session: Session, who: Viewer, suggestion_id: int, *, ours: Ours, now: datetime) -> None:
    """It was wrong: it is gone, with all that was said of it, and the log of reading says that somebody did that.

    For stewards alone, since who brought a list is not kept. Raises Forbidden; NotFound also for what is about them.
    """
    must_be_steward(who.role)
    found = queries.one(session, who, suggestion_id, ours=ours)
    reading.log(session, who, TAKEN_OUT, None, key=ours.key, now=now)
    _delete(session, [found.id])


def forget_old(session: Session, now: datetime, *, ours: Ours) -> bool:
    """A sweep: each thing that was said too long ago, and what names somebody here who is not there any more."""
    in_turn(session)  # nothing goes that a list has just renewed
    forget_those_who_left(session, ours=ours)
    return _forget_what_was_said(session, now, ours.key)


def forget_those_who_left(session: Session, *, ours: Ours) -> None:
    """What names somebody of this house who is not there goes, also where a backup brings it back (P11)."""
    _delete(session, queries.of_those_who_left(session, ours))


def _forget_what_was_said(session: Session, now: datetime, key: HouseKey) -> bool:
    """Whether there may be more of it. What our key does not open goes whole."""
    old = select(Suggestion.id, Suggestion.body_sealed).where(Suggestion.said_at <= now - SUGGESTIONS_LAST)
    bodies = {row.id: rules.opened_if_whole(row.body_sealed, key) for row in session.execute(old.limit(_AT_ONCE))}
    left = {suggestion_id: rules.still_said(body, now) for suggestion_id, body in bodies.items() if body}
    changed = [
        {"id": suggestion_id, "body_sealed": rules.sealed(body, key), "said_at": rules.oldest(body)}
        for suggestion_id, body in left.items()
        if body.advice
    ]
    if changed:
        session.execute(update(Suggestion), changed)
    _delete(session, list(bodies.keys() - {row["id"] for row in changed}))
    return len(bodies) == _AT_ONCE


def _count_with_room(session: Session, more: int, known: Collection[int]) -> int:
    """How many there are, once the oldest of what somebody has looked at made room for so many more."""
    count = session.scalar(select(func.count()).select_from(Suggestion)) or 0
    wanted = count + more - rules.MOST_KEPT
    if wanted <= 0:
        return count
    settled = select(Suggestion.id).where(Suggestion.settled).order_by(Suggestion.said_at, Suggestion.id)
    gone = [suggestion_id for suggestion_id in session.scalars(settled) if suggestion_id not in known][:wanted]
    _delete(session, gone)
    return count - len(gone)


def _delete(session: Session, ids: Sequence[int]) -> None:
    for first in range(0, len(ids), _AT_ONCE):
        session.execute(delete(Suggestion).where(Suggestion.id.in_(ids[first : first + _AT_ONCE])))


def _kept(session: Session, lines: Sequence[Line], ours: Ours) -> list[Line]:
    here = {line.address: rules.name_in(line.address) for line in lines if rules.house_of(line.address) == ours.host}
    there = queries.names_here(session, list(here.values()))
    return [line for line in lines if line.address not in here or here[line.address] in there]


def _known(session: Session, marks: Sequence[bytes]) -> list[AnyRow]:
    """Held until it is joined: what somebody sets aside meanwhile stays set aside."""
    columns = Suggestion.id, Suggestion.mark, Suggestion.body_sealed, Suggestion.settled
    query = select(*columns).with_for_update()
    return [
        row
        for first in range(0, len(marks), _AT_ONCE)
        for row in session.execute(query.where(Suggestion.mark.in_(marks[first : first + _AT_ONCE])))
    ]


def _new(kept: Mapping[bytes, Line], known: Collection[bytes]) -> dict[bytes, Line]:
    return {mark: line for mark, line in kept.items() if mark not in known}


def _advice(line: Line, by: str, now: datetime) -> Advice:
    return Advice(by, now, line.words, line.severity)


def _join(session: Session, again: Sequence[tuple[AnyRow, str, Advice]], key: HouseKey) -> None:
    """With the address, in case that what was there cannot be read: then it begins anew."""
    changed: list[dict[str, Any]] = []
    for row, address, advice in again:
        body = rules.opened_if_whole(row.body_sealed, key) or Body(address, ())
        settled = row.settled and not rules.says_something_new(body, advice)
        said = rules.joined(body, advice)
        sealed = rules.sealed(said, key)
        changed.append({"id": row.id, "body_sealed": sealed, "settled": settled, "said_at": rules.oldest(said)})
    if changed:
        session.execute(update(Suggestion), changed)


def _add(session: Session, new: Mapping[bytes, Line], by: str, key: HouseKey, now: datetime) -> None:
    rows = [
        {
            "id": new_id(now), "kind": line.kind.value, "mark": mark,
            "house_mark": rules.mark_of(rules.house_of(line.address), key),
            "body_sealed": rules.sealed(Body(line.address, (_advice(line, by, now),)), key),
            "settled": False, "said_at": now,
        }
        for mark, line in new.items()
    ]  # fmt: skip
    if rows:
        session.execute(insert(Suggestion), rows)
