"""Like: a member of an ally thanks one of ours for a post."""

from sqlalchemy.orm import Session

from app.accounts.queries_between import are_blocked
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.posts import queries as posts
from app.posts.actions.thanking import favour
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import sender


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Only for posts that their house may read, and not across a block.

    Thanks for other allies' posts are not our members' business.
    """
    post = posts.one_by_uri(session, Viewer.ally(verified.ally.id), verified.activity.object_uri)
    thanks = sender(session, verified)
    if are_blocked(session, thanks.id, post.author_id):
        raise NotFound
    favour(session, thanks.id, post.id, now=envoy.clock(), uri=verified.activity.uri)
