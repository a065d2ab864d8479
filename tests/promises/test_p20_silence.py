"""P20: whatever a member does, or an ally says, nobody but allies is ever contacted."""

import pytest

from federation.lookup import find
from tests.world.letters import a_create, a_note, said

pytestmark = pytest.mark.anyio

STRANGER = "https://elsewhere.example"


@pytest.mark.parametrize(
    "words",
    [
        "@mallory@elsewhere.example",
        f"{STRANGER}/users/mallory",
        f"{STRANGER}/.well-known/webfinger?resource=acct:mallory@elsewhere.example",
        "https://harbour.example@elsewhere.example/users/mallory",
        "https://harbour.example.elsewhere.example/users/mallory",
        "https://harbour.example:8443/users/ana",
        "http://harbour.example/users/ana",
        "@ana@harbour.example.elsewhere.example",
        "@ana@harbour.example:8443",
        "@ana@127.0.0.1",
        "https://127.0.0.1/users/ana",
        "https://[::1]/users/ana",
    ],
)
async def test_a_member_who_looks_for_a_stranger_is_not_heard_outside(
    lantern, an_ally, a_strange_house, an_impostor, the_wire, words
):
    assert await find(lantern.envoy, words) is None
    assert the_wire.tried == []


@pytest.mark.parametrize("state", ["knocked", "knocking"])
async def test_a_house_without_two_yeses_is_not_asked_either(lantern, a_strange_house, an_impostor, the_wire, state):
    lantern.has_seen(a_strange_house, state)

    assert await find(lantern.envoy, an_impostor.uri) is None
    assert await find(lantern.envoy, "@mallory@elsewhere.example") is None
    assert the_wire.tried == []


async def test_whatever_an_ally_names_leads_to_that_ally_alone(
    lantern, an_ally, ana, a_strange_house, an_impostor, a_member, the_wire
):
    theirs = a_note(an_impostor)
    a_strange_house.serves(theirs["id"], theirs)
    strange = {"tag": [{"type": "Mention", "href": an_impostor.uri}], "inReplyTo": theirs["id"]}
    picture = {"attachment": [{"type": "Image", "url": f"{STRANGER}/1.png"}]}

    await lantern.takes(
        an_ally,
        ana,
        a_create(ana, **strange, **picture),
        said(ana, "Announce", theirs["id"]),
        said(ana, "Like", theirs["id"]),
        said(ana, "Follow", an_impostor.uri),
        said(ana, "Undo", f"{an_ally.origin}/1", target=an_impostor.uri),
        said(ana, "Accept", {"id": f"{STRANGER}/1", "type": "Follow", "actor": an_impostor.uri, "object": ana.uri}),
    )

    assert set(the_wire.tried) == {an_ally.origin}
    assert lantern.waiting() == []


async def test_a_stranger_who_speaks_makes_us_look_at_nothing(
    lantern, an_ally, a_strange_house, an_impostor, a_member, the_wire
):
    await lantern.hears(a_strange_house, an_impostor, a_create(an_impostor))
    await lantern.shows(a_strange_house, an_impostor, a_member.facts.uri)
    await lantern.works()

    assert the_wire.tried == []
