"""JSON out, encoded by msgspec or put together from bytes that were encoded when they were written; and files."""

from collections.abc import Iterable, Mapping

import msgspec
from fastapi import Response

JSON = "application/json"
OF_A_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Referrer-Policy": "no-referrer",
}
"""Apps in browsers load it from their own origin; opened by itself it can do nothing. For how long it may be kept is
for whoever gives it to say.
"""


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Anything msgspec can write; `msgspec.Raw` inside stands for what is encoded already."""
    return Response(msgspec.json.encode(value), status, headers, JSON)


def ready(entity: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """One entity, or a whole array, that is encoded already."""
    return Response(entity, 200, headers, JSON)


def ready_list(entities: Iterable[bytes], headers: Mapping[str, str] | None = None) -> Response:
    """Entities that are encoded already, as an array."""
    return Response(b"[" + b",".join(entities) + b"]", 200, headers, JSON)
