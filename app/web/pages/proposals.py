"""`/proposals`: what people here want to be otherwise, and what came of it."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.deciding import electorate, queries
from app.deciding.queries import ProposalFacts
from app.doors.access import Access
from app.storage import Session
from app.web import deciding, forms
from app.web.answering import page
from app.web.pages.proposal import People, has_a_vote
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views.deciding import ProposalRow, ProposalsPage
from app.web.visiting import Visit, member
from app.web.words import Words
from moderation.amending import charter

door = page_door()

ADDRESS = "/proposals"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_proposals(request: Request) -> Response:
    who, before = await member(request), forms.before(request)
    under_way, over, people, has_charter, takes_part = await who.house.database.read(_listed, who, before)
    words = words_in(who.language)
    view = ProposalsPage(
        under_way=tuple(_row(words, one, people, who) for one in under_way),
        over=tuple(_row(words, one, people, who) for one in over),
        has_charter=has_charter,
        may_propose=has_charter and takes_part,
        older=f"{ADDRESS}?before={over[-1].id}" if len(over) == queries.PAGE else "",
    )
    return await page(who, "proposal/list.html", view, place="more", address=ADDRESS)


async def still_voted_on(who: Visit) -> tuple[ProposalRow, ...]:
    """What whoever was suspended may vote on now."""
    found, people = await who.house.database.read(_voted_on, who)
    return tuple(_row(words_in(who.language), one, people, who) for one in found)


def _voted_on(session: Session, who: Visit) -> tuple[Sequence[ProposalFacts], People]:
    found = [one for one in queries.under_way(session, who.viewer) if has_a_vote(session, who, one)]
    return found, accounts.several(session, [one.concerns for one in found if one.concerns is not None])


def _listed(
    session: Session, who: Visit, before: int | None
) -> tuple[Sequence[ProposalFacts], Sequence[ProposalFacts], People, bool, bool]:
    under_way = queries.under_way(session, who.viewer) if before is None else ()
    over = queries.settled(session, who.viewer, before=before)
    concerned = [one.concerns for one in (*under_way, *over) if one.concerns is not None]
    people = accounts.several(session, concerned)
    takes_part = electorate.takes_part(session, who.me.account_id, who.now)
    return under_way, over, people, charter.stands(session), takes_part


def _row(words: Words, facts: ProposalFacts, people: People, who: Visit) -> ProposalRow:
    title = deciding.title_of(words, facts, people.get(facts.concerns or 0))
    return ProposalRow(facts.id, title, deciding.stands(words, facts, who.now))
