"""What is different between two versions, word by word and clause by clause."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.policy.differences import Piece, between, sides
from tests.world.governing import CLAUSES


def test_words_that_go_and_come_are_told_apart_from_those_that_stay():
    found = sides("Ask first, please.", "Ask always, please.")

    assert found.before == (Piece("same", "Ask "), Piece("out", "first"), Piece("same", ", please."))
    assert found.after == (Piece("same", "Ask "), Piece("in", "always"), Piece("same", ", please."))


def test_where_a_script_has_no_gaps_each_letter_is_a_word():
    assert sides("我们的文本", "我们新文本").after == (Piece("same", "我们"), Piece("in", "新"), Piece("same", "文本"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_each_side_says_all_of_its_text_and_what_is_the_same_is_on_both(before: str, after: str):
    found = sides(before, after)

    assert "".join(one.words for one in found.before) == before
    assert "".join(one.words for one in found.after) == after
    same = ["".join(one.words for one in side if one.kind == "same") for side in (found.before, found.after)]
    assert same[0] == same[1]


def test_a_text_too_long_to_compare_is_shown_whole_on_both_sides():
    before, after = "a " * 5_000, "b " * 5_000

    assert sides(before, after).before == (Piece("out", before),)


def test_clauses_are_compared_by_their_keys_whatever_their_numbers():
    first, second, third, *_ = CLAUSES
    renumbered = replace(second, label="7")

    changes = between([first, second, third], [renumbered, first])

    assert [(one.before, one.after) for one in changes if one.before is None or one.after is None] == [(third, None)]
    assert next(one for one in changes if one.after is renumbered).before is second
    assert between(CLAUSES, CLAUSES) == []


@pytest.mark.parametrize("change", [{"appeal_days": 21}, {"keeps_pictures": False}, {"measures": CLAUSES[4].measures}])
def test_other_terms_are_a_change_though_every_word_is_the_same(change: dict[str, object]):
    [found] = between(CLAUSES[:1], [replace(CLAUSES[0], **change)])  # type: ignore[arg-type]

    assert found.terms_differ
