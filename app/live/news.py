"""What listeners are told: ids, and what narrows down who must look. Never a word of what somebody wrote."""

import msgspec


class News(msgspec.Struct, frozen=True, tag=True):
    """Something happened. As JSON it fits into a NOTIFY, which takes eight thousand bytes."""


class EntryCame(News, frozen=True):
    """A post, or somebody's boost of one, stands in homes now: `entry_id` is the post's id or the boost's.

    `for_members`: the post is for every member here. `for_named`: it is a message. `tagged`: it carries a tag.
    """

    entry_id: int
    post_id: int
    for_members: bool = False
    for_named: bool = False
    tagged: bool = False


class PostChanged(News, frozen=True):
    """A post says something else now."""

    post_id: int
    for_members: bool = False
    tagged: bool = False


class PostsGone(News, frozen=True):
    """Posts of one author are deleted, all of them for the same people."""

    post_ids: tuple[int, ...]
    author_id: int
    audience: str


class Told(News, frozen=True):
    """A member has a notification more."""

    account_id: int
    notification_id: int


class FiltersChanged(News, frozen=True):
    """A member's word filters are others now."""

    account_id: int


class LookAgain(News, frozen=True):
    """Something may have been missed: whoever listens looks for themselves."""


_ANY = EntryCame | PostChanged | PostsGone | Told | FiltersChanged | LookAgain
_decoder = msgspec.json.Decoder(_ANY)


def encoded(news: News) -> str:
    return msgspec.json.encode(news).decode()


def decoded(payload: str) -> News:
    """Raises msgspec.DecodeError, for what another version of this house may have said."""
    return _decoder.decode(payload)
