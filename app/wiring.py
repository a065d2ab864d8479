"""Event -> reactions; queue -> worker; what is swept how often. A table without logic.

The order within a line is the order of happening, all in one transaction with the taking of the fact.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import ages as accounts_ages
from app.accounts import community, staying
from app.accounts.actions import admitting, apps, blocking, filters, forgetting, friends, notes, signing_in
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
    Unfollowed,
)
from app.allies import actions as allies
from app.allies import ages as allies_ages
from app.basics.events import Event
from app.emoji import ages as emoji_ages
from app.emoji.actions import of_allies as allies_emoji
from app.jobs import ages as jobs_ages
from app.jobs import outbox, queue
from app.jobs.runner import Chore, Runner, Sweep
from app.leaving import importing, removing, steps
from app.live.listeners import Listeners
from app.notifications import ages as notifications_ages
from app.notifications import ending_polls, telling, telling_many
from app.posts import ages as posts_ages
from app.posts.actions import deleting, drafting, expiring, indexing, muting, picturing, polling, tagging, talking
from app.posts.events import (
    Boosted,
    BoostUndone,
    Favoured,
    FavouriteUndone,
    PostEdited,
    PostsToIndex,
    PostWritten,
    TagUnfollowed,
)
from app.storage import ages_of_deletions, deletions
from app.storage.ages import Age
from app.storage.house import House
from app.storage.scrubbing import Scrubber
from app.timelines import ages as timelines_ages
from app.timelines import fanning, going, lists, reaching
from federation import ages as federation_ages
from federation import (
    delivery,
    departing,
    emoji,
    fetching,
    files,
    inbox,
    keeping_apart,
    lookup,
    outgoing,
    pact,
    pictures,
    sightings,
)
from federation import polling as polling_abroad
from federation.envoy import Envoy
from federation.fetch import Fetcher
from federation.reach import Reachable
from moderation.policy import ages as policy_ages

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
        lambda envoy, session, event: telling.tell_newly_named(
            session, event.post_id, event.newly_named, now=envoy.clock()
        ),
        lambda envoy, session, event: telling_many.tell_of_edit(session, event.post_id, now=envoy.clock()),
        lambda envoy, session, event: reaching.tell_of_edit(session, event.post_id),
        lambda envoy, session, event: indexing.index_post(session, event.post_id),
    ),
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
    TagUnfollowed: (lambda envoy, session, event: fanning.take_tag_out(session, event.account_id, event.tag_id),),
    Blocked: (
        lambda envoy, session, event: fanning.part(session, event.account_id, event.target_id),
        lambda envoy, session, event: telling.untell_between(session, event.account_id, event.target_id),
    ),
    HouseBlocked: (
        lambda envoy, session, event: fanning.take_house_out(session, event.account_id, event.ally_id),
        lambda envoy, session, event: telling.untell_of_house(session, event.account_id, event.ally_id),
    ),
}

ABROAD: Sequence[Mapping[type[Event], Reaction]] = (
    outgoing.REACTIONS, keeping_apart.REACTIONS, departing.REACTIONS, pictures.REACTIONS, emoji.REACTIONS,
    files.REACTIONS, polling_abroad.REACTIONS, pact.REACTIONS,
)  # fmt: skip

MINUTELY, HOURLY, DAILY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

AGES: Sequence[Age] = (
    *accounts_ages.AGES,
    *posts_ages.AGES,
    *timelines_ages.AGES,
    *notifications_ages.AGES,
    *allies_ages.AGES,
    *emoji_ages.AGES,
    *jobs_ages.AGES,
    *federation_ages.AGES,
    *policy_ages.AGES,
    *ages_of_deletions.AGES,
)


def runner(envoy: Envoy) -> Runner:
    """The one that does everything that waits in this house."""

    def react(session: Session, event: Event) -> None:
        for reaction in AT_HOME.get(type(event), ()):
            reaction(envoy, session, event)
        for table in ABROAD:
            if type(event) in table:
                table[type(event)](envoy, session, event)

    scrubber = Scrubber(envoy.house.database)
    return Runner(
        envoy.house.database,
        react=react,
        queues={
            "deliver": delivery.deliver_lane(envoy),
            "receive": inbox.receive_lane(envoy),
            fetching.PICTURES: fetching.lane_of(envoy, pictures.KIND),
            fetching.EMOJI: fetching.lane_of(envoy, emoji.KIND),
            files.FILES: files.files_lane(envoy),
            "removals": removing.remove_lane(envoy.house, envoy.clock),
            "import": importing.import_lane(envoy.house, partial(lookup.account_called, envoy), envoy.clock),
        },
        sweeps=(
            Sweep(HOURLY, signing_in.forget_old),
            Sweep(HOURLY, admitting.forget_waiting),
            Sweep(HOURLY, apps.forget_old),
            Sweep(HOURLY, friends.forget_old),
            Sweep(HOURLY, blocking.forget_old),
            Sweep(HOURLY, filters.forget_old),
            Sweep(HOURLY, deleting.forget_old),
            Sweep(HOURLY, picturing.forget_unused),
            Sweep(HOURLY, tagging.forget_old),
            Sweep(HOURLY, drafting.forget_old),
            Sweep(HOURLY, talking.forget_empty),
            Sweep(HOURLY, muting.forget_gone),
            Sweep(HOURLY, telling.forget_old),
            Sweep(HOURLY, sightings.forget_old),
            Sweep(HOURLY, partial(pact.end_partings, key=envoy.house.key)),
            Sweep(HOURLY, steps.forget_old),
            Sweep(HOURLY, lambda session, now: departing.forget_keys(envoy, session, now)),
            Sweep(MINUTELY, ending_polls.end_polls),
            Sweep(MINUTELY, polling.tell_counts),
            Sweep(MINUTELY, partial(expiring.end_posts, key=envoy.house.key)),
            Sweep(MINUTELY, partial(notes.end_notes, origin=envoy.origin)),
            Sweep(DAILY, partial(expiring.forget_allies_posts, key=envoy.house.key)),
            Sweep(HOURLY, forgetting.forget_newness),
            Sweep(DAILY, forgetting.forget_unknown),
            Sweep(DAILY, forgetting.forget_apps),
            Sweep(DAILY, allies.forget_knocks),
            Sweep(DAILY, outbox.forget_old),
            Sweep(DAILY, queue.forget_old),
            Sweep(DAILY, allies_emoji.forget_unseen),
            Sweep(DAILY, deletions.forget_old),
        ),
        chores=(
            Chore(MINUTELY, partial(going.post_what_is_due, envoy.house), at_start=True),
            Chore(MINUTELY, scrubber.empty_log),
            Chore(HOURLY, scrubber.write_anew),
        ),
        clock=envoy.clock,
    )


def listeners(envoy: Envoy) -> Listeners:
    """Those who will listen in this process."""
    return Listeners(envoy.house.database, concerned=reaching.concerned, still_in=staying.still_in, clock=envoy.clock)


def envoy_of(house: House, **options: object) -> Envoy:
    """What this house has in its hands to speak with others; founds the house on its first start."""
    return Envoy(
        house=house,
        community=house.database.write_now(community.founded, house.key),
        fetcher=Fetcher(Reachable(house.database), lab=house.settings.lab, **options),  # type: ignore[arg-type]
    )
