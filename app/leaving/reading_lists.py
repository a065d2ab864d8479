"""Mastodon's CSV files: whom somebody follows, blocks or mutes. Read strictly: with one line that is none, none is
taken."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.basics.errors import Invalid, TooLarge

MOST_LINES: Final = 10_000
MOST_BYTES: Final = 4 * 1024 * 1024

_ADDRESS = re.compile(
    r"@?([A-Za-z0-9_][A-Za-z0-9_.-]{0,63})@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?)"
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?")
_HEADS: Final = {"account address", "#account address", "#domain", "domain"}


class Kind(StrEnum):
    """What a list is of."""

    FOLLOWING = "following"
    BLOCKS = "blocks"
    MUTES = "mutes"
    DOMAINS = "domains"


@dataclass(frozen=True, slots=True)
class Line:
    """An address, or a host; and the one switch there is: boosts shown, or notifications hidden."""

    address: str
    switch: bool = True


def read(data: bytes, kind: Kind) -> list[Line]:
    """The lines, each address once, in order. Raises Invalid saying which line is wrong, TooLarge for too many."""
    if len(data) > MOST_BYTES:
        raise TooLarge("This list is too long: at most 10,000 lines are taken.")
    found: dict[str, Line] = {}
    for number, row in _rows(data):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in _HEADS):
            continue
        line = Line(_address(cells[0], kind, number), _switch(cells))
        found.setdefault(line.address, line)
    return list(found.values())


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("archive", "This list is not text in UTF-8.") from error
    if "\x00" in text:
        raise Invalid("archive", "There is a character here that cannot be kept.")
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), start=1):
            if number > MOST_LINES:
                raise TooLarge("This list is too long: at most 10,000 lines are taken.")
            yield number, row
    except csv.Error as error:
        raise Invalid("archive", "This is not a list in CSV.") from error


def _address(cell: str, kind: Kind, number: int) -> str:
    if kind is Kind.DOMAINS:
        if not _HOST.fullmatch(cell):
            raise Invalid("archive", "One of the lines is not a host such as house.example. Nothing was taken.", number)
        return cell.lower()
    address = _ADDRESS.fullmatch(cell)
    if address is None:
        raise Invalid(
            "archive", "One of the lines is not an address such as juno@house.example. Nothing was taken.", number
        )
    return f"{address[1]}@{address[2]}".lower()


def _switch(cells: list[str]) -> bool:
    return len(cells) < 2 or cells[1].lower() != "false"
