"""What stands first on somebody's page, between houses (ActivityPub's `featured`): ours for allies, theirs for us.

Allies are told, and may ask, of pins that are for allies or for everybody and of no others (P23), with the scope (P24).
Theirs are asked for when a member looks somebody up or follows them; after that their house says what changes.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.events import FollowAccepted
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.errors import ParasolError
from app.basics.events import Event
from app.jobs import queue
from app.jobs.runner import Outcome
from app.posts.actions.pinning import keep_pins_of_ally
from app.posts.audience import FOR_ALLIES
from app.posts.events import Pinned, Unpinned
from app.posts.models import Post
from app.posts.rules import MOST_PINNED
from app.timelines.author_queries import pinned
from federation import documents
from federation.activities import read_actor
from federation.addresses import same_origin
from federation.documents.context import Json, in_context
from federation.envoy import Envoy
from federation.fetching import PINS
from federation.lanes import lane_of, may_ask_for_posts
from federation.letters import SEAL, Letter, write_letter
from federation.missing import fetch_post
from federation.outgoing import houses_that_may_read
from federation.posts_here import post_at
from federation.wire import addresses, members

log = logging.getLogger("parasol.pins")


class Wanted(msgspec.Struct, frozen=True):
    """Whose pins are to be asked for."""

    account_id: int


def pins_document(session: Session, ally: AllyFacts, asker: str, account: AccountFacts) -> Json:
    """What a member of ours put first, as addresses: each post is asked for on its own, and so hears of its end."""
    known, as_it_stands = accounts.by_uri(session, asker) if asker else None, allies.by_id(session, ally.id)
    viewer = Viewer.ally(ally.id, known and known.id)
    may = as_it_stands is not None and Scope.POSTS in as_it_stands.scopes
    shown = pinned(session, viewer, account.id) if may else []
    items = [entry.post.uri for entry in shown if entry.post.audience in FOR_ALLIES]
    return in_context({"id": documents.pins_of(account.uri), "type": "OrderedCollection", "orderedItems": items})


def tell_of_pin(envoy: Envoy, session: Session, event: Pinned) -> None:
    _tell(envoy, session, event.post_id, "Add")


def tell_of_its_end(envoy: Envoy, session: Session, event: Unpinned) -> None:
    _tell(envoy, session, event.post_id, "Remove")


def ask_after_follow(envoy: Envoy, session: Session, event: FollowAccepted) -> None:
    """A member follows somebody at an ally now: what they put first is brought over."""
    follower, followed = accounts.by_id(session, event.follower_id), accounts.by_id(session, event.followed_id)
    if follower is not None and follower.is_ours and followed is not None:
        have_asked(session, envoy, followed.id)


def have_asked(session: Session, envoy: Envoy, account_id: int) -> None:
    """Queue the question, if posts are among what passes between the two houses (P24)."""
    account = accounts.by_id(session, account_id)
    ally = allies.by_id(session, account.ally_id) if account is not None and account.ally_id is not None else None
    if ally is not None and may_ask_for_posts(ally):
        payload = envoy.house.key.seal(msgspec.json.encode(Wanted(account_id)), SEAL)
        queue.enqueue(session, PINS, ally.id, "pins", payload, now=envoy.clock())


def pins_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id, until nothing is left or something fails."""
    return lane_of(envoy, PINS, _bring_over)


async def _bring_over(envoy: Envoy, ally: AllyFacts, job: queue.Waiting) -> None:
    """Their document says where the list is; what of it is not here is fetched, each from that very house (P20)."""
    wanted = msgspec.json.decode(envoy.house.key.open(job.payload, SEAL), type=Wanted)
    account = await envoy.house.database.read(accounts.by_id, wanted.account_id)
    if account is None or account.ally_id != ally.id:
        return
    signer = envoy.instance_key()
    actor = read_actor(await envoy.fetcher.get_json(account.uri, signer=signer))
    if actor.uri != account.uri or not same_origin(actor.featured, ally.origin, lab=envoy.lab):
        return
    uris = _items(await envoy.fetcher.get_json(actor.featured, signer=signer))
    theirs = [uri for uri in uris if same_origin(uri, ally.origin, lab=envoy.lab)][:MOST_PINNED]
    for uri in theirs:
        await _have_here(envoy, uri)
    await envoy.house.database.write(_keep, envoy, account.id, theirs)


async def _have_here(envoy: Envoy, uri: str) -> None:
    """One that cannot be had does not keep the others away."""
    if await envoy.house.database.read(post_at, uri) is None:
        try:
            await fetch_post(envoy, uri)
        except ParasolError as error:
            log.info("a pinned post could not be had: %s", type(error).__name__)


def _items(document: dict[str, Any]) -> tuple[str, ...]:
    """Whole posts or their addresses, in the list itself or in its first page where that is sent along."""
    found = document.get("orderedItems") or document.get("items")
    page = members(document.get("first"))
    return addresses(found or page.get("orderedItems") or page.get("items"))


def _keep(session: Session, envoy: Envoy, account_id: int, uris: list[str]) -> None:
    """In their order, the first of them on top."""
    found = [post.id for uri in uris if (post := post_at(session, uri)) is not None]
    keep_pins_of_ally(session, account_id, found, now=envoy.clock())


def _tell(envoy: Envoy, session: Session, post_id: int, verb: str) -> None:
    """The houses where somebody follows, if the post is for allies: of any other they are told nothing."""
    post = session.get(Post, post_id)
    author = post and accounts.by_id(session, post.author_id)
    if post is None or author is None or not author.is_ours or post.audience not in FOR_ALLIES:
        return
    following = accounts.allies_of_followers(session, author.id)
    for ally in houses_that_may_read(session, post):
        if ally.id in following:
            write_letter(envoy, session, ally, verb, Letter(author.id, documents.pin_of(verb, author.uri, post.uri)))


REACTIONS: Final[Mapping[type[Event], Callable[[Envoy, Session, Any], None]]] = {
    Pinned: tell_of_pin,
    Unpinned: tell_of_its_end,
    FollowAccepted: ask_after_follow,
}
