"""From what lies in an appeal to what its pages show."""

from collections.abc import Sequence
from dataclasses import replace

from app.basics.text import kept, render
from app.web.decided import TOLD, notice_view
from app.web.views.appeals import AppealLine, CopyView, MatterView, SaidView
from moderation.appeals.lines import Said
from moderation.appeals.material import Matter
from moderation.appeals.queries import AppealToHear, OwnAppeal
from moderation.cases.copies import Kept, PostCopy


def said_view(lines: Sequence[Said], *, by_subject: bool) -> tuple[SaidView, ...]:
    """`by_subject`: whoever reads is the subject."""
    return tuple(SaidView(render(one.words, {}), one.at, one.by_subject, one.by_subject is by_subject) for one in lines)


def matter_view(matter: Matter, *, from_desk: bool) -> MatterView:
    """Without the ways on that are the subject's; `from_desk`: the whole case can be looked at there."""
    return MatterView(
        replace(notice_view(matter.notice), id=0, is_about_post=False),  # what it was about stands beside it
        tuple(_copy_view(one) for one in matter.copies),
        matter.case_number if from_desk else 0,
    )


def own_line(one: OwnAppeal) -> AppealLine:
    return AppealLine(one.id, TOLD[one.measure][0], one.opened_at, one.answer_by, one.outcome, one.is_heard)


def line_to_hear(one: AppealToHear) -> AppealLine:
    return AppealLine(
        one.id, TOLD[one.measure][0], one.opened_at, one.answer_by, one.outcome, one.is_taken, one.mine,
        one.wants_another,
    )  # fmt: skip


def _copy_view(one: Kept) -> CopyView:
    copy = one.copy
    if isinstance(copy, PostCopy):
        descriptions = tuple(picture.copy.description for picture in one.pictures)
        return CopyView(
            one.kind, copy.author_handle, kept(copy.content), copy.written_at, copy.warning, copy.language, descriptions
        )
    return CopyView(one.kind, copy.handle, kept(copy.about_html), one.kept_at)
