"""The forms of deciding together: a charter and a clause as typed, read, and shown again with what is wrong."""

from app.basics.errors import Invalid, ParasolError
from app.doors.bodies import MOST_BYTES, Form
from app.web import forms
from app.web.forms import StaleForm
from app.web.views import Field
from app.web.views.deciding import CharterForm, ClauseForm
from app.web.visiting import Visit
from app.web.words import N_
from moderation.amending import charter
from moderation.amending.charter import Wanted
from moderation.policy import rules
from moderation.policy.rules import NewClause

NOT_A_NUMBER = N_("Please write a number.")
_CHARTER = ("method", "quorum", "talk_days", "ballot_days", "term_days")


def number(form: Form, field: str) -> int:
    """A number as it was typed; raises Invalid for anything else."""
    word = form.text(field).strip()
    if not (word.isascii() and word.isdigit() and len(word) <= 6):
        raise Invalid(field, NOT_A_NUMBER)
    return int(word)


def charter_wanted(form: Form) -> Wanted:
    """What a charter is to say; raises Invalid for the first field that cannot be read or kept."""
    method = charter.checked_method(form.text("method"))
    numbers = [number(form, name) for name in _CHARTER[1:]]
    return charter.checked(Wanted(method, *numbers))


def empty_charter() -> CharterForm:
    """What most houses begin with."""
    return CharterForm(Field("consent"), Field("25"), Field("14"), Field("7"), Field("365"))


def charter_as_is(says: Wanted) -> CharterForm:
    """The fields filled with what a charter says."""
    kept = (says.method, says.quorum, says.talk_days, says.ballot_days, says.term_days)
    return CharterForm(*(Field(str(one)) for one in kept))


def charter_typed(form: Form) -> CharterForm:
    return charter_form(form, None)


def charter_form(form: Form, error: ParasolError | None) -> CharterForm:
    """The fields as they were typed, with what is wrong beside its own."""
    return CharterForm(*(forms.typed(form, name, beside(error, name)) for name in _CHARTER))


def clause_wanted(form: Form, key: int) -> NewClause:
    """A clause as it was typed; raises Invalid for a field that cannot be read. What it says is checked later."""
    return NewClause(
        key=key,
        label=form.text("label"),
        title=form.text("title"),
        asks=form.text("asks"),
        why=form.text("why"),
        measures=rules.checked_measures(form.texts("measures")),
        deciders=rules.checked_deciders(form.text("deciders")),
        appeal_days=number(form, "appeal_days"),
        evidence_days=number(form, "evidence_days"),
        keeps_pictures=form.truth("keeps_pictures"),
    )


def clause_as_is(clause: NewClause) -> ClauseForm:
    """The fields filled with what a clause says."""
    return ClauseForm(
        label=Field(clause.label), title=Field(clause.title), asks=Field(clause.asks), why=Field(clause.why),
        measures=tuple(clause.measures), deciders=Field(clause.deciders), appeal_days=Field(str(clause.appeal_days)),
        evidence_days=Field(str(clause.evidence_days)), keeps_pictures=clause.keeps_pictures,
    )  # fmt: skip


def empty_clause() -> ClauseForm:
    """A clause that is new, with the days and deciders that most have."""
    return ClauseForm(deciders=Field("one"), appeal_days=Field("30"), evidence_days=Field("60"))


def clause_form(form: Form, error: ParasolError | None) -> ClauseForm:
    """The fields as they were typed, with what is wrong beside its own."""

    def typed(name: str) -> Field:
        return forms.typed(form, name, beside(error, name))

    return ClauseForm(
        typed("label"), typed("title"), typed("asks"), typed("why"), tuple(form.texts("measures")),
        beside(error, "measures"), typed("deciders"), typed("appeal_days"), typed("evidence_days"),
        form.truth("keeps_pictures"),
    )  # fmt: skip


def beside(error: ParasolError | None, field: str) -> str:
    """The sentence where it is this field's."""
    return error.safe if isinstance(error, Invalid) and error.field == field else ""


def trouble(error: ParasolError | None, *fields: str) -> str:
    """The sentence where it is none of these fields'."""
    if error is None or (isinstance(error, Invalid) and error.field in fields):
        return ""
    return error.safe


async def sent_or_stale(who: Visit, most: int = MOST_BYTES) -> tuple[Form, StaleForm | None]:
    """What was typed, also where the page was open for too long: nothing is lost then either."""
    try:
        return await forms.sent(who, most), None
    except StaleForm as stale:
        return stale.form, stale
