"""Choices as words: in a message, which is sealed, nobody can vote (P10)."""

import html
from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.posts import polls
from app.posts.models import Poll, Post


def fold_poll(session: Session, post: Post) -> None:
    """A post is about to become a message: what its poll asked stays readable in its words, and the poll goes."""
    words = polls.words_of(session, post.id)
    if words:
        session.execute(delete(Poll).where(Poll.post_id == post.id))
        post.content = with_choices(post.content, words)
        post.source = "\n".join([post.source, *(f"- {choice}" for choice in words)]) if post.source else ""


def with_choices(content: str, words: Sequence[str]) -> str:
    """HTML with the choices as a list below it."""
    listed = "".join(f"<li>{html.escape(choice)}</li>" for choice in words)
    return f"{content}<ul>{listed}</ul>" if words else content
