"""Mastodon's CSV files: whom somebody follows, blocks or mutes, their lists and bookmarks. Read strictly: with one line
that is none, none is taken."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.basics.errors import Invalid, TooLarge
from app.basics.text import one_line
from app.timelines.lists import LONGEST_TITLE

MOST_LINES: Final = 10_000
MOST_BYTES: Final = 4 * 1024 * 1024

_ADDRESS = re.compile(
    r"@?([A-Za-z0-9_][A-Za-z0-9_.-]{0,63})@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?)"
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?")
_POST = re.compile(r"https?://[\x21-\x7e]{1,490}")
_HEADS: Final = {"account address", "#account address", "#domain", "domain", "#uri", "uri"}


class Kind(StrEnum):
    """What a list is of."""

    FOLLOWING = "following"
    BLOCKS = "blocks"
    MUTES = "mutes"
    DOMAINS = "domains"
    LISTS = "lists"
    BOOKMARKS = "bookmarks"


@dataclass(frozen=True, slots=True)
class Line:
    """An address, or a host; and the one switch there is: boosts shown, or notifications hidden.

    `title`: of the list that the address is in.
    """

    address: str
    switch: bool = True
    title: str = ""


def read(data: bytes, kind: Kind) -> list[Line]:
    """The lines, each address once, in order. Raises Invalid saying which line is wrong, TooLarge for too many."""
    if len(data) > MOST_BYTES:
        raise TooLarge("This list is too long: at most 10,000 lines are taken.")
    found: dict[tuple[str, str], Line] = {}
    for number, row in rows(data, "archive"):
        if number > MOST_LINES:
            raise TooLarge("This list is too long: at most 10,000 lines are taken.")
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and _is_head(cells, kind)):
            continue
        line = _line(cells, kind, number)
        found.setdefault((line.title, line.address), line)
    return list(found.values())


def rows(data: bytes, field: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that came in as that field, counted from 1; raises Invalid."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(field, "This list is not text in UTF-8.") from error
    if "\x00" in text:
        raise Invalid(field, "There is a character here that cannot be kept.")
    try:
        yield from enumerate(csv.reader(io.StringIO(text), strict=True), start=1)
    except csv.Error as error:
        raise Invalid(field, "This is not a list in CSV.") from error


def _is_head(cells: list[str], kind: Kind) -> bool:
    """A list of people may be called anything, so there the second word tells."""
    said = cells[1:2] if kind is Kind.LISTS else cells[:1]
    return any(cell.lower() in _HEADS for cell in said)


def _line(cells: list[str], kind: Kind, number: int) -> Line:
    if kind is not Kind.LISTS:
        return Line(_address(cells[0], kind, number), _switch(cells))
    title = one_line(cells[0])
    if len(cells) < 2 or not title or len(title) > LONGEST_TITLE:
        raise Invalid("archive", "One of the lines does not say which list it is of. Nothing was taken.", number)
    return Line(_address(cells[1], kind, number), title=title)


def _address(cell: str, kind: Kind, number: int) -> str:
    if kind is Kind.BOOKMARKS:
        if not _POST.fullmatch(cell):
            raise Invalid("archive", "One of the lines is not the address of a post. Nothing was taken.", number)
        return cell
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
