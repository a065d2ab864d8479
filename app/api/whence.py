"""Where a request comes from, for counting tries in memory and for nothing else (P1)."""

from fastapi import Request


def address_of(request: Request) -> str:
    """The network address of the asker, as the server or the proxy in front of it says."""
    return request.client.host if request.client else ""
