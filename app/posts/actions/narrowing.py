"""What becomes of our members' answers to a house that goes: they stay, for those named here and their writer."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.posts.actions.folding_polls import fold_poll
from app.posts.actions.indexing import forget_words
from app.posts.actions.keeping_versions import seal_versions
from app.posts.actions.quoting import take_out
from app.posts.actions.storing import encode_again, have_files_sealed, seal
from app.posts.actions.tagging import tag_anew
from app.posts.audience import Audience
from app.posts.models import Mention, Picture, Post
from app.storage.sealing import HouseKey


def keep_for_those_named(session: Session, ally_id: int, *, key: HouseKey) -> None:
    """Posts of ours that only this house could read beside our members: narrowed, never widened (P23).

    From then on they are messages, and sealed as such (P10).
    """
    bound = session.scalars(select(Post).where(Post.bound_ally_id == ally_id, Post.is_ours)).all()
    for post in bound:
        origin = post.uri.partition("/ap/posts/")[0]
        take_out(session, post.id)
        post.bound_ally_id, post.audience, post.in_community = None, Audience.MENTIONED, False
        author = accounts.by_id(session, post.author_id)
        named = session.scalars(select(Mention.account_id).where(Mention.post_id == post.id)).all()
        if author is not None:
            here = [account for account in accounts.several(session, list(named)).values() if account.is_ours]
            if post.sealed is None and not post.removed:  # a removed one has no words: it is sealed once it has again
                close(session, post, author, named, origin=origin, key=key)
            encode_again(session, post, author, here, origin=origin)
    session.flush()


def close(
    session: Session, post: Post, author: AccountFacts, named: Sequence[int], *, origin: str, key: HouseKey
) -> None:
    """Make a message of what was a post, for those named here."""
    pictures = session.scalars(select(Picture).where(Picture.post_id == post.id)).all()
    # Whoever hides just now reads it when they are back: it is sealed only this once.
    readers = [account for one in named if (account := accounts.by_id(session, one)) and account.is_ours]
    fold_poll(session, post)
    message_key = seal(session, post, author, readers, pictures, origin=origin)
    have_files_sealed(session, pictures, message_key, key=key)
    seal_versions(session, post.id, message_key)
    tag_anew(session, post)
    forget_words(session, [post.id])
