"""The same request makes one post, however often an app or a browser sends it."""

from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.posts.models import IdempotencyKey

KEYS_LAST = timedelta(hours=1)


def written_before(session: Session, author_id: int, key: str, *, now: datetime) -> int | None:
    """The post that the same request made within the hour; None for a new one, or one without a key."""
    if not key:
        return None
    return session.scalar(
        select(IdempotencyKey.post_id).where(
            IdempotencyKey.account_id == author_id,
            IdempotencyKey.key_hash == _key_hash(key),
            IdempotencyKey.until > now,
        )
    )


def remember(session: Session, author_id: int, key: str, post_id: int, *, now: datetime) -> None:
    """That this request has made its post."""
    if key:
        session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.account_id == author_id, IdempotencyKey.key_hash == _key_hash(key)
            )
        )
        session.add(
            IdempotencyKey(account_id=author_id, key_hash=_key_hash(key), post_id=post_id, until=now + KEYS_LAST)
        )


def _key_hash(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=32).digest()
