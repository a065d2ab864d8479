"""What other houses hear of polls: our members' votes in theirs, and the counts of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.allies import queries as allies
from app.basics.events import Event
from app.posts.actions.polling import opened_choices
from app.posts.events import PollCounted, PostEdited, VoteCast
from app.posts.models import Post
from federation import documents
from federation.envoy import Envoy
from federation.letters import Letter, write_letter
from federation.outgoing import tell_of_edit


def tell_of_vote(envoy: Envoy, session: Session, event: VoteCast) -> None:
    """To the house of the poll's author alone, one letter for each choice, sealed until it is sent (P10)."""
    voter, post = accounts.by_id(session, event.account_id), session.get(Post, event.post_id)
    author = post and accounts.by_id(session, post.author_id)
    ally = allies.by_id(session, author.ally_id) if author and author.ally_id is not None else None
    if voter is None or post is None or author is None or ally is None:
        return
    for words in opened_choices(event.choices, envoy.house.key):
        act = documents.vote_of(voter.uri, author.uri, post.uri, words)
        write_letter(envoy, session, ally, "Create", Letter(voter.id, act, inbox=author.inbox))


def tell_of_counts(envoy: Envoy, session: Session, event: PollCounted) -> None:
    """To every house that had the post, as of an edit: the poll is composed as it stands when it leaves."""
    tell_of_edit(envoy, session, PostEdited(event.post_id))


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    VoteCast: tell_of_vote,
    PollCounted: tell_of_counts,
}
