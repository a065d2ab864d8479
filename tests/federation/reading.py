"""What is in the house after something came in, as plain values that a test can compare."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Block, Follow
from app.posts.models import Boost, Favourite, Mention, Picture, Post
from app.storage.house import House


@dataclass(frozen=True)
class PostSeen:
    uri: str
    author: str
    content: str
    warning: str
    audience: str
    language: str
    written: str
    mentioned: frozenset[str]
    pictures: tuple[tuple[str, str], ...]
    answers: str | None


def posts_from_afar(house: House) -> list[PostSeen]:
    return house.database.read_now(_posts)


def follows(house: House) -> set[tuple[str, str, bool]]:
    """(who, whom, whether that was accepted) by name."""
    return house.database.read_now(_follows)


def boosts(house: House) -> set[tuple[str, str]]:
    """(who, address of the post)"""
    return house.database.read_now(_pairs, Boost.account_id, Boost.post_id)


def favourites(house: House) -> set[tuple[str, str]]:
    return house.database.read_now(_pairs, Favourite.account_id, Favourite.post_id)


def guests(house: House) -> set[str]:
    """The addresses of everybody known here who lives elsewhere."""
    return house.database.read_now(lambda s: set(s.scalars(select(Account.uri).where(Account.host != ""))))


def uri_of(house: House, post_id: int) -> str:
    return house.database.read_now(lambda session: session.get_one(Post, post_id).uri)


def id_of(house: House, uri: str) -> int:
    return house.database.read_now(lambda session: session.scalars(select(Post.id).where(Post.uri == uri)).one())


def _posts(session: Session) -> list[PostSeen]:
    names = dict(session.execute(select(Account.id, Account.name)).all())
    return [
        PostSeen(
            uri=post.uri,
            author=names[post.author_id],
            content=post.content,
            warning=post.warning,
            audience=post.audience,
            language=post.language,
            written=post.written_at.isoformat(),
            mentioned=frozenset(
                names[row] for row in session.scalars(select(Mention.account_id).where(Mention.post_id == post.id))
            ),
            pictures=tuple(
                (picture.source_uri, picture.description)
                for picture in session.scalars(
                    select(Picture).where(Picture.post_id == post.id).order_by(Picture.position)
                )
            ),
            answers=session.scalar(select(Post.uri).where(Post.id == post.reply_to_id)),
        )
        for post in session.scalars(select(Post).where(~Post.is_ours).order_by(Post.id))
    ]


def _follows(session: Session) -> set[tuple[str, str, bool]]:
    names = dict(session.execute(select(Account.id, Account.name)).all())
    return {(names[row.follower_id], names[row.followed_id], row.accepted) for row in session.scalars(select(Follow))}


def _pairs(session: Session, who: object, what: object) -> set[tuple[str, str]]:
    rows = session.execute(
        select(Account.name, Post.uri).join_from(who.class_, Account, Account.id == who).join(Post, Post.id == what)  # type: ignore[attr-defined]
    )
    return {(row[0], row[1]) for row in rows}


def blocks(house: House) -> set[tuple[str, str]]:
    """(who, whom) by name."""
    return house.database.read_now(_blocks)


def _blocks(session: Session) -> set[tuple[str, str]]:
    names = dict(session.execute(select(Account.id, Account.name)).all())
    return {(names[row.account_id], names[row.target_id]) for row in session.scalars(select(Block))}
