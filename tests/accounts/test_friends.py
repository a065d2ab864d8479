"""Two friends together can let somebody back in; one alone cannot, and the account sees it coming."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import friends as trust
from app.accounts import holders, secrets
from app.accounts.actions import blocking, friends, pausing, signing_in
from app.accounts.actions.friends import Asked, Back, NobodyAsks, NotYet
from app.accounts.actions.signing_in import Proven
from app.accounts.models import FriendShare, FriendsKey, FriendsReturn
from app.accounts.secrets import Passphrase
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.posts import opening, queries
from app.storage.house import House
from tests.world.cast import Member, join

AFTER = friends.WAITING + timedelta(minutes=1)


@pytest.fixture
def oda(house: House) -> Member:
    return join(house, "oda")


@pytest.fixture
def tamsin(house: House) -> Member:
    return join(house, "tamsin")


@pytest.fixture
def new_passphrase() -> Passphrase:
    return secrets.made_now("a wholly other lantern phrase")


def entrusts(member: Member, *names: str) -> None:
    member.house.database.write_now(friends.entrust, Proven(member.id, member.key), names)


def asks(house: House, name: str, at: datetime | None = None) -> Asked:
    return house.database.write_now(friends.ask_to_return, name, key=house.key, now=at or now())


def says_yes(friend: Member, code: str, at: datetime | None = None) -> None:
    friend.house.database.write_now(friends.say_yes, friend.id, friend.key, code, key=friend.house.key, now=at or now())


def comes_back(house: House, asked: Asked, passphrase: Passphrase, at: datetime) -> Back:
    return house.database.write_now(friends.come_back, asked.own, passphrase, key=house.key, now=at)


def test_two_friends_let_somebody_back_in_with_everything(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    message = oda.posts("@marisol see you at nine", "mentioned")
    session = a_member.signs_in()
    entrusts(a_member, "oda", "@Tamsin")
    asked = asks(house, "MARISOL")

    says_yes(oda, asked.for_friends)
    says_yes(tamsin, f" {asked.for_friends.upper().replace('-', ' ')} ")
    back = comes_back(house, asked, new_passphrase, now() + AFTER)

    assert back.proven == Proven(a_member.id, a_member.key)
    assert house.database.read_now(holders.session_holder, session, now=now()) is None
    found = house.database.read_now(signing_in.credential_of, "marisol")
    assert found is not None
    assert secrets.opened_now("a wholly other lantern phrase", found.stored)
    keys = house.database.read_now(opening.keys_for, a_member.id, [message])
    read = house.database.read_now(queries.one, a_member.viewer, message)
    assert "see you at nine" in opening.opened(read, keys[message], back.proven.member_key).content


@pytest.mark.parametrize("yeses", [0, 1])
def test_fewer_than_both_are_not_enough(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase, yeses: int
):
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    for friend in (oda, tamsin)[:yeses]:
        says_yes(friend, asked.for_friends)
        says_yes(friend, asked.for_friends)

    with pytest.raises(NotYet):
        comes_back(house, asked, new_passphrase, now() + AFTER)


def test_nobody_is_back_before_three_days_or_with_the_clock_set_back(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    says_yes(oda, asked.for_friends)
    says_yes(tamsin, asked.for_friends)

    for at in (now(), now() + friends.WAITING - timedelta(minutes=1), now() - timedelta(days=30)):
        with pytest.raises(NotYet):
            comes_back(house, asked, new_passphrase, at)


def test_the_account_sees_it_and_can_stop_it(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    assert not house.database.read_now(trust.coming_back, a_member.id)
    says_yes(oda, asked.for_friends)
    says_yes(tamsin, asked.for_friends)

    assert house.database.read_now(trust.coming_back, a_member.id)
    [coming] = house.database.read_now(trust.under_way, a_member.id, now=now())
    assert coming.yeses == 2
    assert coming.ready_at is not None
    house.database.write_now(friends.stop_returns, a_member.id)

    assert not house.database.read_now(trust.coming_back, a_member.id)
    with pytest.raises(NotYet):
        comes_back(house, asked, new_passphrase, now() + AFTER)


def test_the_days_of_waiting_begin_with_the_second_yes(house: House, a_member: Member, oda: Member, tamsin: Member):
    """The account has all of them to see it coming, however early the first friend was."""
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    says_yes(oda, asked.for_friends, now() - timedelta(days=2))
    [waiting] = house.database.read_now(trust.under_way, a_member.id, now=now())

    said = now()
    says_yes(tamsin, asked.for_friends, said)

    [coming] = house.database.read_now(trust.under_way, a_member.id, now=now())
    assert (waiting.yeses, waiting.ready_at) == (1, None)
    assert coming.ready_at is not None
    assert abs(coming.ready_at - said - friends.WAITING) < timedelta(seconds=1)


def test_a_question_that_is_over_lets_nobody_in_though_no_sweep_has_come_by(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    entrusts(a_member, "oda", "tamsin")
    unanswered, answered = asks(house, "marisol"), asks(house, "marisol")
    says_yes(oda, unanswered.for_friends)
    for friend in (oda, tamsin):
        says_yes(friend, answered.for_friends)

    with pytest.raises(NobodyAsks):
        says_yes(tamsin, unanswered.for_friends, now() + friends.ASKED_LASTS + timedelta(minutes=1))
    with pytest.raises(NotYet):
        comes_back(house, answered, new_passphrase, now() + AFTER + friends.READY_LASTS)


def test_whoever_holds_no_share_cannot_say_yes(house: House, a_member: Member, oda: Member, tamsin: Member):
    stranger = join(house, "juno")
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")

    for code in (asked.for_friends, asked.own, "", "aaaa-bbbb-cccc"):
        with pytest.raises(NobodyAsks):
            says_yes(stranger, code)
    with pytest.raises(NobodyAsks):
        says_yes(oda, asked.own)


def test_a_name_without_friends_and_no_name_at_all_are_answered_alike(
    house: House, a_member: Member, new_passphrase: Passphrase
):
    for name in ("marisol", "nobody1", "", "x" * 5000):
        asked = asks(house, name)

        with pytest.raises(NotYet):
            comes_back(house, asked, new_passphrase, now() + AFTER)


def test_one_share_alone_tells_nothing(house: House, a_member: Member, oda: Member, tamsin: Member):
    entrusts(a_member, "oda", "tamsin")

    def halves(session: Session) -> tuple[bytes, bytes, bytes]:
        rows = {row.friend_id: row.share_sealed for row in session.scalars(select(FriendShare))}
        key = session.get_one(FriendsKey, a_member.id).member_key
        return oda.key.opened(rows[oda.id]), tamsin.key.opened(rows[tamsin.id]), key

    first, second, wrapped = house.database.read_now(halves)

    from app.storage.member_keys import MemberKey
    from app.storage.sealing import SealBroken

    for one in (first, second):
        with pytest.raises(SealBroken):
            MemberKey.unwrapped(wrapped, one)


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (("oda", "oda"), "friend_2"),
        (("oda", "ODA"), "friend_2"),
        (("oda", "marisol"), "friend_2"),
        (("nobody1", "oda"), "friend_1"),
        (("oda", ""), "friend_2"),
    ],
)
def test_two_different_other_members_are_chosen(a_member: Member, oda: Member, names: tuple[str, str], field: str):
    with pytest.raises(Invalid) as refused:
        entrusts(a_member, *names)

    assert refused.value.field == field


def test_choosing_anew_ends_the_earlier_arrangement(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    join(house, "juno")
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    says_yes(oda, asked.for_friends)

    entrusts(a_member, "oda", "juno")

    with pytest.raises(NobodyAsks):
        says_yes(tamsin, asked.for_friends)
    with pytest.raises(NotYet):
        comes_back(house, asked, new_passphrase, now() + AFTER)


def test_a_friend_can_hand_the_share_back_and_the_owner_sees_it(
    house: House, a_member: Member, oda: Member, tamsin: Member
):
    entrusts(a_member, "oda", "tamsin")

    house.database.write_now(friends.hand_back, oda.id, "marisol")

    seen = house.database.read_now(trust.trust_of, a_member.id)
    assert (seen.friends, seen.set_up, seen.whole) == (("tamsin",), True, False)
    with pytest.raises(NotFound):
        house.database.write_now(friends.hand_back, oda.id, "marisol")
    with pytest.raises(NotFound):
        house.database.write_now(friends.hand_back, oda.id, "nobody1")


def test_a_friend_who_hands_the_share_back_takes_a_yes_back_as_well(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    says_yes(oda, asked.for_friends)
    says_yes(tamsin, asked.for_friends)

    house.database.write_now(friends.hand_back, oda.id, "marisol")

    [left] = house.database.read_now(trust.under_way, a_member.id, now=now())
    assert (left.yeses, left.ready_at) == (1, None)
    with pytest.raises(NotYet):
        comes_back(house, asked, new_passphrase, now() + AFTER)


@pytest.mark.parametrize("who_blocks", ["the owner", "the friend"])
def test_a_block_between_two_ends_the_share_and_a_yes(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase, who_blocks: str
):
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    for friend in (oda, tamsin):
        says_yes(friend, asked.for_friends)

    one, other = (a_member, oda) if who_blocks == "the owner" else (oda, a_member)
    house.database.write_now(blocking.block, one.id, other.id, now=now())

    with pytest.raises(NotYet):
        comes_back(house, asked, new_passphrase, now() + AFTER)
    assert not house.database.read_now(trust.trust_of, a_member.id).whole


def test_whoever_hides_or_keeps_away_looks_like_nobody(house: House, a_member: Member, oda: Member, tamsin: Member):
    house.database.write_now(pausing.pause, oda.id)
    house.database.write_now(blocking.block, tamsin.id, a_member.id, now=now())
    said = set[str]()

    for name in ("oda", "tamsin", "nobody1"):
        with pytest.raises(Invalid) as refused:
            entrusts(a_member, name, "marisol")
        said.add(f"{refused.value.field} {refused.value.safe}")

    assert len(said) == 1


def test_two_friends_who_say_yes_at_once_are_both_counted(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    entrusts(a_member, "oda", "tamsin")
    asked = asks(house, "marisol")
    said, go_on = Event(), Event()

    def slowly(session: Session) -> None:
        friends.say_yes(session, oda.id, oda.key, asked.for_friends, key=house.key, now=now())
        said.set()
        go_on.wait(5)

    with ThreadPoolExecutor(2) as both:
        first = both.submit(house.database.write_now, slowly)
        said.wait(5)
        second = both.submit(says_yes, tamsin, asked.for_friends)
        wait([second], timeout=0.3)
        go_on.set()
        first.result()
        second.result()

    assert comes_back(house, asked, new_passphrase, now() + AFTER).proven.account_id == a_member.id


def test_asking_again_and_again_pushes_out_only_what_no_friend_has_answered(
    house: House, a_member: Member, oda: Member, tamsin: Member, new_passphrase: Passphrase
):
    entrusts(a_member, "oda", "tamsin")
    mine = asks(house, "marisol")
    says_yes(oda, mine.for_friends)

    for _ in range(3 * friends.MOST_ASKED):
        asks(house, "marisol")

    waiting = house.database.read_now(lambda session: len(session.scalars(select(FriendsReturn.id)).all()))
    assert waiting == friends.MOST_ASKED + 1
    says_yes(tamsin, mine.for_friends)
    assert comes_back(house, mine, new_passphrase, now() + AFTER).proven.account_id == a_member.id


def test_what_nobody_answered_goes_in_time(house: House, a_member: Member):
    asks(house, "marisol")

    house.database.write_now(friends.forget_old, now() + friends.ASKED_LASTS + timedelta(minutes=1))

    assert house.database.read_now(lambda session: session.scalars(select(FriendsReturn.id)).all()) == []
