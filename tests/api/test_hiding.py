"""Apps of somebody who hides for a while stand still, and others find nobody."""

import pytest
from sqlalchemy.orm import Session

from app.accounts.actions import pausing
from app.accounts.models import Account
from tests.api.conftest import Phone
from tests.world.cast import Member


def test_an_app_of_whoever_hides_is_refused_with_the_reason(marisol: Phone, a_member: Member):
    a_member.house.database.write_now(pausing.pause, a_member.id)

    for method, path in (
        ("GET", "/api/v1/timelines/home"),
        ("POST", "/api/v1/statuses"),
        ("GET", "/api/v1/follow_requests"),
    ):
        answer = marisol.asks(method, path)
        assert answer.status_code == 403, path
        assert "hidden" in answer.json()["error"]


def test_others_find_nobody_and_read_nothing(juno: Phone, a_member: Member):
    post = a_member.posts("Words of marisol", "community")
    account = str(a_member.id)
    paths = (f"/api/v1/accounts/{account}", "/api/v1/accounts/lookup?acct=marisol", f"/api/v1/statuses/{post}")
    assert [juno.asks("GET", path).status_code for path in paths] == [200, 200, 200]

    a_member.house.database.write_now(pausing.pause, a_member.id)

    assert [juno.asks("GET", path).status_code for path in paths] == [404, 404, 404]
    assert juno.asks("GET", "/api/v2/search", params={"q": "@marisol", "type": "accounts"}).json()["accounts"] == []
    assert "Words of marisol" not in juno.asks("GET", "/api/v1/timelines/public").text
    a_member.house.database.write_now(pausing.come_back, a_member.id)
    assert [juno.asks("GET", path).status_code for path in paths] == [200, 200, 200]


@pytest.mark.parametrize("state", ["paused", "waits"])
def test_whoever_hides_or_waits_is_by_their_number_what_nobody_is(juno: Phone, a_member: Member, state: str):
    def is_away(session: Session) -> None:
        setattr(session.get_one(Account, a_member.id), state, True)

    a_member.house.database.write_now(is_away)
    nobody = a_member.id + 1

    def answers(number: int) -> list[tuple[int, str]]:
        path = f"/api/v1/accounts/{number}"
        told = [juno.gets(f"{path}{more}") for more in ("", "/statuses", "/followers", "/following")]
        told += [
            juno.posts(f"{path}/{act}")
            for act in ("follow", "unfollow", "remove_from_followers", "block", "unblock", "mute", "unmute")
        ]
        told += [juno.gets("/api/v1/accounts", id=number), juno.gets("/api/v1/accounts/relationships", id=number)]
        return [(one.status_code, one.text.replace(str(number), "ID")) for one in told]

    assert answers(a_member.id) == answers(nobody)
