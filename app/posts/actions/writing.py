"""A member writes a post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts import lasting
from app.accounts import queries as accounts
from app.accounts.addresses import page_address
from app.accounts.may_post import PostingPaused
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import without_blocked
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound
from app.basics.ids import new_id, new_token
from app.basics.tags import pages_of, tags_in
from app.basics.text import SANITISER, mentions_in, one_line, render, tidy
from app.posts import asking, languages, permissions, queries, quoting, rules
from app.posts.actions import idempotency
from app.posts.actions.picturing import own_pictures
from app.posts.actions.polling import ask
from app.posts.actions.quoting import may_be_quoted, quote
from app.posts.actions.requesting import take_messages_of
from app.posts.actions.storing import store, thread_of
from app.posts.actions.taking_up import describe_again, must_be_describable, take_out
from app.posts.asking import NewPoll
from app.posts.audience import DEFAULT, Audience, answers_to
from app.posts.begun import Earlier
from app.posts.models import Picture, Post
from app.posts.quoting import USUAL, WhoMayQuote
from app.storage.sealing import HouseKey

APART = "What you answer and what you quote are for different people, so nothing can be for both."
TOO_WIDE = (
    "A quote is only for people who may read what it quotes, and whoever is quoted must be able to read it. "
    "Please choose again."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a member wants to post. `audience` None means the default, or the parent's own for an answer.

    `lasts_days` can only shorten what the member's settings and the house say (`app.accounts.lasting`).
    `descriptions`: of pictures that were held until now. `earlier`: as what it was kept, which goes when it is posted.
    `among`: whom a message in a conversation is for, exactly; whoever else is named in its text stays a word in it.
    `quotes`: the post it quotes. `quotable`: who may quote it in turn.
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
    poll: NewPoll | None = None
    among: Sequence[int] | None = None
    quotes: int | None = None
    quotable: WhoMayQuote = USUAL


def write_post(session: Session, author_id: int, draft: Draft, *, origin: str, key: HouseKey, now: datetime) -> int:
    """Post it; the new id, or the earlier one for a repeated idempotency key.

    Raises Invalid naming the field, NotFound for an answer to something its author may not read or a quote of it,
    NotToBeQuoted, NoLongerKept, and PostingPaused.
    """
    earlier = idempotency.written_before(session, author_id, draft.idempotency_key, now=now)
    if earlier is not None:
        return earlier
    author = accounts.by_id(session, author_id)
    if author is None:
        raise NotFound
    if author.may_not_post:
        raise PostingPaused
    take_out(session, author_id, draft.earlier, draft.pictures, key=key, now=now)
    ready = must_be_possible(session, author, draft, origin=origin, now=now)
    post, mentioned, requested = ready.post, ready.mentioned, ready.requested
    describe_again(ready.pictures, draft.descriptions, draft.earlier.held)
    # No look into the database from here until it is sealed (P10).
    choices = ready.poll.choices if ready.poll else ()
    store(
        session, post, author, mentioned, ready.pictures,
        origin=origin, key=key, requested=requested, choices=choices, quotes=ready.quoted is not None,
    )  # fmt: skip
    if ready.quoted is not None:
        quote(session, post, ready.quoted, origin=origin)
    if ready.poll is not None:
        ask(session, post, ready.poll, now=now)
    if post.audience == Audience.MENTIONED:
        for other in mentioned:
            take_messages_of(session, author.id, other.id)
    idempotency.remember(session, author_id, draft.idempotency_key, post.id, now=now)
    return post.id


@dataclass(frozen=True, slots=True)
class Ready:
    """What passed every question that is asked of a post, and stands in no row yet."""

    post: Post
    pictures: list[Picture]
    mentioned: list[AccountFacts]
    requested: frozenset[int]
    poll: NewPoll | None
    quoted: Post | None


def must_be_possible(session: Session, author: AccountFacts, draft: Draft, *, origin: str, now: datetime) -> Ready:
    """What would be posted; nothing of it is said to the database. Raises what `write_post` raises."""
    parent = _parent(session, Viewer.member(author.id), draft.reply_to)
    quoted = may_be_quoted(session, author.id, draft.quotes)
    post = _row(draft, author, parent, quoted, origin=origin, now=now)
    post.ends_at = _end(session, author.id, draft, now=now)
    pictures = own_pictures(session, author.id, draft.pictures, draft.earlier)
    must_be_describable(draft.descriptions)
    rules.checked_text(post.source, has_pictures=bool(pictures))
    poll = draft.poll and asking.checked(draft.poll, Audience(post.audience), post.ends_at, now=now)
    mentioned = (
        _mentioned(session, post, author, parent, origin) if draft.among is None else _among(session, author, draft)
    )
    permissions.must_have_what_is_answered(session, author.id, Audience(post.audience), parent, mentioned)
    reached = permissions.addressed(session, author.id, Audience(post.audience), parent, mentioned)
    permissions.must_be_welcome(reached)
    tag_pages = pages_of(origin, tags_in(post.source))
    post.content = str(render(post.source, links(mentioned, post.source, origin), tag_pages))
    return Ready(post, pictures, mentioned, frozenset(reached.requested), poll, quoted)


def allowed_audiences(
    parent: "queries.PostFacts | Post | None",
    author_id: int,
    *,
    open_page: bool,
    quoted: "queries.PostFacts | Post | None" = None,
) -> tuple[Audience, ...]:
    """What a post, an answer to `parent` or a quote of `quoted` may be for (P23).

    For the open web only while the author's page is on.
    """
    allowed = tuple(Audience)
    if parent is not None:
        allowed = answers_to(Audience(parent.audience), to_oneself=parent.author_id == author_id)
    if quoted is not None:
        is_own, audience = quoted.author_id == author_id, Audience(quoted.audience)
        wide_enough = quoting.audiences(audience, is_own=is_own, is_ours=quoted.is_ours)
        allowed = tuple(one for one in allowed if one in wide_enough)
    return allowed if open_page else tuple(one for one in allowed if one is not Audience.OPEN)


def _parent(session: Session, viewer: Viewer, reply_to: int | None) -> Post | None:
    if reply_to is None:
        return None
    queries.one(session, viewer, reply_to)
    return session.get_one(Post, reply_to)


def _row(
    draft: Draft, author: AccountFacts, parent: Post | None, quoted: Post | None, *, origin: str, now: datetime
) -> Post:
    own_id = new_id(now)
    return Post(
        id=own_id,
        uri=f"{origin}/ap/posts/{new_token()}",
        author_id=author.id,
        is_ours=True,
        audience=_audience(draft, author, parent, quoted),
        bound_ally_id=_bound(parent, quoted),
        source=tidy(draft.text),
        sanitiser=SANITISER,
        warning=rules.checked_warning(one_line(draft.warning)),
        language=languages.checked(draft.language),
        reply_to_id=parent and parent.id,
        reply_to_account_id=parent and parent.author_id,
        reply_to_uri=parent.uri if parent else "",
        thread_id=thread_of(parent, own_id),
        written_at=now,
        quotable=draft.quotable,
    )


def _end(session: Session, author_id: int, draft: Draft, *, now: datetime) -> datetime | None:
    """When it goes by itself: the shortest of what is said for it, by its author's settings and by the house."""
    days = lasting.shortest(draft.lasts_days, lasting.usual(session, author_id).days)
    return None if days is None else now + timedelta(days=days)


def _audience(draft: Draft, author: AccountFacts, parent: Post | None, quoted: Post | None) -> Audience:
    allowed = allowed_audiences(parent, author.id, open_page=author.open_page, quoted=quoted)
    if not allowed:
        raise Invalid("audience", APART)
    if draft.audience is None:
        return DEFAULT if DEFAULT in allowed and parent is None else allowed[0]
    if draft.audience is Audience.OPEN and not author.open_page:
        raise Invalid("audience", "To write for everyone, first turn on your page on the open web, in the settings.")
    if draft.audience not in allowed and quoted is not None:
        raise Invalid("audience", TOO_WIDE)
    if draft.audience not in allowed:
        raise Invalid("audience", "An answer cannot be for more people than the post it answers.")
    return draft.audience


def _bound(*upon: Post | None) -> int | None:
    """An answer to an ally's post that is not for everybody, and a quote of it, goes to that ally alone."""
    found = {_bound_to(post) for post in upon if post is not None} - {None}
    if len(found) > 1:
        raise Invalid("audience", APART)
    return next(iter(found), None)


def _bound_to(post: Post) -> int | None:
    if post.bound_ally_id is not None or post.is_ours or post.audience == Audience.OPEN:
        return post.bound_ally_id
    return post.foreign_ally_id


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


def _among(session: Session, author: AccountFacts, draft: Draft) -> list[AccountFacts]:
    """The others in a conversation, as far as they are there and neither has blocked the other."""
    found = accounts.several(session, [one for one in draft.among or () if one != author.id])
    there = without_blocked(session, author.id, list(found.values()))
    if draft.audience is not Audience.MENTIONED or not there:
        raise Invalid("text", "Nobody is left in this conversation who could read it.")
    return there


def links(mentioned: Sequence[AccountFacts], source: str, origin: str) -> dict[tuple[str, str], str]:
    our_host = origin.partition("://")[2]
    links = {(a.name.lower(), a.host): page_address(origin, a.name, a.host) for a in mentioned}
    links |= {(name, our_host): address for (name, host), address in links.items() if not host}
    return links
