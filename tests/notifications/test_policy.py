"""Whose news is told, waits or is dropped: by what the member chose, and by nothing that they could not see."""

from datetime import UTC, datetime, timedelta

import pytest

from app.basics.errors import Invalid
from app.notifications.kinds import KINDS
from app.notifications.policy import (
    CONCERNED,
    OPEN,
    Policy,
    Sender,
    Treatment,
    is_new,
    the_treatment,
    treatment,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
ACCEPT, FILTER, DROP = Treatment
A_FRIEND = Sender(followed=True, follows_since=LONG_AGO, joined_on="2024-01-01")
A_STRANGER = Sender(joined_on="2024-01-01")
STRICT = Policy(DROP, DROP, DROP)


def of(policy: Policy, sender: Sender, kind: str = "mention") -> Treatment:
    return treatment(policy, kind, sender, now=NOW)


def test_without_a_choice_everybody_is_heard():
    assert of(OPEN, Sender(joined_on="2026-11-01")) is ACCEPT


@pytest.mark.parametrize(
    ("policy", "free"),
    [
        (Policy(not_following=FILTER), Sender(followed=True)),
        (Policy(not_followers=FILTER), Sender(follows_since=NOW - timedelta(days=3))),
        (Policy(new_accounts=FILTER), A_STRANGER),
    ],
)
def test_each_choice_is_about_its_own_people(policy: Policy, free: Sender):
    assert of(policy, free) is ACCEPT
    assert of(policy, Sender(joined_on="2026-11-01")) is FILTER


def test_of_several_choices_the_strictest_holds():
    assert of(Policy(FILTER, DROP), A_STRANGER) is DROP
    assert of(Policy(DROP, FILTER), A_STRANGER) is DROP
    assert of(Policy(FILTER, ACCEPT), A_STRANGER) is FILTER


def test_to_follow_is_no_way_past_the_door_before_three_days():
    soon = Sender(follows_since=NOW - timedelta(days=3) + timedelta(seconds=1))

    assert of(Policy(not_followers=FILTER), soon) is FILTER


def test_whoever_one_follows_is_never_new():
    assert of(Policy(new_accounts=DROP), Sender(followed=True, joined_on="2026-11-01")) is ACCEPT


def test_a_friend_passes_whatever_was_chosen():
    assert of(STRICT, A_FRIEND) is ACCEPT


def test_whoever_was_let_in_passes_whatever_was_chosen():
    assert of(STRICT, Sender(let_in=True, joined_on="2026-11-01")) is ACCEPT


@pytest.mark.parametrize("kind", sorted(set(KINDS) - CONCERNED))
def test_what_one_asked_to_hear_is_told(kind: str):
    assert of(STRICT, A_STRANGER, kind) is ACCEPT


@pytest.mark.parametrize(("joined_on", "new"), [("2026-11-01", True), ("2026-10-01", True), ("2026-09-01", False)])
def test_new_is_told_by_the_month_that_everybody_sees(joined_on: str, new: bool):
    assert is_new(joined_on, NOW) is new


def test_a_word_that_is_none_is_refused_at_its_field():
    with pytest.raises(Invalid) as refused:
        the_treatment("new_accounts", "perhaps")

    assert refused.value.field == "new_accounts"
