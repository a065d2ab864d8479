"""Finding people and posts of allies by what a member types."""

import pytest

from app.accounts import queries as accounts
from app.allies.rules import Scope
from federation.lookup import Found, find
from tests.federation.reading import id_of, posts_from_afar, uri_of
from tests.world.letters import a_note

pytestmark = pytest.mark.anyio


@pytest.fixture
def ana_is_listed(an_ally, ana):
    """WebFinger over there knows her."""
    an_ally.serves(
        f"{an_ally.origin}/.well-known/webfinger?resource=acct:ana@harbour.example",
        {
            "subject": "acct:ana@harbour.example",
            "links": [
                {"rel": "http://webfinger.net/rel/profile-page", "href": f"{an_ally.origin}/@ana"},
                {"rel": "self", "type": "application/activity+json", "href": ana.uri},
            ],
        },
    )
    return ana


def known(lantern, uri: str):
    return lantern.house.database.read_now(accounts.by_uri, uri)


@pytest.mark.parametrize("words", ["@ana@harbour.example", "ana@harbour.example", " @ana@HARBOUR.example "])
async def test_a_handle_leads_to_an_allys_member(lantern, ana_is_listed, words):
    found = await find(lantern.envoy, words)

    assert found == Found(account_id=known(lantern, ana_is_listed.uri).id)


async def test_who_is_known_is_not_asked_for_again(lantern, an_ally, ana_is_listed):
    first = await find(lantern.envoy, "@ana@harbour.example")
    asked = len(an_ally.asked)

    assert await find(lantern.envoy, "@ana@harbour.example") == first
    assert len(an_ally.asked) == asked


@pytest.mark.parametrize("words", ["marisol", "@marisol", "@Marisol@lantern.example"])
async def test_our_own_are_found_without_asking_anybody(lantern, the_wire, a_member, words):
    assert await find(lantern.envoy, words) == Found(account_id=a_member.id)
    assert the_wire.tried == []


async def test_an_address_leads_to_an_allys_member(lantern, ana):
    assert await find(lantern.envoy, ana.uri) == Found(account_id=known(lantern, ana.uri).id)


async def test_a_page_of_an_ally_leads_to_its_post(lantern, an_ally, ana):
    note = a_note(ana)
    an_ally.serves(note["id"], note)
    an_ally.serves(f"{an_ally.origin}/@ana/1", note)

    found = await find(lantern.envoy, f"{an_ally.origin}/@ana/1")

    assert found == Found(post_id=id_of(lantern.house, note["id"]))


async def test_our_own_post_is_found_by_its_address(lantern, the_wire, a_member):
    post = a_member.posts(audience="open")

    assert await find(lantern.envoy, uri_of(lantern.house, post)) == Found(post_id=post)
    assert the_wire.tried == []


async def test_our_own_pages_lead_to_who_and_what_they_show(lantern, the_wire, a_member):
    post = a_member.posts(audience="open")
    page = f"{lantern.envoy.origin}/@marisol"

    assert await find(lantern.envoy, page) == Found(account_id=a_member.id)
    assert await find(lantern.envoy, f"{page}/{post}") == Found(post_id=post)
    assert await find(lantern.envoy, f"{lantern.envoy.origin}/settings") is None
    assert the_wire.tried == []


async def test_an_ally_without_the_scope_is_not_asked_for_posts(lantern, make_peer):
    peer = make_peer("https://quiet.example")
    lantern.allies_with(peer, frozenset({Scope.ALERTS}))
    note = a_note(peer.houses("ben"))
    peer.serves(note["id"], note)

    assert await find(lantern.envoy, note["id"]) is None
    assert posts_from_afar(lantern.house) == []


async def test_webfinger_leads_nowhere_else(lantern, an_ally, ana_is_listed, a_strange_house, the_wire):
    mallory = a_strange_house.houses("mallory", key=6)
    [listing] = [answer for url, answer in an_ally.served.items() if "webfinger" in url]
    listing["links"] = [{"rel": "self", "type": "application/activity+json", "href": mallory.uri}]

    assert await find(lantern.envoy, "@ana@harbour.example") is None
    assert set(the_wire.tried) == {an_ally.origin}


async def test_a_post_that_is_elsewhere_is_not_followed_there(lantern, an_ally, ana, a_strange_house, the_wire):
    mallory = a_strange_house.houses("mallory", key=6)
    an_ally.serves(f"{an_ally.origin}/@ana/1", a_note(mallory))

    assert await find(lantern.envoy, f"{an_ally.origin}/@ana/1") is None
    assert set(the_wire.tried) == {an_ally.origin}
    assert posts_from_afar(lantern.house) == []


@pytest.mark.parametrize("words", ["", "@", "@@", "a@b@c", "https://", "http://harbour.example/users/ana", "@ana@"])
async def test_what_cannot_be_read_finds_nothing(lantern, an_ally, ana, the_wire, words):
    assert await find(lantern.envoy, words) is None
    assert the_wire.tried == []


async def test_an_ally_that_is_down_finds_nothing(lantern, an_ally, ana_is_listed):
    an_ally.is_down = True

    assert await find(lantern.envoy, "@ana@harbour.example") is None
