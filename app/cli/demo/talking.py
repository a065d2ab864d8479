"""Messages of invented people in their conversations, as `posts.actions.talking` files them: all of them are read."""

from collections.abc import Sequence

from app.accounts.queries import AccountFacts
from app.cli.demo.rows import Batch, Row
from app.posts.actions.talking import among_hash


def file_message(batch: Batch, message: Row, people: Sequence[AccountFacts]) -> None:
    """Each begins a thread, and so a conversation, which goes by the same number."""
    number = message["id"]
    among = among_hash(one.id for one in people)
    batch.talks.append({"id": number, "thread_id": message["thread_id"], "among": among})
    batch.talkers += [
        {"talk_id": number, "account_id": one.id, "listed_at": number if one.is_ours else None, "unread": False}
        for one in people
    ]
    batch.said.append({"talk_id": number, "post_id": number})
