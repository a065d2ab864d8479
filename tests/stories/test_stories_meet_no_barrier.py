"""Whoever is in a story has axe look at each kind of page they come to; what it finds fails the story."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.world import glances
from tests.world.browsers import Person
from tests.world.glances import kind_of

FINE = '<!doctype html><html lang="en"><title>Notes</title><main><h1>Notes</h1><p>Tea</p></main>'
WRONG = FINE.replace("<p>Tea</p>", '<img src="tea.png">')


@pytest.fixture
def marisol(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(glances, "_fine", set())
    for name, body in (("fine", FINE), ("wrong", WRONG)):
        (tmp_path / f"{name}.html").write_text(body)
    return Person(chromium.new_page(), tmp_path.as_uri(), "marisol", tmp_path)


def test_a_picture_without_words_is_a_barrier(marisol: Person):
    with pytest.raises(AssertionError, match="image-alt"):
        marisol.opens("/wrong.html")
    with pytest.raises(AssertionError, match="image-alt"):
        marisol.sees("Notes")


def test_a_page_that_is_fine_is_looked_at_once(marisol: Person, tmp_path: Path):
    marisol.opens("/fine.html")

    (tmp_path / "fine.html").write_text(WRONG)

    marisol.opens("/fine.html").sees("Notes")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/@juno/114000000000000001", "/@vera@harbour.example/7"),
        ("/join/kX2-an-invitation_of-one", "/join/another-invitation-of_Xk"),
        ("/posts/7/editing", "/posts/114000000000000001/editing"),
    ],
)
def test_pages_that_differ_in_whom_and_which_alone_are_of_one_kind(one: str, other: str):
    assert kind_of(one) == kind_of(other)


@pytest.mark.parametrize(("one", "other"), [("/", "/write"), ("/@juno", "/@juno/7"), ("/posts/7", "/posts/7/editing")])
def test_other_pages_are_of_other_kinds(one: str, other: str):
    assert kind_of(one) != kind_of(other)
