"""Whose news a member wants to hear at once, whose may wait to be looked at, and whose not at all. Pure.

It is the member's own choice about what they are told: nobody else's reading changes with it, and nobody is told of
it. Who may write to them in the first place is said elsewhere (`app.accounts.reach`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.basics.errors import Invalid

CHOOSE: Final = "Please choose one of these."

CONCERNED: Final = frozenset({"mention", "follow", "follow_request", "favourite", "reblog", "quote"})
"""The kinds that may wait. Of the others the member asked to hear: a bell, a poll they voted in, what they boosted."""

FOLLOWING_SOON: Final = timedelta(days=3)
"""Whoever began to follow less than that ago is no follower yet: to follow is no way past the door."""
NEW_FOR: Final = timedelta(days=30)


class Treatment(StrEnum):
    """What becomes of news, in Mastodon's words: told at once, held back to be looked at, never told."""

    ACCEPT = "accept"
    FILTER = "filter"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a member chose for whom: people they don't follow, who don't follow them, who are new."""

    not_following: Treatment = Treatment.ACCEPT
    not_followers: Treatment = Treatment.ACCEPT
    new_accounts: Treatment = Treatment.ACCEPT


OPEN: Final = Policy()


@dataclass(frozen=True, slots=True)
class Sender:
    """How somebody stands to the member: nothing that the member could not see themselves (P4)."""

    followed: bool = False
    follows_since: datetime | None = None
    joined_on: str = ""
    let_in: bool = False


def treatment(policy: Policy, kind: str, sender: Sender, *, now: datetime) -> Treatment:
    """What becomes of news of this kind from them: of what was chosen for those they are among, the strictest."""
    if kind not in CONCERNED or sender.let_in:
        return Treatment.ACCEPT
    chosen = [
        policy.not_following if not sender.followed else Treatment.ACCEPT,
        policy.not_followers if not _is_follower(sender, now) else Treatment.ACCEPT,
        policy.new_accounts if is_new(sender.joined_on, now) and not sender.followed else Treatment.ACCEPT,
    ]
    return max(chosen, key=list(Treatment).index)


def is_new(joined_on: str, now: datetime) -> bool:
    """Whether somebody may have come within the last thirty days, by the month that everybody sees and no better."""
    return joined_on >= (now - NEW_FOR).strftime("%Y-%m-01")


def the_treatment(field: str, word: str) -> Treatment:
    """What a form says for a field; raises Invalid naming it."""
    try:
        return Treatment(word)
    except ValueError as error:
        raise Invalid(field, CHOOSE) from error


def _is_follower(sender: Sender, now: datetime) -> bool:
    return sender.follows_since is not None and now - sender.follows_since >= FOLLOWING_SOON
