"""Apps hear of decisions as Mastodon tells of them, and read on the decision's own page why."""

import pytest

from app.basics.clock import now
from app.storage.house import House
from moderation.measures import Measure
from tests.world.cast import Member, join
from tests.world.deciding import REASON, Decider, a_case
from tests.world.governing import BY_ONE, BY_TWO, a_policy


@pytest.fixture
def moderator(house: House, a_steward: Member) -> Decider:
    a_policy(house, a_steward.id)
    return Decider(join(house, "nao", "moderator"))


@pytest.fixture
def removed(house: House, a_member: Member, moderator: Decider) -> tuple[int, int]:
    """(the decision, the post) of Marisol."""
    post_id = a_member.posts("not so kind")
    return moderator.decides(a_case(house, post_id=post_id), Measure.REMOVE, BY_ONE, at=now()), post_id


def test_it_is_told_as_a_kind_of_its_own(marisol, a_member: Member, removed: tuple[int, int]):
    decision_id, post_id = removed

    [told] = marisol.gets("/api/v1/notifications").json()

    warning = told["moderation_warning"]
    assert (told["type"], told["account"]["id"]) == ("moderation_warning", str(a_member.id))
    assert "status" not in told
    assert (warning["id"], warning["action"], warning["status_ids"]) == (
        str(decision_id), "delete_statuses", [str(post_id)],
    )  # fmt: skip
    assert (warning["target_account"]["id"], warning["appeal"]) == (str(a_member.id), None)
    assert warning["text"].endswith(f"/decisions/{decision_id}")
    assert warning["created_at"].endswith("Z")
    assert marisol.gets(f"/api/v1/notifications/{told['id']}").json() == told


def test_why_is_sealed_and_not_in_what_apps_keep(marisol, removed: tuple[int, int]):
    assert REASON not in marisol.gets("/api/v1/notifications").text
    assert REASON not in marisol.gets("/api/v2/notifications").text


def test_grouped_it_stands_alone(marisol, removed: tuple[int, int]):
    [line] = marisol.gets("/api/v2/notifications").json()["notification_groups"]

    assert line["type"] == "moderation_warning"
    assert line["moderation_warning"]["id"] == str(removed[0])


def test_it_is_chosen_and_left_out_like_any_kind(marisol, removed: tuple[int, int]):
    only = marisol.gets("/api/v1/notifications", **{"types[]": ["moderation_warning"]}).json()
    without = marisol.gets("/api/v1/notifications", **{"exclude_types[]": ["moderation_warning"]}).json()

    assert (len(only), without) == (1, [])


@pytest.mark.parametrize(
    ("measure", "clause", "action"),
    [(Measure.WORD, BY_ONE, "none"), (Measure.PAUSE_POSTING, BY_TWO, "disable"), (Measure.LIMIT, BY_TWO, "silence")],
)
def test_each_measure_has_mastodons_word(
    house: House, marisol, a_member: Member, a_steward: Member, moderator: Decider, measure: Measure, clause: int,
    action: str,
):  # fmt: skip
    made = moderator.decides(a_case(house, account_id=a_member.id), measure, clause, at=now())
    if clause == BY_TWO:
        Decider(a_steward, "steward").agrees(made, at=now())

    [told] = marisol.gets("/api/v1/notifications").json()

    assert told["moderation_warning"]["action"] == action


def test_nobody_elses_app_hears_of_it(juno, removed: tuple[int, int]):
    assert juno.gets("/api/v1/notifications").json() == []
