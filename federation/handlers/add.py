"""Add and Remove: a member of an ally puts a post of theirs first on their page, or no longer."""

from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from app.basics.errors import Invalid
from app.posts.actions.pinning import pin_of_ally, unpin_of_ally
from federation.activities import NOTES, Activity, Named, WireNote
from federation.envoy import Envoy
from federation.gate import VerifiedActivity, house_of
from federation.handlers.people import sender
from federation.missing import Missing
from federation.posts_here import PostHere, post_at


def handle_add(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Their own post, fetched from their house where it is not here; it stays for whom it was (P23)."""
    post = _their_post(session, verified, envoy)
    if post is None:
        raise Missing(verified.activity.object_uri, "post")
    pin_of_ally(session, post.author_id, post.id, now=envoy.clock())


def handle_remove(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """What is not here stands first on no page."""
    post = _their_post(session, verified, envoy)
    if post is not None:
        unpin_of_ally(session, post.author_id, post.id)


def _their_post(session: Session, verified: VerifiedActivity, envoy: Envoy) -> PostHere | None:
    """The post it is about, None where it is not here; raises Invalid for anything but their own."""
    activity = verified.activity
    pins = sender(session, verified)
    if not _is_of_pins(activity, envoy):
        raise Invalid("target", "That is not what stands first on their page.")
    post = post_at(session, activity.object_uri)
    if post is not None and post.author_id != pins.id:
        raise Invalid("post", "That post is somebody else's.")
    return post


def _is_of_pins(activity: Activity, envoy: Envoy) -> bool:
    """By the name that every server has for that list: which it is for one account stands only in their document."""
    about = activity.object
    is_a_post = isinstance(about, WireNote) or (isinstance(about, Named) and about.kind in {"", *NOTES})
    of_them = house_of(activity.target, lab=envoy.lab) == house_of(activity.actor, lab=envoy.lab)
    return is_a_post and of_them and urlsplit(activity.target).path.endswith("/featured")
