"""A start compiles only the templates that have changed since the last."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from app.web.compiled import Compiled

Starts = Callable[..., Environment]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "hello.html").write_text("Hello")
    return tmp_path


@pytest.fixture
def starts(templates: Path, monkeypatch: pytest.MonkeyPatch) -> Starts:
    """A house starts; `compiled` counts what it has compiled."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)

    def start(made_by: bytes = b"one") -> Environment:
        kept = Compiled(templates, made_by=made_by)
        house = Environment(loader=FileSystemLoader(templates), bytecode_cache=kept, autoescape=True)
        house.compiled = []  # type: ignore[attr-defined]
        compile_one = house.compile

        def compile(source: str, name: str, *rest: object) -> object:
            house.compiled.append(name)  # type: ignore[attr-defined]
            return compile_one(source, name, *rest)  # type: ignore[call-overload]

        house.compile = compile  # type: ignore[method-assign, assignment]
        return house

    return start


def test_a_second_start_compiles_nothing(starts: Starts):
    assert starts().get_template("hello.html").render() == "Hello"

    second = starts()

    assert second.get_template("hello.html").render() == "Hello"
    assert second.compiled == []


def test_a_template_that_has_changed_is_compiled_anew(starts: Starts, templates: Path):
    starts().get_template("hello.html")

    (templates / "hello.html").write_text("Good evening")

    assert starts().get_template("hello.html").render() == "Good evening"


def test_what_another_maker_left_is_not_used(starts: Starts):
    starts().get_template("hello.html")

    other = starts(made_by=b"another")
    other.get_template("hello.html")

    assert other.compiled == ["hello.html"]


def test_where_nothing_can_be_kept_pages_come_as_well(starts: Starts, templates: Path):
    shutil.rmtree(templates / "__pycache__", ignore_errors=True)
    (templates / "__pycache__").write_text("no folder")

    assert starts().get_template("hello.html").render() == "Hello"
