"""Reporting from an app, as Mastodon's are asked and answered."""

import pytest

from app.accounts.actions import apps
from app.basics.clock import now
from app.storage import Session
from app.storage.sealing import HouseKey
from moderation.cases.models import Case, Report
from tests.api.conftest import Phone
from tests.cases.test_reporting import how_many
from tests.world.cast import Member
from tests.world.governing import BY_TWO, a_policy
from tests.world.governing_cases import kept_of, told_in

HERE = "/api/v1/reports"


def token_that_opens(session: Session, member: Member, key: HouseKey) -> str:
    """With the member key, as an app that its member let in has it."""
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read write", "", key=key, now=now())
    return apps.give_token(session, app.id, member.id, "read write", member_key=member.key, now=now())


def cases(house) -> list[Case]:
    return house.database.read_now(lambda session: list(session.query(Case).order_by(Case.id)))


def test_a_post_is_reported_and_answered_as_mastodon_does(house, marisol, another_member, a_steward):
    a_policy(house, a_steward.id)
    post_id = another_member.posts("where somebody lives")

    answer = marisol.posts(
        HERE, account_id=another_member.id, **{"status_ids[]": post_id, "rule_ids[]": BY_TWO},
        comment="they follow me", category="violation", forward="true",
    ).json()  # fmt: skip

    [case] = cases(house)
    assert {"id", "action_taken", "action_taken_at", "category", "comment", "forwarded", "created_at", "status_ids",
            "rule_ids", "target_account"} == set(answer)  # fmt: skip
    assert (answer["category"], answer["comment"], answer["forwarded"]) == ("violation", "they follow me", False)
    assert (answer["status_ids"], answer["rule_ids"]) == ([str(post_id)], [str(BY_TWO)])
    assert answer["target_account"]["acct"] == "juno"
    assert [(one.clause, one.words) for one in told_in(house, case.id)] == [(BY_TWO, "they follow me")]


@pytest.mark.parametrize("what", ["a post", "an account"])
def test_whoever_reports_second_is_not_told_since_when_it_was_known(
    house, marisol, an_app_of, a_steward, another_member, what: str
):
    asked = {"account_id": another_member.id, **({"status_ids[]": another_member.posts()} if what == "a post" else {})}
    vera = an_app_of(a_steward, "read write")

    first, second = (int(phone.posts(HERE, **asked).json()["id"]) for phone in (marisol, vera))
    again = int(vera.posts(HERE, **asked, comment="once more").json()["id"])

    [case] = cases(house)
    rows = house.database.read_now(lambda session: [one.id for one in session.query(Report).order_by(Report.id)])
    assert [first, second] == rows
    assert again == second
    assert case.id not in {first, second}


def test_somebody_is_reported_without_a_post_or_words(house, marisol, another_member):
    assert marisol.posts(HERE, account_id=another_member.id, category="spam").status_code == 200

    [case] = cases(house)
    assert (case.subject, case.account_id) == ("account", another_member.id)
    assert [one.words for one in told_in(house, case.id)] == ["Reported in an app as spam."]


def test_a_message_is_opened_with_the_apps_own_key(house, the_door, a_member, another_member):
    post_id = another_member.posts("@marisol I know where you live", "mentioned")
    phone = Phone(the_door.client, house.database.write_now(token_that_opens, a_member, house.key))

    phone.posts(HERE, account_id=another_member.id, **{"status_ids[]": post_id}, comment="this")

    [case] = cases(house)
    assert [one.copy.source for one in kept_of(house, case.id)] == ["@marisol I know where you live"]


def test_a_slash_at_the_end_is_no_matter(marisol, another_member):
    assert marisol.posts(f"{HERE}/", account_id=another_member.id).status_code == 200


@pytest.mark.parametrize("of", ["nobody", "somebody else", "a stranger's post", "oneself", "a clause of long ago"])
def test_what_cannot_be_reported_is_refused_and_nothing_is_kept(
    house, marisol, a_member, another_member, a_steward, of: str
):
    a_policy(house, a_steward.id)
    hidden = another_member.posts("for my followers", "followers")
    asked = {
        "nobody": {"account_id": 17},
        "somebody else": {"account_id": a_member.id + 1, "status_ids[]": another_member.posts()},
        "a stranger's post": {"account_id": another_member.id, "status_ids[]": hidden},
        "oneself": {"account_id": a_member.id},
        "a clause of long ago": {"account_id": another_member.id, "rule_ids[]": 99},
    }[of]

    assert marisol.posts(HERE, **asked).status_code in {404, 422}
    assert how_many(house, Case) == 0


def test_of_several_posts_all_are_reported_or_none(house, marisol, a_member, another_member):
    one, hidden = another_member.posts(), another_member.posts("for my followers", "followers")

    refused = marisol.posts(HERE, account_id=another_member.id, **{"status_ids[]": [one, hidden]})

    assert refused.status_code == 404
    assert how_many(house, Case) == 0


def test_without_the_scope_nothing_is_reported(house, an_app_of, a_member, another_member):
    assert an_app_of(a_member, "read write:statuses").posts(HERE, account_id=another_member.id).status_code == 403
    assert how_many(house, Case) == 0
