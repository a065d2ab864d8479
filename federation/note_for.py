"""A post of ours as one house is told of it, whether it is sent there or asked for from there."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.allies.queries import AllyFacts
from app.posts import picture_queries, polls
from app.posts import queries as posts
from app.posts.audience import Audience
from app.posts.queries import PostFacts
from federation.documents import Json, note_document, with_quote
from federation.envoy import Envoy
from federation.quoted_for import quoted_for


def note_for(session: Session, envoy: Envoy, ally: AllyFacts, post: PostFacts) -> Json:
    """Its Note, with whom it names, its pictures and poll, and what it quotes as far as that house may know it."""
    named = accounts.several(session, posts.named_in(session, post.id))
    pictures = picture_queries.pictures_of(session, [post.id])[post.id]
    post = _as_open_now(session, post)
    note = note_document(post, list(named.values()), pictures, envoy, ally, polls.of_post(session, post))
    quoted = quoted_for(session, post, ally)
    return with_quote(note, *quoted) if quoted else note


def _as_open_now(session: Session, post: PostFacts) -> PostFacts:
    """What was for the open web is for allies since its author turned the page off (P23): no house shows it anew."""
    if post.audience is not Audience.OPEN:
        return post
    author = accounts.by_id(session, post.author_id)
    return post if author is not None and author.open_page else replace(post, audience=Audience.ALLIES)
