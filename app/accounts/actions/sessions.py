"""Sessions while they last: kept alive, called something, ended one by one or all at once by the lock code."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.actions.codes import LOCK, hash_of_code
from app.accounts.actions.signing_in import end_every_way_in
from app.accounts.models import AppToken, LockCode, SignIn
from app.accounts.session_rules import idle_end
from app.basics.errors import Invalid, NotFound, NotSignedIn
from app.basics.ids import new_token
from app.basics.text import one_line
from app.storage.member_keys import MemberKey, key_of_token
from app.storage.sealing import HouseKey

LONGEST_LABEL = 40
NOBODY = 0


def keep_alive(session: Session, secret: str, *, now: datetime) -> None:
    """It was used today. A clock that was set back takes nothing away, and none moves a session past its end."""
    found = session.get(SignIn, secrets.token_hash(secret))
    if found is not None:
        found.idle_until = max(found.idle_until, idle_end(found.ends_at, now=now))


def call_it(session: Session, account_id: int, session_id: int, label: str) -> None:
    """What the member calls one of their sessions; nothing is fine too. Raises NotFound, Invalid."""
    tidy = one_line(label)
    if len(tidy) > LONGEST_LABEL:
        raise Invalid("label", "That is too long: at most 40 characters.")
    done = session.execute(
        update(SignIn)
        .where(SignIn.id == session_id, SignIn.account_id == account_id)
        .values(label=tidy)
        .returning(SignIn.id)
    )
    if not done.all():
        raise NotFound


def end_one(session: Session, account_id: int, session_id: int) -> None:
    """One of the member's own; somebody else's looks like none. Gone, whether or not it was there."""
    session.execute(delete(SignIn).where(SignIn.id == session_id, SignIn.account_id == account_id))


def end_others(session: Session, account_id: int, secret: str) -> None:
    """All but this one."""
    session.execute(
        delete(SignIn).where(SignIn.account_id == account_id, SignIn.secret_hash != secrets.token_hash(secret))
    )


def end_app(session: Session, account_id: int, token_id: int) -> None:
    """An app that this member let in; somebody else's looks like none."""
    session.execute(delete(AppToken).where(AppToken.id == token_id, AppToken.account_id == account_id))


def change_secret(session: Session, secret: str, member_key: MemberKey) -> str:
    """The same session under a new secret: whoever had copied the earlier one has nothing now. Raises NotSignedIn."""
    fresh = new_token(32)
    found = session.get(SignIn, secrets.token_hash(secret))
    if found is None:
        raise NotSignedIn
    found.secret_hash = secrets.token_hash(fresh)
    found.member_key = member_key.wrapped(key_of_token(fresh))
    return fresh


def lock(session: Session, code: str, *, key: HouseKey) -> None:
    """End every way into the account with this lock code. The same statements when there is none (P6)."""
    account_id = session.scalar(select(LockCode.account_id).where(LockCode.code_hash == hash_of_code(key, code, LOCK)))
    end_every_way_in(session, NOBODY if account_id is None else account_id)
