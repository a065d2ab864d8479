"""JSON that others wrote, read within bounds and before anything else looks at it."""

import re
from typing import Any, Final

import msgspec

from app.basics.errors import Invalid, TooLarge

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 32

# A whole string (skipped), or a bracket. A string that never ends is not skipped: we only count too much.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def json_bounded(data: bytes, *, max_depth: int = MAX_DEPTH, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Read one JSON object; of a name given twice the last counts.

    Raises TooLarge, or Invalid for what is not JSON (NaN and numbers out of range included), not an
    object, or nested deeper than `max_depth`.
    """
    if len(data) > max_bytes:
        raise TooLarge()
    if _is_deeper(data, max_depth):
        raise Invalid("body", "That is nested too deeply.")
    try:
        read: Any = msgspec.json.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Invalid("body", "That is not JSON.") from error
    if not isinstance(read, dict):
        raise Invalid("body", "That is not a JSON object.")
    return read


def _is_deeper(data: bytes, most: int) -> bool:
    """Whether brackets nest deeper than `most`, found without recursion and without reading the values."""
    if data.count(b"{") + data.count(b"[") <= most:
        return False
    depth = 0
    for token in _TOKEN.finditer(data):
        mark = data[token.start()]
        if mark in b"[{":
            depth += 1
            if depth > most:
                return True
        elif mark in b"]}":
            depth -= 1
    return False
