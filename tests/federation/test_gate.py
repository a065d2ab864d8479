"""Who is let in at the inbox: every verb, signed by whoever it is said to be from, and by nobody else."""

import msgspec
import pytest

from app.allies.rules import Scope
from app.basics.text import MOST_CHARACTERS
from federation.gate import MOST_BYTES, VerifiedActivity
from tests.world.letters import VERBS, a_create, an_activity, everything_of
from tests.world.peers import a_key

pytestmark = pytest.mark.anyio


@pytest.fixture(params=VERBS)
def verb(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
async def nothing_at_all(lantern):
    """What an address gets that does not exist."""
    return await lantern.client.post("/ap/no-such-address", content=b"{}")


def alike(one, other) -> bool:
    return (one.status_code, one.content, one.headers.raw) == (other.status_code, other.content, other.headers.raw)


async def test_an_ally_is_let_in(lantern, an_ally, ana, a_member, verb):
    answer = await lantern.hears(an_ally, ana, an_activity(verb, ana, a_member))

    assert (answer.status_code, answer.content) == (202, b"")
    assert len(lantern.waiting()) == 1


async def test_without_a_signature_there_is_nothing_here(lantern, ana, a_member, verb, nothing_at_all):
    answer = await lantern.is_sent(msgspec.json.encode(an_activity(verb, ana, a_member)), [])

    assert alike(answer, nothing_at_all)
    assert lantern.waiting() == []


async def test_to_a_stranger_there_is_nothing_here(
    lantern, a_strange_house, an_impostor, a_member, verb, nothing_at_all
):
    answer = await lantern.hears(a_strange_house, an_impostor, an_activity(verb, an_impostor, a_member))

    assert alike(answer, nothing_at_all)
    assert lantern.waiting() == []
    assert a_strange_house.asked == []


async def test_a_stranger_cannot_speak_for_an_allys_member(
    lantern, a_strange_house, an_impostor, ana, a_member, verb, nothing_at_all
):
    answer = await lantern.hears(a_strange_house, an_impostor, an_activity(verb, ana, a_member))

    assert alike(answer, nothing_at_all)
    assert lantern.waiting() == []


async def test_an_altered_body_is_refused(lantern, an_ally, ana, a_member, verb):
    body = msgspec.json.encode(an_activity(verb, ana, a_member))
    headers = an_ally.signed("POST", lantern.inbox, body, ana.key)

    answer = await lantern.is_sent(body.replace(b"}", b" }", 1), headers)

    assert answer.status_code == 401
    assert lantern.waiting() == []


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_an_old_or_early_signature_is_refused(lantern, an_ally, ana, a_member, clock, verb, minutes):
    at = clock()
    clock.moves(minutes=minutes)

    answer = await lantern.hears(an_ally, ana, an_activity(verb, ana, a_member), at=at)

    assert answer.status_code == 401
    assert lantern.waiting() == []


async def test_a_signature_is_good_once(lantern, an_ally, ana, a_member, verb):
    body = msgspec.json.encode(an_activity(verb, ana, a_member))
    headers = an_ally.signed("POST", lantern.inbox, body, ana.key)

    first, second = await lantern.is_sent(body, headers), await lantern.is_sent(body, headers)

    assert (first.status_code, second.status_code) == (202, 401)
    assert len(lantern.waiting()) == 1


async def test_a_signature_for_another_house_is_refused(lantern, an_ally, ana, a_member, verb):
    body = msgspec.json.encode(an_activity(verb, ana, a_member))
    headers = an_ally.signed("POST", "https://other.example/ap/inbox", body, ana.key)

    answer = await lantern.is_sent(body, headers)

    assert answer.status_code == 401
    assert lantern.waiting() == []


async def test_the_key_of_another_member_is_refused(lantern, an_ally, ana, a_member, verb):
    ben = an_ally.houses("ben", key=7)
    await lantern.hears(an_ally, ana, an_activity("Like", ana, a_member))
    await lantern.hears(an_ally, ben, an_activity("Like", ben, a_member))
    await lantern.works()
    lantern.app.state.gate._known.forget()

    await lantern.hears(an_ally, ben, an_activity(verb, ana, a_member))
    await lantern.works()

    assert lantern.house.database.read_now(everything_of, ana.uri) == {"follows": 0, "posts": 0, "boosts": 0}


async def test_an_unknown_key_that_is_wrong_changes_nothing(lantern, an_ally, ana, a_member):
    forged = an_ally.signed("POST", lantern.inbox, body := msgspec.json.encode(a_create(ana)), a_key(ana.key.key_id, 6))

    answer = await lantern.is_sent(body, forged)
    await lantern.works()

    assert answer.status_code == 202
    assert lantern.waiting() == []
    assert lantern.house.database.read_now(everything_of, ana.uri)["posts"] == 0


async def test_a_known_key_that_is_wrong_is_refused_at_once(lantern, an_ally, ana, a_member):
    await lantern.hears(an_ally, ana, a_create(ana))
    await lantern.works()
    body = msgspec.json.encode(a_create(ana))

    answer = await lantern.is_sent(body, an_ally.signed("POST", lantern.inbox, body, a_key(ana.key.key_id, 6)))

    assert answer.status_code == 401
    assert lantern.waiting() == []


async def test_a_key_that_was_changed_over_there_is_learnt(lantern, an_ally, ana, clock):
    await lantern.hears(an_ally, ana, a_create(ana))
    await lantern.works()
    clock.moves(hours=2)
    ana_again = an_ally.houses("ana", key=7)

    answer = await lantern.hears(an_ally, ana_again, a_create(ana))
    await lantern.works()

    assert answer.status_code == 202
    assert lantern.house.database.read_now(everything_of, ana.uri)["posts"] == 2


@pytest.mark.parametrize("part", ["id", "actor", "object"])
async def test_what_belongs_to_another_house_is_refused(lantern, an_ally, ana, part):
    create = a_create(ana)
    if part == "object":
        create["object"]["id"] = "https://elsewhere.example/notes/1"
    else:
        create[part] = "https://elsewhere.example/users/ana"

    answer = await lantern.hears(an_ally, ana, create)

    assert answer.status_code == 401
    assert lantern.waiting() == []


@pytest.mark.parametrize(
    "near",
    [
        "https://harbour.example.elsewhere.example",
        "https://notharbour.example",
        "https://harbour.example:8443",
        "http://harbour.example",
        "https://harbour.example@elsewhere.example",
    ],
)
async def test_an_address_that_only_resembles_an_allys_is_a_strangers(lantern, an_ally, ana, near, nothing_at_all):
    body = msgspec.json.encode(a_create(ana))
    headers = an_ally.signed("POST", lantern.inbox, body, a_key(f"{near}/users/ana#main-key", 5))

    answer = await lantern.is_sent(body, headers)

    assert alike(answer, nothing_at_all)
    assert lantern.waiting() == []


async def test_an_empty_list_of_allies_is_nobody(lantern, a_strange_house, an_impostor, nothing_at_all):
    answer = await lantern.hears(a_strange_house, an_impostor, a_create(an_impostor))

    assert alike(answer, nothing_at_all)


@pytest.mark.parametrize("state", ["knocked", "knocking"])
async def test_a_house_without_two_yeses_is_a_stranger(lantern, a_strange_house, an_impostor, state, nothing_at_all):
    lantern.has_seen(a_strange_house, state)

    answer = await lantern.hears(a_strange_house, an_impostor, a_create(an_impostor))

    assert alike(answer, nothing_at_all)


async def test_a_pause_lets_nothing_in_and_asks_for_last_words_later(lantern, an_ally, ana, a_member, clock):
    lantern.pauses(an_ally)
    clock.moves(seconds=5)

    post = await lantern.hears(an_ally, ana, an_activity("Create", ana, a_member))
    deletion = await lantern.hears(an_ally, ana, an_activity("Delete", ana, a_member))

    assert post.status_code == 403
    assert deletion.status_code == 503
    assert int(deletion.headers["retry-after"]) > 0
    assert lantern.waiting() == []


async def test_a_pause_bites_within_a_minute_also_where_the_ally_was_just_seen(lantern, an_ally, ana, clock):
    await lantern.hears(an_ally, ana, a_create(ana))
    lantern.pauses(an_ally)
    clock.moves(seconds=59)

    answer = await lantern.hears(an_ally, ana, a_create(ana))

    assert answer.status_code == 403


async def test_while_parting_only_last_words_pass(lantern, an_ally, ana, a_member):
    lantern.parts_from(an_ally)

    answers = {
        verb: (await lantern.hears(an_ally, ana, an_activity(verb, ana, a_member))).status_code for verb in VERBS
    }

    assert {verb for verb, status in answers.items() if status == 202} == {"Delete", "Undo", "Block"}
    assert set(answers.values()) == {202, 403}


async def test_without_the_scope_no_post_comes_in(lantern, make_peer):
    peer = make_peer("https://quiet.example")
    lantern.allies_with(peer, frozenset({Scope.ALERTS}))

    answer = await lantern.hears(peer, (ben := peer.houses("ben")), a_create(ben))

    assert answer.status_code == 403
    assert lantern.waiting() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type":"Create"}', b'{"a":' * 40 + b"1" + b"}" * 40])
async def test_what_is_no_activity_is_refused(lantern, an_ally, ana, body):
    answer = await lantern.is_sent(body, an_ally.signed("POST", lantern.inbox, body, ana.key))

    assert answer.status_code == 422
    assert lantern.waiting() == []


async def test_a_body_over_the_limit_is_refused(lantern, an_ally, ana):
    create = a_create(ana, content="x" * MOST_BYTES)

    answer = await lantern.hears(an_ally, ana, create)

    assert answer.status_code == 413
    assert MOST_BYTES > 10 * MOST_CHARACTERS


async def test_nobody_but_the_gate_makes_a_verified_activity(lantern, an_ally):
    with pytest.raises(TypeError):
        VerifiedActivity(lantern.ally(an_ally), None, lantern.envoy.clock(), object())  # type: ignore[arg-type]
