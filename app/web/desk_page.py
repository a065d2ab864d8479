"""The page of one case, made of what lies in it, what is asked for in its address, and what was typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.basics.errors import Invalid, NotFound, ParasolError
from app.doors.bodies import Form
from app.web import desk_shown, forms
from app.web.measures import MEASURES
from app.web.views import Field
from app.web.views.desk import CasePage, DecidingForm, MeasureChoice, PictureChoice
from app.web.views.frame import EMPTY
from app.web.visiting import Visit
from moderation.cases import desk_choices, desk_decided, desk_views, handling
from moderation.cases.desk_decided import DecidedHere
from moderation.cases.desk_views import CaseFacts
from moderation.decided import rules
from moderation.decided.notices import Notice
from moderation.jurors import queries as jurors
from moderation.measures import Measure
from moderation.policy.clauses import ClauseText


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent that comes back: a note, whom to hand it to, or the form with which one decides.

    `notice` and `looked`: what it would come to, and the mark of exactly that.
    """

    note: Field = EMPTY
    to: Field = EMPTY
    form: Form | None = None
    notice: Notice | None = None
    looked: str = ""
    error: ParasolError | None = None


NOTHING_TYPED = Typed()


async def case_page(who: Visit, number: int, typed: Typed = NOTHING_TYPED) -> CasePage:
    """Opens the case, which is written down. Raises Forbidden, NotFound."""
    database, key, me = who.house.database, who.house.key, who.me.account_id
    without = await database.read(desk_choices.is_without_pictures, who.viewer)
    facts = await database.write(
        desk_views.open_case, who.viewer, number, key=key, now=who.now, language=who.language
    )  # fmt: skip
    decided = await database.read(
        desk_decided.decided_in, who.viewer, facts.id, key=key, now=who.now, language=who.language
    )
    clause = _chosen(facts, _clause_asked(who, typed.form), *(one.notice.clause.key for one in decided))
    before = await database.read(desk_decided.decided_before, who.viewer, clause.key if clause else 0, but=facts.id)
    with_pictures = not without and who.request.query_params.get("pictures") == "1"
    pictures = sum(len(one.pictures) for one in facts.kept)
    return CasePage(
        number=facts.number,
        subject=facts.subject,
        about=desk_shown.about_view(facts),
        state=facts.state,
        urgency=facts.urgency,
        reports=facts.reports,
        asks_hold=facts.asks_hold,
        at=facts.opened_at,
        taken_by=facts.taken_name,
        taken_at=facts.taken_at,
        is_mine=facts.taken_by == me,
        may_take=facts.taken_by != me and handling.may_be_taken_over(facts.taken_at, facts.urgency, who.now),
        is_closed=facts.closed_at is not None,
        is_there=facts.is_there,
        has_changed=facts.has_changed,
        others=tuple(facts.others.items()),
        copies=tuple(desk_shown.copy_view(facts, one, with_pictures=with_pictures) for one in facts.kept),
        hidden_pictures=0 if with_pictures else pictures,
        without_pictures=without,
        asked=tuple(desk_shown.asked_view(one, facts.in_force) for one in facts.asked),
        clauses=tuple((one.key, f"{one.label} {one.title}") for one in facts.in_force),
        clause=desk_shown.clause_view(clause) if clause else None,
        before=tuple(map(desk_shown.before_view, before)),
        decided=tuple(map(desk_shown.decided_view, decided)),
        notes=tuple(map(desk_shown.note_view, facts.notes)),
        note=typed.note,
        to=typed.to,
        form=_deciding(facts, clause, _meanwhile(decided), typed),
        can_draw=await database.read(jurors.can_anybody_be_drawn),
        error=_above(typed),
    )


def _clause_asked(who: Visit, form: Form | None) -> int:
    word = form.text("clause") if form else who.request.query_params.get("clause", "")
    try:
        return forms.the_id(word)
    except NotFound:
        return 0


def _chosen(facts: CaseFacts, asked: int, *decided: int) -> ClauseText | None:
    """The clause that was asked for, else the one of the newest decision, that most people named, or the first."""
    known = {clause.key: clause for clause in facts.in_force}
    wanted = [key for key in (asked, *decided, *facts.cited, *known) if key in known]
    return known[wanted[0]] if wanted else None


def _above(typed: Typed) -> str:
    """What is wrong with the whole; what is wrong with a field stands beside it."""
    if typed.error is None or _beside(typed):
        return ""
    return typed.error.safe


def _beside(typed: Typed) -> bool:
    fields = {"words", "to", "measure", "reason", "ends_at", "warning", "pictures", "described"}
    return isinstance(typed.error, Invalid) and typed.error.field in fields


def _meanwhile(decided: Sequence[DecidedHere]) -> Collection[Measure]:
    """What can be decided now: while something waits for others a hold alone, and nothing where it holds already."""
    waiting = [one.notice for one in decided if one.waits]
    if not waiting:
        return frozenset(Measure)
    return () if any(one.stands for one in waiting) else (Measure.HOLD,)


def _deciding(
    facts: CaseFacts, clause: ClauseText | None, meanwhile: Collection[Measure], typed: Typed
) -> DecidingForm:
    form, error = typed.form, typed.error
    measures = () if clause is None else _offered(facts, clause)
    if form is None:  # whoever typed something finds it as it was
        measures = tuple(one for one in measures if one.measure in meanwhile)

    def field(name: str, called: str = "") -> Field:
        wrong = error.safe if isinstance(error, Invalid) and error.field == (called or name) else ""
        return Field(form.text(name) if form else "", wrong)

    chosen = set(form.texts("pictures")) if form else set[str]()
    return DecidingForm(
        measures=measures,
        measure=field("measure"),
        reason=field("reason"),
        lasts=field("lasts", "ends_at"),
        warning=field("warning"),
        described=field("described"),
        pictures=_pictures(facts, measures, chosen),
        pictures_error=field("pictures").error,
        describes=clause is not None and not clause.keeps_pictures and bool(facts.matter.pictures),
        others=tuple(facts.others.values()),
        notice=desk_shown.notice_view(typed.notice) if typed.notice else None,
        looked=typed.looked,
    )


def _offered(facts: CaseFacts, clause: ClauseText) -> tuple[MeasureChoice, ...]:
    """What the clause allows and can be done here. That there is no breach can always be said."""
    measures = dict.fromkeys((Measure.NO_BREACH, *clause.measures))
    fitting = [one for one in measures if _fits(one, facts)]
    return tuple(
        MeasureChoice(one.value, MEASURES[one], rules.people_needed(clause.deciders, one, facts.matter))
        for one in fitting
    )


def _fits(measure: Measure, facts: CaseFacts) -> bool:
    try:
        rules.must_fit(measure, facts.matter)
    except ParasolError:
        return False
    return measure is not Measure.HIDE_PICTURE or bool(facts.matter.pictures)


def _pictures(
    facts: CaseFacts, measures: Sequence[MeasureChoice], chosen: set[str]
) -> tuple[PictureChoice, ...]:  # fmt: skip
    """Those of the post that are still in it, where hiding one is among what can be done."""
    if all(one.measure != Measure.HIDE_PICTURE for one in measures):
        return ()
    described = {one.copy.picture_id: one.copy.description for kept in facts.kept for one in kept.pictures}
    return tuple(
        PictureChoice(picture, described.get(picture, ""), str(picture) in chosen)
        for picture in sorted(facts.matter.pictures)
    )
