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
class ProfileChanged(Event):
    """A member's display name or note is another one now."""

    account_id: int
