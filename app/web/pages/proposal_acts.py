"""What people do with a proposal: say something, object, answer, vote, take it on, withdraw it."""

from collections.abc import Callable

from fastapi import Request, Response

from app.basics.errors import Invalid, ParasolError
from app.deciding import proposing, talking, voting
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward
from app.web.deciding_forms import beside, sent_or_stale
from app.web.forms import StaleForm
from app.web.pages.proposal import ADDRESS, Sent, shown, voter
from app.web.routing import page_door
from app.web.visiting import Visit, member

door = page_door()

_NO_EDITION = -1


@door.post(ADDRESS + "/remarks", access=Access.MEMBER)
async def remark(request: Request, proposal: str) -> Response:
    """`words edition`: something that stands in nobody's way."""
    return await _said(await member(request), forms.the_id(proposal), talking.remark, objecting=False)


@door.post(ADDRESS + "/objections", access=Access.MEMBER)
async def object_to(request: Request, proposal: str) -> Response:
    """`words edition`: named, and its proposer can answer."""
    return await _said(await member(request), forms.the_id(proposal), talking.object_to, objecting=True)


@door.post("/objections/{line}/answer", access=Access.MEMBER)
async def answer(request: Request, line: str) -> Response:
    """`answer proposal`: by whoever proposed it."""
    who, line_id = await member(request), forms.the_id(line)
    form, error = await sent_or_stale(who)
    proposal_id = forms.the_id(form.text("proposal"))
    try:
        _raise(error)
        done = await who.house.database.write(
            talking.answer, who.me.account_id, line_id, form.text("answer"), now=who.now
        )
    except (Invalid, StaleForm) as wrong:
        typed = forms.typed(form, "answer", beside(wrong, "answer"))
        return await shown(who, proposal_id, Sent(words=typed, answering=line_id, error=wrong))
    return onward(f"/proposals/{done}?done=answered")


@door.post("/objections/{line}/end", access=Access.MEMBER)
async def take_back(request: Request, line: str) -> Response:
    """By whoever objected."""
    who, line_id = await member(request), forms.the_id(line)
    await forms.sent(who)
    done = await who.house.database.write(talking.take_back, who.me.account_id, line_id, now=who.now)
    return onward(f"/proposals/{done}?done=objection-ended")


@door.post(ADDRESS + "/ballots", access=Access.MEMBER)
async def vote(request: Request, proposal: str) -> Response:
    """`choice=yes|no|abstain`, once. What is refused comes back with what was chosen, and nothing was counted."""
    proposal_id = forms.the_id(proposal)
    who = await voter(request, proposal_id)
    form, error = await sent_or_stale(who)
    choice = form.text("choice")
    try:
        _raise(error)
        await who.house.database.write(
            voting.vote, who.me.account_id, proposal_id, choice, key=who.house.key, now=who.now
        )
    except ParasolError as wrong:
        sent = Sent(choice=forms.typed(form, "choice", beside(wrong, "choice")), error=wrong)
        return await shown(who, proposal_id, sent)
    return onward(f"/proposals/{proposal_id}?done=voted")


@door.post(ADDRESS + "/acceptance", access=Access.MEMBER)
async def answer_for_oneself(request: Request, proposal: str) -> Response:
    """`yes=1|0`: by whoever would take something on."""
    who, proposal_id = await member(request), forms.the_id(proposal)
    yes = forms.pressed(await forms.sent(who), "yes")
    await who.house.database.write(proposing.answer_for_oneself, who.me.account_id, proposal_id, yes=yes, now=who.now)
    return onward(f"/proposals/{proposal_id}?done={'taken-on' if yes else 'not-taken-on'}")


@door.post(ADDRESS + "/withdrawal", access=Access.MEMBER)
async def withdraw(request: Request, proposal: str) -> Response:
    """By whoever proposed it, while it is talked over."""
    who, proposal_id = await member(request), forms.the_id(proposal)
    await forms.sent(who)
    await who.house.database.write(proposing.withdraw, who.me.account_id, proposal_id, now=who.now)
    return onward(f"/proposals/{proposal_id}?done=withdrawn")


async def _said(who: Visit, proposal_id: int, act: Callable[..., int], *, objecting: bool) -> Response:
    form, error = await sent_or_stale(who)
    try:
        _raise(error)
        await who.house.database.write(
            act, who.me.account_id, proposal_id, form.text("words"), edition=edition_in(form), now=who.now
        )
    except ParasolError as wrong:
        typed = forms.typed(form, "words", beside(wrong, "words"))
        return await shown(who, proposal_id, Sent(words=typed, objecting=objecting, error=wrong))
    return onward(f"/proposals/{proposal_id}?done={'objected' if objecting else 'said'}")


def _raise(error: ParasolError | None) -> None:
    if error is not None:
        raise error


def edition_in(form: Form) -> int:
    """The text that its writer saw; a made-up one is none."""
    word = form.text("edition")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else _NO_EDITION
