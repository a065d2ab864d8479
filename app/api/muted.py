"""Muted threads in answers to apps: laid over the bytes of each status, for members who mute any."""

from collections.abc import Sequence

import msgspec
from fastapi import Request

from app.api.holding import Caller, house_of
from app.posts.muted import muted_among

# No text can hold these bytes: the quotes of what somebody writes are escaped in JSON.
_NOT_MUTED, _MUTED = b'"muted":false', b'"muted":true'


class _Inside(msgspec.Struct):
    id: str


class _Shown(msgspec.Struct):
    """Which post it is: of a boost the one inside."""

    id: str
    reblog: _Inside | None = None

    @property
    def post(self) -> int:
        return int(self.reblog.id if self.reblog else self.id)


_shown = msgspec.json.Decoder(_Shown)


async def with_mutes(request: Request, me: Caller, entities: Sequence[bytes]) -> list[bytes]:
    """The same statuses, those of muted threads marked."""
    if not me.mutes_threads or not entities:
        return list(entities)
    ids = [_shown.decode(entity).post for entity in entities]
    muted = await house_of(request).database.read(muted_among, me.account_id, ids)
    return [
        entity.replace(_NOT_MUTED, _MUTED) if post_id in muted else entity
        for post_id, entity in zip(ids, entities, strict=True)
    ]
