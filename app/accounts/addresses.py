"""Addresses of this house's actors.

An actor's address is a keyed hash of the case-folded name, under a key that is never rotated, so that WebFinger can
answer for every well-formed name alike and nobody learns who exists (P6, decision 0004). It is another address than
the page's, and tells nothing of either name or time.
"""

import base64
from hashlib import blake2b

from app.accounts.rules import folded


def actor_token(address_key: bytes, name: str) -> str:
    """20 bytes of keyed BLAKE2b of the folded name, as 32 lower-case base32 letters."""
    digest = blake2b(folded(name).encode(), key=address_key, digest_size=20, person=b"actor").digest()
    return base64.b32encode(digest).decode().lower()


def actor_uri(origin: str, address_key: bytes, name: str) -> str:
    return f"{origin}/ap/actors/{actor_token(address_key, name)}"


def instance_actor_uri(origin: str) -> str:
    return f"{origin}/ap/instance"


def shared_inbox(origin: str) -> str:
    return f"{origin}/ap/inbox"


def page_address(origin: str, name: str, host: str = "") -> str:
    """Where a person reads about the account on this house's pages."""
    return f"{origin}/@{name}@{host}" if host else f"{origin}/@{name}"
