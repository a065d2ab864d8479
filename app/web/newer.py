"""How much is newer than what an open page shows, for its reader alone: a count, and no more."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.accounts.filtering import HOME, NOTIFICATIONS, PUBLIC, hides
from app.accounts.holders import session_holder
from app.basics.errors import NotFound
from app.basics.tags import name_of
from app.live.listener import Ended, Interest
from app.notifications import queries as notifications
from app.notifications.queries import Wanted as Told
from app.posts.sifting import found_in
from app.timelines import encoded_queries, list_queries, tag_queries
from app.timelines.queries import Entry, Page
from app.timelines.tag_queries import Wanted
from app.web import encoded, forms
from app.web.render import words_in
from app.web.sifting import sieve_for
from app.web.visiting import Visit

MOST = 20

Count = Callable[[Visit, int], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Place:
    """A page that says when there is something newer: of what it must be told, and how that is counted."""

    interests: Interest
    count: Count


def place_called(word: str) -> Place:
    """`home`, `community`, `notifications`, `lists/…` or `tags/…`; raises NotFound."""
    kind, _, which = word.partition("/")
    match kind, which:
        case "home", "":
            return Place(Interest.HOME, _in_home)
        case "community", "":
            return Place(Interest.COMMUNITY, _in_community)
        case "notifications", "":
            return Place(Interest.NOTIFICATIONS, _in_notifications)
        case "lists", number if number:
            return Place(Interest.HOME, partial(_in_list, forms.the_id(number)))
        case "tags", tag if name_of(tag):
            return Place(Interest.TAGS, partial(_with_tag, tag))
        case _:
            raise NotFound


async def still_here(who: Visit) -> Visit:
    """The same visit as things stand now; raises Ended for a session that ended or a member who hides."""
    now = who.envoy.clock()
    found = await who.house.database.read(session_holder, who.secret, now=now)
    if found is None or found.waits or found.paused or found.suspended:
        raise Ended
    return replace(who, who=found, now=now)


def in_words(who: Visit, count: int) -> str:
    """What the page shows; empty for nothing."""
    if not count:
        return ""
    say = words_in(who.language).translations
    if count > MOST:
        return say.gettext("More than %(count)s new") % {"count": MOST}
    return say.ngettext("%(count)s new", "%(count)s new", count) % {"count": count}


async def _in_home(who: Visit, after: int) -> int:
    return await _encoded(
        who, HOME, await who.house.database.read(encoded_queries.home_encoded, who.viewer, _part(after))
    )


async def _in_community(who: Visit, after: int) -> int:
    found = await who.house.database.read(encoded_queries.community_encoded, who.viewer, _part(after))
    return await _encoded(who, PUBLIC, found)


async def _in_list(list_id: int, who: Visit, after: int) -> int:
    found = await who.house.database.read(list_queries.in_list, who.viewer, list_id, _part(after))
    return await _entries(who, HOME, found)


async def _with_tag(tag: str, who: Visit, after: int) -> int:
    wanted = Wanted([name_of(tag)])
    found = await who.house.database.read(tag_queries.tagged, who.viewer, _part(after), wanted)
    return await _entries(who, PUBLIC, found)


async def _in_notifications(who: Visit, after: int) -> int:
    found = await who.house.database.read(notifications.told, who.viewer, Told(after=after), limit=MOST + 1)
    return await _unhidden(who, NOTIFICATIONS, (one.post.body if one.post else b"" for one in found))


async def _encoded(who: Visit, context: str, found: Sequence[encoded_queries.Encoded]) -> int:
    if not who.me.has_filters:
        return len(found)
    posts = encoded.post_views(found, who.me.account_id)
    theirs = (b"" if post.may_delete else row.body for post, row in zip(posts, found, strict=True))
    return await _unhidden(who, context, theirs)


async def _entries(who: Visit, context: str, found: Sequence[Entry]) -> int:
    me = who.me.account_id
    return await _unhidden(who, context, (b"" if one.post.author_id == me else one.post.body for one in found))


async def _unhidden(who: Visit, context: str, bodies: Iterable[bytes]) -> int:
    """How many of them no filter of the member's hides; their own, empty here, never."""
    sieve = await sieve_for(who, context)
    return sum(not (sieve and body and hides(found_in(sieve, body))) for body in bodies)


def _part(after: int) -> Page:
    return Page(after=after, limit=MOST + 1)
