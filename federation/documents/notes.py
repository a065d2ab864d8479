"""A member's post as an ally reads it."""

from collections.abc import Sequence

from app.accounts.queries import AccountFacts
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.tags import page_of
from app.basics.text import tags_linked
from app.media import capability
from app.posts import opening
from app.posts.audience import Audience
from app.posts.body import who_may_quote
from app.posts.picture_queries import PictureFacts
from app.posts.polls import PollFacts
from app.posts.queries import PostFacts
from federation.documents.context import AUDIENCE, PUBLIC, Json, followers_of
from federation.documents.emoji import emoji_in
from federation.documents.moments import wire_moment
from federation.documents.questions import as_question
from federation.documents.quotes import policy_of
from federation.envoy import Envoy


def note_document(
    post: PostFacts,
    mentioned: Sequence[AccountFacts],
    pictures: Sequence[PictureFacts],
    envoy: Envoy,
    ally: AllyFacts,
    poll: PollFacts | None = None,
) -> Json:
    """The Note (with a poll: the Question) without its context.

    Each picture's address is minted for this one ally, and only with the scope (P24).

    It has no `url`: a page's address carries the row's id, and that tells the millisecond.
    """
    to, cc = addressed(post, [account.uri for account in mentioned])
    note: Json = {
        "id": post.uri,
        "type": "Note",
        "attributedTo": post.author_uri,
        "published": wire_moment(post.written_at),
        "to": to,
        "cc": cc,
        "content": post.content,
        "sensitive": bool(post.warning),
        "tag": [
            *(_mention(account, envoy) for account in mentioned),
            *_hashtags(post, envoy),
            *emoji_in(post.body, ally),
        ],
    }
    if post.audience is not Audience.MENTIONED:
        note["interactionPolicy"] = policy_of(post.author_uri, who_may_quote(post.body))
    if post.reaches is Audience.ALLIES:
        note[AUDIENCE] = Audience.ALLIES.value
    if post.warning:
        note["summary"] = post.warning
    if changed := [moment for moment in (post.edited_at, post.decided_at) if moment is not None]:
        note["updated"] = wire_moment(max(changed))
    if post.ends_at is not None:
        note["endTime"] = wire_moment(post.ends_at)
    if post.language:
        note["contentMap"] = {post.language: post.content}
        if post.warning:
            note["summaryMap"] = {post.language: post.warning}
    if post.reply_to_uri:
        note["inReplyTo"] = post.reply_to_uri
    if Scope.MEDIA in ally.scopes:
        note["attachment"] = [
            _attachment(picture, post, envoy, ally) for picture in pictures if picture.ready and not picture.hidden
        ]
    return note if poll is None else as_question(note, poll, now=envoy.clock())


def addressed(post: PostFacts, mentioned: Sequence[str]) -> tuple[list[str], list[str]]:
    """`to` and `cc`. Only `open` says Public; whoever is named is always among them."""
    followers = followers_of(post.author_uri)
    match Audience.COMMUNITY if post.audience is Audience.COMMUNITY else post.reaches:
        case Audience.OPEN:
            return [PUBLIC], [followers, *mentioned]
        case Audience.ALLIES | Audience.FOLLOWERS:
            return [followers], [*mentioned]
        case Audience.MENTIONED:
            return [*mentioned], []
        case Audience.COMMUNITY:
            raise ValueError("what is for this community has no form that could leave it")


def _mention(account: AccountFacts, envoy: Envoy) -> Json:
    return {
        "type": "Mention",
        "href": account.uri,
        "name": f"@{account.name}@{account.host or envoy.house.settings.host}",
    }


def _hashtags(post: PostFacts, envoy: Envoy) -> list[Json]:
    """A message says none beside its words, here as there."""
    if post.audience is Audience.MENTIONED:
        return []
    return [
        {"type": "Hashtag", "href": page_of(envoy.origin, name), "name": f"#{written}"}
        for name, written in tags_linked(post.content).items()
    ]


def _attachment(picture: PictureFacts, post: PostFacts, envoy: Envoy, ally: AllyFacts) -> Json:
    holder = capability.Holder(capability.ALLY, ally.id, opening.picture_key_in(post, picture.id))
    key = capability.mint(envoy.house.key, picture.id, holder, now=envoy.clock())
    return {
        "type": "Document",
        "mediaType": picture.mime,
        "url": f"{envoy.origin}/media/{key}/{picture.id}/full",
        "name": post.descriptions.get(picture.id, picture.description) or None,
        "width": picture.width,
        "height": picture.height,
        "blurhash": picture.blurhash or None,
    }
