"""What apps read, for one reader: bytes that were encoded when they were written, the reader's own laid over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import msgspec
from fastapi import Request

from app.accounts.queries import AccountFacts
from app.accounts.queries_between import Muted, Stance
from app.api.holding import Caller, house_of
from app.basics.clock import now
from app.basics.ids import time_of
from app.media.capability import TOKEN, Holder, mint
from app.posts import body, opening
from app.posts.picture_queries import PictureFacts
from app.posts.queries import PostFacts
from app.timelines.encoded_queries import Encoded
from app.timelines.queries import Entry


class KeyFor(Protocol):
    """Mints the address of a picture for one reader. `picture_key`: what opens the file of one in a message."""

    def __call__(self, picture_id: int, picture_key: bytes = b"") -> str: ...


def keys_of(request: Request, caller: Caller) -> KeyFor:
    """Mints the address of a picture for this token: nobody else's app can use it for long (P27)."""

    key, at = house_of(request).key, now()
    minted: dict[int, str] = {}  # each picture has two addresses

    def key_for(picture_id: int, picture_key: bytes = b"") -> str:
        found = minted.get(picture_id)
        if found is None:
            holder = Holder(TOKEN, caller.token_id, picture_key)
            found = minted[picture_id] = mint(key, picture_id, holder, now=at)
        return found

    return key_for


def status(post: PostFacts, key_for: KeyFor) -> bytes:
    """A post for the reader whose marks are in the facts; with a message that is open its pictures open too."""
    return body.whole(
        post.body,
        post.author_card,
        favoured=post.favoured,
        boosted=post.boosted,
        bookmarked=post.bookmarked,
        pinned=post.pinned,
        key_for=(lambda one: key_for(one, opening.picture_key_in(post, one))) if post.pictures else None,
    )


def statuses(entries: Iterable[Entry], key_for: KeyFor) -> list[bytes]:
    """A page that was read as facts."""
    return [status(entry.post, key_for) for entry in entries]


def boosts_and_statuses(entries: Iterable[Entry], key_for: KeyFor) -> list[bytes]:
    """The same where it tells who boosted what."""
    return [_boosted(entry, status(entry.post, key_for)) for entry in entries]


def encoded(rows: Iterable[Encoded], key_for: KeyFor) -> list[bytes]:
    """A page that was read as bytes."""
    return [_encoded(row, key_for) for row in rows]


def page(rows: Iterable[Encoded], key_for: KeyFor) -> bytes:
    """The same as one array, each byte of it copied once: for the hottest lists."""
    pieces: list[bytes] = []
    between = b"["
    for row in rows:
        _, post, author, pictures, favoured, boosted, bookmarked, pinned, _, booster = row
        if pictures or booster is not None:
            pieces += (between, _encoded(row, key_for))
        else:
            pieces.append(between)
            pieces += body.pieces(post, author, favoured, boosted, bookmarked, pinned)
        between = b","
    pieces.append(b"]" if pieces else b"[]")
    return b"".join(pieces)


def _encoded(row: Encoded, key_for: KeyFor) -> bytes:
    whole = body.whole(
        row.body,
        row.author_card,
        favoured=row.favoured,
        boosted=row.boosted,
        bookmarked=row.bookmarked,
        pinned=row.pinned,
        key_for=key_for if row.pictures else None,
    )
    if row.booster_card is None:
        return whole
    return body.boost(row.id, time_of(row.id), row.boost_uri or "", row.booster_card, whole)


def _boosted(entry: Entry, whole: bytes) -> bytes:
    if entry.booster_id is None:
        return whole
    return body.boost(entry.id, entry.boosted_at, entry.boost_uri, entry.booster_card, whole)


def accounts(found: Iterable[AccountFacts]) -> list[bytes]:
    """Accounts, each as it was encoded when it changed."""
    return [account.card for account in found]


def own_account(me: AccountFacts) -> dict[str, object]:
    """Mastodon's CredentialAccount: one's own account with what only oneself sees."""
    entity = msgspec.json.decode(me.card, type=dict[str, object])
    entity["source"] = {
        "quote_policy": "nobody",
        "privacy": "unlisted",  # this community, as an app's word for it
        "sensitive": False,
        "language": me.language or None,
        "note": me.about_source,
        "fields": [],
        "follow_requests_count": 0,
        "hide_collections": True,
        "discoverable": False,
        "indexable": me.findable,
    }
    entity["role"] = {"id": "0", "name": "", "permissions": "0", "color": "", "highlighted": False}
    return entity


def relationship(account_id: int, stance: Stance) -> dict[str, object]:
    """How the caller stands to one account; never how others stand to each other (P4).

    `blocked_by` is always false: whoever has blocked the caller is not there for them, and is told of by nothing.
    """
    between = stance.between
    return {
        "id": str(account_id),
        "following": between.follows == "yes",
        "requested": between.follows == "asked",
        "followed_by": between.followed_by == "yes",
        "requested_by": between.followed_by == "asked",
        "showing_reblogs": between.follows == "yes" and not stance.hides_boosts,
        "notifying": stance.rings,
        "languages": None,
        "blocking": stance.blocks,
        "blocked_by": False,
        "muting": stance.mutes,
        "muting_notifications": stance.mutes_notifications,
        "domain_blocking": stance.blocks_house,
        "endorsed": False,
        "note": "",
    }


def muted_account(muted: Muted) -> bytes:
    """Mastodon's MutedAccount: the account with when its mute ends."""
    ends = msgspec.json.encode(None if muted.until is None else moment(muted.until))
    return muted.account.card[:-1] + b',"mute_expires_at":' + ends + b"}"


def picture(request: Request, caller: Caller, facts: PictureFacts, picture_key: bytes = b"") -> dict[str, object]:
    """One's own picture that isn't in a post yet. `picture_key`: what opens it, if something begun holds it."""
    capability = keys_of(request, caller)(facts.id, picture_key)
    return body.attachment(facts, f"{house_of(request).settings.origin}/media/{capability}/{facts.id}")


def moment(at: datetime) -> str:
    return body.moment(at)
