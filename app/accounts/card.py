"""An account as client apps read it, encoded once and kept beside the row (decision 0008).

Mastodon's Account entity (docs.joinmastodon.org/entities/Account). What would break a promise is well-formed and
empty: no totals (P4), the first of a month instead of the day of joining (P1).
"""

from collections.abc import Sequence
from hashlib import blake2b

import msgspec
from sqlalchemy.orm import Session

from app.accounts.addresses import page_address
from app.accounts.models import Account
from app.emoji import shown

TILES = 4096


def tile_of(uri: str) -> int:
    """Which of the generated pictures stands for this account."""
    return int.from_bytes(blake2b(uri.encode(), digest_size=2).digest(), "big") % TILES


def tile_address(origin: str, uri: str) -> str:
    return f"{origin}/tiles/{tile_of(uri)}.svg"


def encoded(session: Session, account: Account, origin: str) -> bytes:
    """The entity as JSON bytes, with the small pictures that stand in the name and the note."""
    words = [account.display_name or ""]
    emojis = shown.entities_in(session, account.about_html or "", words, account.ally_id, origin=origin)
    return encode(account, origin, emojis)


def encode(account: Account, origin: str, emojis: Sequence[shown.Entity] = ()) -> bytes:
    """The same without asking for pictures."""
    picture = tile_address(origin, account.uri)
    entity = {
        "id": str(account.id),
        "username": account.name,
        "acct": account.name if not account.host else f"{account.name}@{account.host}",
        "display_name": account.display_name or account.name,
        "locked": account.asks_before_follow is not False,  # None until the row is written, and then it asks
        "bot": False,
        "discoverable": False,
        "indexable": account.findable is True,
        "group": False,
        "created_at": account.joined_on + "T00:00:00.000Z",
        "note": account.about_html,
        "url": page_address(origin, account.name, account.host),
        "uri": account.uri,
        "avatar": picture,
        "avatar_static": picture,
        "header": picture,
        "header_static": picture,
        "followers_count": 0,
        "following_count": 0,
        "statuses_count": 0,
        "last_status_at": None,
        "hide_collections": True,
        "noindex": True,
        "emojis": emojis,
        "fields": [],
        "roles": [],
    }
    return msgspec.json.encode(entity)
