"""What a member has as a second factor."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Passkey, RecoveryCode, Totp
from app.basics.errors import NotFound

MOST_PASSKEYS = 10


@dataclass(frozen=True, slots=True)
class PasskeyFacts:
    """A passkey; `made_on` is a month."""

    id: int
    credential_id: bytes
    public_key: bytes
    sign_count: int
    label: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Factors:
    """What is asked beside the passphrase; any one of them will do."""

    codes: bool
    passkeys: tuple[PasskeyFacts, ...]

    @property
    def are_on(self) -> bool:
        return self.codes or bool(self.passkeys)


def factors_of(session: Session, account_id: int) -> Factors:
    """Two short queries."""
    codes = session.scalar(select(Totp.account_id).where(Totp.account_id == account_id, Totp.confirmed))
    passkeys = session.execute(
        select(
            Passkey.id, Passkey.credential_id, Passkey.public_key, Passkey.sign_count, Passkey.label, Passkey.made_on
        )
        .where(Passkey.account_id == account_id)
        .order_by(Passkey.made_on, Passkey.id)
        .limit(MOST_PASSKEYS)
    )
    return Factors(codes is not None, tuple(PasskeyFacts(*row) for row in passkeys))


def passkey_of(session: Session, account_id: int, passkey_id: int) -> PasskeyFacts:
    """One of the member's own; raises NotFound, also for somebody else's."""
    for passkey in factors_of(session, account_id).passkeys:
        if passkey.id == passkey_id:
            return passkey
    raise NotFound


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many codes on paper still work."""
    return session.scalar(select(func.count()).where(RecoveryCode.account_id == account_id)) or 0
