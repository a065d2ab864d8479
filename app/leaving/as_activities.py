"""A member's own account and posts as ActivityPub, the way Mastodon's archives have them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from app.accounts.queries import AccountFacts
from app.posts.audience import Audience
from app.posts.picture_queries import PictureFacts
from app.posts.polls import PollFacts
from app.posts.queries import PostFacts

Json = dict[str, Any]

CONTEXT: Final = ["https://www.w3.org/ns/activitystreams", {"parasol": "urn:parasol:"}]
PUBLIC: Final = "https://www.w3.org/ns/activitystreams#Public"
AUDIENCE: Final = "parasol:audience"


def actor_of(account: AccountFacts, handle: str) -> Json:
    """Who this is. No key of any kind."""
    return {
        "@context": CONTEXT,
        "id": account.uri,
        "type": "Person",
        "preferredUsername": account.name,
        "webfinger": handle,
        "name": account.shown_name,
        "summary": account.about_html,
        "source": {"content": account.about_source, "mediaType": "text/plain"},
        "outbox": "outbox.json",
    }


def create_of(
    post: PostFacts,
    mentioned: Sequence[AccountFacts],
    pictures: Sequence[PictureFacts],
    poll: PollFacts | None = None,
    *,
    now: datetime,
) -> Json:
    """A post with its audience, its warning and its pictures' descriptions; the pictures are files of the archive."""
    note = note_of(post, mentioned, pictures)
    if poll is not None:
        note |= _question_of(poll, now=now)
    return {
        "id": f"{post.uri}#create",
        "type": "Create",
        "actor": post.author_uri,
        "published": note["published"],
        "to": note["to"],
        "cc": note["cc"],
        "object": note,
    }


def note_of(post: PostFacts, mentioned: Sequence[AccountFacts], pictures: Sequence[PictureFacts]) -> Json:
    to, cc = _addressed(post, [account.uri for account in mentioned])
    return {
        "id": post.uri,
        "type": "Note",
        "attributedTo": post.author_uri,
        "published": _moment(post.written_at),
        **({} if post.edited_at is None else {"updated": _moment(post.edited_at)}),
        "to": to,
        "cc": cc,
        AUDIENCE: post.audience.value,
        "inReplyTo": post.reply_to_uri or None,
        "sensitive": bool(post.warning),
        "summary": post.warning or None,
        "content": post.content,
        "source": {"content": post.source, "mediaType": "text/plain"},
        "language": post.language or None,
        "tag": [{"type": "Mention", "href": account.uri, "name": f"@{account.handle}"} for account in mentioned],
        "attachment": [_attachment(picture, post) for picture in pictures if picture.ready],
    }


def quoting(activity: Json, uri: str) -> Json:
    """The same of a post that quotes: the address of what it quotes, whose words are its author's to take along."""
    return {**activity, "object": {**activity["object"], "quote": uri}}


def _question_of(poll: PollFacts, *, now: datetime) -> Json:
    """What a poll makes of its post. Counts that its author may not see yet are 0 here, too."""
    counts = poll.counts_at(now) or (0,) * len(poll.choices)
    return {
        "type": "Question",
        "endTime": _moment(poll.ends_at),
        "closed": _moment(poll.ends_at) if poll.has_ended(now) else None,
        "votersCount": poll.voters,
        "anyOf" if poll.multiple else "oneOf": [
            {"type": "Note", "name": choice.words, "replies": {"type": "Collection", "totalItems": votes}}
            for choice, votes in zip(poll.choices, counts, strict=True)
        ],
    }


def file_of(picture: PictureFacts) -> str:
    """Where a picture lies in the archive."""
    return f"media/{picture.id}.webp"


def _attachment(picture: PictureFacts, post: PostFacts) -> Json:
    return {
        "type": "Document",
        "mediaType": picture.mime,
        "url": file_of(picture),
        "name": post.descriptions.get(picture.id, picture.description) or None,
    }


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _addressed(post: PostFacts, named: list[str]) -> tuple[list[str], list[str]]:
    """What the post's audience would be on the wire, also where it never left: the word for it stands beside."""
    followers = f"{post.author_uri}/followers"
    match post.audience:
        case Audience.OPEN:
            return [PUBLIC], [followers, *named]
        case Audience.MENTIONED:
            return named, []
        case _:
            return [followers], named
