"""Pictures in messages between two houses: sealed in both, carried by an address that brings their key along (P10)."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from app.allies import actions as allies
from app.media import capability, sealing, storing
from app.media.capability import ALLY, Holder
from app.media.cleaning import MAX_BYTES, CleanPicture
from app.posts import opening
from app.posts.actions import deleting, picturing
from app.posts.actions.picturing import measures
from app.posts.models import Picture, Post
from app.storage.house import House
from federation import pact
from federation.fetch import FetchFailed
from tests.promises.an_attacker import loot, read_by_attacker
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.pictures import phone_picture
from tests.world.saying import said_to_the_database

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]
BEGINNING = b"WEBPVP8"


@dataclass
class Message:
    """From Marisol at Lantern House to Ana at Harbour House, with a picture."""

    post: int
    picture: int
    writer: Member
    reader: Member
    cleaned: bytes


@pytest.fixture
async def message(allied: Houses) -> Message:
    near, far = allied
    ana, marisol = far.houses("ana"), near.houses("marisol")
    await near.knows(ana)
    picture = await near.draws(marisol, phone_picture(), "The red door")
    cleaned = await near.house.blobs.get(storing.full(row_of(near.house).blob))
    assert cleaned is not None
    post = marisol.posts("@ana@harbour.example look", "mentioned", pictures=[picture])
    return Message(post, picture, marisol, ana, cleaned)


def row_of(house: House) -> Picture:
    return house.database.read_now(lambda session: session.scalars(select(Picture)).one())


async def its_key(reader: Member) -> bytes | None:
    """What opens the one picture of the house for this member."""
    picture, read = row_of(reader.house), reader.house.database.read
    return await read(opening.picture_key_for, reader.id, picture.post_id or 0, picture.id, reader.key)


async def seen_by(reader: Member) -> bytes | None:
    """The one picture of the house as a session of this member opens it."""
    stored = await reader.house.blobs.get(storing.full(row_of(reader.house).blob))
    return None if stored is None else await sealing.opened(stored, await its_key(reader) or b"")


def address_in(net: Net, to: Neighbour) -> str:
    [create] = [act for act in net.posted_to(to.origin) if act["type"] == "Create"]
    return create["object"]["attachment"][0]["url"]


async def loaded(house: Neighbour, address: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(house.app)) as client:
        return await client.get(address)


async def is_nothing(house: Neighbour, address: str) -> bool:
    """Byte for byte what an address that never was gives."""
    told, never = await loaded(house, address), await loaded(house, f"{house.origin}/media/made-up/1/full")
    return (told.status_code, told.content, told.headers) == (404, never.content, never.headers)


async def test_it_arrives_and_both_houses_keep_it_sealed_to_the_two(allied: Houses, message: Message) -> None:
    near, far = allied

    await settle(near, far)

    assert (len(near.files()), len(far.files())) == (2, 2)
    for house, member in ((near, message.writer), (far, message.reader)):
        assert (await seen_by(member) or b"")[8:15] == BEGINNING
        assert await seen_by(house.houses("oda")) is None
        taken = loot(house.house)
        assert BEGINNING not in read_by_attacker(taken, house_keys=[near.house.key, far.house.key])
    assert await seen_by(message.writer) == message.cleaned
    assert (row_of(near.house).blurhash, row_of(far.house).blurhash) == ("", "")


async def test_its_blurhash_a_small_picture_itself_is_never_said_to_their_database(
    allied: Houses, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, far = allied
    measured: list[str] = []

    def noting(clean: CleanPicture) -> dict[str, object]:
        measured.append(clean.blurhash)
        return measures(clean)

    monkeypatch.setattr(picturing, "measures", noting)

    with said_to_the_database(far.house) as said:
        await settle(near, far)

    [blurhash] = measured
    assert row_of(far.house).ready
    assert len(blurhash) > 20
    assert not [one for one in said if blurhash in one]


async def test_while_it_waits_to_be_fetched_its_key_is_in_the_queue_under_the_house_key_alone(
    allied: Houses, message: Message, net: Net
) -> None:
    near, far = allied
    net.rules[near.origin] = lambda sent: (503, [], b"") if "/media/" in sent.url else None
    await settle(near, far)
    assert far.waiting("fetch") == ["picture"]
    key = base64.b64encode(await its_key(message.reader) or b"")

    taken = loot(far.house)

    assert key
    assert key not in read_by_attacker(taken)
    assert key in read_by_attacker(taken, house_keys=[far.house.key])


async def test_the_address_in_the_letter_is_for_that_ally_and_of_no_use_when_altered(
    allied: Houses, message: Message, net: Net, make_neighbour: Callable[[str], Neighbour]
) -> None:
    near, far = allied
    third = make_neighbour("orchard")
    await pact.knock(near.envoy, third.origin)
    await pact.accept(third.envoy, near.origin)
    await settle(near, far)
    address = address_in(net, far)
    who, until, key, proof = address.split("/")[4].split(".")
    assert (await loaded(near, address)).content == message.cleaned

    for altered in (
        f"{who}.{until}.{proof}",
        f"{who}.{until}.{'A' if key[0] != 'A' else 'B'}{key[1:]}.{proof}",
        f"a{near.ally_id(third):x}.{until}.{key}.{proof}",
        f"{who}.{int(until, 16) + 1:x}.{key}.{proof}",
        minted(near, message, far),
        minted(near, message, far, key=bytes(32)),
        minted(near, message, third, key=key_in(near, message, address)),
    ):
        assert await is_nothing(near, f"{near.origin}/media/{altered}/{message.picture}/full"), altered


async def test_the_same_allys_signature_without_the_address_opens_nothing(
    allied: Houses, message: Message, net: Net
) -> None:
    near, far = allied
    await settle(near, far)
    path, signer = f"{message.picture}/full", far.envoy.instance_key()
    named = address_in(net, far).split("/media/")[1]

    with pytest.raises(FetchFailed) as refused:
        await far.envoy.fetcher.get_bytes(f"{near.origin}/media/signed/{path}", signer=signer, limit=MAX_BYTES)

    assert refused.value.answered == 404
    fetched = await far.envoy.fetcher.get_bytes(f"{near.origin}/media/{named}", signer=signer, limit=MAX_BYTES)
    assert fetched == message.cleaned


async def test_it_ends_when_the_alliance_pauses_and_with_the_message(
    allied: Houses, message: Message, net: Net
) -> None:
    near, far = allied
    await settle(near, far)
    address = address_in(net, far)

    near.house.database.write_now(allies.pause, far.origin, now=near.envoy.clock())
    assert await is_nothing(near, address)
    near.house.database.write_now(allies.resume, far.origin, now=near.envoy.clock())
    assert (await loaded(near, address)).status_code == 200

    near.house.database.write_now(
        deleting.delete_post, message.writer.id, message.post, key=near.house.key, now=near.envoy.clock()
    )
    assert await is_nothing(near, address)
    await settle(near, far)
    assert (near.files(), far.files()) == ([], [])


async def test_an_answer_that_is_narrowed_when_we_part_is_sealed_with_its_pictures(allied: Houses, hours: Any) -> None:
    near, far = allied
    juno, marisol = near.houses("juno"), near.houses("marisol")
    picture = await near.draws(marisol, phone_picture())
    cleaned = await near.house.blobs.get(storing.full(row_of(near.house).blob))
    post = marisol.posts("@juno look", "followers", pictures=[picture])
    near.house.database.write_now(lambda s: setattr(s.get_one(Post, post), "bound_ally_id", near.ally_id(far)))

    await pact.part(near.envoy, far.origin)
    hours.moves(days=7, hours=1)
    await settle(near)

    assert [await seen_by(one) for one in (marisol, juno)] == [cleaned, cleaned]
    assert await seen_by(near.houses("oda")) is None
    assert row_of(near.house).blurhash == ""


def key_in(house: Neighbour, message: Message, address: str) -> bytes:
    holder = capability.holder_of(house.house.key, address.split("/")[4], message.picture, now=house.envoy.clock())
    assert holder is not None
    return holder.picture_key


def minted(house: Neighbour, message: Message, ally: Neighbour, *, key: bytes = b"") -> str:
    holder = Holder(ALLY, house.ally_id(ally), key)
    return capability.mint(house.house.key, message.picture, holder, now=house.envoy.clock())
