"""P21: to a stranger every ActivityPub address, but for the house's own actor, answers like one that does not exist."""

import secrets

import pytest

from app.doors.access import DECLARED, Access
from federation import head_routes, routes, stamps, wellknown
from tests.federation.reading import uri_of
from tests.world.letters import VERBS, an_activity

pytestmark = pytest.mark.anyio

OPEN = {"/ap/instance", "/.well-known/webfinger", "/.well-known/nodeinfo", "/nodeinfo/2.0", "/.well-known/host-meta"}


def whole(answer) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
    return answer.status_code, answer.content, answer.headers.raw


def test_only_the_listed_addresses_are_open():
    doors = (routes.door, wellknown.door, stamps.door, head_routes.door)
    listed = {route.path: DECLARED[route.endpoint] for door in doors for route in door.routes}

    assert {path for path, access in listed.items() if access is Access.OPEN} == OPEN
    assert {access for path, access in listed.items() if path not in OPEN} == {Access.ALLY_SIGNED}


async def test_what_is_there_and_what_was_made_up_look_alike_to_a_stranger(
    lantern, an_ally, a_strange_house, an_impostor, a_member
):
    actor, post = a_member.facts.uri, uri_of(lantern.house, a_member.posts(audience="open"))
    origin = lantern.envoy.origin
    there = [actor, post, f"{actor}/followers", f"{actor}/following", f"{actor}/outbox", lantern.inbox]
    there += [f"{origin}/ap/instance/head", f"{origin}/ap/instance/kept-heads"]
    made_up = [
        *(f"{origin}/ap/{kind}/{secrets.token_urlsafe(16)}" for kind in ("actors", "posts", "other") for _ in range(4)),
        *(f"{origin}/{secrets.token_hex(4)}", f"{actor}/friends", f"{actor}/", f"{lantern.inbox}/", f"{post}?page=1"),
    ]

    answers = [whole(await lantern.is_asked(url)) for url in (*there, *made_up)]
    answers += [whole(await lantern.shows(a_strange_house, an_impostor, url)) for url in (*there, *made_up)]
    answers += [
        whole(await lantern.client.request(method, url, content=b"{}"))
        for method in ("POST", "PUT", "DELETE", "OPTIONS")
        for url in (*there, *made_up)
    ]

    assert len({repr(answer) for answer in answers}) == 1
    assert answers[0][0] == 404


@pytest.mark.parametrize("verb", VERBS)
async def test_a_stranger_may_post_what_they_like_where_they_like(
    lantern, an_ally, a_strange_house, an_impostor, a_member, verb
):
    nothing = whole(await lantern.client.post("/no-such-address", content=b"{}"))

    answer = await lantern.hears(a_strange_house, an_impostor, an_activity(verb, an_impostor, a_member))
    too_large = await lantern.is_sent(b"x" * 2_000_000, [])

    assert (whole(answer), whole(too_large)) == (nothing, nothing)
    assert lantern.waiting() == []
