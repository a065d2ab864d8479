"""Reading lists of people: one's own only. Somebody else's answers like one that is not there."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts import queries as accounts
from app.accounts.models import Account, Follow
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.posts.models import Post
from app.storage.sealing import HouseKey
from app.timelines.lists import MOST_LISTS, MOST_PEOPLE, PURPOSE, own_list
from app.timelines.models import FeedEntry, Listed, PeopleList
from app.timelines.queries import Entry, Page, from_home


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list for its owner."""

    id: int
    title: str
    replies: bool
    leaves_home: bool


def lists_of(session: Session, owner_id: int, *, key: HouseKey) -> list[ListFacts]:
    """The member's lists, by title."""
    rows = session.scalars(select(PeopleList).where(PeopleList.owner_id == owner_id).limit(MOST_LISTS))
    return sorted((_opened(row, key) for row in rows), key=lambda facts: (facts.title.casefold(), facts.id))


def one_list(session: Session, owner_id: int, list_id: int, *, key: HouseKey) -> ListFacts:
    """One of the member's own; raises NotFound."""
    return _opened(own_list(session, owner_id, list_id), key)


def lists_with(session: Session, owner_id: int, account_id: int) -> set[int]:
    """The member's lists that somebody is in, by id."""
    rows = session.scalars(
        select(Listed.list_id)
        .join(PeopleList, PeopleList.id == Listed.list_id)
        .where(Listed.account_id == account_id, PeopleList.owner_id == owner_id, _is_followed(owner_id))
    )
    return set(rows)


def people_in(
    session: Session,
    owner_id: int,
    list_id: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int = MOST_PEOPLE,
) -> list[AccountFacts]:
    """Who is in it, newest account first. Raises NotFound for somebody else's list."""
    own_list(session, owner_id, list_id)
    query = (
        select(Listed.account_id)
        .join(Account, Account.id == Listed.account_id)
        .where(Listed.list_id == list_id, _is_followed(owner_id), accounts.IS_THERE)
    )
    if before is not None:
        query = query.where(Listed.account_id < before)
    if after is not None:
        query = query.where(Listed.account_id > after)
    ids = session.scalars(query.order_by(Listed.account_id.desc()).limit(limit)).all()
    found = accounts.several(session, list(ids))
    return [found[account_id] for account_id in ids if account_id in found]


def in_list(session: Session, viewer: Viewer, list_id: int, page: Page) -> list[Entry]:
    """What those in it wrote or boosted, as far as it reached the member, newest first. Raises NotFound."""
    found = own_list(session, viewer.account_id or 0, list_id)
    where = [_is_by_somebody_in(list_id)]
    if not found.replies:
        where.append(~_answers_somebody_else())
    return from_home(session, viewer, page, *where)


def _is_by_somebody_in(list_id: int) -> ColumnElement[bool]:
    """Over `feed_entries`: who wrote the post, or who boosted it where that is why it is there."""
    post, boosted = aliased(Post), aliased(Listed)
    return or_(
        and_(
            FeedEntry.booster_id.is_(None),
            exists().where(
                post.id == FeedEntry.post_id, Listed.account_id == post.author_id, Listed.list_id == list_id
            ),
        ),
        exists().where(boosted.list_id == list_id, boosted.account_id == FeedEntry.booster_id),
    )


def _answers_somebody_else() -> ColumnElement[bool]:
    post = aliased(Post)
    answers = exists().where(
        post.id == FeedEntry.post_id,
        post.reply_to_account_id.is_not(None),
        post.reply_to_account_id != post.author_id,
    )
    return and_(FeedEntry.booster_id.is_(None), answers)


def _is_followed(owner_id: int) -> ColumnElement[bool]:
    """What was ended a moment ago counts at once, before the row is gone."""
    return exists().where(Follow.follower_id == owner_id, Follow.followed_id == Listed.account_id, Follow.accepted)


def _opened(row: PeopleList, key: HouseKey) -> ListFacts:
    return ListFacts(row.id, key.open(row.title_sealed, PURPOSE).decode(), row.replies, row.leaves_home)
