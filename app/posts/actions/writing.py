"""A member writes a post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import lasting
from app.accounts import queries as accounts
from app.accounts.addresses import page_address
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import without_blocked
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound
from app.basics.ids import new_id, new_token
from app.basics.tags import pages_of, tags_in
from app.basics.text import SANITISER, mentions_in, one_line, render, tidy
from app.posts import permissions, queries, rules
from app.posts.actions.picturing import own_pictures
from app.posts.actions.requesting import take_messages_of
from app.posts.actions.storing import store, thread_of
from app.posts.actions.taking_up import describe_again, take_up
from app.posts.audience import DEFAULT, Audience, answers_to
from app.posts.begun import Earlier
from app.posts.models import IdempotencyKey, Post
from app.storage.sealing import HouseKey

KEYS_LAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a member wants to post. `audience` None means the default, or the parent's own for an answer.

    `lasts_days` can only shorten what the member's settings and the house say (`app.accounts.lasting`).
    `descriptions`: of pictures that were held until now. `earlier`: as what it was kept, which goes when it is posted.
    """

    text: str
    audience: Audience | None = None
    warning: str = ""
    language: str = ""
    reply_to: int | None = None
    pictures: Sequence[int] = ()
    idempotency_key: str = ""
    lasts_days: int | None = None
    descriptions: Mapping[int, str] = field(default_factory=dict[int, str])
    earlier: Earlier = field(default_factory=Earlier)


def write_post(session: Session, author_id: int, draft: Draft, *, origin: str, key: HouseKey, now: datetime) -> int:
    """Post it; the new id, or the earlier one for a repeated idempotency key.

    Raises Invalid naming the field, NotFound for an answer to something its author may not read, and NoLongerKept.
    """
    earlier = _written_before(session, author_id, draft.idempotency_key, now=now)
    if earlier is not None:
        return earlier
    author = accounts.by_id(session, author_id)
    if author is None:
        raise NotFound
    take_up(session, author_id, draft.earlier, key=key, now=now)
    parent = _parent(session, Viewer.member(author_id), draft.reply_to)
    post = _row(draft, author, parent, origin=origin, now=now)
    post.ends_at = _end(session, author_id, draft, now=now)
    pictures = own_pictures(session, author_id, draft.pictures)
    rules.checked_text(post.source, has_pictures=bool(pictures))
    mentioned = _mentioned(session, post, author, parent, origin)
    reached = permissions.addressed(session, author.id, Audience(post.audience), parent, mentioned)
    permissions.must_be_welcome(reached)
    tag_pages = pages_of(origin, tags_in(post.source))
    post.content = str(render(post.source, links(mentioned, post.source, origin), tag_pages))
    describe_again(pictures, draft.descriptions)  # no look into the database from here until it is sealed (P10)
    store(session, post, author, mentioned, pictures, origin=origin, key=key, requested=reached.requested)
    if post.audience == Audience.MENTIONED:
        for other in mentioned:
            take_messages_of(session, author.id, other.id)
    _remember_key(session, author_id, draft.idempotency_key, post.id, now=now)
    return post.id


def allowed_audiences(
    parent: "queries.PostFacts | Post | None", author_id: int, *, open_page: bool
) -> tuple[Audience, ...]:
    """What a post, or an answer to `parent`, may be for (P23); for the open web only while the author's page is on."""
    allowed = tuple(Audience)
    if parent is not None:
        allowed = answers_to(Audience(parent.audience), to_oneself=parent.author_id == author_id)
    return allowed if open_page else tuple(one for one in allowed if one is not Audience.OPEN)


def _parent(session: Session, viewer: Viewer, reply_to: int | None) -> Post | None:
    if reply_to is None:
        return None
    queries.one(session, viewer, reply_to)
    return session.get_one(Post, reply_to)


def _row(draft: Draft, author: AccountFacts, parent: Post | None, *, origin: str, now: datetime) -> Post:
    own_id = new_id(now)
    return Post(
        id=own_id,
        uri=f"{origin}/ap/posts/{new_token()}",
        author_id=author.id,
        is_ours=True,
        audience=_audience(draft, author, parent),
        bound_ally_id=_bound(parent, author),
        source=tidy(draft.text),
        sanitiser=SANITISER,
        warning=rules.checked_warning(one_line(draft.warning)),
        language=draft.language[:12],
        reply_to_id=parent and parent.id,
        reply_to_account_id=parent and parent.author_id,
        reply_to_uri=parent.uri if parent else "",
        thread_id=thread_of(parent, own_id),
        written_at=now,
    )


def _end(session: Session, author_id: int, draft: Draft, *, now: datetime) -> datetime | None:
    """When it goes by itself: the shortest of what is said for it, by its author's settings and by the house."""
    days = lasting.shortest(draft.lasts_days, lasting.usual(session, author_id).days)
    return None if days is None else now + timedelta(days=days)


def _audience(draft: Draft, author: AccountFacts, parent: Post | None) -> Audience:
    allowed = allowed_audiences(parent, author.id, open_page=author.open_page)
    if draft.audience is None:
        return DEFAULT if DEFAULT in allowed and parent is None else allowed[0]
    if draft.audience is Audience.OPEN and not author.open_page:
        raise Invalid("audience", "To write for everyone, first turn on your page on the open web, in the settings.")
    if draft.audience not in allowed:
        raise Invalid("audience", "An answer cannot be for more people than the post it answers.")
    return draft.audience


def _bound(parent: Post | None, author: AccountFacts) -> int | None:
    """An answer to an ally's post that is not for everybody goes to that ally alone."""
    if parent is None:
        return None
    if parent.bound_ally_id is not None or parent.is_ours or parent.audience == Audience.OPEN:
        return parent.bound_ally_id
    return parent.foreign_ally_id


def _mentioned(
    session: Session, post: Post, author: AccountFacts, parent: Post | None, origin: str
) -> list[AccountFacts]:
    """Who is addressed: whoever is named and known here, and the person answered."""
    named = accounts.named_in_text(session, mentions_in(post.source), origin.partition("://")[2])
    named = without_blocked(session, author.id, named)
    if parent is not None and parent.author_id != author.id:
        answered = accounts.by_id(session, parent.author_id)
        named += [answered] if answered else []
    if post.audience == Audience.MENTIONED and not [a for a in named if a.id != author.id] and parent is None:
        raise Invalid("text", "Name somebody with @name, or nobody will see this.")
    return list({account.id: account for account in named if account.id != author.id}.values())


def links(mentioned: Sequence[AccountFacts], source: str, origin: str) -> dict[tuple[str, str], str]:
    our_host = origin.partition("://")[2]
    links = {(a.name.lower(), a.host): page_address(origin, a.name, a.host) for a in mentioned}
    links |= {(name, our_host): address for (name, host), address in links.items() if not host}
    return links


def _written_before(session: Session, author_id: int, key: str, *, now: datetime) -> int | None:
    if not key:
        return None
    return session.scalar(
        select(IdempotencyKey.post_id).where(
            IdempotencyKey.account_id == author_id,
            IdempotencyKey.key_hash == _key_hash(key),
            IdempotencyKey.until > now,
        )
    )


def _remember_key(session: Session, author_id: int, key: str, post_id: int, *, now: datetime) -> None:
    if key:
        session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.account_id == author_id, IdempotencyKey.key_hash == _key_hash(key)
            )
        )
        session.add(
            IdempotencyKey(account_id=author_id, key_hash=_key_hash(key), post_id=post_id, until=now + KEYS_LAST)
        )


def _key_hash(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=32).digest()
