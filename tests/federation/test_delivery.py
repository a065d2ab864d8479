"""What is queued arrives in order, once, signed, and only while the pact lets it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.profiles import ForeignAccount, remember_foreign
from app.allies import queries as allies
from app.allies.models import Ally
from app.jobs import queue
from app.posts.actions import deleting
from app.posts.models import Post
from federation import delivery, pact
from federation.signatures import SignedRequest, read_claim, verify
from tests.world.alliance import Neighbour, Net, Sent, Told, settle
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


class Killed(BaseException):
    """kill -9 between the deed and its acknowledgement on the disk."""


def texts(net: Net, house: Neighbour) -> list[str]:
    """The words of the posts that were delivered there, in order of sending."""
    creates = (a for a in net.posted_to(house.origin) if a["type"] == "Create")
    return [a["object"]["content"].removeprefix("<p>").removesuffix("</p>") for a in creates]


def arrived(house: Neighbour) -> list[str]:
    """The words of the posts that are there now, in order of arrival."""
    contents = house.house.database.read_now(lambda s: list(s.scalars(select(Post.content).order_by(Post.id))))
    return [content.removeprefix("<p>").removesuffix("</p>") for content in contents]


def verbs(net: Net, house: Neighbour) -> list[str]:
    return [a["type"] for a in net.posted_to(house.origin) if a["type"] not in {"Knock", "Answer"}]


async def test_posts_arrive_in_the_order_in_which_they_were_written(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    failing = iter([False, True, True, False, True, False, False, False])

    def sometimes(sent: Sent) -> Told | None:
        return (503, [], b"") if next(failing) else None

    net.rules[far.origin] = sometimes
    for number in range(5):
        marisol.posts(f"post {number}", "allies")
    for _ in range(5):
        await settle(near)
        hours.moves(minutes=1)
    await settle(far)

    assert arrived(far) == [f"post {number}" for number in range(5)]


async def test_what_is_sent_is_signed_by_its_author(allied: Houses, net: Net) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    net.sent.clear()
    marisol.posts("Signed", "allies")

    await near.works()

    [sent] = [s for s in net.sent if s.url == f"{far.origin}/ap/inbox"]
    request = SignedRequest("POST", "/ap/inbox", list(sent.headers.items()), sent.body)
    claim = read_claim(request, now=near.envoy.clock(), our_origin=far.origin)
    assert claim.key_id == marisol.facts.key_id
    verify(claim, marisol.facts.public_key)


async def test_a_house_that_fails_is_left_alone_for_longer_each_time(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    hours.stops()
    net.cuts(far.origin)
    near.houses("marisol").posts("Patience", "allies")

    waits: list[timedelta] = []
    for _ in range(5):
        await near.works()
        lane = near.lane(far)
        assert lane is not None
        waits.append(timedelta(seconds=round((lane.next_at - hours()).total_seconds())))
        hours.moves(seconds=waits[-1].total_seconds() + 1)

    assert waits == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32)]
    assert near.waiting() == ["Create"]


async def test_a_house_that_is_down_holds_up_no_other(
    allied: Houses, make_neighbour: Callable[[str], Neighbour], net: Net
) -> None:
    near, far = allied
    third = make_neighbour("orchard")
    await pact.knock(near.envoy, third.origin)
    await pact.accept(third.envoy, near.origin)
    net.cuts(far.origin)

    near.houses("marisol").posts("For both", "allies")
    await settle(near, third)

    assert arrived(third) == ["For both"]


@pytest.mark.parametrize("status", [400, 404, 410, 422])
async def test_a_no_is_final(status: int, allied: Houses, net: Net) -> None:
    near, far = allied
    net.answers(far.origin, status)

    near.houses("marisol").posts("Not wanted", "allies")
    await near.works()

    assert near.waiting() == []
    assert verbs(net, far) == ["Create"]


@pytest.mark.parametrize("status", [301, 408, 429, 500, 503])
async def test_what_may_be_better_later_is_tried_later(status: int, allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    net.answers(far.origin, status)
    near.houses("marisol").posts("Not yet", "allies")
    await near.works()
    assert near.waiting() == ["Create"]

    net.mends(far.origin)
    hours.moves(seconds=5)
    await settle(near, far)

    assert arrived(far) == ["Not yet"]
    assert near.lane(far) is None


async def test_a_house_that_names_a_time_is_not_asked_before(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    net.answers(far.origin, 429, retry_after="900")
    near.houses("marisol").posts("Slowly", "allies")
    await near.works()

    net.mends(far.origin)
    hours.moves(minutes=14)
    await settle(near, far)
    assert arrived(far) == []
    hours.moves(minutes=2)
    await settle(near, far)

    assert arrived(far) == ["Slowly"]


async def test_after_five_days_of_silence_a_letter_is_given_up(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    net.cuts(far.origin)
    marisol = near.houses("marisol")
    marisol.posts("Old", "allies")
    await near.works()

    hours.moves(days=5, hours=1)
    marisol.posts("New", "allies")
    await near.works()

    net.mends(far.origin)
    hours.moves(hours=7)
    await settle(near, far)
    assert arrived(far) == ["New"]


async def test_a_letter_that_arrived_though_its_answer_was_lost_is_there_once(
    allied: Houses, net: Net, hours: AClock
) -> None:
    near, far = allied
    net.loses_answers_of.add(far.origin)
    near.houses("marisol").posts("Only once", "allies")
    await settle(near, far)
    assert near.waiting() == ["Create"]

    net.mends(far.origin)
    hours.moves(seconds=5)
    await settle(near, far)

    # Within one second the signature is the same: refused as a replay, and said once more in the other style.
    assert len(verbs(net, far)) in {2, 3}
    assert arrived(far) == ["Only once"]
    assert near.waiting() == []


async def test_a_signature_sent_again_within_its_second_is_refused_and_nothing_is_lost(
    allied: Houses, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, far = allied
    near.houses("marisol").posts("Only once", "allies")
    await near.runner._react_to_facts()  # type: ignore[reportPrivateUsage]
    moment = near.envoy.clock()
    monkeypatch.setattr(near.envoy.fetcher, "_now", lambda: moment)
    ready = near.house.database.read_now(delivery.first_letter, near.envoy, near.ally_id(far))
    assert ready is not None
    courier = delivery.deliver_lane(near.envoy)

    with monkeypatch.context() as killed:
        killed.setattr(near.house.database, "write", _killed)
        with pytest.raises(Killed):
            await courier(near.ally_id(far))
    await near.works()
    await settle(far)

    assert near.waiting() == []
    assert arrived(far) == ["Only once"]


async def _killed(*args: object, **kwargs: object) -> None:
    raise Killed


@pytest.mark.parametrize("status", [401, 403])
async def test_a_house_that_wants_the_newer_signature_gets_it_and_is_remembered(
    status: int, allied: Houses, net: Net
) -> None:
    near, far = allied
    styles: list[str] = []

    def only_rfc9421(sent: Sent) -> Told | None:
        styles.append("rfc9421" if "signature-input" in sent.headers else "cavage")
        return None if styles[-1] == "rfc9421" else (status, [], b"")

    net.rules[far.origin] = only_rfc9421
    marisol = near.houses("marisol")
    marisol.posts("one", "allies")
    marisol.posts("two", "allies")
    await settle(near, far)

    assert styles[:3] == ["cavage", "rfc9421", "rfc9421"]
    assert arrived(far) == ["one", "two"]


async def test_a_pause_stops_what_is_queued_and_keeps_last_words(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    gone = marisol.posts("Already there", "allies")
    await settle(near, far)
    net.cuts(far.origin)
    marisol.posts("Queued before the pause", "allies")
    near.house.database.write_now(deleting.delete_post, marisol.id, gone, key=near.house.key, now=near.envoy.clock())
    await near.works()
    net.mends(far.origin)
    net.sent.clear()

    await pact.pause(near.envoy, far.origin)
    marisol.posts("Written in the pause", "allies")
    hours.moves(days=30)
    await settle(near)
    assert net.sent == []
    assert near.waiting() == ["Delete"]

    await pact.resume(near.envoy, far.origin)
    await settle(near, far)
    assert verbs(net, far) == ["Delete"]
    assert arrived(far) == []


async def test_last_words_that_waited_for_long_have_their_whole_time_again(
    allied: Houses, net: Net, hours: AClock
) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    gone = marisol.posts("There", "allies")
    await settle(near, far)
    await pact.pause(near.envoy, far.origin)
    near.house.database.write_now(deleting.delete_post, marisol.id, gone, key=near.house.key, now=near.envoy.clock())
    await settle(near)
    hours.moves(days=30)
    net.cuts(far.origin)

    await pact.resume(near.envoy, far.origin)
    await settle(near)
    net.mends(far.origin)
    hours.moves(hours=1)
    await settle(near, far)

    assert arrived(far) == []


async def test_a_house_that_has_paused_us_hears_our_deletions_afterwards(
    allied: Houses, net: Net, hours: AClock
) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    gone = marisol.posts("There", "allies")
    await settle(near, far)
    await pact.pause(far.envoy, near.origin)
    hours.moves(seconds=10)
    near.house.database.write_now(deleting.delete_post, marisol.id, gone, key=near.house.key, now=near.envoy.clock())
    await settle(near, far)
    assert arrived(far) == ["There"]

    await pact.resume(far.envoy, near.origin)
    hours.moves(hours=7)
    await settle(near, far)

    assert arrived(far) == []


async def test_while_parting_only_last_words_pass(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    marisol = near.houses("marisol")
    gone = marisol.posts("There", "allies")
    await settle(near, far)
    net.cuts(far.origin)
    marisol.posts("Queued before", "allies")
    await near.works()
    await pact.part(near.envoy, far.origin)
    net.mends(far.origin)
    net.sent.clear()
    near.house.database.write_now(deleting.delete_post, marisol.id, gone, key=near.house.key, now=near.envoy.clock())
    marisol.posts("Written after", "allies")

    hours.moves(minutes=1)
    await settle(near, far)

    assert verbs(net, far) == ["Part", "Delete"]
    assert arrived(far) == []


async def test_a_scope_that_was_taken_away_holds_for_what_is_queued(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    net.cuts(far.origin)
    near.houses("marisol").posts("Queued", "allies")
    await near.works()
    near.house.database.write_now(lambda s: setattr(s.get_one(Ally, near.ally_id(far)), "scopes", "media"))
    net.mends(far.origin)
    net.sent.clear()

    hours.moves(minutes=1)
    await settle(near)

    assert net.sent == []
    assert near.waiting() == []


async def test_what_lies_in_the_lane_of_a_forgotten_house_is_dropped(allied: Houses, net: Net) -> None:
    near, far = allied
    lane = near.ally_id(far) + 1
    near.house.database.write_now(queue.enqueue, "deliver", lane, "Create", b"sealed", now=near.envoy.clock())

    await near.works()

    assert near.waiting() == []


async def test_other_software_is_sent_to_the_shared_inbox_that_its_people_name(near: Neighbour, net: Net) -> None:
    await pact.by_hand(near.envoy, "https://other.example")
    net.rules["https://other.example"] = lambda sent: (202, [], b"") if sent.method == "POST" else None
    marisol = near.houses("marisol")
    marisol.posts("Nobody there is known yet", "allies")
    await settle(near)
    assert net.sent == []

    near.house.database.write_now(_somebody_there, near)
    marisol.posts("Hello", "allies")
    await settle(near)

    assert [sent.url for sent in net.sent] == ["https://other.example/inbox"]


def _somebody_there(session: Session, near: Neighbour) -> None:
    ally = allies.by_origin(session, "https://other.example")
    assert ally is not None
    uri = "https://other.example/users/ana"
    foreign = ForeignAccount(
        uri, "ana", ally.host, ally.id, "", "", f"{uri}/inbox", "https://other.example/inbox", f"{uri}#key", ""
    )
    remember_foreign(session, foreign, origin=near.origin, now=near.envoy.clock())
