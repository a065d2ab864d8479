"""From a notice to what a page shows: the same for whoever it is about and for who is about to send it."""

from collections.abc import Mapping
from typing import Final

from app.basics.text import kept, render
from app.web.views.decisions import CitedClause, NoticeView
from app.web.words import N_
from moderation.decided.notices import Notice
from moderation.measures import Measure, restricts
from moderation.policy.clauses import ClauseText

# What its subject reads first of each: what it is, and what it means for them.
TOLD: Final[Mapping[Measure, tuple[str, str]]] = {
    Measure.NO_BREACH: (
        N_("No breach"),
        N_("People here were asked to look at this, and found nothing against the policy. Nothing changes."),
    ),
    Measure.WORD: (N_("A word in private"), N_("Nothing changes. Please read why people here wanted to say this.")),
    Measure.ASK_CHANGE: (
        N_("You are asked to change your post"),
        N_("Nothing happens to it by itself. Below it says what is asked, and why."),
    ),
    Measure.ADD_WARNING: (N_("A warning stands before your post"), N_("It is read before the post is.")),
    Measure.HIDE_PICTURE: (
        N_("A picture in your post is hidden"),
        N_("Nobody but you sees it. The words stay as they are."),
    ),
    Measure.HOLD: (
        N_("Your post is held"),
        N_("Only you see it while people here look at it. Allies that have it already keep it."),
    ),
    Measure.REMOVE: (
        N_("Your post is removed"),
        N_(
            "Nobody reads it here, and allies that had it are asked to delete it. If this is taken back, it is whole "
            "again here, and allies get it anew; boosts and favourites there are lost."
        ),
    ),
    Measure.PAUSE_POSTING: (
        N_("Posting is paused for you"),
        N_("You read as before, and can delete, appeal and take your things along. You cannot post or write messages."),
    ),
    Measure.LIMIT: (
        N_("What you post is for your followers alone"),
        N_("Only people who follow you already read what you post, here and at allies."),
    ),
    Measure.SUSPEND: (
        N_("Your account is suspended"),
        N_("Nobody sees it or what you posted. You can read this, appeal, take your things along, or leave."),
    ),
    Measure.END_ACCOUNT: (
        N_("Your account is suspended, and is to end"),
        N_("Nobody sees it or what you posted. You can read this, appeal, take your things along, or leave."),
    ),
    Measure.ALLY_LIMIT: (
        N_("The ally is limited"),
        N_("What its people post reaches those who follow them, and nobody else here."),
    ),
    Measure.ALLY_PAUSE: (N_("The alliance is paused"), N_("Nothing passes between that house and ours.")),
    Measure.ALLY_PART: (N_("It is proposed to part"), N_("Stewards are asked to end the alliance.")),
}


def notice_view(notice: Notice, *, may_appeal: bool = False, appeal_state: str = "") -> NoticeView:
    """Everything its subject reads, and nothing of who decided or reported."""
    return NoticeView(
        id=notice.id,
        measure=notice.measure,
        title=TOLD[notice.measure][0],
        meaning=TOLD[notice.measure][1],
        clause=_cited(notice.clause),
        reason=render(notice.reason, {}),
        people=notice.people,
        decided_at=notice.in_force_at or notice.decided_at,
        appeal_until=notice.appeal_until,
        is_about_post=notice.is_about_post,
        post=notice.post_id,
        warning=str(notice.particulars.get("warning", "")),
        pictures=len(notice.particulars.get("pictures", ())),
        described=notice.described,
        restricts=restricts(notice.measure),
        in_force_at=notice.in_force_at,
        until=notice.until,
        alone=notice.alone_until is not None,
        review_at=None if notice.measure is Measure.END_ACCOUNT else notice.review_at,
        over_at=notice.over_at,
        outcome=notice.outcome,
        may_appeal=may_appeal,
        appeal_state=appeal_state,
    )


def _cited(clause: ClauseText) -> CitedClause:
    return CitedClause(
        clause.version, clause.label, clause.title, kept(clause.asks_html), kept(clause.why_html), clause.language,
        clause.translated,
    )  # fmt: skip
