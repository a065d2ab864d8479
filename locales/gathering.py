"""Gathers every sentence that people read into one catalogue: templates, `_()` and `N_()`, and what errors say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

import locales

ROOT = locales.FOLDER.parent
POT = locales.FOLDER / "parasol.pot"
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "say": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# Errors take the sentence for people first (app/basics/errors.py); Invalid takes its field's name before it.
ERRORS = {
    "ParasolError", "Refused", "NotFound", "Forbidden", "NotSignedIn", "Unverified",
    "TooLarge", "WrongType", "Conflict", "TooMany", "Unavailable",
}  # fmt: skip
_OURS = {"AssertionError", "LookupError", "RuntimeError", "SettingsError", "TypeError", "ValueError"}
_SENTENCE = re.compile(r"[A-Z“][^\n]* [^\n]*[.?]")
# Commands, backups and keys speak to whoever runs a house and reads its guides; the client API speaks to programs,
# which compare words.
IN_ENGLISH = {"cli", "api", "backup", "key_file.py", "locks.py"}
PASSED_OVER = IN_ENGLISH | {"var", "tests", "node_modules"}


def gather() -> Catalog:
    """Every message there is, with the files it stands in, without line numbers: they would change all day."""
    catalog = Catalog(project="Parasol", charset="utf-8", fuzzy=False)
    with (locales.FOLDER / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=_worth_a_look)
    for file, _line, message, _comments, context in found:
        catalog.add(message, locations=[(file, 0)], context=context)
    for folder in ("app", "federation", "moderation"):
        for path in sorted(_sources(ROOT / folder)):
            source = path.read_text("utf-8")
            for sentence in (*said_by_errors(source), *whole_sentences(source)):
                catalog.add(sentence, locations=[(str(path.relative_to(ROOT)), 0)])
    return catalog


def said_by_errors(source: str) -> Iterator[str]:
    """The sentences that errors in this source say to people: `safe = "…"`, and what they are raised with."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=[ast.Name(id="safe")], value=ast.Constant(value=str(sentence))):
                yield sentence
            case ast.Call(func=ast.Name(id="Invalid"), args=[_, ast.Constant(value=str(sentence)), *_]):
                yield sentence
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(sentence)), *_]) if name in ERRORS:
                yield sentence
            case _:
                pass


def whole_sentences(source: str) -> Iterator[str]:
    """What else reads like a sentence, such as one that an error is raised with by its name; no comments of ours.

    The layers below the doors know nothing of gettext, so nothing marks what they say.
    """
    tree = ast.parse(source)
    ours = {id(part) for node in ast.walk(tree) for part in _for_ourselves(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(words)) if id(node) not in ours and _SENTENCE.fullmatch(words):
                yield words
            case _:
                pass


def _for_ourselves(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, pieces of longer texts, and what only a log or a programmer reads."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value
        case ast.JoinedStr():
            yield from node.values
        case ast.Call(func=ast.Name(id=name)) if name in _OURS:
            yield from node.args
        case _:
            pass


def write(path: Path = POT) -> None:
    """Bring the template of translations up to date; the same sentences give the same bytes."""
    catalog = gather()
    with path.open("wb") as pot:
        pot.write(
            b'msgid ""\nmsgstr ""\n"Project-Id-Version: Parasol\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        )
        write_po(pot, catalog, omit_header=True, include_lineno=False, sort_output=True, width=110)


def _sources(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.py") if not IN_ENGLISH & set(path.relative_to(ROOT).parts))


def _worth_a_look(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "_")) and Path(folder).name not in PASSED_OVER
