"""Event -> reactions. A table without logic.

The order within a line is the order of happening, all in one transaction with the taking of the fact.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.events import (
    AccountLeft,
    Blocked,
    BoostsHidden,
    FindableChanged,
    FollowAccepted,
    FollowAsked,
    FollowedAtOnce,
    FollowRefused,
    HouseBlocked,
    Muted,
    StandingChanged,
    Unfollowed,
)
from app.basics.events import Event
from app.leaving import removing
from app.notifications import quotes as quotes_told
from app.notifications import telling, telling_many
from app.notifications.events import Rang
from app.posts.actions import (
    indexing,
    quoting,
)
from app.posts.events import (
    Boosted,
    BoostUndone,
    Favoured,
    FavouriteUndone,
    PostDecided,
    PostEdited,
    PostReleased,
    PostRestored,
    PostsToIndex,
    PostWritten,
    Quoted,
    QuoteSettled,
    TagUnfollowed,
)
from app.push import ringing
from app.timelines import by_tag, fanning, lists, reaching, standing
from federation import (
    counts,
    departing,
    emoji,
    files,
    keeping_apart,
    outgoing,
    pact,
    pictures,
    pins,
    quotes,
)
from federation import polling as polling_abroad
from federation.envoy import Envoy
from moderation.appeals import ending as ending_appeals
from moderation.appeals import evidence as evidence_for_appeals
from moderation.appeals.events import AppealEnded
from moderation.cases import finding
from moderation.cases.events import LetterWritten
from moderation.events import Confirmed, Decided, Ended, Overturned
from moderation.openness import log

Reaction = Callable[[Envoy, Session, Any], None]

AT_HOME: Mapping[type[Event], Sequence[Reaction]] = {
    PostWritten: (
        lambda envoy, session, event: fanning.spread_post(session, event.post_id),
        lambda envoy, session, event: telling.tell_mentioned(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: telling_many.tell_of_post(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: reaching.tell_of_post(session, event.post_id),
        lambda envoy, session, event: indexing.index_post(session, event.post_id),
    ),
    PostsToIndex: (lambda envoy, session, event: indexing.index_again(session, event),),
    FindableChanged: (lambda envoy, session, event: indexing.index_theirs(session, event.account_id),),
    PostEdited: (
        lambda envoy, session, event: by_tag.spread_edit(session, event.post_id, event.newly_tagged, event.untagged),
        lambda envoy, session, event: telling.tell_newly_named(
            session, event.post_id, event.newly_named, now=envoy.clock()
        ),
        lambda envoy, session, event: telling_many.tell_of_edit(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: quotes_told.tell_of_edit(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: reaching.tell_of_edit(session, event.post_id),
        lambda envoy, session, event: indexing.index_post(session, event.post_id),
    ),
    PostDecided: (
        lambda envoy, session, event: reaching.tell_of_edit(session, event.post_id),
        lambda envoy, session, event: indexing.index_post(session, event.post_id),
    ),
    PostReleased: (
        lambda envoy, session, event: telling.tell_mentioned(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: telling_many.tell_of_post(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: reaching.tell_of_edit(session, event.post_id),
    ),
    PostRestored: (lambda envoy, session, event: reaching.tell_of_edit(session, event.post_id),),
    Quoted: (lambda envoy, session, event: quotes_told.tell_of_quote(session, event.post_id, now=envoy.clock()),),
    QuoteSettled: (lambda envoy, session, event: reaching.tell_of_edit(session, event.post_id),),
    Boosted: (
        lambda envoy, session, event: fanning.spread_boost(session, event.boost_id),
        lambda envoy, session, event: telling.tell_of_boost(session, event.boost_id, now=envoy.clock()),
        lambda envoy, session, event: reaching.tell_of_boost(session, event.boost_id),
    ),
    BoostUndone: (lambda envoy, session, event: fanning.take_boost_out(session, event.account_id, event.post_id),),
    Favoured: (
        lambda envoy, session, event: telling.tell_author(
            session, "favourite", event.account_id, event.post_id, now=envoy.clock()
        ),
    ),
    FavouriteUndone: (
        lambda envoy, session, event: telling.untell_of_post(session, "favourite", event.account_id, event.post_id),
    ),
    FollowAsked: (
        lambda envoy, session, event: telling.tell(
            session, event.followed_id, "follow_request", event.follower_id, None, now=envoy.clock()
        ),
    ),
    FollowAccepted: (
        lambda envoy, session, event: fanning.fill_after_follow(session, event.follower_id, event.followed_id),
        lambda envoy, session, event: telling.untell(session, event.followed_id, "follow_request", event.follower_id),
    ),
    FollowedAtOnce: (
        lambda envoy, session, event: telling.tell(
            session, event.followed_id, "follow", event.follower_id, None, now=envoy.clock()
        ),
    ),
    FollowRefused: (
        lambda envoy, session, event: fanning.empty_after_unfollow(session, event.follower_id, event.followed_id),
        lambda envoy, session, event: lists.forget_unfollowed(session, event.follower_id, event.followed_id),
        lambda envoy, session, event: telling.untell(session, event.followed_id, "follow_request", event.follower_id),
    ),
    StandingChanged: (lambda envoy, session, event: standing.show_as_decided(session, event.account_id),),
    AccountLeft: (
        lambda envoy, session, event: removing.begin(session, event.account_id, key=envoy.house.key, now=envoy.clock()),
    ),
    Unfollowed: (
        lambda envoy, session, event: fanning.empty_after_unfollow(session, event.follower_id, event.followed_id),
        lambda envoy, session, event: lists.forget_unfollowed(session, event.follower_id, event.followed_id),
        lambda envoy, session, event: telling.untell(session, event.followed_id, "follow_request", event.follower_id),
    ),
    BoostsHidden: (
        lambda envoy, session, event: fanning.take_boosts_out(session, event.follower_id, event.followed_id),
    ),
    Muted: (lambda envoy, session, event: fanning.take_boosts_out(session, event.account_id, event.target_id),),
    TagUnfollowed: (lambda envoy, session, event: by_tag.take_tag_out(session, event.account_id, event.tag_id),),
    Rang: (lambda envoy, session, event: ringing.ring(session, event, key=envoy.house.key, now=envoy.clock()),),
    Blocked: (
        lambda envoy, session, event: fanning.part(session, event.account_id, event.target_id),
        lambda envoy, session, event: quoting.part(session, event.account_id, event.target_id),
        lambda envoy, session, event: telling.untell_between(session, event.account_id, event.target_id),
    ),
    LetterWritten: (
        lambda envoy, session, event: finding.find_what_is_meant(
            session, event.letter_id, host=envoy.house.settings.host, key=envoy.house.key, now=envoy.clock()
        ),
    ),
    HouseBlocked: (
        lambda envoy, session, event: fanning.take_house_out(session, event.account_id, event.ally_id),
        lambda envoy, session, event: quoting.part_from_house(session, event.account_id, event.ally_id),
        lambda envoy, session, event: telling.untell_of_house(session, event.account_id, event.ally_id),
    ),
    Ended: (lambda envoy, session, event: log.record_end(session, event.decision_id, now=envoy.clock()),),
    Overturned: (
        lambda envoy, session, event: log.record(session, event.decision_id, "overturned", now=envoy.clock()),
    ),
    Decided: (
        lambda envoy, session, event: log.record(session, event.decision_id, "decided", now=envoy.clock()),
        lambda envoy, session, event: evidence_for_appeals.after_decision(
            session, event.decision_id, now=envoy.clock()
        ),
    ),
    Confirmed: (
        lambda envoy, session, event: evidence_for_appeals.after_decision(
            session, event.decision_id, now=envoy.clock()
        ),
    ),
    AppealEnded: (
        lambda envoy, session, event: ending_appeals.write_into_log(session, event.appeal_id, now=envoy.clock()),
    ),
}

ABROAD: Sequence[Mapping[type[Event], Reaction]] = (
    outgoing.REACTIONS, keeping_apart.REACTIONS, departing.REACTIONS, pictures.REACTIONS, emoji.REACTIONS,
    files.REACTIONS, polling_abroad.REACTIONS, pact.REACTIONS, pins.REACTIONS, quotes.REACTIONS,
    counts.REACTIONS,
)  # fmt: skip
