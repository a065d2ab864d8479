"""Which of our questions an Accept or a Reject answers."""

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actions.following import follow_by_uri
from app.basics.errors import NotFound
from federation.activities import Earlier
from federation.gate import VerifiedActivity
from federation.handlers.people import member, sender


def question(session: Session, verified: VerifiedActivity) -> tuple[int, int]:
    """(our member, the one who answers) of the Follow that is answered, by its address or by who asked whom.

    Raises NotFound for an answer to a question that was not put to whoever answers.
    """
    answers = sender(session, verified)
    by_address = follow_by_uri(session, verified.activity.object_uri)
    if by_address is not None:
        asked, followed = by_address
    else:
        asked, followed = _by_who(session, verified), answers.id
    account = accounts.by_id(session, asked)
    if followed != answers.id or account is None or not account.is_ours:
        raise NotFound
    return asked, followed


def _by_who(session: Session, verified: VerifiedActivity) -> int:
    """Some servers answer with the Follow written out anew, under an address of their own."""
    inner = verified.activity.object
    if not isinstance(inner, Earlier) or inner.kind != "Follow" or inner.object_uri != verified.activity.actor:
        raise NotFound
    return member(session, inner.actor).id
