"""Every sentence that people read can be translated."""

import re

import pytest
from babel.messages.pofile import read_po

from app.web.render import TEMPLATES
from locales import gathering
from tests.web.pages_read import read

TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.html"))
SAID_ALOUD = ("aria-label", "title", "alt", "placeholder", "content")


def test_the_catalogue_holds_every_sentence_and_no_other():
    with gathering.POT.open("rb") as pot:
        written = {message.id for message in read_po(pot) if message.id}

    said = {message.id for message in gathering.gather() if message.id}

    assert written == said, "run `python -m locales`"


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_says_nothing_past_the_catalogue(path):
    page = read(without_jinja(path.read_text("utf-8")).encode())

    words = [text.strip() for text in page.texts.values() if re.search(r"[^\W\d_]", text)]

    assert words == []


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_an_attribute_that_is_read_aloud_comes_from_the_catalogue(path):
    page = read(without_jinja(path.read_text("utf-8")).encode())

    said = {attrs[name] for tag, attrs in page.tags for name in SAID_ALOUD if name in attrs and tag != "meta"}

    assert {words for words in said if re.search(r"[^\W\d_]", words)} - {"https://"} == set()


def test_what_errors_say_is_gathered():
    source = (
        'class Late(Refused):\n    safe = "It is late."\n\nraise Invalid("name", "Too short.")\nraise NotFound("Gone.")'
    )

    assert set(gathering.said_by_errors(source)) == {"It is late.", "Too short.", "Gone."}


def test_a_whole_sentence_is_gathered_wherever_it_stands_and_what_is_ours_alone_is_not():
    source = (
        '"""What this module does is said here."""\n'
        'SAID = "It is late already."\nREFUSALS = {1: "Nobody is there."}\n'
        'raise Invalid("name", SAID)\nraise ValueError("That is a mistake of ours.")\n'
        'WORD, QUERY = "Late.", "select one from two where three"\nf"It is {late} there."\n'
    )

    assert list(gathering.whole_sentences(source)) == ["It is late already.", "Nobody is there."]


def without_jinja(source: str) -> str:
    """The template without what Jinja will put there; translated blocks are the catalogue's."""
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    source = re.sub(r"\{%\s*trans\b.*?\{%\s*endtrans\s*%\}", "", source, flags=re.S)
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.S)
    # A macro may write attributes alone, outside any tag of its own.
    return re.sub(r'^ ([a-z-]+="[^"<>]*" ?)+$', "", source, flags=re.M)
