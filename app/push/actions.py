"""Switching services on and off, and being told in a browser or an app, or no longer."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts import rules as accounts
from app.accounts.models import Account, SignIn
from app.basics.clock import day_of
from app.basics.errors import Invalid, NotFound, NotSignedIn
from app.basics.ids import untimed_id
from app.push import rules, vapid
from app.push.models import PushKey, PushService, PushSubscription
from app.push.queries import session_of
from app.push.sealed import Where, hash_of, opened, sealed
from app.storage.inserting import insert_missing
from app.storage.portions import delete_some
from app.storage.sealing import HouseKey

KEY_SEAL = "push key"


def switch_on(session: Session, role: str, host: str, *, key: HouseKey, lab: bool = False) -> None:
    """Members may be told through this service from now on; the house's key is made when there is none.

    Raises Forbidden, Invalid.
    """
    accounts.must_be_steward(role)
    checked = rules.checked_host(host, lab=lab)
    if (session.scalar(select(func.count()).select_from(PushService)) or 0) >= rules.MOST_SERVICES:
        raise Invalid("host", rules.ENOUGH)
    insert_missing(session, PushService, {"host": checked})
    if session.get(PushKey, 1) is None:
        private, public = vapid.new_key()
        insert_missing(session, PushKey, {"id": 1, "private_sealed": key.seal(private, KEY_SEAL), "public": public})


def switch_off(session: Session, role: str, host: str, *, key: HouseKey) -> None:
    """Nothing goes there any more, and whoever was told through it is forgotten at once. Raises Forbidden."""
    accounts.must_be_steward(role)
    session.execute(delete(PushService).where(PushService.host == host))
    still_on = session.scalars(select(PushService.host)).all()
    gone = [
        row.id
        for row in session.scalars(select(PushSubscription))
        if not rules.any_covers(still_on, authority_of(opened(row.sealed, key).endpoint))
    ]
    for one in gone:
        session.execute(delete(PushSubscription).where(PushSubscription.id == one))


def tell_session(session: Session, account_id: int, secret: str, where: Where, *, key: HouseKey, now: datetime) -> None:
    """This browser is told from now on. Raises NotSignedIn where the session has ended meanwhile, Invalid."""
    session_id = session.scalar(select(SignIn.id).where(session_of(secret), SignIn.account_id == account_id))
    if session_id is None:
        raise NotSignedIn
    _tell(
        session, account_id, where, PushSubscription.session_id == session_id, key=key, now=now, session_id=session_id
    )


def tell_app(session: Session, account_id: int, token_id: int, where: Where, *, key: HouseKey, now: datetime) -> int:
    """This app is told from now on, instead of wherever it was before; the id of that. Raises Invalid."""
    return _tell(session, account_id, where, PushSubscription.token_id == token_id, key=key, now=now, token_id=token_id)


def change(session: Session, token_id: int, where: Where, *, key: HouseKey, now: datetime) -> None:
    """Other alerts for the same app. Raises NotFound where it is not told."""
    row = session.scalars(select(PushSubscription).where(PushSubscription.token_id == token_id)).one_or_none()
    if row is None:
        raise NotFound
    row.sealed, row.used_on = sealed(where, key), day_of(now)


def end(session: Session, account_id: int, subscription_id: int) -> None:
    """One of the member's own; somebody else's looks like none. Gone, whether or not it was there."""
    _forget(session, PushSubscription.id == subscription_id, PushSubscription.account_id == account_id)


def end_of_session(session: Session, secret: str) -> None:
    """This browser is told nothing any more."""
    of_it = select(SignIn.id).where(session_of(secret)).scalar_subquery()
    _forget(session, PushSubscription.session_id == of_it)


def end_of_app(session: Session, token_id: int) -> None:
    _forget(session, PushSubscription.token_id == token_id)


def end_refused(session: Session, subscription_id: int) -> None:
    """The service says that there is nobody any more."""
    _forget(session, PushSubscription.id == subscription_id)


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: where a member has not come by for sixty days. Whether there may be more."""
    return delete_some(session, PushSubscription, PushSubscription.used_on <= day_of(now - rules.UNUSED_FOR))


def authority_of(endpoint: str) -> str:
    """The host of an address that was read strictly before it was kept, with its port where it is not the usual one."""
    return endpoint.partition("://")[2].partition("/")[0]


def _tell(
    session: Session,
    account_id: int,
    where: Where,
    earlier: ColumnElement[bool],
    *,
    key: HouseKey,
    now: datetime,
    session_id: int | None = None,
    token_id: int | None = None,
) -> int:
    """The same statements whoever had that address before: a second name in a browser learns of no other (P2)."""
    session.get(Account, account_id, with_for_update=True)  # who asks twice at once is told once
    _must_be_on(session, where.endpoint)
    address_hash, subscription_id = hash_of(where.endpoint, key), untimed_id()
    _forget(session, PushSubscription.address_hash == address_hash)
    _forget(session, earlier)
    session.add(
        PushSubscription(
            id=subscription_id, account_id=account_id, session_id=session_id, token_id=token_id,
            address_hash=address_hash, sealed=sealed(where, key), used_on=day_of(now),
        )
    )  # fmt: skip
    session.execute(update(Account).where(Account.id == account_id).values(has_push=True))
    return subscription_id


def _must_be_on(session: Session, endpoint: str) -> None:
    """Raises Invalid. Whoever switches it off in this moment waits for us, and so forgets this one too."""
    still_on = session.scalars(select(PushService.host).with_for_update(read=True)).all()
    if not rules.any_covers(still_on, authority_of(endpoint)):
        raise Invalid("endpoint", rules.NOT_SWITCHED_ON)


def _forget(session: Session, *where: ColumnElement[bool]) -> None:
    session.execute(delete(PushSubscription).where(*where))
