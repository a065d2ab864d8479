"""Every page in a made-up language that runs from right to left: nothing of its own words stays in English.

What the samples bring along, such as a post or a house's name, is nobody's to translate.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest

from app.web.render import render
from tests.web.gallery import pages
from tests.world.tongues import sentences, spoken

PAGES = {name: (template, view, frame) for name, template, view, frame in pages()}
SAID_ALOUD = ("aria-label", "title", "alt", "placeholder")


@pytest.fixture(scope="module", autouse=True)
def _the_house_speaks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with spoken(tmp_path_factory.mktemp("tongues"), "ar"):
        yield


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_from_right_to_left_and_says_nothing_past_the_catalogue(name: str):
    template, view, frame = PAGES[name]

    page = render(template, view, replace(frame, language="ar")).decode()

    assert '<html lang="ar" dir="rtl"' in page
    assert [words for words in read_by_people(page) if words in in_english() and words not in repr((view, frame))] == []


def test_a_sentence_that_was_not_translated_is_noticed():
    said = "<p>⟦Home⟧</p><p> Home </p><a aria-label='Home'>⟦Sign in⟧</a>"

    assert [words for words in read_by_people(said) if words in in_english()] == ["Home", "Home"]


def read_by_people(page: str) -> list[str]:
    """Each piece of text that stands by itself, and what is read aloud."""
    reader = _Reader()
    reader.feed(page)
    return [" ".join(words.split()) for words in reader.said if words.strip()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for name, value in attrs if name in SAID_ALOUD]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@cache
def in_english() -> set[str]:
    return {" ".join(message.id.split()) for message in sentences() if isinstance(message.id, str)}
