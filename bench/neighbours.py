"""Allies for the bench, written straight into the house's database before it serves: their keys are here.

What the pact would have brought about is true of them from the start; everything they send goes through the gate.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import signing_in
from app.accounts.actions.following import accept_follower, ask_to_follow
from app.accounts.actions.profiles import ForeignAccount, remember_foreign
from app.accounts.models import Account
from app.allies.models import Ally
from app.allies.rules import State
from app.basics.clock import now
from app.basics.ids import new_id, new_token
from app.basics.settings import load
from app.cli.opening import opened
from app.storage.house import House
from app.storage.member_keys import MemberKey
from bench.load import Target
from bench.processes import Folder
from federation.addresses import read_address
from federation.signatures import SigningKey, load_private_key, new_private_key, public_pem, sign

FOLLOWER = "vera"


@dataclass
class Neighbour:
    """An ally with one member, Wanda, who writes; it listens on `port` and counts what it is sent."""

    port: int
    private_key: str = field(default_factory=new_private_key)
    heard: list[bytes] = field(default_factory=list[bytes])

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def actor(self) -> str:
        return f"{self.origin}/ap/actors/wanda"

    def says(self, house: Target, text: str) -> tuple[str, bytes]:
        """A new post's address, and the signed request that brings it to the house."""
        uri = f"{self.origin}/ap/posts/{new_token()}"
        body = msgspec.json.encode(self._create(uri, text))
        key = SigningKey(self.actor + "#key", load_private_key(self.private_key))
        inbox = read_address(f"{house.origin}/ap/inbox", lab=True)
        headers = sign("POST", inbox, body, key, now=now())
        kind = ("Content-Type", "application/activity+json")
        return uri, house.request("POST", "/ap/inbox", body, (*headers, kind))

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        server = await asyncio.start_server(self._answer, "127.0.0.1", self.port)
        async with server:
            yield

    def _create(self, uri: str, text: str) -> dict[str, object]:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        to = [f"{self.actor}/followers"]
        note = {
            "id": uri, "type": "Note", "attributedTo": self.actor, "content": f"<p>{text}</p>", "published": at,
            "to": to, "cc": [],
        }  # fmt: skip
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "id": f"{uri}/activity", "type": "Create",
            "actor": self.actor, "published": at, "to": to, "cc": [], "object": note,
        }  # fmt: skip

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """202 to everything; connections stay open as the sender likes."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
                )
                self.heard.append(await reader.readexactly(length))
                writer.write(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def settle(folder: Folder, neighbours: list[Neighbour]) -> str:
    """Make them allies of the house and let FOLLOWER follow each Wanda; a session's cookie of FOLLOWER."""
    with opened(load(folder.settings)) as house:
        for neighbour in neighbours:
            house.database.write_now(_befriend, house, neighbour)
        return house.database.write_now(_signed_in)


def _befriend(session: Session, house: House, neighbour: Neighbour) -> None:
    origin, at = neighbour.origin, now()
    public = public_pem(load_private_key(neighbour.private_key))
    ally_id = new_id(at)
    session.add(
        Ally(
            id=ally_id, origin=origin, host=origin.partition("://")[2], state=State.ALLIED, by_hand=False,
            scopes="media,posts", actor=f"{origin}/ap/instance", key_id=f"{origin}/ap/instance#key",
            public_key=public, inbox=f"{origin}/ap/inbox", changed_at=at,
        )
    )  # fmt: skip
    session.flush()
    wanda = ForeignAccount(
        uri=neighbour.actor, name="wanda", host=origin.partition("://")[2], ally_id=ally_id, display_name="Wanda",
        about="", inbox=f"{origin}/ap/inbox", shared_inbox=f"{origin}/ap/inbox", key_id=neighbour.actor + "#key",
        public_key=public,
    )  # fmt: skip
    wanda_id = remember_foreign(session, wanda, origin=house.settings.origin, now=at)
    me = _follower(session)
    ask_to_follow(session, me, wanda_id, now=at)
    accept_follower(session, wanda_id, me)


def _signed_in(session: Session) -> str:
    return signing_in.begin_session(session, _follower(session), MemberKey.new(), now=now())


def _follower(session: Session) -> int:
    return session.scalars(select(Account.id).where(Account.name == FOLLOWER, Account.host == "")).one()
