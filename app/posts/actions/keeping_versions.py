"""What a post says now, kept before an edit replaces it; and sealed later where the post becomes a message (P10)."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.ids import new_id
from app.posts import opening, versions
from app.posts.models import Picture, Post, PostKey, PostVersion


def keep_version(session: Session, post: Post, pictures: Sequence[Picture], *, with_keys: bool = False) -> None:
    """As it stands. `with_keys`: its readers' keys too, because it gets another key now."""
    written_at = post.edited_at or post.written_at
    version = PostVersion(
        id=new_id(written_at), post_id=post.id, written_at=written_at, source=post.source, content=post.content,
        warning=post.warning, language=post.language, sealed=post.sealed,
        described="" if post.sealed else versions.as_described({one.id: one.description for one in pictures}),
    )  # fmt: skip
    if with_keys and post.sealed is not None:
        version.keys = versions.as_keys(_keys(session, post.id))
    session.add(version)
    session.flush()


def how_many(session: Session, post_id: int) -> int:
    return session.scalar(select(func.count()).select_from(PostVersion).where(PostVersion.post_id == post_id)) or 0


def seal_versions(session: Session, post_id: int, message_key: bytes) -> None:
    """The post was sealed with this key just now; what it said before is not to be read either."""
    rows = session.scalars(select(PostVersion).where(PostVersion.post_id == post_id, PostVersion.sealed.is_(None)))
    for row in rows.all():
        described = msgspec.json.decode(row.described, type=list[tuple[int, str]]) if row.described else []
        words = opening.Inside(row.source, row.content, row.warning, dict(described), language=row.language)
        row.sealed = opening.closed(words, message_key)
        row.source = row.content = row.warning = row.language = row.described = ""
    session.flush()


def _keys(session: Session, post_id: int) -> dict[int, bytes]:
    rows = session.execute(select(PostKey.account_id, PostKey.key_sealed).where(PostKey.post_id == post_id))
    return {row[0]: row[1] for row in rows}
