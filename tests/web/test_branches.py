"""Answers as a tree on a page: nested for a few levels, then below each other with a name, in the order of reading."""

import pytest

from app.web.branches import INDENTED, branches
from app.web.views import BranchView
from tests.posts.test_threads import a_chain, plant
from tests.web import cast
from tests.web.browser import Browser
from tests.world.cast import Member


def posts(count: int):
    return [cast.a_post(cast.JUNO, "<p>words</p>", cast.ago(), answers=cast.ODA) for _ in range(count)]


def flat(found: tuple[BranchView, ...], depth: int = 1) -> list[tuple[int, int]]:
    """(the post, how deep) in the order of reading."""
    return [pair for one in found for pair in ((one.post.id, depth), *flat(one.below, depth + 1))]


def test_answers_follow_what_they_answer_oldest_first():
    one, other, to_one, to_other = posts(4)
    parents = {one.id: 1, other.id: 1, to_one.id: one.id, to_other.id: other.id}

    found = branches((other, one, to_other, to_one), parents, 1, ())

    assert flat(found) == [(one.id, 1), (to_one.id, 2), (other.id, 1), (to_other.id, 2)]


def test_deep_answers_stand_below_each_other_and_say_whom_they_answer():
    line = posts(7)
    parents = dict(zip([post.id for post in line], [1, *(post.id for post in line)], strict=False))

    found = branches(line, parents, 1, {line[-1].id})

    assert flat(found) == [(post.id, min(number, INDENTED)) for number, post in enumerate(line, 1)]
    deepest = found[0].below[0].below[0].below
    assert [one.post.answers for one in deepest] == [None, *[cast.ODA] * 3]
    assert [one.more for one in deepest] == [False, False, False, True]


def test_what_answers_a_post_that_is_not_shown_stands_in_its_place():
    shown, hidden, below = posts(3)
    parents = {shown.id: 1, hidden.id: shown.id, below.id: hidden.id}

    assert flat(branches((shown, below), parents, 1, ())) == [(shown.id, 1), (below.id, 2)]
    assert flat(branches((below,), parents, 1, ())) == [(below.id, 1)]


def depths(page) -> list[int]:
    """How many lists each answer on the page stands in."""
    found, depth = [], 0
    for piece in page.text[page.text.index('id="answers"') :].split("<"):
        depth += piece.startswith("ol ") - piece.startswith("/ol>")
        if piece.startswith("article"):
            found.append(depth)
    return found


def test_a_deep_thread_stays_readable_and_goes_on_on_another_page(marisol: Browser, a_member: Member):
    chain = a_chain(a_member, 12)

    page = marisol.get(f"/posts/{chain[0]}")

    assert depths(page) == [1, 2, 3, 4, 4, 4, 4, 4]
    assert "More answers here" in page.text
    assert f"/posts/{chain[8]}#answers" in page.links()
    assert depths(marisol.get(f"/posts/{chain[8]}")) == [1, 2, 3, 4]


def test_many_answers_are_on_pages(marisol: Browser, a_member: Member):
    first = a_member.posts("who cooks?")
    plant(a_member, [first] * 25)

    page = marisol.get(f"/posts/{first}")
    further = next(link for link in page.links() if link.startswith(f"/posts/{first}?after="))
    rest = marisol.get(further.partition("#")[0])

    assert (len(depths(page)), len(depths(rest))) == (20, 5)
    assert "The first answers" in rest.text
    assert "More answers" not in rest.text


@pytest.mark.parametrize("word", ["x", "-1", "9" * 30])
def test_a_made_up_place_is_the_beginning(marisol: Browser, a_member: Member, word: str):
    first = a_member.posts("who cooks?")
    a_member.posts("me", reply_to=first)

    assert len(depths(marisol.get(f"/posts/{first}?after={word}"))) == 1
