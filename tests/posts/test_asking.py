"""What a poll may ask and how somebody may vote, as pure rules with the clock passed in."""

from datetime import UTC, datetime, timedelta

import pytest

from app.basics.errors import Invalid, Refused
from app.posts import asking
from app.posts.asking import NewPoll
from app.posts.audience import Audience

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = 24 * 3600


def checked(poll: NewPoll, audience: Audience = Audience.COMMUNITY, ends: datetime | None = None) -> NewPoll:
    return asking.checked(poll, audience, ends, now=NOON)


def test_choices_are_tidied_and_empty_ones_passed_over():
    poll = checked(NewPoll(["  Tuesday\t", "", "Wednesday\u0000 night", "  "]))

    assert poll.choices == ["Tuesday", "Wednesday night"]


@pytest.mark.parametrize(
    ("poll", "field", "sentence"),
    [
        (NewPoll(["Tuesday"]), "choice_2", "A poll has at least two choices."),
        (NewPoll([]), "choice_2", "A poll has at least two choices."),
        (NewPoll(["", " ", "\u0007"]), "choice_2", "A poll has at least two choices."),
        (NewPoll([f"choice {n}" for n in range(9)]), "poll", "A poll has at most eight choices."),
        (NewPoll(["x"] * 10_000), "poll", "A poll has at most eight choices."),
        (NewPoll(["Tea", "Coffee", "tea "]), "choice_3", "This choice is there already."),
        (NewPoll(["Tea", "c" * 101]), "choice_2", "A choice has at most 100 characters."),
        (
            NewPoll(["Tea", "Coffee"], lasts=299),
            "poll_lasts",
            "A poll lasts at least five minutes and at most 30 days.",
        ),
        (
            NewPoll(["Tea", "Coffee"], lasts=-DAY),
            "poll_lasts",
            "A poll lasts at least five minutes and at most 30 days.",
        ),
        (
            NewPoll(["Tea", "Coffee"], lasts=30 * DAY + 1),
            "poll_lasts",
            "A poll lasts at least five minutes and at most 30 days.",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(poll: NewPoll, field: str, sentence: str):
    with pytest.raises(Invalid) as refused:
        checked(poll)

    assert (refused.value.field, refused.value.safe) == (field, sentence)


def test_there_is_no_poll_in_a_message():
    with pytest.raises(Invalid, match="sealed") as refused:
        checked(NewPoll(["Tea", "Coffee"]), Audience.MENTIONED)

    assert refused.value.field == "poll"


@pytest.mark.parametrize("lasts", [300, 30 * DAY])
def test_the_shortest_and_the_longest_time_are_taken(lasts: int):
    assert checked(NewPoll(["Tea", "Coffee"], lasts=lasts)).lasts == lasts


def test_a_poll_ends_with_its_post_at_the_latest():
    poll, tomorrow = NewPoll(["Tea", "Coffee"], lasts=7 * DAY), NOON + timedelta(days=1)

    assert asking.end_of(poll, tomorrow, now=NOON) == tomorrow
    assert asking.end_of(poll, None, now=NOON) == NOON + timedelta(days=7)


def test_counts_that_nobody_would_ever_see_are_not_promised_for_the_end():
    hidden = NewPoll(["Tea", "Coffee"], lasts=DAY, hides_counts=True)

    with pytest.raises(Invalid, match="before this poll ends"):
        checked(hidden, ends=NOON + timedelta(days=1))
    assert checked(hidden, ends=NOON + timedelta(days=2)).hides_counts


def test_every_span_that_a_form_offers_may_be_chosen():
    for seconds in asking.SPANS:
        checked(NewPoll(["Tea", "Coffee"], lasts=seconds))


@pytest.mark.parametrize(
    ("chosen", "multiple", "sentence"),
    [
        ([], False, "Please choose first."),
        ([0, 1], False, "Please choose one answer only."),
        ([2], False, "That is not one of the choices."),
        ([-1], True, "That is not one of the choices."),
        ([0, 10**9], True, "That is not one of the choices."),
    ],
)
def test_what_is_no_vote_is_refused(chosen: list[int], multiple: bool, sentence: str):
    with pytest.raises(Invalid) as refused:
        asking.checked_vote(chosen, 2, multiple=multiple)

    assert refused.value.safe == sentence


def test_the_same_choice_said_twice_is_one():
    assert asking.checked_vote([1, 1], 2, multiple=False) == [1]


def test_a_poll_is_over_at_its_moment():
    asking.must_be_open(NOON + timedelta(milliseconds=1), is_over=False, now=NOON)

    with pytest.raises(Refused, match="ended"):
        asking.must_be_open(NOON, is_over=False, now=NOON)
    with pytest.raises(Refused, match="ended"):
        asking.must_be_open(NOON + timedelta(days=1), is_over=True, now=NOON)


def test_hidden_counts_are_shown_from_the_end_on():
    tomorrow = NOON + timedelta(days=1)

    assert not asking.counts_are_shown(tomorrow, hides_counts=True, is_over=False, now=NOON)
    assert asking.counts_are_shown(tomorrow, hides_counts=True, is_over=False, now=tomorrow)
    assert asking.counts_are_shown(tomorrow, hides_counts=True, is_over=True, now=NOON)
    assert asking.counts_are_shown(tomorrow, hides_counts=False, is_over=False, now=NOON)
