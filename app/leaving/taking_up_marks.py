"""Lists and bookmarks that somebody brings along. Nothing outside this house is asked for any of it (P20)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound, Refused
from app.leaving.steps import Report
from app.posts import queries as posts
from app.posts.actions.bookmarking import bookmark
from app.storage.house import House
from app.timelines import list_queries, lists
from app.timelines.lists import ListDraft


def fill_list(
    session: Session, house: House, me: int, title: str, addresses: Iterable[str], report: Report, *, now: datetime
) -> None:
    """Into the member's list of that title, made if there is none; only people they follow."""
    try:
        list_id = _called(session, house, me, title, now=now)
    except Refused:
        report.not_in_lists += len(list(addresses))
        return
    for address in addresses:
        person = accounts.by_handle(session, address, house.settings.host.lower())
        try:
            lists.put_in(session, me, list_id, [person.id if person else 0])
            report.in_lists += 1
        except Refused:
            report.not_in_lists += 1


def bookmark_here(session: Session, me: int, uris: Iterable[str], report: Report, *, now: datetime) -> None:
    """Those of the posts that are here and that the member may read."""
    for uri in uris:
        try:
            bookmark(session, me, posts.one_by_uri(session, Viewer.member(me), uri).id, now=now)
            report.bookmarked += 1
        except NotFound:
            report.not_bookmarked += 1


def _called(session: Session, house: House, me: int, title: str, *, now: datetime) -> int:
    for one in list_queries.lists_of(session, me, key=house.key):
        if one.title == title:
            return one.id
    return lists.make_list(session, me, ListDraft(title), key=house.key, now=now)
