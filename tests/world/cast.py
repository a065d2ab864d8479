"""The cast: who lives in these tests, one sentence each, with verbs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import secrets
from app.accounts.actions import following, joining, signing_in
from app.accounts.actions.reach import change_reach
from app.accounts.reach_queries import reach_of
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.posts.actions import writing
from app.posts.audience import Audience
from app.posts.models import Mention, Post
from app.storage.house import House
from app.storage.member_keys import MemberKey
from app.timelines import posting

PASSPHRASE = "correct pony battery lantern"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@cache
def signing_keys(number: int) -> tuple[bytes, str]:
    """RSA pairs are slow to make, so the cast shares a few."""
    return secrets.new_signing_key()


@cache
def passphrase() -> secrets.Passphrase:
    return secrets.made_now(PASSPHRASE)


@dataclass(frozen=True)
class Member:
    """Somebody of a house, acting through the same actions as the doors do."""

    house: House
    id: int
    name: str
    key: MemberKey = field(default_factory=MemberKey.new)

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.id)

    @property
    def facts(self) -> accounts.AccountFacts:
        found = self.house.database.read_now(accounts.by_id, self.id)
        assert found is not None
        return found

    def posts(self, text: str = "Hello from here", audience: str | None = None, **more: object) -> int:
        """For whomever they choose: their page is on where it must be, and whoever is named knows them."""
        if audience == "open":
            self.opens_their_page()
        post_id = self.tries_to_post(text, audience, **more)
        self.house.database.write_now(_taken, post_id)
        return post_id

    def tries_to_post(self, text: str = "Hello from here", audience: str | None = None, **more: object) -> int:
        """The same as somebody whom nobody here knows."""
        draft = writing.Draft(text, None if audience is None else Audience(audience), **more)  # type: ignore[arg-type]
        origin, key = self.house.settings.origin, self.house.key
        return self.house.database.write_now(posting.post, self.id, draft, origin=origin, key=key, now=now())

    def opens_their_page(self, on: bool = True) -> None:
        """Their page on the open web."""
        self.chooses(open_page=on)

    def chooses(self, **reach: object) -> None:
        """Who may reach them, as the page in the settings says it."""
        database, origin = self.house.database, self.house.settings.origin
        chosen = replace(database.read_now(reach_of, self.id), **reach)  # type: ignore[arg-type]
        database.write_now(change_reach, self.id, chosen, origin=origin)

    def signs_in(self, at: datetime | None = None) -> str:
        """A new session's secret."""
        return self.house.database.write_now(signing_in.begin_session, self.id, self.key, now=at or now())

    def follows(self, other: "Member") -> None:
        """Asks, and the other says yes."""
        self.house.database.write_now(following.ask_to_follow, self.id, other.id, now=now())
        self.house.database.write_now(following.accept_follower, other.id, self.id)

    def asks_to_follow(self, other: "Member") -> None:
        self.house.database.write_now(following.ask_to_follow, self.id, other.id, now=now())


def join(house: House, name: str, role: str = "member") -> Member:
    """A new member, without the slow hashing and key-making."""
    private, public = signing_keys(sum(name.encode()) % 4)
    newcomer = joining.Newcomer.made(name, passphrase(), private, public)
    account_id = house.database.write_now(
        joining.add_member, newcomer, role=role, origin=house.settings.origin, key=house.key, now=now()
    )
    return Member(house, account_id, name, newcomer.member_key)


def _taken(session: Session, post_id: int) -> None:
    session.execute(update(Mention).where(Mention.post_id == post_id).values(requested=False))


def post_count(session: Session) -> int:
    return len(session.scalars(select(Post.id)).all())


@pytest.fixture
def a_member(house: House) -> Member:
    """Marisol, who lives here."""
    return join(house, "marisol")


@pytest.fixture
def another_member(house: House) -> Member:
    """Juno, who lives here as well."""
    return join(house, "juno")


@pytest.fixture
def a_steward(house: House) -> Member:
    """Vera, who keeps the house."""
    return join(house, "vera", "steward")


@pytest.fixture
def joining_house(house: House) -> Callable[[str], Member]:
    """Somebody of that name joins Lantern House."""
    return lambda name: join(house, name)
