"""Lists and bookmarks leave with the archive, and come in again: nobody is asked, and nobody is told."""

import pytest

from app.accounts.actions import blocking
from app.basics.clock import now
from app.basics.errors import Invalid
from app.leaving import reading_lists
from app.leaving.reading_lists import Kind, Line
from app.posts.actions import bookmarking
from app.posts.actions.deleting import delete_post
from app.storage.house import House
from app.timelines import list_queries, lists, marked
from app.timelines.lists import ListDraft
from app.timelines.queries import Page
from tests.leaving.archives import a_zip
from tests.leaving.test_there_and_back import brings, takes_along
from tests.world.cast import Member, join

pytestmark = pytest.mark.anyio


def bookmarks(member: Member, *posts: int) -> None:
    for post_id in posts:
        member.house.database.write_now(bookmarking.bookmark, member.id, post_id, now=now())


def makes(owner: Member, title: str, *people: Member) -> int:
    write, key = owner.house.database.write_now, owner.house.key
    made = write(lists.make_list, owner.id, ListDraft(title), key=key, now=now())
    write(lists.put_in, owner.id, made, [one.id for one in people])
    return made


def everything_listed(owner: Member) -> dict[str, set[str]]:
    read, key = owner.house.database.read_now, owner.house.key
    return {
        one.title: {person.name for person in read(list_queries.people_in, owner.id, one.id)}
        for one in read(list_queries.lists_of, owner.id, key=key)
    }


def bookmarked(member: Member) -> list[int]:
    found = member.house.database.read_now(marked.bookmarks, member.viewer, Page(limit=40))
    return [entry.post.id for entry in found]


async def test_they_are_in_the_archive_as_mastodon_reads_them(house: House, a_member: Member, another_member: Member):
    a_member.follows(another_member)
    makes(a_member, 'Late shift, "quiet"', another_member)
    makes(another_member, "Somebody else's")
    posts = [another_member.posts(f"number {number}") for number in range(3)]
    bookmarks(a_member, *posts)
    bookmarks(another_member, another_member.posts("Only hers"))
    house.database.write_now(delete_post, another_member.id, posts[1], key=house.key, now=now())

    found = await takes_along(a_member)

    assert found.read("lists.csv").decode() == '"Late shift, ""quiet""",juno@lantern.example\n'
    uris = found.read("bookmarks.csv").decode().splitlines()
    assert len(uris) == 2
    assert all(uri.startswith("https://lantern.example/ap/posts/") for uri in uris)


async def test_whoever_can_read_it_no_longer_takes_no_address_along(
    house: House, a_member: Member, another_member: Member
):
    bookmarks(a_member, another_member.posts("hers"))

    house.database.write_now(blocking.block, another_member.id, a_member.id, now=now())

    assert (await takes_along(a_member)).read("bookmarks.csv") == b""


async def test_what_was_taken_along_is_brought_back_in_its_order(
    house: House, a_member: Member, another_member: Member
):
    a_member.follows(another_member)
    mine = makes(a_member, "Late shift", another_member)
    posts = [another_member.posts(f"number {number}") for number in range(3)]
    bookmarks(a_member, posts[2], posts[0], posts[1])
    before = bookmarked(a_member)
    whole = await takes_along(a_member)
    house.database.write_now(lists.delete_list, a_member.id, mine)
    for post_id in posts:
        house.database.write_now(bookmarking.take_out, a_member.id, post_id)

    archive = a_zip({name: whole.read(name) for name in ("lists.csv", "bookmarks.csv")})
    report = await brings(a_member, archive)
    again = await brings(a_member, archive)

    assert everything_listed(a_member) == {"Late shift": {"juno"}}
    assert bookmarked(a_member) == before == [posts[1], posts[0], posts[2]]
    assert (report.in_lists, report.bookmarked) == (again.in_lists, again.bookmarked) == (1, 3)


async def test_only_whom_one_follows_comes_into_a_list_and_nobody_is_looked_for(
    house: House, a_member: Member, another_member: Member
):
    a_member.follows(another_member)
    join(house, "zoe")
    rows = "".join(f"Late shift,{name}\n" for name in ("juno@lantern.example", "zoe@lantern.example", "x@evil.example"))

    report = await brings(a_member, rows.encode(), Kind.LISTS)

    assert everything_listed(a_member) == {"Late shift": {"juno"}}
    assert (report.in_lists, report.not_in_lists, report.not_reached) == (1, 2, [])


async def test_whom_the_same_archive_follows_at_once_comes_into_the_list(
    house: House, a_member: Member, another_member: Member
):
    another_member.chooses(asks_before_follow=False)
    archive = a_zip(
        {
            "lists.csv": b"Late shift,juno@lantern.example\n",
            "following_accounts.csv": b"Account address\njuno@lantern.example\n",
        }
    )

    await brings(a_member, archive)

    assert everything_listed(a_member) == {"Late shift": {"juno"}}


async def test_bookmarked_is_only_what_is_here_and_may_be_read(house: House, a_member: Member, another_member: Member):
    readable, private = another_member.posts("hello"), another_member.posts("for few", audience="followers")
    bookmarks(another_member, readable, private)
    uris = (await takes_along(another_member)).read("bookmarks.csv") + b"https://evil.example/posts/1\n"

    report = await brings(a_member, uris, Kind.BOOKMARKS)

    assert bookmarked(a_member) == [readable]
    assert (report.bookmarked, report.not_bookmarked) == (1, 2)


async def test_more_lists_than_there_can_be_are_left_out_with_a_number(
    house: House, a_member: Member, another_member: Member, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lists, "MOST_LISTS", 1)
    a_member.follows(another_member)

    report = await brings(a_member, b"One,juno@lantern.example\nTwo,juno@lantern.example\n", Kind.LISTS)

    assert everything_listed(a_member) == {"One": {"juno"}}
    assert (report.in_lists, report.not_in_lists) == (1, 1)


def test_lists_are_read_as_mastodon_writes_them():
    rows = (
        b'List name,Account address\nLate shift,Juno@Lantern.example\n"a, b",zoe@x.example\nLate shift,zoe@x.example\n'
    )

    assert reading_lists.read(rows, Kind.LISTS) == [
        Line("juno@lantern.example", title="Late shift"),
        Line("zoe@x.example", title="a, b"),
        Line("zoe@x.example", title="Late shift"),
    ]


def test_bookmarks_are_read_as_mastodon_writes_them():
    rows = b"#uri\nhttps://x.example/users/Juno/statuses/1\nhttps://x.example/users/Juno/statuses/1\n"

    assert reading_lists.read(rows, Kind.BOOKMARKS) == [Line("https://x.example/users/Juno/statuses/1")]


@pytest.mark.parametrize(
    ("rows", "kind", "words"),
    [
        (b"Late shift\n", Kind.LISTS, "which list"),
        (b",juno@lantern.example\n", Kind.LISTS, "which list"),
        (b"x" * 101 + b",juno@lantern.example\n", Kind.LISTS, "which list"),
        (b"Late shift,juno\n", Kind.LISTS, "not an address"),
        (b"javascript:alert(1)\n", Kind.BOOKMARKS, "address of a post"),
        (b"https://x.example/" + b"y" * 500 + b"\n", Kind.BOOKMARKS, "address of a post"),
    ],
)
def test_one_line_that_is_none_refuses_the_whole(rows: bytes, kind: Kind, words: str):
    with pytest.raises(Invalid, match=words):
        reading_lists.read(rows, kind)
