"""Codes on paper: those that let back in, and the one that locks."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import LockCode, RecoveryCode
from app.storage.member_keys import MemberKey, key_of_token
from app.storage.sealing import HouseKey

RECOVERY = "recovery code"
LOCK = "lock code"


def hash_of_code(key: HouseKey, code: str, purpose: str = RECOVERY) -> bytes:
    """What is kept of a code, however it was typed."""
    return key.keyed_hash(secrets.tidy_code(code).encode(), purpose, size=32)


def key_of_code(code: str) -> bytes:
    """What wraps the member key for a recovery code."""
    return key_of_token(secrets.tidy_code(code))


def keep_recovery_codes(
    session: Session, account_id: int, codes: Sequence[str], member_key: MemberKey, key: HouseKey
) -> None:
    """Hashes of fresh codes, and the member key wrapped with each."""
    session.add_all(
        RecoveryCode(
            account_id=account_id, code_hash=hash_of_code(key, code), member_key=member_key.wrapped(key_of_code(code))
        )
        for code in codes
    )


def renew_recovery_codes(session: Session, account_id: int, member_key: MemberKey, *, key: HouseKey) -> list[str]:
    """Fresh codes, the only time they are seen; the earlier ones work no more."""
    codes = secrets.new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    keep_recovery_codes(session, account_id, codes, member_key, key)
    return codes


def renew_lock_code(session: Session, account_id: int, *, key: HouseKey) -> str:
    """A fresh lock code, the only time it is seen; the earlier one works no more."""
    code = secrets.new_lock_code()
    session.execute(delete(LockCode).where(LockCode.account_id == account_id))
    session.add(LockCode(account_id=account_id, code_hash=hash_of_code(key, code, LOCK)))
    return code
