"""Accept or Reject of a QuoteRequest of ours: the author of what a member quotes says yes or no (FEP-044f)."""

from sqlalchemy.orm import Session

from app.basics.errors import Invalid
from app.posts.actions.receiving_quotes import allow, asked_of, refuse
from app.posts.models import Quote
from federation.activities import Earlier
from federation.documents.quotes import ASKED_AT
from federation.envoy import Envoy
from federation.gate import VerifiedActivity, house_of
from federation.handlers.people import sender
from federation.quoting import QUOTE_REQUEST


def is_one(verified: VerifiedActivity) -> bool:
    """By what it answers, written out or named alone."""
    answered = verified.activity.object
    return answered.uri.endswith(ASKED_AT) or (isinstance(answered, Earlier) and answered.kind == QUOTE_REQUEST)


def accept(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Whoever reads our member's post is told from now on where it is allowed; only that house can say it."""
    quoting, where = _quoting(session, verified), verified.activity.result
    if house_of(where, lab=envoy.lab) != verified.ally.origin:
        raise Invalid("result", "That is not where that house says so.")
    allow(session, quoting, where)


def reject(session: Session, verified: VerifiedActivity) -> None:
    refuse(session, _quoting(session, verified))


def _quoting(session: Session, verified: VerifiedActivity) -> Quote:
    """Only whoever is quoted can answer. Raises NotFound."""
    author = sender(session, verified)
    return asked_of(session, verified.activity.object_uri.removesuffix(ASKED_AT), author.id)
