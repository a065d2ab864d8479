"""What the lists of posts share: twenty on a page, and whether there are older ones."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.accounts.viewer import Viewer
from app.storage import Session
from app.timelines.encoded_queries import Encoded
from app.timelines.queries import Entry, Page
from app.web import showing
from app.web.showing import Gathered

POSTS_A_PAGE = 20

AnEntry = TypeVar("AnEntry", Entry, Encoded)
Query = Callable[[Session, Viewer, Page], list[Entry]]


def one_page(session: Session, query: Query, viewer: Viewer, before: int | None) -> tuple[Gathered, int | None]:
    """A page of a timeline with everything in it, and where the next one begins, if there is one."""
    shown, older = cut(query(session, viewer, asked(before)))
    return showing.gathered(session, viewer, shown), older


def asked(before: int | None) -> Page:
    """The part of a timeline to ask for: one more than is shown, to know whether there are older ones."""
    return Page(before=before, limit=POSTS_A_PAGE + 1)


def cut(found: Sequence[AnEntry]) -> tuple[Sequence[AnEntry], int | None]:
    """What is shown, and where the next page begins, if there is one."""
    shown = found[:POSTS_A_PAGE]
    return shown, shown[-1].id if len(found) > len(shown) else None


def newest_of(shown: Sequence[AnEntry], before: int | None) -> int | None:
    """The newest entry of a list's first page, 0 for an empty one; None on every later page."""
    if before is not None:
        return None
    return shown[0].id if shown else 0


def older_than(path: str, entry: int | None) -> str:
    """The address of the next page; empty on the last."""
    return "" if entry is None else f"{path}?before={entry}"


def here(path: str, before: int | None) -> str:
    """This page's own address, for forms that return to it: never what else was in the query."""
    return path if before is None else f"{path}?before={before}"
