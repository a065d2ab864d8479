"""QuoteRequest: a member of an ally wants to quote a post of ours, or has done so (FEP-044f)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AllyBlock
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, Refused
from app.posts import queries as posts
from app.posts.actions.quoting import lets_be_quoted_by
from app.posts.actions.receiving_quotes import allow_theirs, refuse
from app.posts.audience import Audience, answers_to
from app.posts.models import Post, Quote
from app.posts.queries import PostFacts
from app.posts.quoting import State
from federation import documents
from federation.activities import Named, WireNote
from federation.envoy import Envoy
from federation.gate import VerifiedActivity, house_of
from federation.handlers.people import sender
from federation.letters import Letter, write_letter
from federation.missing import Missing
from federation.notes import keep_note


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Yes where its author said so before, otherwise no. Whoever may not read the post is not answered (P6)."""
    asker, instrument = sender(session, verified), verified.activity.instrument
    if instrument is None or house_of(instrument.uri, lab=envoy.lab) != verified.ally.origin:
        raise Invalid("instrument", "What quotes is somebody else's.")
    viewer = Viewer.ally(verified.ally.id, asker.id)
    quoted = posts.one_by_uri(session, viewer, verified.activity.object_uri)
    quoting = _quoting(session, verified, envoy, asker, instrument)
    result = ""
    if quoting is not None and quoting.quoted_id == quoted.id:
        if _may(session, quoting, quoted, asker):
            result = allow_theirs(session, quoting.post_id, origin=envoy.origin)
        elif quoting.state == State.ASKED:
            refuse(session, quoting)
    verb = "Accept" if result else "Reject"
    answer = documents.quote_answer_of(
        verb, quoted.author_uri, verified.activity.uri, asker.uri, quoted.uri, instrument.uri, result
    )
    write_letter(envoy, session, verified.ally, verb, Letter(quoted.author_id, answer, inbox=asker.inbox))


def _quoting(
    session: Session, verified: VerifiedActivity, envoy: Envoy, asker: AccountFacts, instrument: Named | WireNote
) -> Quote | None:
    """What quotes as it is kept here, from the request or from its own address; None where it is not the asker's."""
    own = select(Post.id).where(Post.uri == instrument.uri)
    post_id = session.scalar(own)
    if post_id is None and not isinstance(instrument, WireNote):
        raise Missing(instrument.uri, "post")
    if post_id is None and isinstance(instrument, WireNote) and instrument.author == asker.uri:
        try:
            post_id = keep_note(session, envoy, verified.ally, asker, instrument)
        except Refused:
            return None
    post = session.get(Post, post_id) if post_id is not None else None
    return session.get(Quote, post.id) if post is not None and post.author_id == asker.id else None


def _may(session: Session, quoting: Quote, quoted: PostFacts, asker: AccountFacts) -> bool:
    """Its author said so and has not taken it back, it is for nobody who could not read ours, and they can read it."""
    post, ours = session.get_one(Post, quoting.post_id), session.get_one(Post, quoted.id)
    allowed = [one for one in answers_to(quoted.audience) if one is not Audience.MENTIONED]
    wants_nothing_of_them = session.get(AllyBlock, (quoted.author_id, asker.ally_id)) is not None
    if wants_nothing_of_them or quoting.state == State.TAKEN_BACK or Audience(post.audience) not in allowed:
        return False
    is_read_by_author = post.id in posts.several(session, Viewer.member(quoted.author_id), [post.id])
    return is_read_by_author and lets_be_quoted_by(session, ours, asker.id)
