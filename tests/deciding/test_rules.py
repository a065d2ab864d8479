"""What is enough to adopt a proposal: the counting, pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.basics.errors import Invalid
from app.deciding import rules
from app.deciding.rules import Counted, Method, Outcome, Way


def way(method: str, quorum: int = 0) -> Way:
    return Way(Method(method), quorum, 7, 5)


@pytest.mark.parametrize(
    ("method", "yes", "no", "adopted"),
    [
        ("majority", 2, 1, True),
        ("majority", 1, 1, False),
        ("majority", 0, 0, False),
        ("two_thirds", 2, 1, True),
        ("two_thirds", 199, 100, False),
        ("two_thirds", 200, 100, True),
        ("two_thirds", 0, 0, False),
    ],
)
def test_more_than_half_is_a_majority_and_two_thirds_are_two_thirds(method: str, yes: int, no: int, adopted: bool):
    assert (rules.what_came_of_it(way(method), Counted(yes, no, 3, 400)) is None) is adopted


@pytest.mark.parametrize(
    ("quorum", "entitled", "enough"), [(0, 10, 1), (50, 11, 6), (50, 10, 5), (100, 7, 7), (1, 1, 1)]
)
def test_a_quorum_is_rounded_up(quorum: int, entitled: int, enough: int):
    assert rules.needed(quorum, entitled) == enough


def test_whoever_abstains_counts_for_the_quorum_and_for_nothing_else():
    assert rules.what_came_of_it(way("majority", 50), Counted(1, 0, 4, 10)) is None
    assert rules.what_came_of_it(way("majority", 50), Counted(1, 0, 3, 10)) is Outcome.NO_QUORUM


def test_too_few_are_told_apart_from_no():
    assert rules.what_came_of_it(way("majority", 50), Counted(0, 4, 0, 10)) is Outcome.NO_QUORUM
    assert rules.what_came_of_it(way("majority", 50), Counted(0, 5, 0, 10)) is Outcome.VOTED_DOWN


@given(st.sampled_from(["majority", "two_thirds"]), *[st.integers(0, 60) for _ in range(3)], st.integers(0, 100))
def test_one_more_yes_never_undoes_a_decision(method: str, yes: int, no: int, abstain: int, quorum: int):
    before = rules.what_came_of_it(way(method, quorum), Counted(yes, no, abstain, 200))

    after = rules.what_came_of_it(way(method, quorum), Counted(yes + 1, no, abstain, 200))

    assert before is not None or after is None


@given(*[st.integers(0, 60) for _ in range(3)])
def test_two_thirds_are_never_less_than_a_majority(yes: int, no: int, abstain: int):
    counted = Counted(yes, no, abstain, 200)

    if rules.what_came_of_it(way("two_thirds"), counted) is None:
        assert rules.what_came_of_it(way("majority"), counted) is None


@pytest.mark.parametrize("word", ["", "maybe", "YES", "yes "])
def test_a_choice_is_one_of_three(word: str):
    with pytest.raises(Invalid) as refused:
        rules.checked_choice(word)

    assert refused.value.field == "choice"
