"""Who answers whom in a conversation. Pure."""

from collections.abc import Sequence

from app.posts.queries import PostFacts


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
