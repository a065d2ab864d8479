"""What others will see, above the form that would send it: made for one answer, and kept nowhere (P10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.accounts.filtering import NO_SIEVE
from app.accounts.queries import AccountFacts
from app.doors.bodies import Form
from app.doors.limits import PREVIEW
from app.posts import queries
from app.posts.actions.previewing import Preview
from app.posts.audience import Audience
from app.timelines.encoded_queries import Encoded
from app.web import encoded, moments, polls
from app.web.quotes import card_of
from app.web.render import words_in
from app.web.sifting import completed
from app.web.views import PreviewView
from app.web.views.quotes import QuoteView
from app.web.visiting import Visit

NAMED = 12
"""So many names are said one by one."""


def asks_for_one(who: Visit, form: Form) -> bool:
    """Whether the button was that for a preview. Raises TooMany: each tells which names can be reached (P6)."""
    if form.truth("preview"):
        who.limits.count(PREVIEW, str(who.me.account_id))
    return form.truth("preview")


async def preview_view(who: Visit, found: Preview, goes_at: datetime | None = None) -> PreviewView:
    [post] = encoded.post_views([_as_kept(found)], who.me.account_id)
    words = words_in(who.language)
    if found.stands:
        [post] = await completed(who, NO_SIEVE, [post])
    else:
        poll = found.poll and polls.poll_view(found.poll, who.me.account_id, words, who.now)
        post = replace(post, id=0, at=who.now, poll=poll, quote=await _quote(who, found))
    return PreviewView(
        post=post,
        to=_named(found.addressed) if found.audience is Audience.MENTIONED else (),
        only_words=found.only_words[:NAMED],
        further_words=len(found.only_words[NAMED:]),
        not_reached=_named(found.not_reached),
        later="" if goes_at is None else moments.spoken(words, goes_at, who.now),
    )


async def _quote(who: Visit, found: Preview) -> QuoteView | None:
    if found.quotes is None:
        return None
    return await card_of(who, await who.house.database.read(queries.one, who.viewer, found.quotes))


def _as_kept(found: Preview) -> Encoded:
    """As a row of the timelines, with no mark of anybody."""
    card = found.author.card
    return Encoded(0, found.body, card, 1, False, False, False, False, None, None)


def _named(people: Sequence[AccountFacts]) -> tuple[str, ...]:
    return tuple(f"@{one.handle}" for one in people)
