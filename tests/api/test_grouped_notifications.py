"""What a member is told, put together: one line for the thanks for a post, and nobody else's."""

import pytest

from tests.world.cast import Member

PATH = "/api/v2/notifications"


@pytest.fixture
def soup(the_door, marisol, juno, an_app_of, a_steward: Member, joining_house) -> dict[str, str]:
    """Three like Marisol's soup, Juno boosts it and answers, Vera likes her bread; the posts' ids by word."""
    posts = {word: marisol.says(word)["id"] for word in ("soup", "bread")}
    vera, oda = an_app_of(a_steward), an_app_of(joining_house("oda"))
    for phone in (juno, vera):
        phone.posts(f"/api/v1/statuses/{posts['soup']}/favourite")
    juno.posts(f"/api/v1/statuses/{posts['soup']}/reblog")
    juno.says("@marisol yum", in_reply_to_id=posts["soup"])
    vera.posts(f"/api/v1/statuses/{posts['bread']}/favourite")
    oda.posts(f"/api/v1/statuses/{posts['soup']}/favourite")
    the_door.settles()
    return posts


def lines(answer) -> list[tuple[str, int]]:
    return [(one["type"], one["notifications_count"]) for one in answer.json()["notification_groups"]]


def names(accounts) -> list[str]:
    return [account["username"] for account in accounts]


def test_thanks_for_one_post_are_one_line_where_the_last_of_them_stands(soup, marisol):
    answer = marisol.gets(PATH).json()

    assert lines(marisol.gets(PATH)) == [("favourite", 3), ("favourite", 1), ("mention", 1), ("reblog", 1)]
    first = answer["notification_groups"][0]
    by_id = {account["id"]: account["username"] for account in answer["accounts"]}
    assert [by_id[one] for one in first["sample_account_ids"]] == ["oda", "vera", "juno"]
    assert first["status_id"] == soup["soup"]
    assert {status["id"] for status in answer["statuses"]} >= set(soup.values())
    assert len(answer["accounts"]) == 3


def test_only_the_kinds_that_are_wanted_together_are(soup, marisol):
    apart = marisol.gets(PATH, **{"grouped_types[]": ["reblog"]})

    assert [count for _, count in lines(apart)] == [1] * 6


def test_kinds_and_accounts_are_chosen(soup, marisol, another_member: Member):
    assert lines(marisol.gets(PATH, **{"types[]": ["mention"]})) == [("mention", 1)]
    assert lines(marisol.gets(PATH, **{"exclude_types[]": ["favourite", "mention"]})) == [("reblog", 1)]
    assert lines(marisol.gets(PATH, account_id=another_member.id)) == [("mention", 1), ("reblog", 1), ("favourite", 1)]


def test_pages_lead_on_and_nothing_is_left_out(soup, marisol):
    answer, told = marisol.gets(PATH, limit=1), 0
    while answer.json()["notification_groups"]:
        told += sum(count for _, count in lines(answer))
        answer = marisol.asks("GET", answer.links["next"]["url"])

    assert told == 6


def test_a_line_is_read_alone_with_everybody_in_it(soup, marisol):
    key = marisol.gets(PATH).json()["notification_groups"][0]["group_key"]
    alone = marisol.gets(f"{PATH}/{key}").json()

    assert [group["group_key"] for group in alone["notification_groups"]] == [key]
    assert names(marisol.gets(f"{PATH}/{key}/accounts").json()) == ["oda", "vera", "juno"]
    older = marisol.gets("/api/v1/notifications", **{"types[]": ["favourite"]}).json()
    assert key in {one["group_key"] for one in older}


def test_a_line_is_dismissed_whole(soup, marisol):
    groups = marisol.gets(PATH).json()["notification_groups"]
    for group in (groups[0], groups[2]):
        assert marisol.posts(f"{PATH}/{group['group_key']}/dismiss").json() == {}

    assert lines(marisol.gets(PATH)) == [("favourite", 1), ("reblog", 1)]


def test_whether_there_is_something_new_is_a_dot(soup, marisol, juno):
    assert marisol.gets(f"{PATH}/unread_count").json() == {"count": 1}
    assert juno.gets(f"{PATH}/unread_count").json() == {"count": 0}


def test_anothers_line_is_not_there(soup, marisol, juno):
    for group in marisol.gets(PATH).json()["notification_groups"]:
        path = f"{PATH}/{group['group_key']}"
        for answer in (juno.gets(path), juno.gets(f"{path}/accounts"), juno.posts(f"{path}/dismiss")):
            assert answer.status_code == 404
    assert len(lines(marisol.gets(PATH))) == 4


@pytest.mark.parametrize(
    "word", ["nothing", "favourite-1", "favourite-0-1", "follow-7-1", "favourite-1-x", "mention-1-2", "ungrouped-x",
             f"follow-0-{10**18}", f"ungrouped-{10**19}", "favourite--1"]
)  # fmt: skip
def test_a_word_that_names_no_line_is_not_there(soup, marisol, word: str):
    for answer in (marisol.gets(f"{PATH}/{word}"), marisol.posts(f"{PATH}/{word}/dismiss")):
        assert answer.status_code == 404
    assert len(lines(marisol.gets(PATH))) == 4


def test_only_an_app_that_was_let_in_for_it_reads_or_dismisses(soup, an_app_of, a_member: Member, marisol):
    key = marisol.gets(PATH).json()["notification_groups"][0]["group_key"]
    other, reads = an_app_of(a_member, "read:statuses"), an_app_of(a_member, "read:notifications")

    for path in (PATH, f"{PATH}/{key}", f"{PATH}/{key}/accounts", f"{PATH}/unread_count"):
        assert other.gets(path).status_code == 403
        assert reads.gets(path).status_code == 200
    assert reads.posts(f"{PATH}/{key}/dismiss").status_code == 403
