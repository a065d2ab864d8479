"""P24: an ally without a scope gets nothing of that kind, by push or by fetch."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.allies.models import Ally
from app.allies.rules import Scope
from app.posts.models import Post
from federation.fetch import FetchFailed
from moderation.cases.models import Case
from tests.federation.test_outgoing import follow
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import join
from tests.world.governing_cases import reports, reports_account, reports_ally
from tests.world.letters import said
from tests.world.peers import AHouseOnTheWire, APeer, PeerMember
from tests.world.pictures import phone_picture

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]

ALL = ",".join(Scope)


def grants(house: Neighbour, other: Neighbour, scopes: str) -> None:
    house.house.database.write_now(lambda s: setattr(s.get_one(Ally, house.ally_id(other)), "scopes", scopes))


async def test_without_posts_no_post_is_pushed_or_fetched(allied: Houses, net: Net) -> None:
    near, far = allied
    grants(near, far, "media")
    net.sent.clear()
    post = near.houses("marisol").posts("Hello", "open")
    uri = near.house.database.read_now(lambda s: s.get_one(Post, post).uri)

    await settle(near)
    with pytest.raises(FetchFailed) as refused:
        await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())

    assert [sent.method for sent in net.sent] == ["GET"]
    assert refused.value.answered in {403, 404}


async def test_with_posts_the_same_post_is_pushed_and_fetched(allied: Houses) -> None:
    near, far = allied
    grants(near, far, "posts")
    post = near.houses("marisol").posts("Hello", "open")
    uri = near.house.database.read_now(lambda s: s.get_one(Post, post).uri)

    await settle(near, far)
    fetched = await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())

    assert fetched["id"] == uri


@pytest.mark.parametrize("scopes", ["posts", "media", ""])
async def test_without_media_no_picture_is_pushed_or_fetched(scopes: str, allied: Houses, net: Net) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    picture = await near.draws(marisol, phone_picture())
    post = marisol.posts("Look", "open", pictures=(picture,))
    await settle(near)
    [create] = [a for a in net.posted_to(far.origin) if a["type"] == "Create"]
    [address] = [attached["url"] for attached in create["object"]["attachment"]]
    uri = near.house.database.read_now(lambda s: s.get_one(Post, post).uri)

    grants(near, far, scopes)

    with pytest.raises(FetchFailed):
        await far.envoy.fetcher.get_bytes(address, signer=far.envoy.instance_key())
    if scopes == "posts":
        assert "attachment" not in await far.envoy.fetcher.get_json(uri, signer=far.envoy.instance_key())


async def test_no_report_travels_to_an_ally_that_has_every_scope(allied: Houses, net: Net) -> None:
    near, far = allied
    grants(near, far, ALL)
    kofi, marisol, ana = near.houses("kofi"), near.houses("marisol"), far.houses("ana")
    await follow(ana, far, marisol, near)
    post = marisol.posts("Hello", "allies")
    known = await near.knows(ana)
    await settle(near, far)
    net.sent.clear()

    reports(kofi, post)
    reports_account(kofi, known.id)
    reports_ally(kofi, near.ally_id(far))
    await settle(near, far)

    assert len(near.house.database.read_now(cases)) == 3
    assert net.sent == []


async def test_what_an_ally_with_every_scope_reports_opens_no_case_here(
    lantern: AHouseOnTheWire, an_ally: APeer, ana: PeerMember
) -> None:
    """Reports of other houses are not heard yet: theirs can write as anybody from outside can."""
    marisol = join(lantern.house, "marisol")
    lantern.house.database.write_now(lambda s: setattr(s.get_one(Ally, lantern.ally(an_ally).id), "scopes", ALL))

    await lantern.takes(an_ally, ana, said(ana, "Flag", [marisol.facts.uri], content="planted"))

    assert lantern.house.database.read_now(cases) == []
    assert lantern.waiting() == []


def cases(session: Session) -> list[int]:
    return list(session.scalars(select(Case.id)))
