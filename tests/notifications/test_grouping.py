"""Which notifications stand in one line: a pure rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.queries import AccountFacts
from app.basics.ids import new_id
from app.notifications.grouping import gathered, key_of, read_key
from app.notifications.told import Told

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def somebody(number: int) -> AccountFacts:
    return AccountFacts(
        number, f"name{number}", "", None, "", "", "", "member", "system", "", f"uri{number}", "", "", "", "", b"{}",
        True, False,
    )  # fmt: skip


def told(kind: str, number: int, *, hours_ago: int = 0) -> Told:
    at = NOON - timedelta(hours=hours_ago)
    return Told(new_id(at), kind, at, False, somebody(number), None)


def test_follows_of_one_day_are_one_line_with_each_person_once():
    one, two, again = told("follow", 1), told("follow", 2, hours_ago=1), told("follow", 1, hours_ago=2)

    [line] = gathered([one, two, again], 20)

    assert [sender.id for sender in line.senders] == [1, 2]
    assert line.newest == one
    assert line.told == (one, two, again)


def test_another_day_is_another_line():
    lines = gathered([told("follow", 1), told("follow", 2, hours_ago=24)], 20)

    assert [len(line.told) for line in lines] == [1, 1]


@pytest.mark.parametrize("kind", ["mention", "follow_request", "poll", "update", "status", "quote"])
def test_of_every_other_kind_each_stands_alone(kind: str):
    assert len(gathered([told(kind, 1), told(kind, 2)], 20)) == 2


def test_a_line_is_seen_when_everything_in_it_was():
    new, old = told("follow", 1), replace(told("follow", 2), seen=True)

    assert not gathered([new, old], 20)[0].seen
    assert gathered([old], 20)[0].seen


def test_a_page_ends_where_one_line_too_many_would_begin_and_takes_what_belongs_to_its_own():
    follows = [told("follow", number, hours_ago=number) for number in range(3)]
    asks = [told("follow_request", number, hours_ago=4 + number) for number in range(2)]
    everything = [follows[0], follows[1], asks[0], follows[2], asks[1]]

    first = gathered(everything, 2)

    assert [len(line.told) for line in first] == [3, 1]
    assert gathered(everything[4:], 2)[0].told == (asks[1],)


def test_only_kinds_that_can_be_together_are_whatever_is_asked_for():
    assert len(gathered([told("mention", 1), told("mention", 2)], 20, {"mention"})) == 2
    assert len(gathered([told("follow", 1), told("follow", 2)], 20, set())) == 2


@pytest.mark.parametrize("kind", ["follow", "mention"])
def test_the_name_of_a_line_says_what_is_in_it(kind: str):
    one = told(kind, 1)

    key = read_key(key_of(one))

    assert key is not None
    assert key.since <= one.id < key.until
    assert key.kind == ("follow" if kind == "follow" else "")
