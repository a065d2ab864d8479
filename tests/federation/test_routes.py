"""What other houses may fetch, and that to a stranger none of it exists (P21)."""

import pytest

from app.allies.rules import Scope
from app.posts import queries as posts
from tests.federation.reading import guests, uri_of
from tests.world.letters import lives_at
from tests.world.peers import a_key

pytestmark = pytest.mark.anyio

ACTIVITY = "application/activity+json"


def whole(answer) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
    return answer.status_code, answer.content, answer.headers.raw


@pytest.fixture
def addresses(lantern, a_member) -> dict[str, str]:
    """One of each kind that exists."""
    actor = a_member.facts.uri
    return {
        "actor": actor,
        "followers": f"{actor}/followers",
        "following": f"{actor}/following",
        "outbox": f"{actor}/outbox",
        "featured": f"{actor}/featured",
        "post": uri_of(lantern.house, a_member.posts(audience="open")),
    }


KINDS = ("actor", "followers", "following", "outbox", "featured", "post")


@pytest.mark.parametrize("kind_of_thing", KINDS)
async def test_an_ally_reads_it(lantern, an_ally, ana, addresses, kind_of_thing):
    answer = await lantern.shows(an_ally, ana, addresses[kind_of_thing])

    assert answer.status_code == 200
    assert answer.headers["content-type"] == ACTIVITY
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.json()["id"] == addresses[kind_of_thing]


@pytest.mark.parametrize("kind_of_thing", KINDS)
async def test_to_a_stranger_it_does_not_exist(
    lantern, an_ally, a_strange_house, an_impostor, addresses, kind_of_thing
):
    url = addresses[kind_of_thing]
    made_up = f"{lantern.envoy.origin}/no/such/address"

    expected = whole(await lantern.is_asked(made_up))
    answers = [
        await lantern.is_asked(url),
        await lantern.is_asked(url, [("accept", ACTIVITY)]),
        await lantern.shows(a_strange_house, an_impostor, url),
        await lantern.is_asked(url[:-1] + ("a" if url[-1] != "a" else "b")),
        await lantern.client.post(url, content=b"{}"),
        await lantern.client.head(url) if kind_of_thing == "nothing" else await lantern.client.put(url),
    ]

    assert [whole(answer) for answer in answers] == [expected] * len(answers)
    assert expected[0] == 404
    assert a_strange_house.asked == []


@pytest.mark.parametrize("path", ["actors/%00", "actors/a%00b/outbox", "posts/%00", "posts/%ED%A0%80", "posts/%FF"])
async def test_an_address_that_no_database_could_hold_is_not_there(lantern, an_ally, ana, path):
    answer = await lantern.shows(an_ally, ana, f"{lantern.envoy.origin}/ap/{path}")

    assert whole(answer) == whole(await lantern.is_asked(f"{lantern.envoy.origin}/no/such/address"))


@pytest.mark.parametrize("kind_of_thing", KINDS)
async def test_a_signature_that_does_not_hold_reads_nothing(lantern, an_ally, ana, clock, addresses, kind_of_thing):
    url = addresses[kind_of_thing]
    at = clock()
    good = an_ally.signed("GET", url, None, ana.key)
    elsewhere = an_ally.signed("GET", url.replace("lantern", "lanterns"), None, ana.key)
    another_path = an_ally.signed("GET", url + "x", None, ana.key)
    wrong_key = an_ally.signed("GET", url, None, a_key(ana.key.key_id, 6))
    unknown = an_ally.signed("GET", url, None, a_key(f"{an_ally.origin}/users/nobody#main-key", 6))

    answers = [await lantern.is_asked(url, h) for h in (elsewhere, another_path, wrong_key, unknown)]
    clock.moves(minutes=6)
    answers += [await lantern.is_asked(url, good), await lantern.shows(an_ally, ana, url, at=at)]

    assert [answer.status_code for answer in answers] == [401] * 6


async def test_an_ally_that_was_paused_or_parted_from_reads_nothing(lantern, an_ally, ana, addresses, clock):
    lantern.pauses(an_ally)
    clock.moves(seconds=5)
    paused = await lantern.shows(an_ally, ana, addresses["post"])
    lantern.parts_from(an_ally)
    clock.moves(seconds=5)
    parted = await lantern.shows(an_ally, ana, addresses["post"])

    assert (paused.status_code, parted.status_code) == (404, 404)


@pytest.mark.parametrize("audience", ["community", "followers", "mentioned"])
async def test_an_ally_reads_nothing_that_is_for_others(lantern, an_ally, ana, a_member, another_member, audience):
    theirs = uri_of(lantern.house, a_member.posts("@juno hello", audience=audience))

    refused = await lantern.shows(an_ally, ana, theirs)
    made_up = await lantern.shows(an_ally, ana, theirs[:-3] + "xyz")

    assert refused.status_code == 404
    assert whole(refused) == whole(made_up)


async def test_without_the_scope_an_ally_reads_no_post(lantern, make_peer, addresses):
    peer = make_peer("https://quiet.example")
    lantern.allies_with(peer, frozenset({Scope.REPORTS}))
    ben = peer.houses("ben")

    assert (await lantern.shows(peer, ben, addresses["post"])).status_code == 404
    assert (await lantern.shows(peer, ben, addresses["actor"])).status_code == 200


async def test_whoever_fetched_a_post_will_hear_of_its_deletion(lantern, an_ally, ana, a_member):
    post = a_member.posts(audience="allies")

    await lantern.shows(an_ally, ana, uri_of(lantern.house, post))
    await lantern.shows(an_ally, ana, uri_of(lantern.house, post))

    assert lantern.house.database.read_now(posts.reached, post) == (lantern.ally(an_ally).id,)


async def test_lists_of_people_are_names_with_nothing_in_them(lantern, an_ally, ana, a_member, another_member):
    another_member.follows(a_member)

    answer = await lantern.shows(an_ally, ana, f"{a_member.facts.uri}/followers")

    assert set(answer.json()) == {"@context", "id", "type"}


async def test_gotosocials_key_is_found_at_its_own_address(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "gotosocial")

    answer = await lantern.shows(an_ally, ana, a_member.facts.uri)

    assert answer.status_code == 200
    assert [request.target for request in an_ally.asked] == ["/users/ana/main-key", "/users/ana"]


async def test_a_key_is_asked_for_once(lantern, an_ally, ana, a_member):
    answers = [await lantern.shows(an_ally, ana, a_member.facts.uri) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert len(an_ally.asked) == 1
    assert guests(lantern.house) == {ana.uri}


async def test_a_key_is_fetched_from_its_ally_alone_with_our_houses_signature(lantern, an_ally, ana, a_member):
    await lantern.shows(an_ally, ana, a_member.facts.uri)

    [asked] = an_ally.asked
    assert f'keyId="{lantern.envoy.origin}/ap/instance#key"' in asked.only("signature")


async def test_made_up_keys_do_not_make_us_flood_an_ally(lantern, an_ally, a_member):
    statuses = []
    for number in range(70):
        key = a_key(f"{an_ally.origin}/users/nobody{number}#main-key", 6)
        headers = an_ally.signed("GET", a_member.facts.uri, None, key)
        statuses.append((await lantern.is_asked(a_member.facts.uri, headers)).status_code)

    assert set(statuses) == {401, 503}
    assert len(an_ally.asked) == 60


async def test_the_house_itself_is_open_and_says_no_more_than_key_and_inbox(lantern, a_member):
    answer = await lantern.is_asked(f"{lantern.envoy.origin}/ap/instance")

    assert answer.status_code == 200
    assert set(answer.json()) == {"@context", "id", "type", "preferredUsername", "inbox", "publicKey"}


async def webfinger(lantern, resource: str):
    return await lantern.client.get("/.well-known/webfinger", params={"resource": resource})


async def test_webfinger_answers_alike_for_who_is_here_and_who_is_not(lantern, a_member):
    here = await webfinger(lantern, "acct:marisol@lantern.example")
    nobody = await webfinger(lantern, "acct:nonesuc@lantern.example")

    def shape(answer, name):
        token = answer.json()["aliases"][0].rpartition("/")[2]
        return (
            answer.status_code,
            answer.headers.raw,
            answer.content.replace(token.encode(), b"T").replace(name.encode(), b"N"),
        )

    assert shape(here, "marisol") == shape(nobody, "nonesuc")
    assert here.headers["content-type"] == "application/jrd+json"
    assert here.json()["aliases"] == [a_member.facts.uri]


@pytest.mark.parametrize(
    "resource",
    ["", "marisol", "acct:", "acct:@", "acct:marisol", "acct:marisol@elsewhere.example", "acct:a@lantern.example",
     "acct:m risol@lantern.example", "acct:marisol@lantern.example@x.example", "https://lantern.example/@marisol",
     "acct:marisol@lantern.example.", "acct:../x@lantern.example"],
)  # fmt: skip
async def test_webfinger_knows_nothing_else(lantern, a_member, resource):
    answer = await webfinger(lantern, resource)
    made_up = await lantern.client.get("/no-such-address")

    assert whole(answer) == whole(made_up)


async def test_webfinger_knows_the_house_itself(lantern):
    answer = await webfinger(lantern, "acct:lantern.example@lantern.example")

    assert answer.json()["links"][0]["href"] == f"{lantern.envoy.origin}/ap/instance"


async def test_nodeinfo_counts_nobody(lantern, a_member):
    links = (await lantern.client.get("/.well-known/nodeinfo")).json()["links"]
    facts = (await lantern.client.get(links[0]["href"])).json()

    assert facts["usage"] == {"users": {}}
    assert facts["openRegistrations"] is False
    assert facts["protocols"] == ["activitypub"]


async def test_host_meta_points_to_webfinger(lantern):
    answer = await lantern.client.get("/.well-known/host-meta")

    assert f'template="{lantern.envoy.origin}/.well-known/webfinger?resource={{uri}}"' in answer.text
