"""Lists of people one follows: what stands in them, what leaves home, and who never learns of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select

from app.accounts.actions import blocking, following
from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, Refused
from app.posts.actions import thanking
from app.storage.house import House
from app.timelines import list_queries, lists
from app.timelines.lists import ListDraft
from app.timelines.models import Listed, PeopleList
from app.timelines.queries import Page
from tests.timelines.test_keeping_away import home
from tests.world.cast import Member, join

pytestmark = pytest.mark.anyio


@pytest.fixture
def vera(a_member: Member, another_member: Member, a_steward: Member) -> Member:
    """Vera, whom Marisol follows as she follows Juno."""
    a_member.follows(another_member)
    a_member.follows(a_steward)
    return a_steward


def makes(owner: Member, *people: Member, title: str = "Close friends", **chosen: bool) -> int:
    draft, key = ListDraft(title, **chosen), owner.house.key
    made = owner.house.database.write_now(lists.make_list, owner.id, draft, key=key, now=now())
    puts(owner, made, *people)
    return made


def puts(owner: Member, list_id: int, *people: Member) -> None:
    owner.house.database.write_now(lists.put_in, owner.id, list_id, [one.id for one in people])


def stands_in(owner: Member, list_id: int, **page: object) -> list[int]:
    found = owner.house.database.read_now(list_queries.in_list, owner.viewer, list_id, Page(**page))
    return [entry.id for entry in found]


def people(owner: Member, list_id: int) -> set[int]:
    return {one.id for one in owner.house.database.read_now(list_queries.people_in, owner.id, list_id)}


async def test_a_list_has_what_its_people_wrote_or_boosted_and_nothing_of_others(
    a_member: Member, another_member: Member, vera: Member, settle
):
    mine = makes(a_member, another_member)
    await settle()
    hers, veras, own = another_member.posts("hers"), vera.posts("Vera's"), a_member.posts("own")
    foreign = join(a_member.house, "zoe").posts("of somebody not followed")
    boost = another_member.house.database.write_now(thanking.boost, another_member.id, foreign, now=now())
    await settle()

    assert stands_in(a_member, mine) == [boost, hers]
    assert home(a_member) == [boost, own, veras, hers]


async def test_a_list_is_read_in_pages(a_member: Member, another_member: Member, vera: Member, settle):
    mine = makes(a_member, another_member)
    await settle()
    posts = []
    for number in range(4):
        posts.append(another_member.posts(f"number {number}"))
        vera.posts("between")
    await settle()

    assert stands_in(a_member, mine, limit=2) == [posts[3], posts[2]]
    assert stands_in(a_member, mine, limit=2, before=posts[2]) == [posts[1], posts[0]]
    assert stands_in(a_member, mine, limit=2, after=posts[0], upwards=True) == [posts[2], posts[1]]


async def test_who_is_muted_is_left_out_of_a_list_as_of_home(
    a_member: Member, another_member: Member, vera: Member, settle
):
    mine = makes(a_member, another_member, vera)
    await settle()
    another_member.posts("hers")
    veras = vera.posts("Vera's")
    await settle()

    a_member.house.database.write_now(blocking.mute, a_member.id, another_member.id, now=now())

    assert stands_in(a_member, mine) == home(a_member) == [veras]


async def test_answers_to_others_are_left_out_where_that_was_chosen_and_ones_own_threads_stay(
    a_member: Member, another_member: Member, vera: Member, settle
):
    with_answers, without = makes(a_member, another_member), makes(a_member, another_member, replies=False)
    await settle()
    question = vera.posts("question")
    answer = another_member.posts("answer", reply_to=question)
    first = another_member.posts("first")
    second = another_member.posts("second", reply_to=first)
    await settle()

    assert stands_in(a_member, with_answers) == [second, first, answer]
    assert stands_in(a_member, without) == [second, first]


async def test_a_list_that_leaves_home_takes_its_people_out_of_it_and_gives_them_back(
    a_member: Member, another_member: Member, vera: Member, settle
):
    mine = makes(a_member, another_member, leaves_home=True)
    await settle()
    hers, veras = another_member.posts("hers"), vera.posts("Vera's")
    foreign = join(a_member.house, "zoe").posts("of somebody not followed")
    boost = another_member.house.database.write_now(thanking.boost, another_member.id, foreign, now=now())
    await settle()

    away = home(a_member)
    a_member.house.database.write_now(
        lists.change_list, a_member.id, mine, ListDraft("Close friends"), key=a_member.house.key
    )

    assert away == [veras]
    assert stands_in(a_member, mine) == [boost, hers]
    assert home(a_member) == [boost, veras, hers]


async def test_only_a_list_that_leaves_home_leaves_it_and_only_its_owners(
    a_member: Member, another_member: Member, vera: Member, settle
):
    vera.follows(another_member)
    makes(a_member, vera, leaves_home=True)
    makes(a_member, another_member)
    makes(vera, another_member, leaves_home=True)
    await settle()

    hers, foreign = another_member.posts("hers"), join(a_member.house, "zoe").posts("of somebody not followed")
    boost = another_member.house.database.write_now(thanking.boost, another_member.id, foreign, now=now())
    await settle()

    assert (home(a_member), home(vera)) == ([boost, hers], [])


async def test_what_a_list_keeps_from_home_stays_in_the_homes_of_others(
    a_member: Member, another_member: Member, vera: Member, settle
):
    vera.follows(another_member)
    makes(a_member, another_member, leaves_home=True)
    await settle()

    hers = another_member.posts("hers")
    await settle()

    assert (home(a_member), home(vera), home(another_member)) == ([], [hers], [hers])


async def test_whoever_is_no_longer_followed_is_in_no_list_before_and_after_the_work_is_done(
    a_member: Member, another_member: Member, vera: Member, settle
):
    mine, database = makes(a_member, another_member, vera), a_member.house.database
    veras = makes(vera)
    vera.follows(another_member)
    puts(vera, veras, another_member)
    await settle()

    database.write_now(following.unfollow, a_member.id, another_member.id)
    at_once = people(a_member, mine)
    await settle()
    a_member.follows(another_member)
    await settle()

    assert at_once == people(a_member, mine) == {vera.id}
    assert people(vera, veras) == {another_member.id}


@pytest.mark.parametrize("who_ends_it", ["block", "blocked", "let go"])
async def test_whatever_ends_a_follow_ends_its_place_in_lists(
    a_member: Member, another_member: Member, vera: Member, settle, who_ends_it: str
):
    mine, write = makes(a_member, another_member, vera), a_member.house.database.write_now
    match who_ends_it:
        case "block":
            write(blocking.block, a_member.id, another_member.id, now=now())
        case "blocked":
            write(blocking.block, another_member.id, a_member.id, now=now())
        case _:
            write(following.refuse_follower, another_member.id, a_member.id)
    await settle()

    assert people(a_member, mine) == {vera.id}


def test_only_people_one_follows_can_be_in_a_list_and_others_are_refused_alike(
    a_member: Member, another_member: Member, vera: Member
):
    mine = makes(a_member)
    not_followed, asked = join(a_member.house, "zoe"), join(a_member.house, "ines")
    a_member.asks_to_follow(asked)
    said: set[str] = set()

    for account_id in (not_followed.id, asked.id, a_member.id, 12345):
        with pytest.raises(Refused) as refused:
            a_member.house.database.write_now(lists.put_in, a_member.id, mine, [another_member.id, account_id])
        said.add(refused.value.safe)

    assert said == {"Only people you follow can be in a list."}
    assert people(a_member, mine) == set()


def test_somebody_elses_list_is_like_one_that_is_not_there(a_member: Member, another_member: Member, vera: Member):
    hers, database, key = makes(vera), a_member.house.database, a_member.house.key
    ways: list[Callable[[int], object]] = [
        lambda number: database.read_now(list_queries.one_list, a_member.id, number, key=key),
        lambda number: database.read_now(list_queries.people_in, a_member.id, number),
        lambda number: stands_in(a_member, number),
        lambda number: puts(a_member, number, another_member),
        lambda number: database.write_now(lists.take_out, a_member.id, number, [another_member.id]),
        lambda number: database.write_now(lists.change_list, a_member.id, number, ListDraft("x"), key=key),
        lambda number: database.write_now(lists.delete_list, a_member.id, number),
    ]

    for way in ways:
        for number in (hers, hers + 12345):
            with pytest.raises(NotFound):
                way(number)

    assert people(vera, hers) == set()


def test_there_are_fifty_lists_and_no_more(a_member: Member):
    for number in range(lists.MOST_LISTS):
        makes(a_member, title=f"List {number}")

    with pytest.raises(Refused, match="50 lists"):
        makes(a_member)


def test_five_hundred_people_fit_into_a_list(
    a_member: Member, another_member: Member, vera: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lists, "MOST_PEOPLE", 1)
    mine = makes(a_member, another_member)

    puts(a_member, mine, another_member)
    with pytest.raises(Refused, match="At most 500 people"):
        puts(a_member, mine, vera)

    assert people(a_member, mine) == {another_member.id}


def test_a_title_is_a_line_of_at_most_a_hundred_characters(a_member: Member):
    for title in ("", "  \n ", "x" * 101):
        with pytest.raises(Invalid) as refused:
            makes(a_member, title=title)
        assert refused.value.field == "title"

    mine = makes(a_member, title="  Close\nfriends ")

    found = a_member.house.database.read_now(list_queries.one_list, a_member.id, mine, key=a_member.house.key)
    assert found.title == "Close friends"


def test_what_a_list_is_called_lies_sealed_in_the_database(house: House, a_member: Member):
    makes(a_member, title="Close friends")

    sealed = house.database.read_now(lambda session: session.scalar(select(PeopleList.title_sealed)))

    assert b"Close friends" not in sealed
    assert house.key.open(sealed, lists.PURPOSE) == b"Close friends"


async def test_a_list_ends_with_its_owner_and_a_place_in_it_with_the_account(
    house: House, a_member: Member, another_member: Member, vera: Member
):
    makes(a_member, another_member, vera)

    house.database.write_now(lambda session: session.execute(delete(Account).where(Account.id == vera.id)))
    left = house.database.read_now(lambda session: list(session.scalars(select(Listed.account_id))))
    house.database.write_now(lambda session: session.execute(delete(Account).where(Account.id == a_member.id)))

    assert left == [another_member.id]
    assert house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(PeopleList))) == 0
