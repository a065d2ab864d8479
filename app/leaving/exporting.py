"""Everything of one account as one archive, made while it is sent; nothing of it is kept here.

Read a portion at a time, each in a transaction of its own: a long download holds nothing up.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.viewer import STRANGER, Viewer
from app.basics import clock
from app.basics.errors import NotFound, TooLarge, Unavailable
from app.leaving import as_activities, lists, locking, marks
from app.leaving.zipping import Zipper, in_pieces
from app.media import sealing, storing
from app.posts import opening, picture_queries, polls, quotes
from app.posts import queries as posts
from app.posts.body import asks
from app.posts.picture_queries import PictureFacts
from app.posts.polls import PollFacts
from app.posts.queries import PostFacts
from app.storage.house import House
from app.storage.member_keys import MemberKey
from app.timelines import queries as timelines
from app.timelines.author_queries import of_author
from app.timelines.queries import Page

PORTION = 40
MOST_SEALED = 256 * 1024 * 1024  # a passphrase seals an archive as a whole, in memory
TOO_MUCH_TO_SEAL = (
    "There is too much for an encrypted archive: at most 256 MB. Leave the pictures out, or take it plain."
)

_sealing = asyncio.Semaphore(1)


@dataclass(frozen=True)
class Taking:
    """Who takes what along. Without `member_key` messages stay sealed, and so here; `readme` is for people.

    `beside`: files of theirs that are made in other rooms, by name.
    """

    house: House
    account_id: int
    readme: str
    member_key: MemberKey | None = None
    with_pictures: bool = True
    beside: Callable[[Session], Mapping[str, str]] | None = None

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.account_id)


@dataclass(frozen=True, slots=True)
class _Portion:
    posts: list[PostFacts]
    people: Mapping[int, AccountFacts]
    mentioned: Mapping[int, list[int]]
    pictures: Mapping[int, list[PictureFacts]]
    polls: Mapping[int, PollFacts]
    quoted: Mapping[int, str]
    last: int | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture whose file goes along. `key` opens that of one in a message."""

    facts: PictureFacts
    key: bytes = field(repr=False)


async def archive(taking: Taking) -> AsyncIterator[bytes]:
    """The pieces of the ZIP file."""
    async with aclosing(_files(taking)) as files:
        async for piece in in_pieces(files):
            yield piece


async def sealed_archive(taking: Taking, passphrase: str) -> bytes:
    """The same encrypted (age, scrypt); raises TooLarge, and Unavailable while somebody else's is being made."""
    if _sealing.locked():
        raise Unavailable
    async with _sealing:
        plain = bytearray()
        async for piece in archive(taking):
            plain += piece
            if len(plain) > MOST_SEALED:
                raise TooLarge(TOO_MUCH_TO_SEAL)
        return await asyncio.to_thread(locking.lock, bytes(plain), passphrase)


async def _files(taking: Taking) -> AsyncGenerator[bytes]:
    house, zipper, pictures = taking.house, Zipper(), list[_Kept]()
    account = await house.database.read(accounts.by_id, taking.account_id)
    if account is None:
        raise NotFound
    handle = f"{account.name}@{house.settings.host}"
    yield zipper.add("README.txt", taking.readme.encode())
    yield zipper.add("actor.json", msgspec.json.encode(as_activities.actor_of(account, handle)))
    for name, content in (await house.database.read(_tables, account.id, house)).items():
        yield zipper.add(name, content.encode())
    for name, content in (await house.database.read(taking.beside)).items() if taking.beside else ():
        yield zipper.add(name, content.encode())
    async for ready in zipper.add_pieces("outbox.json", _collection(taking, _own_posts, "outbox.json", pictures)):
        yield ready
    if taking.member_key is not None:
        async for ready in zipper.add_pieces(
            "messages.json", _collection(taking, _messages, "messages.json", pictures)
        ):
            yield ready
    for picture in pictures if taking.with_pictures else ():
        content = await _content(house, picture)
        if content is not None:
            yield zipper.add(as_activities.file_of(picture.facts), content, packed=False)
    yield zipper.end()


async def _content(house: House, picture: _Kept) -> bytes | None:
    """As it is to be seen: in the archive nothing of it is sealed but the archive as a whole."""
    stored = await house.blobs.get(storing.full(picture.facts.blob))
    return None if stored is None else await sealing.opened(stored, picture.key)


async def _collection(
    taking: Taking, portion: Callable[[Session, Taking, int], _Portion], name: str, pictures: list[_Kept]
) -> AsyncIterator[bytes]:
    """An OrderedCollection, oldest first; its pictures are noted in `pictures` if they are the member's own."""
    head = {"@context": as_activities.CONTEXT, "id": name, "type": "OrderedCollection"}
    yield msgspec.json.encode(head)[:-1] + b',"orderedItems":['
    after, count = 0, 0
    while True:
        found = await taking.house.database.read(portion, taking, after)
        for post in found.posts:
            yield (b"," if count else b"") + msgspec.json.encode(_activity(found, post))
            count += 1
            if post.author_id == taking.account_id:
                ready = [one for one in found.pictures[post.id] if one.ready]
                pictures += [_Kept(one, opening.picture_key_in(post, one.id)) for one in ready]
        if found.last is None:
            break
        after = found.last
    yield b'],"totalItems":%d}' % count


def _activity(found: _Portion, post: PostFacts) -> dict[str, Any]:
    named = [found.people[one] for one in found.mentioned[post.id] if one in found.people]
    activity = as_activities.create_of(post, named, found.pictures[post.id], found.polls.get(post.id), now=clock.now())
    return as_activities.quoting(activity, found.quoted[post.id]) if post.id in found.quoted else activity


def _tables(session: Session, account_id: int, house: House) -> dict[str, str]:
    """The CSV files."""
    host = house.settings.host
    return lists.files(session, account_id, host) | marks.files(session, Viewer.member(account_id), host, key=house.key)


def _own_posts(session: Session, taking: Taking, after: int) -> _Portion:
    page = Page(after=after, upwards=True, limit=PORTION)
    entries = of_author(session, taking.viewer, taking.account_id, page)
    found = _gathered(session, [entry.post for entry in entries])
    quoting = quotes.of_posts(session, taking.viewer, [post.id for post in found.posts])
    return replace(found, quoted={own: one.post.uri for own, one in quoting.items() if one.post is not None})


def _messages(session: Session, taking: Taking, after: int) -> _Portion:
    """Written or received; those that this member's key does not open stay out."""
    entries = timelines.messages(session, taking.viewer, Page(after=after, upwards=True, limit=PORTION))
    found = sorted((entry.post for entry in entries), key=lambda post: post.id)
    keys = opening.keys_for(session, taking.account_id, [post.id for post in found])
    if taking.member_key is None:
        return _gathered(session, [])
    opened = [opening.opened(post, keys.get(post.id), taking.member_key) for post in found]
    portion = _gathered(session, [post for post in opened if post.sealed is None])
    return replace(portion, last=found[-1].id if found else None)


def _gathered(session: Session, found: list[PostFacts]) -> _Portion:
    found = sorted(found, key=lambda post: post.id)
    ids = [post.id for post in found]
    mentioned = posts.mentioned_in(session, ids)
    people = accounts.several(session, list({one for named in mentioned.values() for one in named}))
    asked = polls.of_posts(session, STRANGER, [post.id for post in found if asks(post.body)])
    return _Portion(
        found, people, mentioned, picture_queries.pictures_of(session, ids), asked, {}, ids[-1] if ids else None
    )
