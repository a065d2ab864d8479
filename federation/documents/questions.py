"""Polls as JSON: the Question that a post with one is, and a vote as Mastodon sends and takes it."""

from datetime import datetime

from app.basics.ids import new_token
from app.posts.polls import PollFacts
from federation.documents.context import Json, in_context
from federation.documents.moments import wire_moment
from federation.questions import ENDS


def as_question(note: Json, poll: PollFacts, *, now: datetime) -> Json:
    """The note with its poll. Counts that are not to be seen yet are 0 for everybody; who voted is said to nobody."""
    counts = poll.counts_at(now) or (0,) * len(poll.choices)
    asked = {**note, "type": "Question", "endTime": wire_moment(poll.ends_at), "votersCount": poll.voters}
    if "endTime" in note:
        asked[ENDS] = note["endTime"]
    if poll.has_ended(now):
        asked["closed"] = wire_moment(poll.ends_at)
    asked["anyOf" if poll.multiple else "oneOf"] = [
        {"type": "Note", "name": choice.words, "replies": {"type": "Collection", "totalItems": votes}}
        for choice, votes in zip(poll.choices, counts, strict=True)
    ]
    return asked


def vote_of(actor_uri: str, author_uri: str, post_uri: str, words: str) -> Json:
    """One choice, for the author of the poll alone."""
    uri = f"{actor_uri}#votes/{new_token()}"
    chosen = {
        "id": uri,
        "type": "Note",
        "name": words,
        "attributedTo": actor_uri,
        "inReplyTo": post_uri,
        "to": [author_uri],
    }
    return in_context(
        {"id": f"{uri}/activity", "type": "Create", "actor": actor_uri, "to": [author_uri], "object": chosen}
    )
