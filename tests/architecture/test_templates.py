"""Templates escape everything and carry neither script nor style of their own (P7)."""

import re

import pytest

from tests.architecture.repository import files, name_of

TEMPLATES = files(".html", ".xml", ".jinja", under="templates")
FORBIDDEN = {
    "an unescaped value": r"\|\s*safe\b|\bMarkup\(|autoescape\s+false",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)",
    "a style in the page": r"<style\b|\sstyle\s*=",
    "a handler in an attribute": r"<[^>]*\son[a-z]+\s*=(?!=)",
    "an address that runs": r"javascript:",
    "another origin": r"""(?:src|href|action|poster)\s*=\s*["'](?:https?:)?//""",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)

    found = [name_of(template) for template in TEMPLATES if pattern.search(template.read_text())]

    assert found == []


def test_no_style_sheet_loads_from_elsewhere():
    away = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import", re.IGNORECASE)

    assert [name_of(sheet) for sheet in files(".css", under="app") if away.search(sheet.read_text())] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("an unescaped value", "{{ post.text | safe }}"),
        ("a script in the page", "<script>go()</script>"),
        ("a style in the page", '<p style="color: red">'),
        ("a handler in an attribute", '<button type="submit" onclick="go()">'),
        ("an address that runs", '<a href="javascript:go()">'),
        ("another origin", '<img src="//elsewhere.example/a.png">'),
    ],
)
def test_it_would_be_found(what, line):
    assert re.search(FORBIDDEN[what], line, re.IGNORECASE)
