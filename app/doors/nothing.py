"""The one answer of a thing that does not exist, so that what is hidden cannot be told from what is not there (P21)."""

from typing import Final

from fastapi import Response

_BODY: Final = b'{"error":"There is nothing here."}'
_HEADERS: Final = {"content-type": "application/json", "cache-control": "no-store"}


def nothing() -> Response:
    """404, the same bytes and headers every time, whoever asks for whatever."""
    return Response(_BODY, 404, headers=_HEADERS)
