"""A longer text by members of the house, such as the policy: headings, paragraphs, lists, links, and nothing else."""

import re

import pytest

from app.basics.text import written


def test_headings_paragraphs_and_lists_are_what_they_look_like():
    html = written("# Who we are\n\nFirst line.\nSecond line.\n\nAnother.\n- one\n- two\n## Less\n* three")

    assert html == (
        "<h2>Who we are</h2><p>First line.<br>Second line.</p><p>Another.</p><ul><li>one</li><li>two</li></ul>"
        "<h3>Less</h3><ul><li>three</li></ul>"
    )


def test_addresses_become_links_that_tell_nobody_where_one_came_from():
    html = written("- See https://harbour.example/guides?a=1&b=2.")

    assert 'href="https://harbour.example/guides?a=1&amp;b=2"' in html
    assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "source",
    ["<script>alert(1)</script>", "# <img src=x onerror=alert(1)>", "- <a href='javascript:alert(1)'>x</a>",
     "<h2 onclick=x>", "https://a.example/\"onmouseover=alert(1)//"],
)  # fmt: skip
def test_markup_is_text(source: str):
    html = written(source)

    inside = "".join(re.findall(r"<[^>]*>", html))
    assert not re.search(r"script|img|onerror|onclick|onmouseover", inside)


@pytest.mark.parametrize("source", ["", "#", "-", "# ", "#hashtag", "-dash", "*strong* words"])
def test_a_mark_without_a_space_or_a_text_is_a_paragraph(source: str):
    html = str(written(source.strip()))

    assert "<h2>" not in html
    assert "<ul>" not in html


def test_a_text_without_end_is_written_without_delay():
    assert written("- https://a.example/x\n" * 2_000).count("<li>") == 2_000
