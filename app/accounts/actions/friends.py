"""Two friends, each with a sealed share, can together let an account's owner back in.

A random secret wraps the member key; it is split by exclusive or, so that one half alone is noise, and each half is
sealed to one friend's member key. Whoever asks to return has a code of their own, whose key pair the friends' shares
are sealed to anew: the house never holds both halves open before the owner is back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries, rules, secrets
from app.accounts.actions.codes import hash_of_code, renew_lock_code, renew_recovery_codes
from app.accounts.actions.signing_in import Proven, end_every_way_in, set_passphrase
from app.accounts.friends import FRIENDS
from app.accounts.models import Account, FriendShare, FriendsKey, FriendsReturn, FriendsYes, Passkey, Totp
from app.accounts.queries_between import hidden_from
from app.accounts.secrets import Passphrase
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_id
from app.storage.member_keys import MemberKey, key_of_token, new_key, seal_to
from app.storage.sealing import HouseKey

WAITING = timedelta(days=3)
ASKED_LASTS = timedelta(days=14)
READY_LASTS = timedelta(days=14)
MOST_ASKED = 5
CODE = "friends code"


class NotYet(Refused):
    """Whatever is missing, the sentence is the same (P6)."""

    safe = (
        "Not yet. Both friends have to say yes with the other code, and three days have to pass after that. "
        "If you have waited longer, look whether your own code is typed right."
    )


class NobodyAsks(Refused):
    safe = "Nobody whose share you hold is asking with this code."


@dataclass(frozen=True, slots=True)
class Asked:
    """Two codes, shown once: one to tell the friends, one to keep."""

    for_friends: str
    own: str


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody is back, with codes that replace all earlier ones."""

    proven: Proven
    recovery_codes: Sequence[str]
    lock_code: str


def entrust(session: Session, owner: Proven, names: Sequence[str]) -> None:
    """Give two members of this house a share each; an earlier arrangement is over. Raises Invalid."""
    friends = [_friend(session, owner.account_id, f"friend_{at}", name) for at, name in enumerate(names, 1)]
    if len(friends) != FRIENDS or friends[0].id == friends[1].id:
        raise Invalid("friend_2", "Choose two different people.")
    end_trust(session, owner.account_id)
    secret, first = new_key(), new_key()
    session.add(FriendsKey(account_id=owner.account_id, member_key=owner.member_key.wrapped(secret)))
    for friend, share in zip(friends, (first, _xor(secret, first)), strict=True):
        sealed = seal_to(friend.sealing_key or b"", share)
        session.add(FriendShare(account_id=owner.account_id, friend_id=friend.id, share_sealed=sealed))


def end_trust(session: Session, account_id: int) -> None:
    """Nobody can let this account back in any more; what is under way stops."""
    for table in (FriendShare, FriendsKey, FriendsReturn):
        session.execute(delete(table).where(table.account_id == account_id))


def hand_back(session: Session, friend_id: int, name: str) -> None:
    """A friend no longer wants to hold the share, nor any yes they gave: the other one alone is of no use.

    Raises NotFound.
    """
    owner = select(Account.id).where(Account.folded == rules.folded(name)[:64], Account.host == "").scalar_subquery()
    account_id = session.scalar(select(owner))
    if account_id is None or not _take_share(session, account_id, friend_id):
        raise NotFound


def part_friends(session: Session, one: int, other: int) -> None:
    """Two who keep apart hold nothing of each other any more: neither shares nor a yes that was given."""
    _take_share(session, one, other)
    _take_share(session, other, one)


def ask_to_return(session: Session, name: str, *, key: HouseKey, now: datetime) -> Asked:
    """The two codes. Whether or not there is such an account, the same is done and said (P6)."""
    account_id = session.scalar(
        select(Account.id)
        .join(FriendsKey, FriendsKey.account_id == Account.id)
        .where(Account.folded == rules.folded(name)[:64], Account.host == "")
    )
    asked = Asked(secrets.new_lock_code(), secrets.new_recovery_codes()[0])
    _make_room(session, account_id or 0)
    session.add(
        FriendsReturn(
            id=new_id(now),
            account_id=account_id,
            code_hash=hash_of_code(key, asked.for_friends, CODE),
            public_key=_own_key(asked.own).public,
            ends_at=now + ASKED_LASTS,
        )
    )
    return asked


def who_asks(session: Session, friend_id: int, code: str, *, key: HouseKey, now: datetime) -> str:
    """The name of the friend who asks with this code; raises NobodyAsks."""
    return _asking(session, friend_id, code, key=key, now=now)[1]


def say_yes(
    session: Session, friend_id: int, member_key: MemberKey, code: str, *, key: HouseKey, now: datetime
) -> None:
    """Seal one's share anew to whoever asks. With the second yes the waiting begins. Raises NobodyAsks."""
    asking, _ = _asking(session, friend_id, code, key=key, now=now)
    session.refresh(asking, with_for_update=True)  # two who say yes at once are counted one after the other
    if session.get(FriendsYes, (asking.id, friend_id)) is not None:
        return
    share = session.get_one(FriendShare, (asking.account_id, friend_id))
    sealed = seal_to(asking.public_key, member_key.opened(share.share_sealed))
    session.add(FriendsYes(return_id=asking.id, friend_id=friend_id, share_sealed=sealed))
    session.flush()
    if len(_yeses(session, asking.id)) == FRIENDS:
        asking.ready_at = now + WAITING
        asking.ends_at = now + WAITING + READY_LASTS


def stop_returns(session: Session, account_id: int) -> None:
    """The account's owner is here and wants nobody let in: what is under way ends, the friends keep their shares."""
    session.execute(delete(FriendsReturn).where(FriendsReturn.account_id == account_id))


def come_back(session: Session, own_code: str, passphrase: Passphrase, *, key: HouseKey, now: datetime) -> Back:
    """A new passphrase; every session and app ends, second factors too, and all codes are new. Raises NotYet."""
    own_key = _own_key(own_code)
    found = session.scalars(
        select(FriendsReturn).where(FriendsReturn.public_key == own_key.public, FriendsReturn.ends_at > now)
    ).one_or_none()
    yeses = _yeses(session, found.id if found else 0)
    kept = session.get(FriendsKey, (found and found.account_id) or 0)
    if found is None or kept is None or found.ready_at is None or now < found.ready_at or len(yeses) != FRIENDS:
        raise NotYet
    first, second = (own_key.opened(one.share_sealed) for one in yeses)
    proven = Proven(kept.account_id, MemberKey.unwrapped(kept.member_key, _xor(first, second)))
    set_passphrase(session, proven, passphrase)
    end_every_way_in(session, proven.account_id)
    for second_factor in (Totp, Passkey):
        session.execute(delete(second_factor).where(second_factor.account_id == proven.account_id))
    stop_returns(session, proven.account_id)
    codes = renew_recovery_codes(session, proven.account_id, proven.member_key, key=key)
    return Back(proven, codes, renew_lock_code(session, proven.account_id, key=key))


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: questions nobody answered, and returns nobody came to."""
    session.execute(delete(FriendsReturn).where(FriendsReturn.ends_at <= now))


def _friend(session: Session, owner_id: int, field: str, name: str) -> Account:
    account = session.scalars(
        select(Account).where(
            Account.folded == rules.folded(name.strip().removeprefix("@"))[:64], Account.host == "", queries.IS_THERE
        )
    ).one_or_none()
    if account is None or account.sealing_key is None or hidden_from(session, owner_id, [account.id]):
        raise Invalid(field, "There is no member of that name in this house.")
    if account.id == owner_id:
        raise Invalid(field, "Choose two other people, not yourself.")
    return account


def _take_share(session: Session, account_id: int, friend_id: int) -> bool:
    """Whether there was one. A yes goes with it, and what waited after two yeses waits for two again."""
    gone = session.execute(
        delete(FriendShare)
        .where(FriendShare.account_id == account_id, FriendShare.friend_id == friend_id)
        .returning(FriendShare.account_id)
    ).all()
    if not gone:
        return False
    asked = session.scalars(select(FriendsReturn).where(FriendsReturn.account_id == account_id)).all()
    for asking in asked:
        asking.ready_at = None
    ids = [asking.id for asking in asked]
    session.execute(delete(FriendsYes).where(FriendsYes.friend_id == friend_id, FriendsYes.return_id.in_(ids)))
    return True


def _asking(session: Session, friend_id: int, code: str, *, key: HouseKey, now: datetime) -> tuple[FriendsReturn, str]:
    row = session.execute(
        select(FriendsReturn, Account.name)
        .join(Account, Account.id == FriendsReturn.account_id)
        .join(FriendShare, FriendShare.account_id == FriendsReturn.account_id)
        .where(
            FriendsReturn.code_hash == hash_of_code(key, code, CODE),
            FriendsReturn.ends_at > now,
            FriendShare.friend_id == friend_id,
        )
    ).one_or_none()
    if row is None:
        raise NobodyAsks
    return row[0], row[1]


def _make_room(session: Session, account_id: int) -> None:
    """Whoever asks in somebody's name again and again pushes out only questions that no friend has answered."""
    answered = select(FriendsYes.return_id)
    kept = session.scalars(
        select(FriendsReturn.id)
        .where(FriendsReturn.account_id == account_id, FriendsReturn.id.not_in(answered))
        .order_by(FriendsReturn.id.desc())
        .limit(MOST_ASKED)
    ).all()
    oldest = min(kept) if len(kept) == MOST_ASKED else 0
    session.execute(
        delete(FriendsReturn).where(
            FriendsReturn.account_id == account_id, FriendsReturn.id <= oldest, FriendsReturn.id.not_in(answered)
        )
    )


def _yeses(session: Session, return_id: int) -> Sequence[FriendsYes]:
    return session.scalars(select(FriendsYes).where(FriendsYes.return_id == return_id).limit(FRIENDS)).all()


def _own_key(code: str) -> MemberKey:
    """The key pair of whoever asks: it exists only in the code they keep."""
    return MemberKey(key_of_token("return " + secrets.tidy_code(code)))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
