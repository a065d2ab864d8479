"""Reading JSON whose shape nobody guarantees: one or many, a word or an object, or something else altogether."""

import re
from collections.abc import Sequence
from typing import Final, cast

MOST_ADDRESSED: Final = 200

_ADDRESS = re.compile(r"[\x21\x23-\x3b\x3d\x3f-\x7e]{1,500}")
_WORD = re.compile(r"[A-Za-z:#/.]{1,60}")


def address(value: object) -> str:
    """The address of something given as an address or as a whole object; empty where there is none to be used."""
    value = first(value)
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value)
        value = inner.get("id") or inner.get("href")
    return value if isinstance(value, str) and _ADDRESS.fullmatch(value) else ""


def addresses(value: object) -> tuple[str, ...]:
    """Every address among one or many."""
    return tuple(found for found in map(address, many(value)[:MOST_ADDRESSED]) if found)


def word(value: object) -> str:
    value = first(value)
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def text(value: object) -> str:
    return value.replace("\0", "") if isinstance(value, str) else ""


def members(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def many(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return cast("list[object]", value) if isinstance(value, list) else (value,)


def first(value: object) -> object:
    return next(iter(many(value)), None)
