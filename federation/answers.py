"""How the doors to other houses read a request and write an answer."""

from typing import Any, Final

import msgspec
from fastapi import Request, Response

from app.basics.errors import NotFound, ParasolError, TooMany, Unavailable
from app.doors.nothing import nothing
from federation.fetch.media_types import ACTIVITY
from federation.signatures import SignedRequest

_PRIVATE: Final = {"cache-control": "private, no-store", "vary": "Signature, Signature-Input"}


def as_it_came(request: Request) -> SignedRequest:
    """The request's line and headers, raw and with duplicates kept, without its body."""
    scope = request.scope
    query: bytes = scope["query_string"]
    target: bytes = scope["raw_path"] + (b"?" + query if query else b"")
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    return SignedRequest(request.method, target.decode("latin-1"), headers)


def document(content: dict[str, Any], *, media_type: str = ACTIVITY, private: bool = True) -> Response:
    """A document; a `private` one is for the ally that signed, and no cache may hand it to another."""
    headers = {"content-type": media_type, **(_PRIVATE if private else {})}
    return Response(msgspec.json.encode(content), headers=headers)


def refusal(error: ParasolError) -> Response:
    """One small JSON error for every refusal; for what is not there, and for strangers, nothing at all."""
    if isinstance(error, NotFound):
        return nothing()
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    if isinstance(error, TooMany | Unavailable):
        headers["retry-after"] = str(error.retry_after)
    return Response(msgspec.json.encode({"error": error.safe}), error.status, headers=headers)
