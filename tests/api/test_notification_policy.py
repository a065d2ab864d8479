"""Whose news an app's member hears: Mastodon's words, newer and older, over what the pages choose as well."""

from typing import Any

import pytest

from app.accounts.reach_queries import reach_of
from tests.world.cast import Member

NEWER, OLDER = "/api/v2/notifications/policy", "/api/v1/notifications/policy"
AS_IT_BEGINS = {
    "for_not_following": "accept",
    "for_not_followers": "accept",
    "for_new_accounts": "accept",
    "for_private_mentions": "filter",
    "for_limited_accounts": "accept",
    "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
}


def patches(phone: Any, path: str = NEWER, **form: str) -> Any:
    return phone.asks("PATCH", path, data=form)


def messages_from(member: Member) -> str:
    return member.house.database.read_now(reach_of, member.id).messages


def test_it_begins_with_everybody_heard(marisol):
    assert marisol.gets(NEWER).json() == AS_IT_BEGINS


def test_what_is_sent_is_kept_and_what_is_not_sent_stays(marisol, juno):
    patches(marisol, for_not_following="filter", for_new_accounts="drop")

    changed = patches(marisol, for_not_followers="filter").json()

    chosen = {"for_not_following": "filter", "for_not_followers": "filter", "for_new_accounts": "drop"}
    assert changed == marisol.gets(NEWER).json() == {**AS_IT_BEGINS, **chosen}
    assert juno.gets(NEWER).json() == AS_IT_BEGINS


@pytest.mark.parametrize(
    "name",
    ["for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions", "for_limited_accounts"],
)
def test_a_word_that_is_none_changes_nothing(marisol, name: str):
    refused = patches(marisol, **{"for_not_following": "drop", name: "perhaps"})

    assert refused.status_code == 422
    assert "choose one" in refused.json()["error"]
    assert marisol.gets(NEWER).json() == AS_IT_BEGINS


def test_messages_are_answered_by_who_may_send_them(marisol, a_member: Member):
    dropped = patches(marisol, for_private_mentions="drop").json()
    after_drop = messages_from(a_member)
    accepted = patches(marisol, for_private_mentions="accept").json()

    assert (dropped["for_private_mentions"], after_drop) == ("drop", "followed")
    assert (accepted["for_private_mentions"], messages_from(a_member)) == ("filter", "everybody")


def test_messages_closed_to_everybody_stay_closed(marisol, a_member: Member):
    a_member.chooses(messages="nobody")

    patches(marisol, for_private_mentions="drop")

    assert messages_from(a_member) == "nobody"


def test_nobody_is_limited_here(marisol):
    assert patches(marisol, for_limited_accounts="drop").json()["for_limited_accounts"] == "accept"


def test_the_older_form_switches_and_keeps_what_is_stricter(marisol):
    patches(marisol, for_new_accounts="drop", for_not_followers="filter")

    answer = patches(
        marisol, OLDER, filter_not_following="true", filter_not_followers="0", filter_new_accounts="true"
    ).json()

    assert answer == marisol.gets(OLDER).json() == {
        "filter_not_following": True,
        "filter_not_followers": False,
        "filter_new_accounts": True,
        "filter_private_mentions": True,
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
    }  # fmt: skip
    assert marisol.gets(NEWER).json()["for_new_accounts"] == "drop"


def test_it_says_how_much_waits(marisol, juno, the_door):
    patches(marisol, for_not_following="filter")
    for number in range(3):
        juno.says(f"@marisol {number}")
    the_door.settles()

    waiting = {"pending_requests_count": 1, "pending_notifications_count": 3}
    assert marisol.gets(NEWER).json()["summary"] == marisol.gets(OLDER).json()["summary"] == waiting


def test_it_takes_the_scopes_that_notifications_take(an_app_of, a_member: Member, stranger):
    reads, writes = an_app_of(a_member, "read:notifications"), an_app_of(a_member, "write:notifications")

    for path in (NEWER, OLDER):
        assert reads.gets(path).status_code == 200
        assert writes.gets(path).status_code == patches(reads, path).status_code == 403
        assert patches(writes, path).status_code == 200
        assert stranger.gets(path).status_code == patches(stranger, path).status_code == 401
