"""The pages of two friends: nothing typed is lost, a passphrase is never shown again, a name tells nothing."""

import pytest

from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import PASSPHRASE, Member, join

HERE = "/settings/friends"


@pytest.fixture
def friends(lantern: OpenHouse, a_member: Member) -> list[Member]:
    return [join(lantern.house, "oda"), join(lantern.house, "tamsin")]


@pytest.fixture
def marisol(lantern: OpenHouse, a_member: Member) -> Browser:
    return lantern.browser_of(a_member)


def test_a_wrong_passphrase_gives_nobody_a_share_and_keeps_the_names(marisol: Browser, friends: list[Member]):
    wrong = {"friend_1": "@oda", "friend_2": "tamsin", "passphrase": "wrong wrong wrong wrong"}

    answer = marisol.submit(marisol.get(HERE), HERE, **wrong)

    assert answer.status == 422
    assert "That is not your passphrase." in answer.text
    assert answer.values_of(HERE)["friend_1"] == "@oda"
    assert "wrong wrong" not in answer.text
    assert "Nobody holds" not in answer.text
    assert f"{HERE}/ending" not in marisol.get(HERE).text


def test_a_mistake_stands_beside_its_field(marisol: Browser, friends: list[Member]):
    answer = marisol.submit(marisol.get(HERE), HERE, friend_1="oda", friend_2="nobody1", passphrase=PASSPHRASE)

    assert answer.status == 422
    assert 'id="friend_2-fault"' in answer.text
    assert 'id="friend_1-fault"' not in answer.text


def test_a_code_that_nobody_asks_with_comes_back_with_a_sentence(
    lantern: OpenHouse, marisol: Browser, friends: list[Member]
):
    marisol.submit(marisol.get(HERE), HERE, friend_1="oda", friend_2="tamsin", passphrase=PASSPHRASE)
    oda = lantern.browser_of(friends[0])

    answer = oda.submit(oda.get(HERE), f"{HERE}/asking", code="aaaa-bbbb-cccc")

    assert answer.status == 422
    assert "Nobody whose share you hold is asking with this code." in answer.text
    assert answer.values_of(f"{HERE}/asking")["code"] == "aaaa-bbbb-cccc"


def test_the_answer_to_somebody_who_asks_is_the_same_for_every_name(
    lantern: OpenHouse, marisol: Browser, friends: list[Member]
):
    marisol.submit(marisol.get(HERE), HERE, friend_1="oda", friend_2="tamsin", passphrase=PASSPHRASE)
    told = set()

    for name in ("marisol", "oda", "nobody1"):
        stranger = lantern.browser()
        answer = stranger.submit(stranger.get("/recover/friends"), "/recover/friends", name=name)
        codes = answer.text.split("<code>")[1:]
        for code in codes:
            assert len(code.partition("<")[0]) in {14, 19}
        told.add((answer.status, len(codes), len(answer.text)))

    assert len(told) == 1


def test_a_form_of_another_member_ends_nothing(lantern: OpenHouse, marisol: Browser, friends: list[Member]):
    marisol.submit(marisol.get(HERE), HERE, friend_1="oda", friend_2="tamsin", passphrase=PASSPHRASE)
    oda = lantern.browser_of(friends[0])
    token = oda.get(HERE).values_of(f"{HERE}/asking")["csrf"]

    refused = marisol.post(f"{HERE}/ending", [("csrf", token)])

    assert refused.status == 403
    assert f"{HERE}/ending" in marisol.get(HERE).text


def test_a_friend_guesses_few_codes(lantern: OpenHouse, marisol: Browser, friends: list[Member]):
    """A right one would show whose share it is, and a yes cannot be taken back by whoever is away."""
    marisol.submit(marisol.get(HERE), HERE, friend_1="oda", friend_2="tamsin", passphrase=PASSPHRASE)
    for friend, door in zip(friends, ("asking", "yes"), strict=True):
        lantern.counts()
        browser = lantern.browser_of(friend)
        token = browser.get(HERE).values_of(f"{HERE}/asking")["csrf"]

        told = [browser.post(f"{HERE}/{door}", [("csrf", token), ("code", "aaaa-bbbb-cccc")]) for _ in range(11)]

        assert ["Too many tries" in page.text for page in told] == [False] * 10 + [True]
        assert told[-1].status == 429
        assert told[-1].values_of(f"{HERE}/asking")["code"] == "aaaa-bbbb-cccc"


def test_a_passphrase_is_guessed_ten_times_a_minute(lantern: OpenHouse, marisol: Browser, friends: list[Member]):
    lantern.counts()
    page = marisol.get(HERE)
    wrong = {"friend_1": "oda", "friend_2": "tamsin", "passphrase": "not this one at all"}

    told = [marisol.submit(page, HERE, **wrong) for _ in range(11)]

    assert [answer.status for answer in told] == [422] * 10 + [429]
    assert "Too many tries" in told[-1].text
    assert told[-1].values_of(HERE)["friend_1"] == "oda"


def test_one_network_asks_in_a_name_ten_times_an_hour(lantern: OpenHouse, a_member: Member):
    """Each question would push an older one out."""
    lantern.counts()
    stranger = lantern.browser()
    page = stranger.get("/recover/friends")

    told = [stranger.submit(page, "/recover/friends", name="marisol").status for _ in range(11)]

    assert told == [200] * 10 + [429]


def test_one_network_that_has_tried_sixty_times_guesses_no_code_that_lets_back_in(lantern: OpenHouse, a_member: Member):
    lantern.counts()
    stranger = lantern.browser()
    asking, returning = stranger.get("/recover/friends"), stranger.get("/recover/friends/return")
    words = "a wholly other lantern phrase"
    guess = {"code": "aaaa-bbbb-cccc-dddd", "passphrase": words, "again": words}

    first = stranger.submit(returning, "/recover/friends/return", **guess)
    for number in range(59):
        stranger.submit(asking, "/recover/friends", name=f"name{number}")
    last = stranger.submit(returning, "/recover/friends/return", **guess)

    assert "Not yet." in first.text
    assert (first.status, last.status) == (422, 429)
