"""Coming in: by an invitation, by the one-time setup link, or by the hand of whoever hosts the house."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import card, community, rules, secrets
from app.accounts.actions import admitting
from app.accounts.actions.codes import LOCK, hash_of_code, keep_recovery_codes
from app.accounts.actions.naming import must_be_free
from app.accounts.actions.vouching import must_not_be_new
from app.accounts.addresses import actor_uri, shared_inbox
from app.accounts.models import Account, Community, Credential, Invitation, LockCode
from app.accounts.passphrases import checked_passphrase
from app.accounts.secrets import Passphrase
from app.basics.errors import Forbidden, Invalid, NotFound, Unavailable
from app.basics.ids import new_id, new_token
from app.storage.member_keys import MemberKey
from app.storage.sealing import HouseKey

INVITATION_LASTS = timedelta(days=7)
SETUP_LASTS = timedelta(days=7)
MOST_INVITATIONS = 50
ROLES = ("member", "moderator", "steward")

SIGNING_KEY = "signing key"


class DoorClosed(Unavailable):
    """People here take nobody in for a while; the invitation keeps."""

    safe = "This house takes nobody in just now. Your invitation still holds: please come back another day."


class InvitationOver(NotFound):
    """No such invitation, used up, revoked or expired: one answer for all."""

    safe = "This link does not work any more. Ask whoever gave it to you for a new one."


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Everything made outside the transaction because it takes long: hash, keys and codes."""

    name: str
    passphrase: Passphrase
    member_key: MemberKey
    private_key: bytes
    public_key: str
    recovery_codes: tuple[str, ...]
    lock_code: str

    @classmethod
    def made(cls, name: str, passphrase: Passphrase, private_key: bytes, public_key: str) -> "Newcomer":
        """With a member key and codes of their own."""
        codes = tuple(secrets.new_recovery_codes())
        return cls(name, passphrase, MemberKey.new(), private_key, public_key, codes, secrets.new_lock_code())


async def prepare_newcomer(name: str, passphrase: str, *house_words: str) -> Newcomer:
    """Check what was typed and do the slow work; raises Invalid naming the field."""
    rules.checked_name(name)
    checked_passphrase(passphrase, name, *house_words)
    made = await secrets.made(passphrase)
    return Newcomer.made(name, made, *await asyncio.to_thread(secrets.new_signing_key))


def invite(
    session: Session,
    by: int | None,
    *,
    role: str = "member",
    is_setup: bool = False,
    lasts: timedelta = INVITATION_LASTS,
    now: datetime,
) -> str:
    """A new invitation's token, the only time it is seen.

    Raises Forbidden for somebody with too many open, or who is too new to vouch where an invitation is a vouch.
    """
    if role not in ROLES:
        raise Invalid("role", "A role is member, moderator or steward.")
    if by is not None:
        if role != "member":
            rules.must_be_steward(session.get_one(Account, by).acts_as)
        if session.scalar(select(Community.admission)) == rules.Admission.VOUCHES:
            must_not_be_new(session, by)  # an invitation is a vouch here
        waiting = session.scalars(select(Invitation.id).where(Invitation.made_by == by).limit(MOST_INVITATIONS))
        if len(waiting.all()) >= MOST_INVITATIONS:
            raise Forbidden("You have many invitations open. Take one back first.")
    token = new_token(18)
    session.add(
        Invitation(
            id=new_id(now),
            token_hash=secrets.token_hash(token),
            made_by=by,
            role=role,
            is_setup=is_setup,
            ends_at=now + lasts,
        )
    )
    return token


def renew_setup_link(session: Session, *, now: datetime) -> str:
    """A fresh setup link; the earlier ones stop working."""
    session.execute(delete(Invitation).where(Invitation.is_setup))
    return invite(session, None, role="steward", is_setup=True, lasts=SETUP_LASTS, now=now)


def revoke_invitation(session: Session, by: int, invitation_id: int) -> None:
    """Take back one's own invitation; somebody else's looks like none."""
    gone = session.execute(
        delete(Invitation).where(Invitation.id == invitation_id, Invitation.made_by == by).returning(Invitation.id)
    ).all()
    if not gone:
        raise NotFound


def count_try(session: Session, token: str, *, now: datetime) -> None:
    """One of an invitation's five tries at a name. Commits even when the name then cannot be had (P6)."""
    invitation = open_invitation(session, token, now=now)
    if invitation.tries_left <= 0:
        session.execute(delete(Invitation).where(Invitation.id == invitation.id))
        return
    session.execute(
        update(Invitation).where(Invitation.id == invitation.id).values(tries_left=Invitation.tries_left - 1)
    )


def open_invitation(session: Session, token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link; raises InvitationOver."""
    found = session.scalars(
        select(Invitation).where(Invitation.token_hash == secrets.token_hash(token), Invitation.ends_at > now)
    ).one_or_none()
    if found is None:
        raise InvitationOver
    return found


def join(
    session: Session,
    token: str,
    newcomer: Newcomer,
    *,
    agreed_policy: int = 0,
    origin: str,
    key: HouseKey,
    now: datetime,
) -> int:
    """Use an invitation up and become a member, or wait to be let in, as the house has chosen; the account's id.

    Raises InvitationOver, DoorClosed (the invitation keeps), Invalid.
    """
    invitation = open_invitation(session, token, now=now)
    if not invitation.is_setup:
        must_take_people_in(session, key, now=now)
    # Of two who use it at once one finds it gone.
    used = session.execute(delete(Invitation).where(Invitation.id == invitation.id).returning(Invitation.id)).all()
    if not used:
        raise InvitationOver
    account_id = add_member(session, newcomer, role=invitation.role, origin=origin, key=key, now=now)
    session.get_one(Account, account_id).agreed_policy = agreed_policy
    if not invitation.is_setup:
        admitting.receive(session, account_id, invitation.made_by, now=now)
    return account_id


def must_take_people_in(session: Session, key: HouseKey, *, now: datetime) -> None:
    """Raises DoorClosed while people here have closed the door."""
    if community.founded(session, key).takes_nobody_in(now):
        raise DoorClosed


def set_up(
    session: Session,
    token: str,
    newcomer: Newcomer,
    house: tuple[str, str, str],
    *,
    origin: str,
    key: HouseKey,
    now: datetime,
) -> int:
    """The first steward names the house (name, neutral title, exit address) and joins it, once."""
    if not open_invitation(session, token, now=now).is_setup:
        raise InvitationOver
    community.name_house(session, *house)
    return join(session, token, newcomer, origin=origin, key=key, now=now)


def add_member(session: Session, newcomer: Newcomer, *, role: str, origin: str, key: HouseKey, now: datetime) -> int:
    """The account, its credential and its recovery codes; raises Invalid when the name cannot be had."""
    facts = community.founded(session, key)
    must_be_free(session, newcomer.name, key)
    uri = actor_uri(origin, facts.address_key, newcomer.name)
    account = Account(
        id=new_id(now),
        name=newcomer.name,
        folded=rules.folded(newcomer.name),
        host="",
        role=role,
        joined_on=now.strftime("%Y-%m-01"),
        display_name="",
        about_html="",
        about_source="",
        uri=uri,
        inbox=shared_inbox(origin),
        shared_inbox=shared_inbox(origin),
        key_id=uri + "#key",
        public_key=newcomer.public_key,
        card=b"",
        sealing_key=newcomer.member_key.public,
    )
    account.card = card.encode(account, origin)
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise Invalid("name", rules.NAME_NOT_FREE) from error
    _give_credentials(session, account.id, newcomer, key)
    return account.id


def _give_credentials(session: Session, account_id: int, newcomer: Newcomer, key: HouseKey) -> None:
    session.add(
        Credential(
            account_id=account_id,
            passphrase_hash=newcomer.passphrase.stored,
            private_key_sealed=key.seal(newcomer.private_key, SIGNING_KEY),
            member_key=newcomer.member_key.wrapped(newcomer.passphrase.wrapping_key),
        )
    )
    keep_recovery_codes(session, account_id, newcomer.recovery_codes, newcomer.member_key, key)
    session.add(LockCode(account_id=account_id, code_hash=hash_of_code(key, newcomer.lock_code, LOCK)))
