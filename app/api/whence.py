"""Where a request comes from, for counting tries in memory and for nothing else (P1)."""

from fastapi import Request

from app.doors.tries import network_of


def address_of(request: Request) -> str:
    """The network of the asker, as the server or the proxy in front of it says: what one household has."""
    return network_of(request.client.host if request.client else "")
