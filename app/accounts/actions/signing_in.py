"""Sessions: beginning and ending them, and coming back with a recovery code."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from app.accounts import rules, secrets
from app.accounts.actions.codes import hash_of_code, key_of_code
from app.accounts.models import Account, AppToken, AuthorisationCode, Credential, Invitation, RecoveryCode, SignIn
from app.accounts.secrets import Passphrase
from app.accounts.session_rules import IDLE_LASTS, MOST_SESSIONS, SESSION_LASTS, day_of
from app.basics.errors import Refused
from app.basics.ids import new_token, untimed_id
from app.storage.member_keys import MemberKey, key_of_token
from app.storage.sealing import HouseKey


class WrongPair(Refused):
    """Whatever was wrong, the sentence is the same (P6)."""

    safe = "That name and passphrase do not go together."


class WrongCode(Refused):
    """Whatever was wrong, the sentence is the same (P6)."""

    safe = "That name and recovery code do not go together, or the code was used before."


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is kept to know a member again: nothing here opens anything by itself."""

    account_id: int
    stored: str
    member_key: bytes


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody who knew the passphrase."""

    account_id: int
    member_key: MemberKey


@dataclass(frozen=True, slots=True)
class Recovering:
    """Somebody who holds a recovery code, which is not used up yet."""

    account_id: int
    code_hash: bytes
    member_key: MemberKey


def credential_of(session: Session, name: str) -> Credentials | None:
    """What is kept behind a name of this house; None for nobody. One query either way."""
    return _credentials(session, Account.folded == rules.folded(name)[:64], Account.host == "")


def credential_by_id(session: Session, account_id: int) -> Credentials | None:
    """The same for a member who is signed in and is asked again."""
    return _credentials(session, Account.id == account_id)


async def prove(found: Credentials | None, passphrase: str) -> Proven:
    """One run of argon2id whether or not there is somebody (P6); raises WrongPair."""
    wrapping_key = await secrets.opened(passphrase, found.stored if found else None)
    if found is None or wrapping_key is None:
        raise WrongPair
    return Proven(found.account_id, MemberKey.unwrapped(found.member_key, wrapping_key))


def begin_session(session: Session, account_id: int, member_key: MemberKey, *, now: datetime) -> str:
    """A new session's secret, for the cookie; only its hash is kept, and the member key wrapped with it.

    The oldest session goes when there are too many. Of its moments only the day is kept: two names that are used in
    one browser begin their sessions within minutes, and nothing here may tell (P2).
    """
    today = day_of(now)
    kept = session.scalars(
        select(SignIn.secret_hash).where(SignIn.account_id == account_id).order_by(SignIn.started_at.desc())
    ).all()
    session.execute(delete(SignIn).where(SignIn.secret_hash.in_(kept[MOST_SESSIONS - 1 :])))
    secret = new_token(32)
    session.add(
        SignIn(
            secret_hash=secrets.token_hash(secret),
            account_id=account_id,
            member_key=member_key.wrapped(key_of_token(secret)),
            id=untimed_id(),
            started_at=today,
            idle_until=today + IDLE_LASTS,
            ends_at=today + SESSION_LASTS,
        )
    )
    return secret


def end_session(session: Session, secret: str) -> None:
    """Gone, whether or not it was there."""
    session.execute(delete(SignIn).where(SignIn.secret_hash == secrets.token_hash(secret)))


def recovering(session: Session, name: str, code: str, *, key: HouseKey) -> Recovering:
    """Whose code this is. Two queries whether or not there is such a name (P6); raises WrongCode."""
    found = credential_of(session, name)
    held = session.execute(
        select(RecoveryCode.account_id, RecoveryCode.code_hash, RecoveryCode.member_key).where(
            RecoveryCode.account_id == (found.account_id if found else 0),
            RecoveryCode.code_hash == hash_of_code(key, code),
        )
    ).one_or_none()
    if held is None:
        raise WrongCode
    return Recovering(held.account_id, held.code_hash, MemberKey.unwrapped(held.member_key, key_of_code(code)))


def recover(session: Session, name: str, code: str, passphrase: Passphrase, *, key: HouseKey) -> Proven:
    """Both steps at once, for whoever has no second factor. Raises WrongCode."""
    return finish_recovery(session, recovering(session, name, code, key=key), passphrase)


def finish_recovery(session: Session, found: Recovering, passphrase: Passphrase) -> Proven:
    """Use the code up: a new passphrase; every session ends, and every app's way in. Raises WrongCode."""
    use_code_up(session, found.account_id, found.code_hash)
    proven = Proven(found.account_id, found.member_key)
    set_passphrase(session, proven, passphrase)
    # Whoever knew the passphrase may have let an app in, which would go on reading.
    end_every_way_in(session, proven.account_id)
    return proven


def use_code_up(session: Session, account_id: int, code_hash: bytes) -> None:
    """A recovery code works once; raises WrongCode."""
    used = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == code_hash)
        .returning(RecoveryCode.account_id)
    ).all()
    if not used:
        raise WrongCode


def change_passphrase(session: Session, proven: Proven, passphrase: Passphrase, *, secret: str) -> None:
    """Another passphrase from now on. Every other session ends; this one (`secret`) goes on, and so do apps."""
    set_passphrase(session, proven, passphrase)
    session.execute(
        delete(SignIn).where(SignIn.account_id == proven.account_id, SignIn.secret_hash != secrets.token_hash(secret))
    )
    session.execute(delete(AuthorisationCode).where(AuthorisationCode.account_id == proven.account_id))


def set_passphrase(session: Session, proven: Proven, passphrase: Passphrase) -> None:
    """The member key wrapped anew; nothing that is sealed to it changes."""
    credential = session.get_one(Credential, proven.account_id)
    credential.passphrase_hash = passphrase.stored
    credential.member_key = proven.member_key.wrapped(passphrase.wrapping_key)


def end_every_way_in(session: Session, account_id: int) -> None:
    """Every session and every app of an account, at once."""
    for way_in in (SignIn, AppToken, AuthorisationCode):
        session.execute(delete(way_in).where(way_in.account_id == account_id))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: sessions and invitations whose time is over."""
    session.execute(delete(SignIn).where(or_(SignIn.ends_at <= now, SignIn.idle_until <= now)))
    session.execute(delete(Invitation).where(Invitation.ends_at <= now))


def _credentials(session: Session, *where: ColumnElement[bool]) -> Credentials | None:
    row = session.execute(
        select(Account.id, Credential.passphrase_hash, Credential.member_key)
        .join(Credential, Credential.account_id == Account.id)
        .where(*where)
    ).one_or_none()
    return None if row is None else Credentials(row[0], row[1], row[2] or b"")
