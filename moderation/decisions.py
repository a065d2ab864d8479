"""Deciding. The only maker of the `Decision` that accounts, posts and allies demand before anything changes (P13).

Every function here takes the person who decides, but for two: `overturn`, which an appeal calls, and `run_out`, which
only ends what people began. What is taken back needs no clause. Whatever may change an account asks for its turn first:
whoever is stood down in the same moment waits, and neither waits for the other.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.actions import standing as accounts
from app.accounts.community import in_turn
from app.accounts.standing import Decision
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, NotFound, Refused
from app.jobs.outbox import announce
from app.posts.actions import standing as posts
from app.storage.sealing import HouseKey
from moderation.cases.models import Case
from moderation.decided import closing, preparing, queries, rules, saying, sealing
from moderation.decided.models import DecisionRow
from moderation.decided.notices import Notice, notice_of
from moderation.decided.rules import Draft
from moderation.decided.telling import tell_subject
from moderation.events import Confirmed, Decided, Ended, Overturned
from moderation.measures import MILD, ON_POSTS, Measure

__all__ = ["Draft", "Notice", "agree", "decide", "decline", "ease", "let_stand", "look_at", "overturn", "run_out"]


def look_at(session: Session, who: Viewer, draft: Draft, *, key: HouseKey, now: datetime, language: str = "") -> Notice:
    """Exactly what whoever it is about will read; nothing is stored. Raises what `decide` raises."""
    case = session.get(Case, draft.case_id)
    if case is None:
        raise NotFound
    row = preparing.row_of(session, who, case, draft, key=key, now=now)
    return replace(notice_of(session, row, key=key, language=language), id=0)


def decide(session: Session, who: Viewer, draft: Draft, *, key: HouseKey, now: datetime) -> int:
    """Decide; the decision's id. In force at once where one person is enough, else it waits for another.

    Raises Forbidden (no moderator, or a part in the case), NotFound, Conflict (somebody else was faster), Refused
    (what it is about is gone), Invalid (a field).
    """
    in_turn(session)
    case = closing.held_case(session, draft.case_id)
    row = preparing.row_of(session, who, case, draft, key=key, now=now)
    enough = row.needed == 1 or row.alone_until is not None
    row.in_force_at = now if enough else None
    session.add(row)
    session.flush()
    if enough:
        _take_force(session, row, key=key, now=now)
    if row.needed > 1:
        case.state = "proposed"
    elif draft.measure is not Measure.HOLD:
        _close(session, row, key=key, now=now)
    return row.id


def agree(session: Session, who: Viewer, decision_id: int, *, key: HouseKey, now: datetime) -> None:
    """Another person's yes; with enough of them it is in force. Raises Forbidden, NotFound, Conflict."""
    in_turn(session)
    row = queries.held(session, decision_id)
    saying.must_be_asked(session, who, row, key=key)
    preparing.must_be_the_same_policy(session, row, now=now)
    if row.ends_at is not None and row.ends_at <= now:
        raise Conflict(rules.TOO_LATE)
    saying.say(session, who, row, agrees=True, now=now)
    if queries.yeses(session, row.id) < row.needed - 1:
        return
    if row.in_force_at is None:
        saying.begin(session, row, now=now)
        _take_force(session, row, key=key, now=now)
    else:
        _make_last(session, row, key=key)
    _close(session, row, key=key, now=now)


def decline(session: Session, who: Viewer, decision_id: int, *, key: HouseKey, now: datetime) -> None:
    """Another person's no, or the first one's own: it does not hold, or no longer, and the case is open again."""
    in_turn(session)
    row = queries.held(session, decision_id)
    if who.account_id != row.decided_by:
        saying.must_be_asked(session, who, row, key=key)
        saying.say(session, who, row, agrees=False, now=now)
    elif not saying.waits(row):
        raise Conflict(rules.OVER)
    _end(session, row, "declined", key=key, now=now)


def ease(session: Session, who: Viewer, decision_id: int, *, key: HouseKey, now: datetime) -> None:
    """Lift it, which needs no clause. Raises Forbidden, NotFound, Conflict when it is over already."""
    in_turn(session)
    row = queries.held(session, decision_id)
    saying.must_look_after(session, who, row, key=key)
    if row.over_at is not None or row.in_force_at is None or row.measure in MILD:
        raise Conflict(rules.OVER)
    _end(session, row, "eased", key=key, now=now)


def let_stand(session: Session, who: Viewer, decision_id: int, *, key: HouseKey, now: datetime) -> None:
    """Somebody looked again at what has no end, and it stays. Raises Forbidden, NotFound, Conflict when none is due."""
    row = queries.held(session, decision_id)
    saying.must_look_after(session, who, row, key=key)
    if row.over_at is not None or row.review_at is None or row.review_at > now:
        raise Conflict(rules.NOT_DUE)
    row.review_at = now + rules.REVIEWED_EVERY


def overturn(session: Session, decision_id: int, *, key: HouseKey, now: datetime) -> None:
    """An appeal was right: everything of it is taken back. Changes nothing for what is over already."""
    row = queries.held(session, decision_id)
    if row.over_at is None:
        _end(session, row, "overturned", key=key, now=now)


def run_out(session: Session, now: datetime, *, key: HouseKey) -> bool:
    """A sweep: what was to end by now ends, proposals that nobody agreed to among them. Whether there may be more."""
    in_turn(session)
    due = queries.due(session, now)
    for row in due:
        _end(session, row, "ran_out", key=key, now=now)
    return len(due) == queries.MOST_DUE


def _take_force(session: Session, row: DecisionRow, *, key: HouseKey, now: datetime) -> None:
    """It takes effect, and whoever it is about hears of it, in one transaction (P14)."""
    _restrict(session, row, key=key, now=now)
    tell_subject(session, row, now=now)
    announce(session, Decided(row.id))


def _make_last(session: Session, row: DecisionRow, *, key: HouseKey) -> None:
    """It holds on more than one person's word from now on: what is not kept is destroyed now, and not before (P16)."""
    row.alone_until = None
    session.flush()
    posts.destroy_what_is_not_kept(session, _decision(row, key), key=key)
    announce(session, Confirmed(row.id))


def _close(session: Session, row: DecisionRow, *, key: HouseKey, now: datetime) -> None:
    """The case is decided: what was only held until then is held no more."""
    for hold in queries.holds_of(session, row.case_id):
        _end(session, hold, "eased", key=key, now=now)
    closing.close(session, row, now=now)


def _end(session: Session, row: DecisionRow, outcome: str, *, key: HouseKey, now: datetime) -> None:
    """It holds no more. What waited for a second person goes back to where it was decided from."""
    waited = saying.waits(row)
    row.over_at, row.outcome = now, outcome
    session.flush()
    if row.in_force_at is not None:
        _ease(session, row, key=key, now=now)
        announce(session, Overturned(row.id) if outcome == "overturned" else Ended(row.id))
    if waited:
        closing.put_back(session, row)


def _restrict(session: Session, row: DecisionRow, *, key: HouseKey, now: datetime) -> None:
    measure, decision = Measure(row.measure), _decision(row, key)
    if measure in MILD:
        return
    if measure in ON_POSTS:
        if row.post_id is None:
            raise Refused(rules.GONE)
        posts.restrict(session, decision, key=key, now=now)
        return
    accounts.restrict(session, decision)


def _ease(session: Session, row: DecisionRow, *, key: HouseKey, now: datetime) -> None:
    measure, decision = Measure(row.measure), _decision(row, key)
    if measure in MILD:
        return
    if measure in ON_POSTS:
        posts.ease(session, decision, key=key, now=now)
        return
    accounts.ease(session, decision)


def _decision(row: DecisionRow, key: HouseKey) -> Decision:
    particulars = sealing.particulars_of(row, key)
    if row.alone_until is not None:
        # What is destroyed cannot be put back, and a second person may still say no.
        particulars["keeps_pictures"] = True
    return Decision(
        id=row.id,
        measure=row.measure,
        account_id=row.account_id,
        post_id=row.post_id,
        ally_id=row.ally_id,
        ends_at=row.ends_at,
        particulars=particulars,
    )
