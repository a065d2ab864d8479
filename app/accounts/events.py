"""Facts about accounts."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class FollowAsked(Event):
    """`follower` asks to follow `followed`."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True, slots=True)
class FollowAccepted(Event):
    """`followed` said yes."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True, slots=True)
class FollowedAtOnce(Event):
    """`follower` follows somebody who need not be asked, and who is told of it."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True, slots=True)
class FollowRefused(Event):
    """`followed` said no, or removed a follower. The Follow's address is kept here because its row is gone."""

    follower_id: int
    followed_id: int
    uri: str


@dataclass(frozen=True, slots=True)
class Unfollowed(Event):
    """`follower` no longer follows, or took the question back."""

    follower_id: int
    followed_id: int
    uri: str


@dataclass(frozen=True, slots=True)
class AccountLeft(Event):
    """A member has gone for good. `uri` was their address; their key is in `departed`, what they wrote goes now."""

    account_id: int
    uri: str


@dataclass(frozen=True, slots=True)
class StandingChanged(Event):
    """Whether somebody is there for others, and for whom, is not what it was: people decided, or it is over."""

    account_id: int


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    """A member's display name or note is another one now."""

    account_id: int


@dataclass(frozen=True, slots=True)
class BoostsHidden(Event):
    """`follower` no longer wants to see what `followed` boosts."""

    follower_id: int
    followed_id: int


@dataclass(frozen=True, slots=True)
class Blocked(Event):
    """`account` has blocked `target`: neither sees the other. Their follows are ended already."""

    account_id: int
    target_id: int


@dataclass(frozen=True, slots=True)
class BlockEnded(Event):
    """No longer. The row is gone; `uri` was the Block's address."""

    account_id: int
    target_id: int
    uri: str


@dataclass(frozen=True, slots=True)
class Muted(Event):
    """`account` does not want to see `target`, who never learns of it."""

    account_id: int
    target_id: int


@dataclass(frozen=True, slots=True)
class HouseBlocked(Event):
    """`account` wants nothing of an ally's people. Follows between them are ended already."""

    account_id: int
    ally_id: int


@dataclass(frozen=True, slots=True)
class FindableChanged(Event):
    """Somebody chose, or their house says, whether others find their posts by search."""

    account_id: int
