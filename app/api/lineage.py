"""Who answers whom in a conversation. Pure."""

from collections.abc import Sequence

from app.posts.queries import PostFacts


def ancestors(post: PostFacts, thread: Sequence[PostFacts]) -> list[PostFacts]:
    """What the post answers, from the first one down to it; the line ends where something may not be read."""
    known = {other.id: other for other in thread}
    line: list[PostFacts] = []
    parent = known.get(post.reply_to_id or 0)
    while parent is not None and parent not in line:
        line.append(parent)
        parent = known.get(parent.reply_to_id or 0)
    return line[::-1]


def descendants(post: PostFacts, thread: Sequence[PostFacts]) -> list[PostFacts]:
    """Every answer to the post and to its answers, each after what it answers, oldest first."""
    answers: dict[int, list[PostFacts]] = {}
    for other in thread:
        if other.reply_to_id is not None:
            answers.setdefault(other.reply_to_id, []).append(other)
    found: list[PostFacts] = []
    waiting = answers.pop(post.id, [])[::-1]
    while waiting:
        answer = waiting.pop()
        found.append(answer)
        waiting += answers.pop(answer.id, [])[::-1]
    return found
