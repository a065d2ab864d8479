"""Lists as others publish them: Mastodon's domain blocks and account lists in CSV, or one address a line.

With a head its columns are found by their names, as FediBlockHole, IFTAS and others write them in their own order;
without one the address comes first. Nothing in a list is looked up, and nothing in it is believed (P20).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import idna

from app.basics.errors import Invalid, TooLarge
from app.basics.text import one_line
from app.leaving.reading_lists import rows
from moderation.suggestions.rules import Kind

FIELD: Final = "list"
MOST_LINES: Final = 5_000
MOST_BYTES: Final = 1024 * 1024
LONGEST_WORDS: Final = 300
_LONGEST_HOST: Final = 259
_MOST_WORKED_OUT: Final = 10

TOO_LONG = "This list is too long: at most 5,000 lines and 1 MB are taken at once."
NOTHING_IN_IT = "There is no line in this list. Please paste it, or choose the file."
NO_ADDRESS = "This is neither a house such as house.example nor an account such as @juno@house.example."
MADE_UNREADABLE = "Whoever published this list has hidden part of the name with asterisks."
NOT_ALLOWED = "No house can have this name."

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9][0-9]{0,4})?"
)
_HEADS: Final = frozenset({"domain", "host", "instance", "account address", "account"})
_SEVERITIES: Final = frozenset({"suspend", "silence", "noop"})
_WORDS: Final = ("public_comment", "public comment", "comment", "reason", "reasons")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a list names, in the one spelling under which it is found here."""

    kind: Kind
    address: str
    words: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that could not be read, and why (a gettext message id)."""

    number: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says: each thing once, and the lines that are none."""

    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]


class _NoLine(Exception):
    """`args[0]`: why."""


def read(data: bytes) -> Listed:
    """Raises Invalid for what is no list at all, TooLarge."""
    if len(data) > MOST_BYTES:
        raise TooLarge(TOO_LONG)
    found: dict[str, Line] = {}
    wrong: list[Wrong] = []
    columns: Mapping[str, int] = {}
    for number, row in rows(data, FIELD):
        if number > MOST_LINES:
            raise TooLarge(TOO_LONG)
        cells = [cell.strip() for cell in row]
        if number == 1 and _name_of(cells[:1]) in _HEADS:
            columns = {_name_of([cell]): place for place, cell in enumerate(cells)}
        elif any(cells) and not cells[0].startswith(("#", "//")):
            try:
                line = _line(cells, columns)
                found.setdefault(line.address, line)
            except _NoLine as error:
                wrong.append(Wrong(number, one_line(cells[0])[:80], str(error.args[0])))
    if not found and not wrong:
        raise Invalid(FIELD, NOTHING_IN_IT)
    return Listed(tuple(found.values()), tuple(wrong))


def _name_of(cells: Sequence[str]) -> str:
    return cells[0].lstrip("#").strip().lower() if cells else ""


def _line(cells: Sequence[str], columns: Mapping[str, int]) -> Line:
    severity = _cell(cells, columns, "severity").lower()
    words = next((said for name in _WORDS if (said := one_line(_cell(cells, columns, name)))), "")
    return Line(
        *_address(cells[0]),
        words=words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…",
        severity=severity if severity in _SEVERITIES else "",
    )


def _cell(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return cells[place] if place is not None and place < len(cells) else ""


def _address(cell: str) -> tuple[Kind, str]:
    name, at, host = cell.removeprefix("@").rpartition("@")
    if at:
        if not _NAME.fullmatch(name):
            raise _NoLine(NO_ADDRESS)
        return Kind.ACCOUNT, f"{name.lower()}@{_host(host)}"
    return Kind.HOUSE, _host(cell.removeprefix("*."))


def _host(said: str) -> str:
    """As DNS knows it: letters of other scripts that look like ours are seen to be none."""
    if "*" in said:
        raise _NoLine(MADE_UNREADABLE)
    if len(said) > _LONGEST_HOST:
        raise _NoLine(NO_ADDRESS)
    host = ".".join(_labels(said.lower()))
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        raise _NoLine(NO_ADDRESS)
    return host


def _labels(name: str) -> list[str]:
    """Working one out takes long: whoever writes a list of nothing else would keep us busy."""
    labels = name.split(".")
    to_work_out = {label for label in labels if not label.isascii() or label.startswith("xn--")}
    if len(to_work_out) > _MOST_WORKED_OUT:
        raise _NoLine(NOT_ALLOWED)
    try:
        found = {label: idna.alabel(label).decode("ascii") for label in to_work_out}
    except UnicodeError as error:
        raise _NoLine(NOT_ALLOWED) from error
    return [found.get(label, label) for label in labels]
