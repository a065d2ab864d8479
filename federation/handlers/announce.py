"""Announce: a member of an ally shows a post to their followers."""

from sqlalchemy.orm import Session

from app.accounts.queries_between import are_blocked
from app.allies import queries as allies
from app.allies.rules import may_fetch
from app.basics.errors import NotFound, Refused
from app.posts.actions.thanking import boost
from federation.envoy import Envoy
from federation.gate import VerifiedActivity, house_of
from federation.handlers.people import speaker
from federation.missing import Missing
from federation.posts_here import post_at


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Keep the boost of a post that everybody in the booster's house may read (P23); others are refused."""
    booster = speaker(session, verified)
    uri = verified.activity.object_uri
    post = post_at(session, uri)
    if post is None:
        raise _missing(session, envoy, uri)
    if not post.may_be_boosted_by(verified.ally.id):
        raise Refused("This was written for some people only. It cannot be boosted.")
    if are_blocked(session, booster.id, post.author_id):
        raise NotFound
    boost(session, booster.id, post.id, now=envoy.clock(), uri=verified.activity.uri)


def _missing(session: Session, envoy: Envoy, uri: str) -> Exception:
    """A post of an ally can be fetched from there; nothing else is worth a look (P20)."""
    origin = house_of(uri, lab=envoy.lab)
    ally = allies.by_origin(session, origin)
    if origin == envoy.origin or ally is None or not may_fetch(ally.state):
        return NotFound()
    return Missing(uri, "post")
