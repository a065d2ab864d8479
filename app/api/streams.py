"""What an app may listen to, and what it is sent: what the list's own route answers this token at this moment.

Nothing is broadcast. News are ids; each stream asks its route for the one entry they name, so that scopes, audiences,
blocks, mutes, pauses, filters and seals hold in a stream as they hold in the list (P10, P23, P24, P27).
"""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import Request, Response

from app.api.holding import token_of
from app.api.mastodon import conversations, lists, notifications, tags, timelines
from app.api.refusing import NoUser, OutsideScopes
from app.basics.errors import Invalid, NotFound
from app.live.listener import Interest, Listener
from app.live.news import EntryCame, FiltersChanged, LookAgain, News, PostChanged, PostsGone, Told

Reads = Callable[[Request], Awaitable[Response]]

LASTS = 3600.0
HEARTBEAT = 20.0  # seconds of silence after which a comment is sent, so that nobody in between hangs up
MOST_CAUGHT_UP = 40


@dataclass(frozen=True, slots=True)
class Event:
    """Something for an app. `payload` is an entity, an id, or empty."""

    name: str
    payload: bytes = b""


@dataclass(slots=True)
class Stream:
    """One list to listen to. `name`: as apps call it. `entries`: its route. `newest`: what was sent last of it.

    `caught_up`: what it looked for itself and sent, of which it may be told still: what was committed after a process
    began to hear and before it looked, is both.
    """

    name: tuple[str, ...]
    interests: Interest
    entries: Reads | None
    query: Mapping[str, str]
    newest: int
    came: str = "update"
    caught_up: deque[int] = field(default_factory=lambda: deque(maxlen=MOST_CAUGHT_UP))

    async def must_be_allowed(self, request: Request) -> None:
        """Raises what its route raises for this token: NotSignedIn, Forbidden, NotFound. Then Invalid for no tag."""
        reads = self.entries or notifications.told
        await reads(asking(request, max_id=1, limit=1))
        if self.name[0] in _TAGGED and not self.name[1]:
            raise Invalid("tag", "Which tag?")

    async def events(self, request: Request, listener: Listener, what: News) -> list[Event]:
        """What an app is sent of this; raises NotSignedIn and Forbidden once its token means nothing any more."""
        match what:
            case EntryCame() if what.entry_id in self.caught_up:
                return []
            case EntryCame():
                found = await self._entries(request, max_id=what.entry_id + 1, since_id=what.entry_id - 1)
                return self._updates(listener, found, what.post_id)
            case PostChanged():
                found = await self._entries(request, max_id=what.post_id + 1, since_id=what.post_id - 1)
                return [Event("status.update", one) for one in found]
            case PostsGone() if self.entries is not None:
                return [Event("delete", str(post_id).encode()) for post_id in what.post_ids]
            case Told() if Interest.NOTIFICATIONS in self.interests:
                return await _notification(request, what.notification_id)
            case FiltersChanged() if Interest.FILTERS in self.interests:
                return [Event("filters_changed")]
            case LookAgain():
                found = await self._entries(request, min_id=self.newest, limit=MOST_CAUGHT_UP)
                self.caught_up.extend(map(_place_of, found))
                return self._updates(listener, found[::-1])
            case _:
                return []

    async def _entries(self, request: Request, **part: object) -> list[bytes]:
        if self.entries is None:
            return []
        try:
            answer = await self.entries(asking(request, **self.query, **part))
        except NotFound:
            return []
        return [bytes(one) for one in msgspec.json.decode(answer.body, type=list[msgspec.Raw])]

    def _updates(self, listener: Listener, found: list[bytes], post_id: int = 0) -> list[Event]:
        for one in found:
            entry_id = _place_of(one)
            self.newest = max(self.newest, entry_id)
            listener.note_sent(post_id or entry_id)
        return [Event(self.came, one) for one in found]


def stream_called(name: str, given: Mapping[str, str], *, newest: int) -> Stream:
    """The stream of that name with its `tag` or `list`; raises Invalid for a name that is none."""
    if name == "list":
        reads = partial(lists.timeline, list_id=given.get("list", ""))
        return Stream((name, given.get("list", "")), Interest.HOME, reads, {}, newest)
    if name in _TAGGED:
        reads = partial(tags.tag_timeline, word=given.get("tag", ""))
        return Stream((name, given.get("tag", "")), Interest.TAGS, reads, _TAGGED[name], newest)
    if name not in _PLAIN:
        raise Invalid("stream", "There is no such stream.")
    interests, reads, query = _PLAIN[name]
    return Stream((name,), interests, reads, query, newest, "conversation" if name == "direct" else "update")


async def whose(request: Request) -> int:
    """The member behind the request's token; raises NoToken, NoUser."""
    holder = await token_of(request)
    if holder.account_id is None:
        raise NoUser
    return holder.account_id


def asking(request: Request, **query: object) -> Request:
    """The same request with this in its address."""
    return Request({**request.scope, "query_string": urlencode(query).encode()})


class _Newest(msgspec.Struct):
    id: str


class _Placed(_Newest):
    """A status, or a conversation, which stands where its newest message does."""

    last_status: _Newest | None = None


def _place_of(entity: bytes) -> int:
    found = msgspec.json.decode(entity, type=_Placed)
    return int((found.last_status or found).id)


async def _notification(request: Request, notification_id: int) -> list[Event]:
    """Nothing where the token may not read them, or where it is gone again."""
    try:
        answer = await notifications.one(asking(request), str(notification_id))
    except (OutsideScopes, NotFound):
        return []
    return [Event("notification", bytes(answer.body))]


_USER = Interest.HOME | Interest.NOTIFICATIONS | Interest.FILTERS
_LOCAL, _REMOTE, _PICTURES = {"local": "true"}, {"remote": "true"}, {"only_media": "true"}

_PLAIN: Mapping[str, tuple[Interest, Reads | None, Mapping[str, Any]]] = {
    "user": (_USER, timelines.home, {}),
    "user:notification": (Interest.NOTIFICATIONS, None, {}),
    "public": (Interest.COMMUNITY, timelines.public, {}),
    "public:media": (Interest.COMMUNITY, timelines.public, _PICTURES),
    "public:local": (Interest.COMMUNITY, timelines.public, _LOCAL),
    "public:local:media": (Interest.COMMUNITY, timelines.public, _LOCAL | _PICTURES),
    "public:remote": (Interest.COMMUNITY, timelines.public, _REMOTE),
    "public:remote:media": (Interest.COMMUNITY, timelines.public, _REMOTE | _PICTURES),
    "direct": (Interest.MESSAGES, conversations.listed, {}),
}
_TAGGED = {"hashtag": {}, "hashtag:local": _LOCAL}
