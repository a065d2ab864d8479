"""A post is removed by a decision: its words go from the row, sealed, and come back whole if that is overturned.

A message between named people is sealed to them: nobody else could take its words or give them back, so it is only
kept from all but its writer.
"""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.standing import Decision
from app.basics.ids import new_token
from app.jobs.outbox import announce
from app.posts import body, opening, polls, queries, standing
from app.posts.actions import tagging
from app.posts.actions.covering import own_warning
from app.posts.actions.deciding import encode_as_decided, measures_on
from app.posts.actions.deleting import orphan_blobs
from app.posts.actions.indexing import forget_words, index_post
from app.posts.actions.narrowing import close
from app.posts.actions.receiving import await_pictures
from app.posts.actions.storing import for_the_queue
from app.posts.audience import Audience
from app.posts.events import PictureClosed, PictureOpened, PostDeleted, PostRestored
from app.posts.gone import tell_gone
from app.posts.models import FormerAddress, Mention, Picture, PollChoice, Post, PostRestriction, PostVersion, Reach
from app.posts.standing import Kept, KeptPicture, KeptVersion
from app.storage.member_keys import new_key
from app.storage.sealing import HouseKey


def remove(session: Session, post: Post, row: PostRestriction, decision: Decision, *, key: HouseKey) -> None:
    """Nobody reads it; its author reads that it was removed. Every ally that had ours is sent a Delete (P11)."""
    if post.removed:
        return
    tell_gone(session, [post.id])
    reached = queries.reached(session, post.id)
    if not decision.particulars.get("keeps_pictures", True):
        destroy_pictures(session, post.id, row, key=key)
    if post.sealed is None:
        row.kept_sealed = standing.sealed(_taken_out(session, post, bool(reached), key=key), key)
    session.execute(delete(Reach).where(Reach.post_id == post.id))
    post.removed = True
    encode_as_decided(session, post)
    if post.is_ours:
        announce(session, PostDeleted(post.uri, post.author_id, reached))


def give_back(session: Session, post: Post, kept_sealed: bytes | None, *, key: HouseKey) -> None:
    """Whole again, with its answers, marks and counts, unless another removal is in force, which keeps it then.

    Allies that were sent a Delete take nothing back under the old address: there it gets a new one, and its page here
    stays where it was. What has become a message meanwhile is sealed as one.
    """
    others = select(PostRestriction).where(
        PostRestriction.post_id == post.id, PostRestriction.measure == standing.REMOVE
    )
    other = session.scalars(others.order_by(PostRestriction.decision_id)).first()
    if other is not None:
        other.kept_sealed = other.kept_sealed or kept_sealed
        return
    post.removed = False
    if kept_sealed is not None:
        _put_back(session, post, standing.opened(kept_sealed, Kept, key), key=key)
    encode_as_decided(session, post)
    index_post(session, post.id)
    if not post.held:
        announce(session, PostRestored(post.id))


def destroy_pictures(session: Session, post_id: int, row: PostRestriction, *, key: HouseKey) -> None:
    """Their files, and whatever was kept to give them back."""
    orphan_blobs(session, post_id)
    session.execute(delete(Picture).where(Picture.post_id == post_id))
    if row.kept_sealed is not None:
        kept = standing.opened(row.kept_sealed, Kept, key)
        row.kept_sealed = standing.sealed(structs.replace(kept, pictures=[]), key)


def _taken_out(session: Session, post: Post, was_abroad: bool, *, key: HouseKey) -> Kept:
    """All there is to read of it, which stands in no column afterwards."""
    opens = new_key()
    kept = Kept(
        source=post.source, content=post.content, warning=post.warning,
        own_warning=own_warning(session, post, key=key), language=post.language,
        pictures=_close_pictures(session, post.id, opens, key=key), versions=_take_versions(session, post.id),
        choices=_take_choices(session, post.id), opens=opens, was_abroad=was_abroad,
    )  # fmt: skip
    post.source = post.content = post.warning = post.language = ""
    post.pictures = 0
    carried = tagging.tags_of(session, [post.id])
    tagging.tag_anew(session, post)
    tagging.forget_unused(session, carried)
    forget_words(session, [post.id])
    return kept


def _close_pictures(session: Session, post_id: int, opens: bytes, *, key: HouseKey) -> list[KeptPicture]:
    """Their files are sealed right after the commit."""
    kept: list[KeptPicture] = []
    for picture in _pictures(session, post_id):
        kept.append(KeptPicture(picture.id, picture.description, picture.blurhash))
        picture.description = picture.blurhash = ""
        if picture.ready:
            announce(session, PictureClosed(picture.blob, _for_the_file(opens, picture, key)))
    return kept


def _take_versions(session: Session, post_id: int) -> list[KeptVersion]:
    rows = session.scalars(select(PostVersion).where(PostVersion.post_id == post_id).order_by(PostVersion.id)).all()
    session.execute(delete(PostVersion).where(PostVersion.post_id == post_id))
    return [
        KeptVersion(row.id, row.written_at, row.source, row.content, row.warning, row.language, row.described)
        for row in rows
    ]


def _take_choices(session: Session, post_id: int) -> list[str]:
    words = polls.words_of(session, post_id)
    session.execute(update(PollChoice).where(PollChoice.post_id == post_id).values(words=""))
    return words


def _put_back(session: Session, post: Post, kept: Kept, *, key: HouseKey) -> None:
    is_warned = standing.ADD_WARNING in measures_on(session, post.id)
    post.source, post.content, post.language = kept.source, kept.content, kept.language
    post.warning = kept.warning if is_warned else kept.own_warning
    post.pictures = _open_pictures(session, post, kept, key=key)
    session.add_all(
        PostVersion(
            id=one.id, post_id=post.id, written_at=one.written_at, source=one.source, content=one.content,
            warning=one.warning, language=one.language, described=one.described,
        )
        for one in kept.versions
    )  # fmt: skip
    for position, words in enumerate(kept.choices):
        here = PollChoice.post_id == post.id, PollChoice.position == position
        session.execute(update(PollChoice).where(*here).values(words=words))
    tagging.tag_post(session, post)
    session.flush()
    if post.audience == Audience.MENTIONED:
        _close(session, post, key=key)
    elif post.is_ours and kept.was_abroad:
        _move(session, post)


def _open_pictures(session: Session, post: Post, kept: Kept, *, key: HouseKey) -> int:
    """How many there are again. An ally's that had not arrived is fetched now."""
    described = {one.id: one for one in kept.pictures}
    pictures = _pictures(session, post.id)
    for picture in pictures:
        if picture.id in described:
            picture.description, picture.blurhash = described[picture.id].description, described[picture.id].blurhash
        if picture.ready:
            announce(session, PictureOpened(picture.blob, _for_the_file(kept.opens, picture, key)))
    author = accounts.by_id(session, post.author_id)
    if author is not None and not post.is_ours:
        await_pictures(session, author, [one for one in pictures if not one.ready], b"", key=key)
    return len(pictures)


def _close(session: Session, post: Post, *, key: HouseKey) -> None:
    """The house that it was for has gone meanwhile: it stays with those named here, as a message."""
    author = accounts.by_id(session, post.author_id)
    named = session.scalars(select(Mention.account_id).where(Mention.post_id == post.id)).all()
    if author is not None:
        close(session, post, author, named, origin=body.origin_of(post.body), key=key)


def _move(session: Session, post: Post) -> None:
    """To a new address for allies; whatever answers it here names that one from now on."""
    session.add(FormerAddress(uri=post.uri, post_id=post.id))
    post.uri = f"{body.origin_of(post.body)}/ap/posts/{new_token()}"
    session.flush()
    session.execute(update(Post).where(Post.reply_to_id == post.id).values(reply_to_uri=post.uri))


def _pictures(session: Session, post_id: int) -> Sequence[Picture]:
    return session.scalars(select(Picture).where(Picture.post_id == post_id).order_by(Picture.position)).all()


def _for_the_file(opens: bytes, picture: Picture, key: HouseKey) -> str:
    return for_the_queue(opening.picture_key(opens, picture.id), key)
