"""The door that strangers may knock at: bounded in size, rate and number, and answering everybody alike.

Alike in time too: storing a knock takes longer than throwing it away, and would tell whom we know. Only a message whose
signature holds under the pinned key gets another answer, so that a house knows it was heard.
"""

import asyncio
import time
from dataclasses import replace
from typing import Final

import msgspec
from fastapi import Request, Response

from app.basics.errors import ParasolError
from app.doors.access import Access, Door
from app.doors.bodies import read_bytes
from app.doors.limits import KNOCK
from federation.answers import as_it_came
from federation.envoy import Envoy
from federation.letters import PACT
from federation.pact.hearing import Heard, hear
from federation.pact.messages import MOST_BYTES, read_message

door = Door()

ALIKE: Final = 0.25  # seconds until a knock is answered, longer than any of them takes

_TAKEN = msgspec.json.encode({"status": Heard.TAKEN})
_HEARD = msgspec.json.encode({"status": Heard.HEARD})


@door.post(PACT, access=Access.KNOCK)
async def pact(request: Request) -> Response:
    """202 and the same bytes to whoever knocks, whatever comes of it; 200 to the other side of a pact alone."""
    until = time.monotonic() + ALIKE
    heard = await _heard(request, request.app.state.envoy)
    if heard is Heard.HEARD:
        return Response(_HEARD, 200, media_type="application/json")
    await asyncio.sleep(until - time.monotonic())
    return Response(_TAKEN, 202, media_type="application/json")


async def _heard(request: Request, envoy: Envoy) -> Heard:
    try:
        body = await read_bytes(request, MOST_BYTES)
        message = read_message(body, envoy)
        if message.shown is not None:
            request.app.state.limits.count(KNOCK, request.client.host if request.client else "")
    except ParasolError:
        return Heard.TAKEN
    return await hear(envoy, replace(as_it_came(request), body=body), message)
