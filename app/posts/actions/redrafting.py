"""A post goes everywhere, as by deletion, and what it was is a draft: to be written anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden, Refused
from app.basics.ids import new_id
from app.posts import asking, body, opening, polls, queries
from app.posts.actions.deleting import free_pictures, let_go
from app.posts.actions.drafting import put_away
from app.posts.asking import NewPoll
from app.posts.begun import Begun, BegunPicture
from app.posts.models import Picture, Quote
from app.posts.queries import PostFacts
from app.storage.sealing import HouseKey


def delete_to_write_anew(session: Session, author_id: int, post: PostFacts, *, key: HouseKey, now: datetime) -> int:
    """Delete one's own post and keep what it was as a draft; the draft's id. `post`: opened, if it is a message.

    Its pictures go into the draft, those of a message with what opens them. Raises NotFound, Forbidden for somebody
    else's, and Refused for a message that is not open, with nothing deleted.
    """
    if queries.one(session, Viewer.member(author_id), post.id).author_id != author_id:
        raise Forbidden("Only its author may delete a post.")
    if post.sealed is not None:
        raise Refused("This message is sealed, and this session cannot open it. Sign in again to write it anew.")
    pictures, poll = free_pictures(session, post.id, now=now), _asked(session, author_id, post)
    quotes = session.scalar(select(Quote.quoted_id).where(Quote.post_id == post.id))
    let_go(session, [post.id], key=key, now=now)
    draft_id, begun = new_id(now), _begun(post, pictures, poll, quotes)
    held = begun.held if post.message_key else {}
    put_away(session, author_id, draft_id, begun, pictures, held, key=key, now=now)
    return draft_id


def _begun(post: PostFacts, pictures: Sequence[Picture], poll: NewPoll | None, quotes: int | None) -> Begun:
    return Begun(
        text=post.source,
        warning=post.warning,
        language=post.language,
        audience=post.audience.value,
        reply_to=post.reply_to_id,
        lasts_days=None if post.ends_at is None else max(1, (post.ends_at - post.written_at).days),
        pictures=[_picture(post, one) for one in pictures],
        poll=poll,
        quotes=quotes,
        quotable=body.who_may_quote(post.body).value,
    )


def _asked(session: Session, author_id: int, post: PostFacts) -> NewPoll | None:
    """Its poll, to be asked anew for as long: without a vote."""
    found = polls.of_posts(session, Viewer.member(author_id), [post.id]).get(post.id)
    if found is None:
        return None
    lasts = asking.usual_span(found.ends_at - post.written_at)
    return NewPoll([one.words for one in found.choices], found.multiple, lasts, found.hides_counts)


def _picture(post: PostFacts, picture: Picture) -> BegunPicture:
    if not post.message_key:
        return BegunPicture(picture.id, picture.description)
    return BegunPicture(picture.id, post.descriptions.get(picture.id, ""), opening.picture_key_in(post, picture.id))
