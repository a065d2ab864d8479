"""A stream that looks for itself, and is told of the same: an app hears of it once."""

import pytest
from fastapi import Request, Response

from app.api.streams import Event, Stream
from app.live.listener import Interest, Listener, Pass
from app.live.news import EntryCame, LookAgain


async def answered(request: Request) -> Response:
    """Home, which holds one post."""
    return Response(b'[{"id":"7"}]')


@pytest.mark.anyio
@pytest.mark.parametrize("told", [[LookAgain(), EntryCame(7, 7)], [EntryCame(7, 7)]])
async def test_what_it_looked_for_itself_is_not_said_again_when_it_is_told(told: list[LookAgain | EntryCame]):
    stream = Stream(("user",), Interest.HOME, answered, {}, newest=0)
    listener = Listener(1, Pass("token", b"x"), stream.interests)

    heard = [await stream.events(Request({"type": "http"}), listener, what) for what in told]

    assert [event for events in heard for event in events] == [Event("update", b'{"id":"7"}')]
