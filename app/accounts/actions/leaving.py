"""Going for good: name, keys and every way in at once, in one transaction. What was written follows in portions.

Whoever goes is hidden from this moment on (as if they paused, and without a name), so that the portions may take
their time: `app.leaving.removing`.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.actions import stewards
from app.accounts.events import AccountLeft
from app.accounts.look_alikes import skeleton
from app.accounts.models import (
    Account,
    AppToken,
    AuthorisationCode,
    Credential,
    Departed,
    FriendsKey,
    FriendsReturn,
    Invitation,
    LockCode,
    Passkey,
    RecoveryCode,
    RetiredName,
    SignIn,
    Totp,
)
from app.basics.errors import NotFound
from app.jobs.outbox import announce
from app.storage.deletions import note_deletion
from app.storage.sealing import HouseKey

RETIRED = "retired name"
_WAYS_IN = (SignIn, AppToken, AuthorisationCode, RecoveryCode, LockCode, Totp, Passkey, FriendsKey, FriendsReturn)


def leave_for_good(session: Session, account_id: int, *, successor: str = "", key: HouseKey, now: datetime) -> None:
    """Nobody can sign in to it, read it or take its name again. Its signing key waits for its last letters (P25).

    Raises Invalid for the last steward who names nobody else, NotFound for somebody who has left already.
    """
    account, credential = session.get(Account, account_id), session.get(Credential, account_id)
    if account is None or credential is None:
        raise NotFound
    stewards.must_leave_one_behind(session, account, successor)
    session.add(
        Departed(
            id=account.id,
            uri=account.uri,
            key_id=account.key_id,
            public_key=account.public_key,
            private_key_sealed=credential.private_key_sealed,
            left_at=now,
        )
    )
    session.merge(RetiredName(name_hash=hash_of_name(account.name, key)))
    note_deletion(session, "account", account.uri, key=key, now=now)
    announce(session, AccountLeft(account.id, account.uri))
    _close_every_way_in(session, account.id)
    take_the_name_off(account)


def take_the_name_off(account: Account) -> None:
    """Hidden and nameless, ours or an ally's: what is left of it can only be removed."""
    # It can be neither typed nor looked up: names are letters.
    account.name = account.folded = f"~{account.id}"
    if account.host:
        # Their house may give the same address to somebody new while this row is still being emptied.
        account.uri = account.key_id = f"gone:{account.id}"
    account.display_name = account.about_html = account.about_source = account.public_key = ""
    account.card, account.paused, account.sealing_key = b"{}", True, None
    account.role = "guest" if account.host else "member"


def hash_of_name(name: str, key: HouseKey) -> bytes:
    """What is kept of a name that was somebody's, and of every name that looks like it (P6)."""
    return key.keyed_hash(skeleton(rules.folded(name)).encode(), RETIRED, size=32)


def _close_every_way_in(session: Session, account_id: int) -> None:
    for way_in in (*_WAYS_IN, Credential):
        session.execute(delete(way_in).where(way_in.account_id == account_id))
    session.execute(delete(Invitation).where(Invitation.made_by == account_id))
