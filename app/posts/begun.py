"""What somebody has begun: drafts sealed to their writer's member key, posts that wait for their moment under the
house key (P10). Nothing of either stands anywhere in the clear but whose it is, when, and which pictures it holds.

The files of those pictures are sealed too, each with a key of its own that stands in here and nowhere else, and goes
along from one keeping to the next: decision 0019.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.errors import Conflict, NotFound
from app.posts.asking import NewPoll
from app.posts.models import KeptDraft, ScheduledPost
from app.posts.quoting import USUAL
from app.storage.member_keys import MemberKey, seal_to
from app.storage.sealing import HouseKey, SealBroken

MOST: Final = 50
"""Drafts that one member keeps, and posts of one member that wait."""

_HOUSE_SEAL: Final = "scheduled post"


class BegunPicture(msgspec.Struct, frozen=True):
    """A picture of something that is not posted yet, with the words for it, which stand nowhere else.

    `key`: what opens its files; empty for one whose files lie open, since it is not kept yet or was kept before files
    were sealed. `blurhash`, a small picture itself, waits in here until it is posted.
    """

    id: int
    description: str = ""
    key: bytes = b""
    blurhash: str = ""

    def __repr__(self) -> str:
        return f"BegunPicture({self.id})"


class Begun(msgspec.Struct, frozen=True):
    """All there is to read of it. `audience` empty: as usual. `once` stands for one sending of a form.

    `quotes`: the post it quotes; `quotable`: who may quote it. `why_not`: what had waited for its moment and could
    not be posted then says here why.
    """

    text: str
    warning: str = ""
    language: str = ""
    audience: str = ""
    reply_to: int | None = None
    lasts_days: int | None = None
    pictures: Sequence[BegunPicture] = ()
    once: str = ""
    why_not: str = ""
    poll: NewPoll | None = None
    quotes: int | None = None
    quotable: str = USUAL.value

    @property
    def picture_ids(self) -> list[int]:
        return [picture.id for picture in self.pictures]

    @property
    def held(self) -> dict[int, BegunPicture]:
        """Its pictures by their ids."""
        return {picture.id: picture for picture in self.pictures}


@dataclass(frozen=True, slots=True)
class Earlier:
    """As what something was kept before: that goes in the moment in which it is posted or kept anew.

    `held`: its pictures, which only whoever could open it knows. `opened`: for posting, under which name the opened
    files of each lie (`app.posts.readying`).
    """

    draft_id: int | None = None
    scheduled_id: int | None = None
    held: Mapping[int, BegunPicture] = field(default_factory=dict[int, BegunPicture])
    opened: Mapping[int, str] = field(default_factory=dict[int, str])


class NoLongerKept(Conflict):
    """It was taken up elsewhere meanwhile: doing it once more could post it twice."""

    safe = (
        "What this was kept as is not there any more: perhaps it is posted already. "
        "Everything is still here. Send it again if you want it as something new."
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it lies there; `opened` tells what it says."""

    id: int
    saved_at: datetime
    sealed: bytes

    def opened(self, member_key: MemberKey) -> Begun | None:
        """None where the seal is broken."""
        try:
            return _read(member_key.opened(self.sealed))
        except SealBroken:
            return None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that goes at its moment; `opened` tells what it says."""

    id: int
    goes_at: datetime
    sealed: bytes

    def opened(self, key: HouseKey) -> Begun:
        """Raises SealBroken."""
        return _read(key.open(self.sealed, _HOUSE_SEAL))


def sealed_to_member(begun: Begun, public: bytes) -> bytes:
    return seal_to(public, msgspec.msgpack.encode(begun))


def sealed_by_house(begun: Begun, key: HouseKey) -> bytes:
    return key.seal(msgspec.msgpack.encode(begun), _HOUSE_SEAL)


def drafts_of(session: Session, me: int) -> list[Draft]:
    """The member's own, the one kept last first. There may be some more than `MOST`: what could not be posted."""
    query = select(KeptDraft.id, KeptDraft.saved_at, KeptDraft.sealed).where(KeptDraft.account_id == me)
    query = query.order_by(KeptDraft.saved_at.desc(), KeptDraft.id.desc()).limit(2 * MOST)
    return [Draft(*row) for row in session.execute(query)]


def draft(session: Session, me: int, draft_id: int) -> Draft:
    """Raises NotFound also for somebody else's."""
    row = session.execute(
        select(KeptDraft.id, KeptDraft.saved_at, KeptDraft.sealed).where(
            KeptDraft.id == draft_id, KeptDraft.account_id == me
        )
    ).first()
    if row is None:
        raise NotFound
    return Draft(*row)


def how_many_drafts(session: Session, me: int) -> int:
    query = select(func.count()).select_from(KeptDraft).where(KeptDraft.account_id == me)
    return session.scalar(query) or 0


def waiting_of(session: Session, me: int) -> list[Waiting]:
    """The member's own, what goes next first."""
    query = select(ScheduledPost.id, ScheduledPost.goes_at, ScheduledPost.sealed)
    query = query.where(ScheduledPost.account_id == me).order_by(ScheduledPost.goes_at, ScheduledPost.id)
    return [Waiting(*row) for row in session.execute(query.limit(MOST))]


def waiting(session: Session, me: int, scheduled_id: int) -> Waiting:
    """Raises NotFound also for somebody else's."""
    row = session.execute(
        select(ScheduledPost.id, ScheduledPost.goes_at, ScheduledPost.sealed).where(
            ScheduledPost.id == scheduled_id, ScheduledPost.account_id == me
        )
    ).first()
    if row is None:
        raise NotFound
    return Waiting(*row)


def _read(plain: bytes) -> Begun:
    return msgspec.msgpack.decode(plain, type=Begun)
