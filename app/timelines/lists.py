"""A member puts some of those they follow into lists. Nobody is told of it, and who is in one cannot find out.

The title is sealed with the house key: what somebody calls others is nobody's business.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Follow
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import new_id
from app.basics.text import one_line
from app.storage.sealing import HouseKey
from app.timelines.models import Listed, PeopleList

MOST_LISTS = 50
MOST_PEOPLE = 500
LONGEST_TITLE = 100
PURPOSE = "list title"

NOT_FOLLOWED = "Only people you follow can be in a list."


@dataclass(frozen=True, slots=True)
class ListDraft:
    """What a member wants of a list. `replies`: also answers to others. `leaves_home`: those posts stand only here."""

    title: str
    replies: bool = True
    leaves_home: bool = False


def make_list(session: Session, owner_id: int, draft: ListDraft, *, key: HouseKey, now: datetime) -> int:
    """An empty one; its id. Raises Invalid for the title, Refused when there are too many."""
    there_are = session.scalar(select(func.count()).where(PeopleList.owner_id == owner_id)) or 0
    if there_are >= MOST_LISTS:
        raise Refused("You have 50 lists, which is as many as there can be. Delete one first.")
    row = PeopleList(id=new_id(now), owner_id=owner_id)
    _fill(row, draft, key)
    session.add(row)
    session.flush()
    return row.id


def change_list(session: Session, owner_id: int, list_id: int, draft: ListDraft, *, key: HouseKey) -> None:
    """Another title, other choices. Raises Invalid for the title, NotFound for somebody else's."""
    _fill(own_list(session, owner_id, list_id), draft, key)


def delete_list(session: Session, owner_id: int, list_id: int) -> None:
    """The list goes; everybody in it is followed as before. Raises NotFound for somebody else's."""
    session.delete(own_list(session, owner_id, list_id))


def put_in(session: Session, owner_id: int, list_id: int, people: Collection[int]) -> None:
    """All of them or none; who is in it already stays. Raises NotFound for somebody else's list.

    Refused, with the same sentence, for whoever is not followed and for whoever is not there.
    """
    own_list(session, owner_id, list_id)
    wanted = set(people)
    if wanted - _followed(session, owner_id, wanted):
        raise Refused(NOT_FOLLOWED)
    are_in = set(session.scalars(select(Listed.account_id).where(Listed.list_id == list_id)))
    if len(are_in | wanted) > MOST_PEOPLE:
        raise Refused("At most 500 people fit into a list.")
    session.add_all(Listed(list_id=list_id, account_id=account_id) for account_id in wanted - are_in)
    session.flush()


def take_out(session: Session, owner_id: int, list_id: int, people: Collection[int]) -> None:
    """Who is not in it changes nothing. Raises NotFound for somebody else's list."""
    own_list(session, owner_id, list_id)
    session.execute(delete(Listed).where(Listed.list_id == list_id, Listed.account_id.in_(people)))


def forget_unfollowed(session: Session, owner_id: int, account_id: int) -> None:
    """Somebody is no longer followed: they are in none of the follower's lists any more."""
    theirs = select(PeopleList.id).where(PeopleList.owner_id == owner_id)
    session.execute(delete(Listed).where(Listed.account_id == account_id, Listed.list_id.in_(theirs)))


def own_list(session: Session, owner_id: int, list_id: int) -> PeopleList:
    """One of the member's own; raises NotFound for somebody else's as for one that is not there."""
    row = session.get(PeopleList, list_id)
    if row is None or row.owner_id != owner_id:
        raise NotFound
    return row


def _fill(row: PeopleList, draft: ListDraft, key: HouseKey) -> None:
    row.title_sealed = key.seal(_checked_title(draft.title).encode(), PURPOSE)
    row.replies, row.leaves_home = draft.replies, draft.leaves_home


def _checked_title(title: str) -> str:
    tidied = one_line(title)
    if not tidied:
        raise Invalid("title", "Please give the list a name.")
    if len(tidied) > LONGEST_TITLE:
        raise Invalid("title", "A list's name has at most 100 characters.")
    return tidied


def _followed(session: Session, owner_id: int, people: Collection[int]) -> set[int]:
    asked = select(Follow.followed_id).where(
        Follow.follower_id == owner_id, Follow.followed_id.in_(people), Follow.accepted
    )
    return set(session.scalars(asked))
