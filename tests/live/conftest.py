"""Lantern House served over real connections, its jobs running, and people who listen to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from app import main, wiring
from app.accounts import community
from app.accounts.actions import apps
from app.basics.clock import now
from app.doors.limits import Limits
from app.storage.house import House
from tests.world.cast import Member
from tests.world.listening import Ear, served

EVERYTHING = "read write follow"


@dataclass(frozen=True)
class Lantern:
    """The house and where it listens."""

    house: House
    port: int

    def token_of(self, member: Member | None, scopes: str = EVERYTHING, *, opens: bool = False) -> str:
        key = member.key if member and opens else None
        return self.house.database.write_now(_token, member and member.id, scopes, key, self.house)

    def app_of(self, member: Member, path: str = "user", scopes: str = EVERYTHING, *, opens: bool = False) -> Ear:
        """An app of a member that listens there."""
        return self.ear(path, self.token_of(member, scopes, opens=opens))

    def ear(self, path: str, token: str) -> Ear:
        return Ear(self.port, f"/api/v1/streaming/{path}", {"Authorization": f"Bearer {token}"})

    def browser_of(self, member: Member, place: str, after: int = 0, secret: str = "") -> Ear:
        """A page of a member's that is open."""
        cookie = f"__Host-session={secret or member.signs_in()}"
        return Ear(self.port, f"/live/{place}?after={after}", {"Cookie": cookie})


@pytest.fixture
def lantern(house: House) -> Iterator[Lantern]:
    """Lantern House, open, its jobs running."""
    house.database.write_now(lambda session: community.name_house(session, "Lantern House", "Notes", ""))
    app = main.build(wiring.envoy_of(house), works=True)
    app.state.limits = Limits(on=False)
    with served(app) as port:
        yield Lantern(house, port)


@pytest.fixture
def befriended(a_member: Member, another_member: Member) -> tuple[Member, Member]:
    """Marisol, who follows Juno."""
    a_member.follows(another_member)
    return a_member, another_member


def _token(session: Session, account_id: int | None, scopes: str, member_key: object, house: House) -> str:
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], EVERYTHING, "", key=house.key, now=now())
    return apps.give_token(session, app.id, account_id, scopes, member_key=member_key, now=now())  # type: ignore[arg-type]
