"""`/decisions`: what people decided about the reader. Nobody else's is there, and nothing of it is kept from them."""

from fastapi import Request, Response

from app.basics.text import render
from app.doors.access import Access
from app.posts.kept_words import KeptWords, kept_words
from app.web import forms
from app.web.answering import page
from app.web.decided import TOLD, notice_view
from app.web.routing import page_door
from app.web.views.decisions import DecisionLine, DecisionPage, DecisionsPage, SaidView
from app.web.visiting import member
from moderation.decided import queries
from moderation.decided.actions import note_seen
from moderation.measures import Measure, restricts

door = page_door()

ADDRESS = "/decisions"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_decisions(request: Request) -> Response:
    """Newest first; also for somebody who hides or is suspended."""
    who = await member(request, suspended=True)
    found = await who.house.database.read(queries.about, who.me.account_id, before=forms.before(request))
    lines = tuple(
        DecisionLine(
            one.id, TOLD[Measure(one.measure)][0], one.in_force_at or one.decided_at, one.over_at, one.outcome,
            restricts(Measure(one.measure)), one.seen_at is None,
        )
        for one in found
    )  # fmt: skip
    older = f"{ADDRESS}?before={found[-1].id}" if len(found) == queries.A_PAGE else ""
    return await page(who, "decision/list.html", DecisionsPage(lines, older), place="more")


@door.get(ADDRESS + "/{decision_id}", access=Access.MEMBER)
async def show_decision(request: Request, decision_id: str) -> Response:
    """One of them, whole; somebody else's is not there."""
    who, wanted = await member(request, suspended=True), forms.the_id(decision_id)
    me, house = who.me.account_id, who.house
    found = await house.database.read(queries.notice_about, me, wanted, key=house.key, language=who.language)
    if not found.seen:
        await house.database.write(note_seen, me, wanted, now=who.now)
    view = notice_view(found.notice, may_appeal=found.may_appeal(who.now), appeal_state=found.appeal_state)
    words = await house.database.read(kept_words, who.viewer, found.notice.post_id, key=house.key)
    return await page(who, "decision/page.html", DecisionPage(view, said=_said(words)), place="more")


def _said(words: KeptWords | None) -> SaidView | None:
    if words is None:
        return None
    return SaidView(render(words.text, {}), words.warning, words.language, (*words.choices, *words.described))
