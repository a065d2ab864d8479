"""Sessions: beginning and ending them, and coming back with a recovery code."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import rules, secrets
from app.accounts.actions.joining import hash_of_code
from app.accounts.models import Account, AppToken, AuthorisationCode, Credential, Invitation, RecoveryCode, SignIn
from app.basics.errors import Refused
from app.basics.ids import new_id, new_token
from app.storage.sealing import HouseKey

SESSION_LASTS = timedelta(days=30)
IDLE_LASTS = timedelta(days=7)
MOST_SESSIONS = 20


class WrongPair(Refused):
    """Whatever was wrong, the sentence is the same (P6)."""

    safe = "That name and passphrase do not go together."


class WrongCode(Refused):
    """Whatever was wrong, the sentence is the same (P6)."""

    safe = "That name and recovery code do not go together, or the code was used before."


def credential_of(session: Session, name: str) -> tuple[int, str] | None:
    """(account id, passphrase hash) behind a name of this house; None for nobody. One query either way."""
    row = session.execute(
        select(Account.id, Credential.passphrase_hash)
        .join(Credential, Credential.account_id == Account.id)
        .where(Account.folded == rules.folded(name)[:64], Account.host == "")
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def begin_session(session: Session, account_id: int, *, now: datetime) -> str:
    """A new session's secret, for the cookie; only its hash is kept. The oldest goes when there are too many."""
    kept = session.scalars(
        select(SignIn.secret_hash).where(SignIn.account_id == account_id).order_by(SignIn.started_at.desc())
    ).all()
    session.execute(delete(SignIn).where(SignIn.secret_hash.in_(kept[MOST_SESSIONS - 1 :])))
    secret = new_token(32)
    session.add(
        SignIn(
            secret_hash=secrets.token_hash(secret),
            account_id=account_id,
            id=new_id(now),
            started_at=now,
            idle_until=now + IDLE_LASTS,
            ends_at=now + SESSION_LASTS,
        )
    )
    return secret


def end_session(session: Session, secret: str) -> None:
    """Gone, whether or not it was there."""
    session.execute(delete(SignIn).where(SignIn.secret_hash == secrets.token_hash(secret)))


def recover(session: Session, name: str, code: str, passphrase_hash: str, *, key: HouseKey) -> int:
    """Use a recovery code up: a new passphrase; every session ends, and every app's way in. Raises WrongCode."""
    found = credential_of(session, name)
    used = session.execute(
        delete(RecoveryCode)
        .where(
            RecoveryCode.account_id == (found[0] if found else 0),
            RecoveryCode.code_hash == hash_of_code(key, code),
        )
        .returning(RecoveryCode.account_id)
    ).scalar_one_or_none()
    if used is None:
        raise WrongCode
    session.get_one(Credential, used).passphrase_hash = passphrase_hash
    # Whoever knew the passphrase may have let an app in, which would go on reading.
    for way_in in (SignIn, AppToken, AuthorisationCode):
        session.execute(delete(way_in).where(way_in.account_id == used))
    return used


def end_every_session(session: Session) -> None:
    """Sign everybody out."""
    session.execute(delete(SignIn))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: sessions and invitations whose time is over."""
    session.execute(delete(SignIn).where(SignIn.ends_at <= now))
    session.execute(delete(Invitation).where(Invitation.ends_at <= now))
