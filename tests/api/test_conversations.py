"""Conversations of messages in an app: one's own, what moved last first, and nobody else's."""

import pytest

from tests.world.cast import Member

PATH = "/api/v1/conversations"


@pytest.fixture
def three(the_door, a_member: Member, another_member: Member, a_steward: Member) -> list[int]:
    """Juno wrote to Marisol three times, each time of something else."""
    return [another_member.posts(f"@marisol number {number}", "mentioned") for number in range(3)]


def newest(answer) -> list[int]:
    return [int(talk["last_status"]["id"]) for talk in answer.json()]


def test_they_come_with_the_others_and_the_newest_message(three, marisol, juno):
    talk = marisol.gets(PATH).json()[0]

    assert newest(marisol.gets(PATH)) == three[::-1]
    assert [account["username"] for account in talk["accounts"]] == ["juno"]
    assert talk["unread"] is True
    assert talk["last_status"]["visibility"] == "direct"
    assert [talk["unread"] for talk in juno.gets(PATH).json()] == [False] * 3


def test_a_token_that_opens_nothing_gets_them_without_words(three, marisol):
    assert [talk["last_status"]["content"] for talk in marisol.gets(PATH).json()] == ["", "", ""]


def test_pages_lead_on(three, marisol):
    first = marisol.gets(PATH, limit=2)
    second = marisol.asks("GET", first.links["next"]["url"])

    assert newest(first) + newest(second) == three[::-1]
    assert newest(marisol.asks("GET", second.links["prev"]["url"])) == three[:0:-1]


def test_one_is_marked_as_read_and_as_unread(three, marisol):
    path = f"{PATH}/{marisol.gets(PATH).json()[0]['id']}"

    assert marisol.posts(f"{path}/read").json()["unread"] is False
    assert marisol.gets(PATH).json()[0]["unread"] is False
    assert marisol.posts(f"{path}/unread").json()["unread"] is True
    assert marisol.gets(PATH).json()[0]["unread"] is True


def test_one_put_away_is_back_with_the_next_message(three, marisol, a_member: Member, another_member: Member):
    found = marisol.gets(PATH).json()[0]

    assert marisol.asks("DELETE", f"{PATH}/{found['id']}").json() == {}
    assert newest(marisol.gets(PATH)) == three[1::-1]

    again = another_member.posts("one more", "mentioned", reply_to=three[2], among=[a_member.id])
    assert newest(marisol.gets(PATH)) == [again, *three[1::-1]]
    assert marisol.gets(PATH).json()[0]["id"] == found["id"]


def test_anothers_conversation_is_not_there(three, marisol, an_app_of, a_steward: Member):
    vera, path = an_app_of(a_steward), f"{PATH}/{marisol.gets(PATH).json()[0]['id']}"

    assert vera.gets(PATH).json() == []
    for answer in (vera.posts(f"{path}/read"), vera.posts(f"{path}/unread"), vera.asks("DELETE", path)):
        assert answer.status_code == 404
    assert marisol.gets(PATH).json()[0]["unread"] is True


def test_only_an_app_that_was_let_in_for_it_reads_or_changes_them(three, marisol, an_app_of, a_member: Member):
    reads, writes = an_app_of(a_member, "read:statuses"), an_app_of(a_member, "write:conversations")
    path = f"{PATH}/{marisol.gets(PATH).json()[0]['id']}"

    assert writes.gets(PATH).status_code == 403
    assert reads.gets(PATH).status_code == 200
    for answer in (reads.posts(f"{path}/read"), reads.asks("DELETE", path)):
        assert answer.status_code == 403
    assert writes.asks("DELETE", path).status_code == 200
