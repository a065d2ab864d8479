"""Queue -> worker; what is swept how often; what takes longer than one transaction. Tables without logic."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from app.accounts.actions import admitting, apps, blocking, filters, forgetting, friends, notes, signing_in
from app.allies import actions as allies
from app.deciding import phases
from app.deciding import talking as deciding_talk
from app.emoji.actions import of_allies as allies_emoji
from app.jobs import outbox, queue
from app.jobs.runner import Chore, Sweep, WorkOnLane
from app.leaving import importing, removing, steps
from app.notifications import ending_polls, telling
from app.posts.actions import (
    deleting,
    drafting,
    expiring,
    muting,
    picturing,
    polling,
    quoting,
    tagging,
    talking,
)
from app.push import actions as push
from app.storage import deletions
from app.storage.scrubbing import Scrubber
from app.timelines import going
from federation import (
    counts,
    delivery,
    departing,
    emoji,
    fetching,
    files,
    heads,
    inbox,
    lookup,
    pact,
    pictures,
    pins,
    pushing,
    quotes,
    sightings,
)
from federation.envoy import Envoy
from moderation import decisions
from moderation.amending import taking_force, terms
from moderation.appeals import ending as ending_appeals
from moderation.cases import destroying
from moderation.decided import carrying_out
from moderation.jurors import drawing
from moderation.openness import figures, kept_heads, log, reading
from moderation.standing_down import actions as standing_down
from moderation.suggestions import actions as suggestions
from moderation.suggestions.queries import Ours

MINUTELY, HOURLY, DAILY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def queues_of(envoy: Envoy) -> Mapping[str, WorkOnLane]:
    """Who works on what waits in which queue."""
    return {
        "deliver": delivery.deliver_lane(envoy),
        "receive": inbox.receive_lane(envoy),
        fetching.PICTURES: fetching.lane_of(envoy, pictures.KIND),
        fetching.EMOJI: fetching.lane_of(envoy, emoji.KIND),
        fetching.PINS: pins.pins_lane(envoy),
        files.FILES: files.files_lane(envoy),
        pushing.QUEUE: pushing.push_lane(envoy),
        counts.COUNTS: counts.counts_lane(envoy),
        heads.HEADS: heads.heads_lane(envoy),
        fetching.QUOTES: quotes.verify_lane(envoy),
        "removals": removing.remove_lane(envoy.house, envoy.clock),
        "import": importing.import_lane(envoy.house, partial(lookup.account_called, envoy), envoy.clock),
    }


def sweeps_of(envoy: Envoy) -> tuple[Sweep, ...]:
    """What is too old, and what has come due."""
    return (
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
        Sweep(HOURLY, quoting.forget_gone),
        Sweep(HOURLY, telling.forget_old),
        Sweep(HOURLY, push.forget_old),
        Sweep(HOURLY, sightings.forget_old),
        Sweep(HOURLY, partial(pact.end_partings, key=envoy.house.key)),
        Sweep(HOURLY, steps.forget_old),
        Sweep(HOURLY, lambda session, now: departing.forget_keys(envoy, session, now)),
        Sweep(MINUTELY, ending_polls.end_polls),
        Sweep(MINUTELY, phases.carry_on),
        Sweep(MINUTELY, taking_force.take_force),
        Sweep(HOURLY, terms.carry_on),
        Sweep(HOURLY, deciding_talk.forget_old),
        Sweep(MINUTELY, polling.tell_counts),
        Sweep(MINUTELY, partial(expiring.end_posts, key=envoy.house.key)),
        Sweep(MINUTELY, partial(notes.end_notes, origin=envoy.origin)),
        Sweep(DAILY, partial(expiring.forget_allies_posts, key=envoy.house.key)),
        Sweep(HOURLY, forgetting.forget_newness),
        Sweep(DAILY, forgetting.forget_unknown),
        Sweep(DAILY, forgetting.forget_apps),
        Sweep(HOURLY, reading.forget_old),
        Sweep(HOURLY, log.forget_old),
        Sweep(HOURLY, kept_heads.forget_old),
        Sweep(DAILY, heads.ask_everybody),
        Sweep(DAILY, partial(figures.count_quarters, key=envoy.house.key)),
        Sweep(DAILY, allies.forget_knocks),
        Sweep(DAILY, outbox.forget_old),
        Sweep(DAILY, queue.forget_old),
        Sweep(DAILY, allies_emoji.forget_unseen),
        Sweep(DAILY, deletions.forget_old),
        Sweep(HOURLY, destroying.forget_old),
        Sweep(HOURLY, standing_down.forget_old),
        Sweep(HOURLY, partial(suggestions.forget_old, ours=Ours(envoy.house.settings.host, envoy.house.key))),
        Sweep(MINUTELY, partial(ending_appeals.end_in_silence, key=envoy.house.key)),
        Sweep(MINUTELY, partial(drawing.draw_where_needed, key=envoy.house.key)),
        Sweep(MINUTELY, partial(decisions.run_out, key=envoy.house.key)),
        Sweep(MINUTELY, partial(carrying_out.end_accounts, key=envoy.house.key)),
        Sweep(HOURLY, partial(carrying_out.destroy_removed_posts, key=envoy.house.key)),
        Sweep(HOURLY, carrying_out.forget_old),
    )


def chores_of(envoy: Envoy) -> tuple[Chore, ...]:
    """What takes longer than one transaction."""
    scrubber = Scrubber(envoy.house.database)
    return (
        Chore(MINUTELY, partial(going.post_what_is_due, envoy.house), at_start=True),
        Chore(MINUTELY, scrubber.empty_log),
        Chore(HOURLY, scrubber.write_anew),
    )
