"""Text in and HTML out: what a member writes stays text, and of what comes from outside only the harmless stays."""

from html.parser import HTMLParser

import pytest

from app.basics import text

MARISOL = {("marisol", ""): "https://lantern.example/@marisol"}


@pytest.mark.parametrize(
    ("foreign", "kept"),
    [
        ("<p>hi</p>", "<p>hi</p>"),
        ("<p onclick=x()>hi</p>", "<p>hi</p>"),
        ("<script>alert(1)</script>hi", "hi"),
        ("<style>p{}</style>hi", "hi"),
        ("<img src=x onerror=alert(1)>hi", "hi"),
        ('<a href="javascript:alert(1)">hi</a>', '<a rel="nofollow noopener noreferrer">hi</a>'),
        ('<a href="data:text/html,x">hi</a>', '<a rel="nofollow noopener noreferrer">hi</a>'),
        ('<a href="/leave">hi</a>', '<a rel="nofollow noopener noreferrer">hi</a>'),
        ('<a href="//evil.example">hi</a>', '<a rel="nofollow noopener noreferrer">hi</a>'),
        ('<span style="position:fixed">hi</span>', "<span>hi</span>"),
        ('<span class="evil mention">hi</span>', '<span class="mention">hi</span>'),
        ('<p id="content">hi</p>', "<p>hi</p>"),
        ("<form action=/leave><button>hi</button></form>", "hi"),
        ("<!-- secret -->hi", "hi"),
        ("hi\u202e\x00there", "hi\u202ethere"),
    ],
)
def test_of_foreign_html_only_the_harmless_stays(foreign: str, kept: str):
    assert text.clean(foreign) == kept


def test_a_link_to_elsewhere_stays_and_tells_nobody_where_it_was_followed():
    cleaned = text.clean('<a href="https://a.example/x?y=1">hi</a>')

    assert cleaned == '<a href="https://a.example/x?y=1" rel="nofollow noopener noreferrer">hi</a>'


def test_deep_nesting_and_great_length_take_no_time_and_no_stack():
    assert text.clean("<b>" * 50_000 + "hi")
    assert len(text.clean("x" * 5_000_000)) <= text.MOST_FOREIGN_BYTES


def test_what_a_member_writes_is_text():
    assert text.render("<b>bold</b> & 'so'", {}) == "<p>&lt;b&gt;bold&lt;/b&gt; &amp; 'so'</p>"


def test_lines_and_paragraphs_are_kept():
    assert text.render("one\ntwo\n\nthree", {}) == "<p>one<br>two</p><p>three</p>"


def test_somebody_known_is_linked_and_nobody_else():
    shown = text.render("hi @marisol, not me@marisol.example nor @nobody", MARISOL)

    assert shown.count("<a ") == 1
    assert 'href="https://lantern.example/@marisol"' in shown


@pytest.mark.parametrize("address", ["https://a.example/b?c=d&e=f", "http://a.example", "https://a.example/(b)"])
def test_an_address_becomes_a_link(address: str):
    assert text.render(f"see {address}.", {}).count("<a ") == 1


@pytest.mark.parametrize("no_address", ["javascript:alert(1)", "data:text/html,x", "canal.street", "ftp://a.example"])
def test_what_only_looks_like_one_does_not(no_address: str):
    assert "<a " not in text.render(f"see {no_address} now", {})


def test_an_address_cannot_break_out_of_its_link():
    attributes: set[str] = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: attributes.update(name for name, _ in attrs)  # type: ignore[method-assign]

    reader.feed(text.render("https://a.example/\"onmouseover=\"alert(1) https://a.example/'x='y", {}))

    assert attributes == {"href", "rel"}
