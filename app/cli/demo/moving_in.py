"""Accounts of invented people, and who follows whom. They share one passphrase and a few signing keys, for speed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import card, community, secrets
from app.accounts.actions.joining import SIGNING_KEY
from app.accounts.actions.profiles import ForeignAccount, remember_foreign
from app.accounts.addresses import actor_uri, shared_inbox
from app.accounts.models import Account, Credential, Follow
from app.accounts.queries import AccountFacts, several
from app.accounts.rules import folded
from app.accounts.secrets import Passphrase
from app.allies import rules as alliance
from app.allies.models import Ally
from app.allies.rules import State
from app.basics.ids import new_id
from app.basics.text import render
from app.cli.demo.cast import Person
from app.cli.demo.marks import Marks
from app.cli.demo.rows import Row, put
from app.notifications.models import Notification
from app.storage.house import House
from app.storage.member_keys import MemberKey

KEY_PAIRS = 4
MOST_FOLLOWED = 12
QUESTIONS = 2


@dataclass(frozen=True)
class Residents:
    """The invented people: of this house, and of allied ones."""

    ours: list[AccountFacts]
    guests: list[AccountFacts]
    keys: dict[int, bytes]

    @property
    def everybody(self) -> list[AccountFacts]:
        return self.ours + self.guests


@cache
def _key_pair(number: int) -> tuple[bytes, str]:
    return secrets.new_signing_key()


def add_members(
    session: Session, people: Sequence[Person], passphrase: Passphrase, house: House, *, now: datetime
) -> None:
    """Rows as `joining.add_member` writes them, without recovery codes."""
    facts = community.founded(session, house.key)
    accounts: list[Row] = []
    credentials: list[Row] = []
    for at, person in enumerate(people):
        private, public = _key_pair(at % KEY_PAIRS)
        row = _account(person, house.settings.origin, facts.address_key, public, now)
        member_key = invented_key(row["id"], house)
        row["sealing_key"] = member_key.public
        accounts.append(row)
        sealed = house.key.seal(private, SIGNING_KEY)
        credentials.append(
            {
                "account_id": row["id"], "passphrase_hash": passphrase.stored, "private_key_sealed": sealed,
                "member_key": member_key.wrapped(passphrase.wrapping_key),
            }
        )  # fmt: skip
    put(session, Account, accounts)
    put(session, Credential, credentials)


def invented_key(account_id: int, house: House) -> MemberKey:
    """An invented person's member key comes from the house key, so that seeding again can wrap it anew."""
    return MemberKey(house.key.keyed_hash(str(account_id).encode(), "invented", size=32))


def renew_passphrase(session: Session, earlier: str, passphrase: Passphrase, house: House) -> int:
    """Everybody invented gets this passphrase; how many they are."""
    invented = session.scalars(select(Credential).where(Credential.passphrase_hash == earlier)).all()
    for credential in invented:
        credential.passphrase_hash = passphrase.stored
        credential.member_key = invented_key(credential.account_id, house).wrapped(passphrase.wrapping_key)
    return len(invented)


def add_ally(session: Session, host: str, people: Sequence[Person], *, origin: str, now: datetime) -> None:
    """A house that said yes, with some of its people; a house on the list already stays as it is."""
    theirs = f"https://{host}"
    if session.scalar(select(Ally.id).where(Ally.origin == theirs)) is not None:
        return
    ally_id = new_id(now)
    actor = f"{theirs}/ap/instance"
    session.add(
        Ally(
            id=ally_id, origin=theirs, host=host, state=State.ALLIED, by_hand=False,
            scopes=alliance.written(frozenset(alliance.USUAL)), actor=actor, key_id=actor + "#key",
            public_key=_key_pair(0)[1], inbox=shared_inbox(theirs), changed_at=now,
        )
    )  # fmt: skip
    session.flush()
    for person in people:
        remember_foreign(session, _guest(person, theirs, host, ally_id), origin=origin, now=now)


def residents(session: Session, passphrase_hash: str) -> Residents:
    """The invented members (they share a passphrase) and everybody from allied houses."""
    ours = session.scalars(
        select(Credential.account_id)
        .where(Credential.passphrase_hash == passphrase_hash)
        .order_by(Credential.account_id)
    ).all()
    guests = session.scalars(select(Account.id).where(Account.host != "").order_by(Account.id)).all()
    rows = session.execute(select(Account.id, Account.sealing_key).where(Account.sealing_key.is_not(None)))
    keys = {account_id: key for account_id, key in rows if key is not None}
    return Residents(_facts(session, ours), _facts(session, guests), keys)


def let_follow(session: Session, people: Residents, chance: Random, *, now: datetime) -> None:
    """Everybody follows some, the first ones are followed by many; nobody twice. Two questions stay open."""
    already = {(row[0], row[1]) for row in session.execute(select(Follow.follower_id, Follow.followed_id))}
    marks = Marks(chance)
    rows: list[Row] = []
    for follower in people.everybody:
        for followed in _wanted(follower, people, chance):
            if (follower.id, followed.id) not in already:
                rows.append(_follow(follower, followed, marks, now))
                already.add((follower.id, followed.id))
    asked = [row for row in rows if row["followed_id"] == people.ours[0].id][-QUESTIONS:] if len(rows) > 4 else []
    for row in asked:
        row["accepted"] = False
    put(session, Follow, rows)
    put(session, Notification, [_question(row, marks) for row in asked])


def _account(person: Person, origin: str, address_key: bytes, public_key: str, now: datetime) -> Row:
    uri = actor_uri(origin, address_key, person.name)
    row: Row = {
        "id": new_id(now), "name": person.name, "folded": folded(person.name), "host": "", "ally_id": None,
        "role": person.role, "joined_on": now.strftime("%Y-%m-01"), "display_name": person.shown,
        "about_source": person.about, "about_html": str(render(person.about, {})), "theme": "system", "language": "",
        "uri": uri, "inbox": shared_inbox(origin), "shared_inbox": shared_inbox(origin), "key_id": uri + "#key",
        "public_key": public_key, "key_seen_at": None,
    }  # fmt: skip
    return row | {"card": card.encode(Account(**row), origin)}


def _guest(person: Person, theirs: str, host: str, ally_id: int) -> ForeignAccount:
    uri = f"{theirs}/ap/actors/{person.name}"
    return ForeignAccount(
        uri=uri, name=person.name, host=host, ally_id=ally_id, display_name=person.shown,
        about=f"<p>{person.about}</p>", inbox=shared_inbox(theirs), shared_inbox=shared_inbox(theirs),
        key_id=uri + "#key", public_key=_key_pair(1)[1],
    )  # fmt: skip


def _facts(session: Session, ids: Sequence[int]) -> list[AccountFacts]:
    found: list[AccountFacts] = []
    for start in range(0, len(ids), 500):
        some = several(session, list(ids[start : start + 500]))
        found += [some[account_id] for account_id in ids[start : start + 500]]
    return found


def _wanted(follower: AccountFacts, people: Residents, chance: Random) -> list[AccountFacts]:
    """Guests follow people here; ours follow ours and guests. Squaring makes the first ones popular."""
    choice = people.everybody if follower.is_ours else people.ours
    number = min(len(choice) - 1, chance.randint(4, MOST_FOLLOWED))
    picked = {int(len(choice) * chance.random() ** 2) for _ in range(number)}
    return [choice[at] for at in sorted(picked) if choice[at].id != follower.id]


def _follow(follower: AccountFacts, followed: AccountFacts, marks: Marks, now: datetime) -> Row:
    return {
        "follower_id": follower.id, "followed_id": followed.id, "accepted": True,
        "uri": f"{follower.uri}/follows/{marks.token()}", "asked_at": now - timedelta(days=1),
    }  # fmt: skip


def _question(row: Row, marks: Marks) -> Row:
    return {
        "id": marks.id_at(row["asked_at"]), "account_id": row["followed_id"], "kind": "follow_request",
        "from_id": row["follower_id"], "post_id": None, "told_at": row["asked_at"], "seen": False,
    }  # fmt: skip
