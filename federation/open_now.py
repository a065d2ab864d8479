"""A post for everybody, as allies are told of it: for everybody only while its author's page is on."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.posts.audience import Audience
from app.posts.queries import PostFacts


def as_open_now(session: Session, post: PostFacts) -> PostFacts:
    """What was for the open web is for allies since its author turned the page off (P23): no house shows it anew."""
    if post.audience is not Audience.OPEN:
        return post
    author = accounts.by_id(session, post.author_id)
    return post if author is not None and author.open_page else replace(post, audience=Audience.ALLIES)
