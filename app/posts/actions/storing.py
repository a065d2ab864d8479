"""What writing and receiving share: the row, its mentions, its bytes, and the fact that it is here."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import AccountFacts
from app.jobs.outbox import announce
from app.posts import body
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.events import PostWritten
from app.posts.models import Mention, Picture, Post


def store(
    session: Session,
    post: Post,
    author: AccountFacts,
    mentioned: Sequence[AccountFacts],
    pictures: Sequence[Picture],
    *,
    origin: str,
) -> None:
    """Add the post with everything of it, encode it once, and announce it."""
    post.pictures = len(pictures)
    post.in_community = author.is_ours and Audience(post.audience) in FOR_MEMBERS and post.reply_to_id is None
    post.body = body.encode(post, author, mentioned, pictures, origin=origin)
    session.add(post)
    session.flush()
    session.add_all(
        Mention(post_id=post.id, account_id=account.id) for account in {a.id: a for a in mentioned}.values()
    )
    for position, picture in enumerate(pictures):
        picture.post_id, picture.position = post.id, position
    session.flush()
    announce(session, PostWritten(post.id))


def encode_again(
    session: Session, post: Post, author: AccountFacts, mentioned: Sequence[AccountFacts], *, origin: str
) -> None:
    """After a picture of it arrived: the bytes are made anew."""
    pictures = session.scalars(select(Picture).where(Picture.post_id == post.id).order_by(Picture.position)).all()
    post.body = body.encode(post, author, mentioned, pictures, origin=origin)


def thread_of(parent: Post | None, own_id: int) -> int:
    return own_id if parent is None else parent.thread_id
