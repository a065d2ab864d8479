"""Who is told what: reactions that put letters into the lanes of allies, in the transaction that takes the fact.

Who may be told of a post is `app.posts.rules.may_read`, asked for each house; nothing here widens it (P23).
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.events import FollowAccepted, FollowAsked, FollowRefused, ProfileChanged, Unfollowed
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import without_blocked
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.events import Event
from app.posts import mark_queries
from app.posts import queries as posts
from app.posts.actions.storing import from_the_queue
from app.posts.audience import Audience
from app.posts.events import (
    Boosted,
    BoostUndone,
    Favoured,
    FavouriteUndone,
    PostDecided,
    PostDeleted,
    PostEdited,
    PostReleased,
    PostRestored,
    PostWritten,
)
from app.posts.models import Post, Reach
from app.posts.rules import Readers, may_read
from federation import documents
from federation.envoy import Envoy
from federation.letters import Letter, write_letter


def tell_of_post(envoy: Envoy, session: Session, event: PostWritten) -> None:
    """A member's post: to every house whose people it is for, each written down so that it hears of the end (P11)."""
    post = session.get(Post, event.post_id)
    if post is None or not post.is_ours:
        return
    message_key = from_the_queue(event.message_key, envoy.house.key)
    letter = Letter(post.author_id, post_id=post.id, message_key=message_key)
    for ally in houses_that_may_read(session, post):
        session.merge(Reach(post_id=post.id, ally_id=ally.id))
        write_letter(envoy, session, ally, "Create", letter)


def tell_of_edit(envoy: Envoy, session: Session, event: PostEdited) -> None:
    """To every house that had the post and may still read it: an edit never reaches further than the post did (P23)."""
    post = session.get(Post, event.post_id)
    if post is None or not post.is_ours:
        return
    message_key = from_the_queue(event.message_key, envoy.house.key)
    letter = Letter(post.author_id, post_id=post.id, message_key=message_key, edited=True)
    had_it = posts.reached(session, post.id)
    for ally in houses_that_may_read(session, post):
        if ally.id in had_it:
            write_letter(envoy, session, ally, "Update", letter)


def tell_of_what_is_decided(envoy: Envoy, session: Session, event: PostDecided) -> None:
    """As an edit, to every house that had it. A message cannot be opened here: there it stays as it is."""
    post = session.get(Post, event.post_id)
    if post is not None and post.sealed is None:
        tell_of_edit(envoy, session, PostEdited(event.post_id))


def tell_of_release(envoy: Envoy, session: Session, event: PostReleased | PostRestored) -> None:
    """It is for them again, as a new post: what waited to leave while it was held was never sent, and what was removed
    has a new address. Whoever has it under the same hears nothing new. A message cannot be opened here, and stays.
    """
    post = session.get(Post, event.post_id)
    if post is not None and post.sealed is None:
        tell_of_post(envoy, session, PostWritten(event.post_id))


def tell_of_deletion(envoy: Envoy, session: Session, event: PostDeleted) -> None:
    """To every house that was sent it or fetched it, also while we part or pause."""
    author = accounts.by_id(session, event.author_id)
    if author is None:
        return
    letter = Letter(author.id, documents.delete_of(author.uri, event.post_uri))
    for ally_id in event.reached:
        ally = allies.by_id(session, ally_id)
        if ally is not None:
            write_letter(envoy, session, ally, "Delete", letter)


def tell_of_boost(envoy: Envoy, session: Session, event: Boosted) -> None:
    """To the booster's followers abroad who may read the post; and to its author's house."""
    boost = mark_queries.boost_by_id(session, event.boost_id)
    if boost is None:
        return
    account_id, post_id, uri, at = boost
    booster, post = accounts.by_id(session, account_id), session.get(Post, post_id)
    author = post and accounts.by_id(session, post.author_id)
    if post is None or author is None or booster is None or not booster.is_ours:
        return
    following = accounts.allies_of_followers(session, account_id) | {author.ally_id}
    letter = Letter(account_id, documents.announce_of(uri, booster.uri, post.uri, author.uri, at), inbox=author.inbox)
    for ally in houses_that_may_see_a_boost(session, post):
        if ally.id in following:
            write_letter(envoy, session, ally, "Announce", letter)


def tell_of_boost_undone(envoy: Envoy, session: Session, event: BoostUndone) -> None:
    """To every house that may have been told, followers there or not: they may have been there then."""
    booster, post = accounts.by_id(session, event.account_id), session.get(Post, event.post_id)
    if post is None or booster is None or not booster.is_ours:
        return
    to = documents.followers_of(booster.uri)
    letter = Letter(booster.id, documents.undo_of("Announce", event.boost_uri, booster.uri, post.uri, to))
    for ally in houses_that_may_see_a_boost(session, post):
        write_letter(envoy, session, ally, "Undo", letter)


def tell_of_favourite(envoy: Envoy, session: Session, event: Favoured) -> None:
    """To the author's house, if that is an ally's: nobody else is told of thanks."""
    found = _thanks(session, event.account_id, event.post_id)
    uri = mark_queries.favourite_uri(session, event.account_id, event.post_id)
    if found is None or not uri:
        return
    fan, author, post_uri, ally = found
    if Scope.POSTS in ally.scopes:
        act = documents.like_of(uri, fan.uri, post_uri, author.uri)
        write_letter(envoy, session, ally, "Like", Letter(fan.id, act, inbox=author.inbox))


def tell_of_favourite_undone(envoy: Envoy, session: Session, event: FavouriteUndone) -> None:
    found = _thanks(session, event.account_id, event.post_id)
    if found is None:
        return
    fan, author, post_uri, ally = found
    act = documents.undo_of("Like", event.uri, fan.uri, post_uri, author.uri)
    write_letter(envoy, session, ally, "Undo", Letter(fan.id, act, inbox=author.inbox))


def ask_abroad(envoy: Envoy, session: Session, event: FollowAsked) -> None:
    """A member asks to follow somebody at an ally."""
    follower, followed = _pair(session, event)
    uri = accounts.follow_uri(session, event.follower_id, event.followed_id)
    if follower is not None and followed is not None and follower.is_ours and uri:
        _write_to(envoy, session, followed, "Follow", follower.id, documents.follow_of(uri, follower.uri, followed.uri))


def say_yes_abroad(envoy: Envoy, session: Session, event: FollowAccepted) -> None:
    """A member says yes to somebody at an ally."""
    follower, followed = _pair(session, event)
    uri = accounts.follow_uri(session, event.follower_id, event.followed_id)
    if follower is not None and followed is not None and followed.is_ours and uri:
        _write_to(envoy, session, follower, "Accept", followed.id, documents.accept_of(uri, follower.uri, followed.uri))


def say_no_abroad(envoy: Envoy, session: Session, event: FollowRefused) -> None:
    """A member says no to somebody at an ally, or lets them go."""
    follower, followed = _pair(session, event)
    if follower is not None and followed is not None and followed.is_ours:
        act = documents.refusal_of(event.uri, follower.uri, followed.uri)
        _write_to(envoy, session, follower, "Reject", followed.id, act)


def stop_following_abroad(envoy: Envoy, session: Session, event: Unfollowed) -> None:
    """A member no longer follows somebody at an ally, or takes the question back."""
    follower, followed = _pair(session, event)
    if follower is not None and followed is not None and follower.is_ours:
        act = documents.undo_of("Follow", event.uri, follower.uri, followed.uri, followed.uri)
        _write_to(envoy, session, followed, "Undo", follower.id, act)


def tell_of_profile(envoy: Envoy, session: Session, event: ProfileChanged) -> None:
    """To the houses where somebody follows; they read it as it is when it is sent."""
    account = accounts.by_id(session, event.account_id)
    if account is None or not account.is_ours:
        return
    following = accounts.allies_of_followers(session, account.id)
    for ally in allies.allied_with(session):
        if ally.id in following:
            write_letter(envoy, session, ally, "Update", Letter(account.id, profile=True))


def houses_that_may_read(session: Session, post: Post) -> list[AllyFacts]:
    """The allies with the scope for whose people a member's post is."""
    there = allies.allied_with(session)
    if not there:
        return []
    following = accounts.allies_of_followers(session, post.author_id)
    mentioned = _houses_of(session, post.author_id, posts.named_in(session, post.id))
    author = accounts.by_id(session, post.author_id)

    def may(ally: AllyFacts) -> bool:
        readers = Readers(
            author_id=post.author_id,
            is_ours=post.is_ours,
            audience=Audience(post.audience),
            bound_ally_id=post.bound_ally_id,
            followed=ally.id in following,
            mentioned=ally.id in mentioned,
            limited=author is not None and author.limited,
            restricted=post.held or post.removed,
        )
        return may_read(Viewer.ally(ally.id), readers)

    return [ally for ally in there if may(ally)]


def houses_that_may_see_a_boost(session: Session, post: Post) -> list[AllyFacts]:
    """For our own post whoever may read it; for an ally's that is not open nobody but the house it came from."""
    if post.is_ours:
        return houses_that_may_read(session, post)
    is_open = post.audience == Audience.OPEN
    return [ally for ally in allies.allied_with(session) if is_open or ally.id == post.foreign_ally_id]


def _thanks(session: Session, fan_id: int, post_id: int) -> tuple[AccountFacts, AccountFacts, str, AllyFacts] | None:
    """Our fan, the author at an ally, the post's address and the ally; None for thanks that stay here."""
    fan, post = accounts.by_id(session, fan_id), session.get(Post, post_id)
    author = post and accounts.by_id(session, post.author_id)
    if fan is None or post is None or author is None or not fan.is_ours or author.ally_id is None:
        return None
    ally = allies.by_id(session, author.ally_id)
    return None if ally is None else (fan, author, post.uri, ally)


def _houses_of(session: Session, author_id: int, account_ids: list[int]) -> set[int | None]:
    """The houses of those named who are not kept apart from the author."""
    named = list(accounts.several(session, account_ids).values())
    return {account.ally_id for account in without_blocked(session, author_id, named)}


def _pair(
    session: Session, event: FollowAsked | FollowAccepted | FollowRefused | Unfollowed
) -> tuple[AccountFacts | None, AccountFacts | None]:
    return accounts.by_id(session, event.follower_id), accounts.by_id(session, event.followed_id)


def _write_to(
    envoy: Envoy, session: Session, them: AccountFacts, verb: str, sender: int, activity: documents.Json
) -> None:
    """To the house of somebody at an ally; nothing at all when they live here."""
    ally = None if them.ally_id is None else allies.by_id(session, them.ally_id)
    if ally is not None:
        write_letter(envoy, session, ally, verb, Letter(sender, activity, inbox=them.inbox))


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    PostWritten: tell_of_post,
    PostEdited: tell_of_edit,
    PostDecided: tell_of_what_is_decided,
    PostReleased: tell_of_release,
    PostRestored: tell_of_release,
    PostDeleted: tell_of_deletion,
    Boosted: tell_of_boost,
    BoostUndone: tell_of_boost_undone,
    Favoured: tell_of_favourite,
    FavouriteUndone: tell_of_favourite_undone,
    FollowAsked: ask_abroad,
    FollowAccepted: say_yes_abroad,
    FollowRefused: say_no_abroad,
    Unfollowed: stop_following_abroad,
    ProfileChanged: tell_of_profile,
}
