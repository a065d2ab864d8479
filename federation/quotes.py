"""Quotes between houses (FEP-044f): asking, telling of what is taken back, and looking whether an author allows it.

An ally's word that somebody of another house allows a quote counts for nothing: that house is asked, through the one
fetcher, and only while it is an ally (P20). Of our own posts nobody but this house knows.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.basics.events import Event
from app.jobs import queue
from app.jobs.runner import Outcome
from app.posts import queries as posts
from app.posts.actions.receiving_quotes import allow, found_at_last
from app.posts.events import PostEdited, QuotableChanged, QuoteAsked, QuoteClaimed, QuoteSettled, QuoteTakenBack
from app.posts.models import Post, Quote
from app.posts.quoting import State as Said
from federation import documents
from federation.envoy import Envoy
from federation.fetching import QUOTES
from federation.gate import house_of
from federation.lanes import lane_of
from federation.letters import SEAL, Letter, write_letter
from federation.missing import fetch_post
from federation.outgoing import tell_of_edit
from federation.quoting import AUTHORISATION, WireAuthorisation, read_authorisation

_VERIFY: Final = "verify"


class Claim(msgspec.Struct, frozen=True):
    """What waits: the post that says it quotes."""

    post_id: int


@dataclass(frozen=True)
class _Claimed:
    """What a post says that it quotes, as long as that is not here, and where its author's house says yes."""

    post_id: int
    wanted_uri: str
    authorisation: str


def ask(envoy: Envoy, session: Session, event: QuoteAsked) -> None:
    """The house of whoever is quoted, after what quotes them: their lane is in order."""
    post, quoted = _pair(session, event.post_id)
    author = quoted and accounts.by_id(session, quoted.author_id)
    ally = author and author.ally_id is not None and allies.by_id(session, author.ally_id)
    if post is not None and quoted is not None and author and ally:
        letter = Letter(post.author_id, post_id=post.id, asks=quoted.uri, inbox=author.inbox)
        write_letter(envoy, session, ally, "QuoteRequest", letter)


def tell_how_it_stands(envoy: Envoy, session: Session, event: QuoteSettled | QuotableChanged) -> None:
    """Every house that has a post of ours reads it as it stands."""
    tell_of_edit(envoy, session, PostEdited(event.post_id))


def tell_of_withdrawal(envoy: Envoy, session: Session, event: QuoteTakenBack) -> None:
    """To the house of whoever quoted, and every other that had what was quoted and so may show it there."""
    author, post = accounts.by_id(session, event.author_id), session.get(Post, event.post_id)
    if author is None or not event.authorisation:
        return
    letter = Letter(author.id, documents.withdrawal_of(author.uri, event.authorisation))
    had_it = set(posts.reached(session, event.quoted_id))
    if post is not None and post.foreign_ally_id is not None:
        had_it.add(post.foreign_ally_id)
    for ally_id in sorted(had_it):
        ally = allies.by_id(session, ally_id)
        if ally is not None:
            write_letter(envoy, session, ally, "Delete", letter)


def look_for_it(envoy: Envoy, session: Session, event: QuoteClaimed) -> None:
    """Queue the question, where the one who would know is an ally: who is quoted, and where it is allowed, agree."""
    quoting, (post, quoted) = session.get(Quote, event.post_id), _pair(session, event.post_id)
    if quoting is None or post is None:
        return
    house = house_of(quoting.wanted_uri if quoted is None else quoted.uri, lab=envoy.lab)
    ally = allies.by_origin(session, house) if house != envoy.origin else None
    says_where = house_of(quoting.authorisation, lab=envoy.lab) == house
    is_perhaps_themselves = quoted is None and ally is not None and ally.id == post.foreign_ally_id
    if ally is not None and (says_where or is_perhaps_themselves):
        payload = envoy.house.key.seal(msgspec.json.encode(Claim(post.id)), SEAL)
        queue.enqueue(session, QUOTES, ally.id, _VERIFY, payload, now=envoy.clock())


def verify_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id, until nothing is left or something fails."""
    return lane_of(envoy, QUOTES, _verify)


async def _verify(envoy: Envoy, ally: AllyFacts, job: queue.Waiting) -> None:
    claimed = await envoy.house.database.read(_claimed, envoy, ally, job)
    if claimed is not None and claimed.wanted_uri:
        await fetch_post(envoy, claimed.wanted_uri)
        await envoy.house.database.write(found_at_last, claimed.post_id)
    if claimed is not None and claimed.authorisation:
        shown = await envoy.fetcher.get_json(claimed.authorisation, signer=envoy.instance_key())
        await envoy.house.database.write(_allow, claimed, read_authorisation(shown))


def _allow(session: Session, claimed: _Claimed, shown: WireAuthorisation) -> None:
    """It must be that one, by the author of what is quoted, for this very pair (FEP-044f)."""
    quoting, (post, quoted) = session.get(Quote, claimed.post_id), _pair(session, claimed.post_id)
    author = quoted and accounts.by_id(session, quoted.author_id)
    if quoting is None or post is None or quoted is None or author is None:
        return
    is_as_claimed = quoting.state == Said.ASKED and quoting.authorisation == claimed.authorisation == shown.uri
    proves = (shown.kind, shown.author, shown.quoting, shown.quoted) == (
        AUTHORISATION,
        author.uri,
        post.uri,
        quoted.uri,
    )
    if is_as_claimed and proves:
        allow(session, quoting, claimed.authorisation)


def _claimed(session: Session, envoy: Envoy, ally: AllyFacts, job: queue.Waiting) -> _Claimed | None:
    """As the post says it now; None for what is not wanted any more, or settled."""
    claim = msgspec.json.decode(envoy.house.key.open(job.payload, SEAL), type=Claim)
    quoting = session.get(Quote, claim.post_id)
    if quoting is None or quoting.state != Said.ASKED:
        return None
    theirs = house_of(quoting.authorisation, lab=envoy.lab) == ally.origin
    return _Claimed(claim.post_id, quoting.wanted_uri, quoting.authorisation if theirs else "")


def _pair(session: Session, post_id: int) -> tuple[Post | None, Post | None]:
    """What quotes, and what it quotes."""
    quoted = select(Post).join(Quote, Quote.quoted_id == Post.id).where(Quote.post_id == post_id)
    return session.get(Post, post_id), session.scalars(quoted).one_or_none()


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    QuoteAsked: ask,
    QuoteSettled: tell_how_it_stands,
    QuotableChanged: tell_how_it_stands,
    QuoteTakenBack: tell_of_withdrawal,
    QuoteClaimed: look_for_it,
}
