"""From what lies in a case to what its page shows. Pictures are addresses only where they were asked for."""

from collections.abc import Sequence
from dataclasses import replace

from app.accounts.card import tile_of
from app.basics.text import kept, render
from app.web import views
from app.web.decided import notice_view
from app.web.measures import DECIDERS, MEASURES
from app.web.views.desk import (
    AskedView,
    BeforeView,
    CaseLineView,
    ClauseView,
    CopyView,
    DecidedView,
    DueView,
    LoadView,
    NoteView,
)
from moderation.cases.copies import Kept, KeptPicture, PostCopy, ProfileCopy
from moderation.cases.desk_decided import Before, DecidedHere, Load
from moderation.cases.desk_views import Asked, CaseFacts, NoteFacts
from moderation.cases.queue import CaseLine
from moderation.decided.queries import Due
from moderation.policy.clauses import ClauseText


def line_view(line: CaseLine, me: int) -> CaseLineView:
    return CaseLineView(
        line.number, line.subject, line.about, line.state, line.urgency, line.reports, line.asks_hold, line.opened_at,
        line.taken_name, line.taken_by == me,
    )  # fmt: skip


def about_view(facts: CaseFacts) -> views.AccountView:
    return views.AccountView(facts.about, facts.about_name, tile_of(facts.about_uri))


def copy_view(facts: CaseFacts, one: Kept, *, with_pictures: bool) -> CopyView:
    """What was reported as it stood, as people saw it."""
    if isinstance(one.copy, ProfileCopy):
        copy = one.copy
        author = views.AccountView(copy.handle, copy.name, tile_of(copy.uri))
        return CopyView(one.kind, author, kept(copy.about_html), one.kept_at)
    return _post_view(facts, one, one.copy, with_pictures)


def asked_view(one: Asked, clauses: Sequence[ClauseText]) -> AskedView:
    named = {clause.key: f"{clause.label} {clause.title}" for clause in clauses}
    return AskedView(
        clause=named.get(one.clause_key, ""),
        words=render(one.words, {}),
        wish=one.wish,
        urgency=one.urgency,
        asks_hold=one.asks_hold,
        more=tuple(render(words, {}) for words in one.more),
    )


def clause_view(clause: ClauseText) -> ClauseView:
    return ClauseView(
        clause.key, clause.label, clause.title, kept(clause.asks_html), kept(clause.why_html),
        tuple(measure.value for measure in clause.measures), DECIDERS[clause.deciders], clause.appeal_days,
        clause.keeps_pictures, clause.version, clause.language, clause.translated,
    )  # fmt: skip


def decided_view(one: DecidedHere) -> DecidedView:
    notice = replace(notice_view(one.notice), id=0)  # without the ways on that are its subject's
    name, at = MEASURES[one.notice.measure], one.notice.decided_at
    return DecidedView(
        one.notice.id, name, notice, one.by, at, one.mine, one.waits, one.said, one.yeses, one.is_due, one.may_lift,
        one.waits_until,
    )  # fmt: skip


def before_view(one: Before) -> BeforeView:
    return BeforeView(MEASURES[one.measure], one.at, one.outcome, one.appealed)


def due_view(one: Due) -> DueView:
    return DueView(MEASURES[one.measure], one.case_number, one.at)


def note_view(one: NoteFacts) -> NoteView:
    return NoteView(one.by, render(one.words, {}), one.at)


def load_view(one: Load) -> LoadView:
    return LoadView(one.name, one.open, one.decided)


def _post_view(facts: CaseFacts, one: Kept, copy: PostCopy, with_pictures: bool) -> CopyView:
    tile = tile_of(facts.about_uri if copy.author_id == facts.account_id else copy.author_handle)
    return CopyView(
        kind=one.kind,
        author=views.AccountView(copy.author_handle, copy.author_name, tile),
        html=kept(copy.content),
        at=copy.written_at,
        audience=copy.audience,
        edited=copy.edited_at,
        warning=copy.warning,
        language=copy.language,
        choices=tuple(copy.choices),
        pictures=tuple(_picture_view(facts.number, picture) for picture in one.pictures) if with_pictures else (),
        descriptions=() if with_pictures else tuple(picture.copy.description for picture in one.pictures),
    )


def _picture_view(number: int, picture: KeptPicture) -> views.PictureView:
    address, copy = f"/desk/{number}/pictures/{picture.id}", picture.copy
    return views.PictureView(
        f"{address}/small", f"{address}/full", copy.small_width, copy.small_height, copy.description
    )
