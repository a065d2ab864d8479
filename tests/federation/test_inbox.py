"""The lane behind the inbox: in order, each thing once, and nobody's trouble becomes everybody's."""

import logging

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from sqlalchemy import text

from federation import arrivals, sightings
from federation.models import SeenSignature
from federation.signatures import SigningKey, public_pem
from tests.federation.reading import follows, guests, posts_from_afar
from tests.world.letters import a_create, said
from tests.world.peers import a_key

pytestmark = pytest.mark.anyio


def kept(lantern) -> list[str]:
    return [post.uri for post in posts_from_afar(lantern.house)]


async def hears_all(lantern, peer, by, activities) -> None:
    for activity in activities:
        assert (await lantern.hears(peer, by, activity)).status_code == 202


async def test_what_came_in_lies_sealed_until_its_job(lantern, an_ally, ana):
    await lantern.hears(an_ally, ana, a_create(ana, content="<p>a secret word</p>"))

    rows = lantern.house.database.read_now(lambda s: s.execute(text("SELECT payload FROM jobs")).all())
    assert len(rows) == 1
    assert b"secret" not in bytes(rows[0][0])
    assert b"harbour" not in bytes(rows[0][0])


async def test_everything_is_handled_in_the_order_in_which_it_came(lantern, an_ally, ana):
    creates = [a_create(ana) for _ in range(60)]

    await hears_all(lantern, an_ally, ana, creates)
    await lantern.works()

    assert kept(lantern) == [create["object"]["id"] for create in creates]
    assert lantern.waiting() == []


async def test_an_undo_right_behind_its_follow_is_not_lost(lantern, an_ally, ana, a_member):
    follow = said(ana, "Follow", a_member.facts.uri)

    await hears_all(lantern, an_ally, ana, [follow, said(ana, "Undo", follow)])
    await lantern.works()

    assert follows(lantern.house) == set()
    assert guests(lantern.house) == {ana.uri}


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "Dance"},
        {"type": "Flag"},
        {"type": "Move"},
        {"type": "Create", "object": {"id": "https://harbour.example/q/1", "type": "Question"}},
        {"type": "Like", "object": "https://lantern.example/ap/posts/nothing"},
        {"type": "Undo", "object": {"id": "https://harbour.example/x", "type": "Dance", "actor": ""}},
        {"type": "Accept", "object": "https://nowhere.example/follows/1"},
        {"type": "Update", "object": {"id": "https://harbour.example/users/ana", "type": "Person"}},
    ],
    ids=lambda broken: broken["type"],
)
async def test_what_cannot_be_handled_holds_up_nobody(lantern, an_ally, ana, broken):
    create = a_create(ana)

    await hears_all(lantern, an_ally, ana, [said(ana, "Dance", "https://harbour.example/x") | broken, create])
    await lantern.works()

    assert kept(lantern) == [create["object"]["id"]]
    assert lantern.waiting() == []


async def test_the_log_holds_ids_and_types_and_no_words(lantern, an_ally, ana, caplog):
    caplog.set_level(logging.INFO, "parasol")

    await lantern.takes(an_ally, ana, said(ana, "Dance", {"id": "https://harbour.example/x", "content": "a secret"}))
    await lantern.takes(an_ally, ana, said(ana, "Like", "https://lantern.example/ap/posts/secret"))

    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("parasol"))
    assert "Dance" in ours
    assert "dropped: NotFound" in ours
    assert "secret" not in ours
    assert "harbour" not in ours


async def test_an_ally_that_is_down_is_waited_for_and_nothing_is_lost(lantern, an_ally, ana, clock):
    create = a_create(ana)
    await lantern.hears(an_ally, ana, create)
    an_ally.is_down = True
    await lantern.works()
    while_down = kept(lantern)

    an_ally.is_down = False
    clock.moves(minutes=1)
    await lantern.works()

    assert while_down == []
    assert kept(lantern) == [create["object"]["id"]]


async def test_an_actor_that_is_gone_is_not_waited_for(lantern, an_ally, ana):
    an_ally.forgets(ana.uri)

    await lantern.hears(an_ally, ana, a_create(ana))
    await lantern.works()

    assert lantern.waiting() == []
    assert kept(lantern) == []


async def test_an_ally_that_answers_with_errors_is_not_waited_for_more_than_an_hour(lantern, an_ally, ana, clock):
    an_ally.status = 500
    await lantern.hears(an_ally, ana, a_create(ana))
    await lantern.works()
    soon = lantern.waiting()

    clock.moves(hours=2)
    await lantern.works()

    assert soon == ["?Create"]
    assert lantern.waiting() == []


async def test_a_signature_is_judged_by_the_moment_it_came(lantern, an_ally, ana, clock):
    an_ally.is_down = True
    await lantern.hears(an_ally, ana, a_create(ana))
    await lantern.works()

    an_ally.is_down = False
    clock.moves(hours=5)
    await lantern.works()

    assert len(kept(lantern)) == 1


async def test_an_actor_that_shows_anothers_address_is_not_believed(lantern, an_ally, ana):
    an_ally.served[ana.uri]["id"] = f"{an_ally.origin}/users/ben"

    await lantern.takes(an_ally, ana, a_create(ana))

    assert kept(lantern) == []
    assert guests(lantern.house) == set()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("type", "Note"),
        ("preferredUsername", "ana@elsewhere.example"),
        ("preferredUsername", "../ana"),
        ("inbox", "https://elsewhere.example/inbox"),
        ("endpoints", {"sharedInbox": "https://elsewhere.example/inbox"}),
        ("publicKey", {"owner": "https://harbour.example/users/ben"}),
    ],
)
async def test_an_actor_must_be_its_own_houses_through_and_through(lantern, an_ally, ana, part, value):
    document = an_ally.served[ana.uri]
    document[part] = document[part] | value if part == "publicKey" else value

    await lantern.takes(an_ally, ana, a_create(ana))

    assert guests(lantern.house) == set()


async def test_a_weak_key_proves_nothing(lantern, an_ally, ana):
    weak = generate_private_key(public_exponent=65537, key_size=1024)
    an_ally.served[ana.uri]["publicKey"]["publicKeyPem"] = public_pem(weak)
    ana.key = SigningKey(ana.key.key_id, weak)

    await lantern.takes(an_ally, ana, a_create(ana))

    assert guests(lantern.house) == set()


async def test_a_pause_reaches_what_is_queued_and_keeps_last_words(lantern, an_ally, ana):
    create = a_create(ana)
    await hears_all(lantern, an_ally, ana, [create, said(ana, "Delete", create["object"]["id"])])

    lantern.pauses(an_ally)
    await lantern.works()

    assert lantern.waiting() == ["?Delete"]
    assert an_ally.asked == []


async def test_after_parting_only_last_words_are_heard(lantern, an_ally, ana, a_member):
    first = a_create(ana)
    await lantern.takes(an_ally, ana, first)
    await hears_all(lantern, an_ally, ana, [a_create(ana), said(ana, "Delete", first["object"]["id"])])

    lantern.parts_from(an_ally)
    await lantern.works()

    assert kept(lantern) == []


async def test_too_much_unverified_of_one_house_is_refused_with_a_time_to_come_back(lantern, an_ally, monkeypatch):
    monkeypatch.setattr(arrivals, "MOST_UNVERIFIED", 3)
    members = [an_ally.houses(f"member{n}") for n in range(5)]

    answers = [await lantern.hears(an_ally, member, a_create(member)) for member in members]

    assert [answer.status_code for answer in answers] == [202, 202, 202, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert seen(lantern) == 3


async def test_a_full_queue_says_so(lantern, an_ally, ana, monkeypatch, clock):
    monkeypatch.setattr(arrivals, "MOST_WAITING", 2)
    await hears_all(lantern, an_ally, ana, [a_create(ana), a_create(ana)])
    clock.moves(seconds=2)

    answer = await lantern.hears(an_ally, ana, a_create(ana))

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert len(lantern.waiting()) == 2


async def test_a_signature_is_forgotten_when_it_is_too_old_to_be_taken(lantern, an_ally, ana, clock):
    body = msgspec.json.encode(a_create(ana))
    headers = an_ally.signed("POST", lantern.inbox, body, ana.key)
    await lantern.is_sent(body, headers)
    clock.moves(minutes=4)
    lantern.house.database.write_now(sightings.forget_old, clock())
    still = seen(lantern)
    clock.moves(minutes=8)
    lantern.house.database.write_now(sightings.forget_old, clock())

    assert (still, seen(lantern)) == (1, 0)
    assert (await lantern.is_sent(body, headers)).status_code == 401


async def test_a_signature_dated_ahead_is_remembered_as_long_as_it_is_good(lantern, an_ally, ana, clock):
    at = clock()
    clock.moves(minutes=-4.9)
    body = msgspec.json.encode(a_create(ana))
    headers = an_ally.signed("POST", lantern.inbox, body, ana.key, at=at)
    first = await lantern.is_sent(body, headers)
    clock.moves(minutes=9.5)
    lantern.house.database.write_now(sightings.forget_old, clock())

    again = await lantern.is_sent(body, headers)

    assert (first.status_code, again.status_code) == (202, 401)
    assert len(lantern.waiting()) == 1


async def test_a_house_with_a_pinned_key_is_believed_by_that_key_alone(lantern, make_peer):
    peer = make_peer("https://parasol.example")
    house = lantern.pins(peer, key=5)

    right = await lantern.hears(peer, house, said(house, "Dance", f"{peer.origin}/x"))
    house.key = a_key(house.key.key_id, 6)
    wrong = await lantern.hears(peer, house, said(house, "Dance", f"{peer.origin}/y"))
    house.key = a_key(f"{peer.origin}/ap/instance#new", 6)
    new = await lantern.hears(peer, house, said(house, "Dance", f"{peer.origin}/z"))

    assert [answer.status_code for answer in (right, wrong, new)] == [202, 401, 401]
    assert peer.asked == []


def seen(lantern) -> int:
    return len(lantern.house.database.read_now(lambda s: s.query(SeenSignature).all()))
