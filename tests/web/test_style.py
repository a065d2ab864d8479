"""What the style sheets hold to."""

import re

import pytest

from app.web import assets

CSS = sorted((assets.FOLDER / "css").rglob("*.css"))
DIRECTIONS = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|text-align:\s*(?:left|right)|float)(?=\s*:)"
)
COLOURS = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.I)


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/", "", source, flags=re.S)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_colours_stand_in_tokens_alone(path):
    found = COLOURS.findall(without_comments(path.read_text("utf-8")))

    assert found == [] or path.name == "tokens.css"


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_nothing_is_left_or_right_so_that_every_script_runs_its_own_way(path):
    assert DIRECTIONS.findall(without_comments(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_every_rule_lies_in_a_layer(path):
    outside, depth = [], 0
    for line in without_comments(path.read_text("utf-8")).splitlines():
        if depth == 0 and line.strip():
            outside.append(line.strip().split(" ")[0])
        depth += line.count("{") - line.count("}")

    assert set(outside) == {"@layer"}
    assert depth == 0


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_every_token_that_is_used_is_there(path):
    defined = set(re.findall(r"(--[a-z-]+):", (assets.FOLDER / "css" / "tokens.css").read_text("utf-8")))

    assert set(re.findall(r"var\((--[a-z-]+)\)", path.read_text("utf-8"))) <= defined


def test_dark_by_choice_is_dark_as_the_system_has_it():
    tokens = (assets.FOLDER / "css" / "tokens.css").read_text("utf-8")

    by_system, by_choice = re.findall(r"color-scheme: dark;(.*?)\}", tokens, re.S)

    assert by_system.split() == by_choice.split()


def test_no_style_sheet_loads_anything():
    assert b"url(" not in assets.style().body
    assert b"@import" not in assets.style().body


def test_the_address_of_an_asset_changes_with_its_content(monkeypatch, tmp_path):
    before = assets.script().address
    (tmp_path / "script").mkdir()
    (tmp_path / "script" / "app.js").write_bytes(assets.script().body + b"\n// more")

    monkeypatch.setattr(assets, "FOLDER", tmp_path)

    assert assets.script.__wrapped__().address != before


def test_the_script_is_smaller_than_two_kilobytes():
    assert len(assets.script().body) < 2_000
