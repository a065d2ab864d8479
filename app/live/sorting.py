"""Who must be told of what: a pure decision, and never a permission. Whoever is told reads as themselves."""

from collections.abc import Collection

from app.live.listener import Interest, Listener
from app.live.news import EntryCame, FiltersChanged, LookAgain, News, PostChanged, PostsGone, Told

_LISTS_OF_POSTS = Interest.HOME | Interest.COMMUNITY | Interest.TAGS


def is_for(listener: Listener, what: News, concerned: Collection[int]) -> bool:
    """`concerned`: the accounts in whose home it stands, whom it names, or who may have read it."""
    wants, is_theirs = listener.interests, listener.account_id in concerned
    match what:
        case EntryCame(for_named=True):
            return is_theirs and Interest.MESSAGES in wants
        case EntryCame() | PostChanged():
            return (
                (is_theirs and Interest.HOME in wants)
                or (what.for_members and Interest.COMMUNITY in wants)
                or (what.tagged and Interest.TAGS in wants)
            )
        case PostsGone():
            return bool(wants & _LISTS_OF_POSTS) and (is_theirs or listener.was_sent(what.post_ids))
        case Told():
            return listener.account_id == what.account_id and Interest.NOTIFICATIONS in wants
        case FiltersChanged():
            return listener.account_id == what.account_id and Interest.FILTERS in wants
        case LookAgain():
            return True
        case _:
            return False


def accounts_that_matter(listeners: Collection[Listener], what: News) -> frozenset[int]:
    """Of whom `concerned` must be asked; empty where it need not be asked at all."""
    match what:
        case EntryCame(for_named=True):
            wanted = Interest.MESSAGES
        case EntryCame() | PostChanged():
            wanted = Interest.HOME
        case PostsGone():
            wanted = _LISTS_OF_POSTS
        case _:
            return frozenset()
    return frozenset(one.account_id for one in listeners if one.interests & wanted)
