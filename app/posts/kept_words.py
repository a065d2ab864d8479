"""What a removed post said, for its author alone: they appeal for it, and have to know what for."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.posts.models import Post, PostRestriction
from app.posts.standing import REMOVE, Kept, opened
from app.storage.sealing import HouseKey


@dataclass(frozen=True, slots=True)
class KeptWords:
    """As its author wrote it. `described`: the descriptions of its pictures, `choices` those of its poll."""

    text: str
    warning: str
    language: str
    described: tuple[str, ...]
    choices: tuple[str, ...]


def kept_words(session: Session, viewer: Viewer, post_id: int | None, *, key: HouseKey) -> KeptWords | None:
    """None for somebody else's post, for one that stands, and for a message, which its author reads as before."""
    query = (
        select(PostRestriction.kept_sealed)
        .join(Post, Post.id == PostRestriction.post_id)
        .where(
            Post.id == post_id,
            Post.is_ours,
            Post.author_id == viewer.account_id,
            PostRestriction.measure == REMOVE,
            PostRestriction.kept_sealed.is_not(None),
        )
    )
    sealed = session.scalar(query.limit(1))
    if sealed is None:
        return None
    kept = opened(sealed, Kept, key)
    described = tuple(one.description for one in kept.pictures if one.description)
    return KeptWords(kept.source, kept.own_warning, kept.language, described, tuple(kept.choices))
