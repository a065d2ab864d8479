"""Reading newcomers: for themselves, for whoever holds their link, and for moderators while they are new (P3)."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.accounts.actions.admitting import REFUSAL, WAITING_LASTS
from app.accounts.models import Account, Credential, Newcomer, Vouch
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from app.storage.tables import AnySelect

MOST = 1_000
_LINK = "newcomer's link"


class NobodyWaits(NotFound):
    """A link that leads to nobody who waits: made up, over, or of somebody who is in by now."""

    safe = "Nobody waits behind this link. Perhaps they are in already, or do not ask any more."


@dataclass(frozen=True, slots=True)
class NewcomerFacts:
    """Somebody new. `vouched_by` are names; `refusal` is still sealed."""

    account_id: int
    name: str
    display_name: str
    about_html: str
    about_source: str
    uri: str
    asked_at: datetime
    admitted_at: datetime | None
    probation_until: datetime | None
    refusal: bytes | None
    vouched_by: tuple[str, ...] = ()

    @property
    def waits_until(self) -> datetime:
        """When a newcomer whom nobody lets in goes."""
        return self.asked_at + WAITING_LASTS

    def why_not(self, key: HouseKey) -> str:
        """Why they are not let in; empty for whoever was not refused."""
        return key.open(self.refusal, REFUSAL).decode() if self.refusal is not None else ""


_FACTS = (
    Account.id, Account.name, Account.display_name, Account.about_html, Account.about_source, Account.uri,
    Newcomer.asked_at, Newcomer.admitted_at, Newcomer.probation_until, Newcomer.refusal,
)  # fmt: skip


def one(session: Session, account_id: int) -> NewcomerFacts | None:
    """Somebody new, without who vouched for them: that is for moderators alone."""
    row = session.execute(_select(Newcomer.account_id == account_id)).first()
    return None if row is None else NewcomerFacts(*row)


def vouches_for(session: Session, newcomer_id: int) -> int:
    """How many vouch for somebody."""
    return session.scalar(select(func.count()).where(Vouch.newcomer_id == newcomer_id)) or 0


def vouches(session: Session, voucher_id: int, newcomer_id: int) -> bool:
    """Whether this member vouches for somebody."""
    return session.get(Vouch, (newcomer_id, voucher_id)) is not None


def link_of(account_id: int, key: HouseKey) -> str:
    """The end of the address that a newcomer gives to members: made of the house key, kept nowhere."""
    return base64.urlsafe_b64encode(key.keyed_hash(str(account_id).encode(), _LINK)).decode().rstrip("=")


def behind_link(session: Session, link: str, key: HouseKey) -> NewcomerFacts:
    """Who waits behind that link; raises NobodyWaits."""
    waiting = session.scalars(
        select(Newcomer.account_id).where(Newcomer.admitted_at.is_(None), Newcomer.refusal.is_(None)).limit(MOST)
    )
    for account_id in waiting.all():
        if hmac.compare_digest(link_of(account_id, key).encode(), link.encode("utf-8", "surrogatepass")):
            found = one(session, account_id)
            if found is not None:
                return found
    raise NobodyWaits


def everybody_new(session: Session) -> list[NewcomerFacts]:
    """Who waits and who is on probation, longest waiting first, with who vouched: for moderators, until it is over."""
    here = exists().where(Credential.account_id == Account.id)
    rows = session.execute(_select(here).order_by(Newcomer.asked_at).limit(MOST)).all()
    names = _names_of_vouchers(session, [row[0] for row in rows])
    return [NewcomerFacts(*row, vouched_by=tuple(names.get(row[0], ()))) for row in rows]


def anybody_waits(session: Session) -> bool:
    """Whether there is somebody to be let in."""
    return session.scalar(
        select(Newcomer.account_id).where(Newcomer.admitted_at.is_(None), Newcomer.refusal.is_(None)).limit(1)
    ) is not None  # fmt: skip


def _select(*where: ColumnElement[bool]) -> AnySelect:
    return select(*_FACTS).join(Newcomer, Newcomer.account_id == Account.id).where(*where)


def _names_of_vouchers(session: Session, newcomers: Sequence[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(Vouch.newcomer_id, Account.name)
        .join(Account, Account.id == Vouch.voucher_id)
        .where(Vouch.newcomer_id.in_(newcomers), exists().where(Credential.account_id == Account.id))
        .order_by(Vouch.vouched_at)
    )
    names: dict[int, list[str]] = {}
    for newcomer_id, name in rows:
        names.setdefault(newcomer_id, []).append(name)
    return names
