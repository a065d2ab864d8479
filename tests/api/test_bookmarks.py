"""Bookmarks, for nobody but the member; and the list of what they gave thanks for."""

import re

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.jobs.models import Announcement, Job
from app.notifications.models import Notification
from app.posts.models import Favourite


def test_a_bookmark_shows_to_its_member_wherever_the_post_stands_and_to_nobody_else(
    the_door, marisol, juno, a_member, another_member
):
    another_member.follows(a_member)
    written = marisol.says("Soup is ready")
    the_door.settles()

    kept = juno.posts(f"/api/v1/statuses/{written['id']}/bookmark").json()

    assert kept["bookmarked"] is True
    assert everywhere(juno, written["id"]) == [True] * 7
    assert everywhere(marisol, written["id"]) == [False] * 6  # it is in no list of hers


def test_it_is_taken_out_again(marisol, juno):
    written = marisol.says("Soup is ready")
    juno.posts(f"/api/v1/statuses/{written['id']}/bookmark")

    taken = juno.posts(f"/api/v1/statuses/{written['id']}/unbookmark").json()
    again = juno.posts(f"/api/v1/statuses/{written['id']}/unbookmark").json()

    assert (taken["bookmarked"], again["bookmarked"]) == (False, False)
    assert juno.gets("/api/v1/bookmarks").json() == []


def test_nobody_is_told_and_nothing_waits_to_be_done(house, marisol, juno):
    written = marisol.says("Soup is ready")
    before = house.database.read_now(all_that_is_told)

    juno.posts(f"/api/v1/statuses/{written['id']}/bookmark")
    juno.posts(f"/api/v1/statuses/{written['id']}/unbookmark")

    assert house.database.read_now(all_that_is_told) == before
    assert marisol.gets("/api/v1/notifications").json() == []


def test_what_one_may_not_read_is_neither_bookmarked_nor_told_apart_from_what_is_not_there(marisol, juno):
    written = marisol.says("For few", visibility="private")
    nowhere = int(written["id"]) + 12345

    refused = [
        juno.posts(f"/api/v1/statuses/{number}/{act}")
        for number in (written["id"], nowhere)
        for act in ("bookmark", "unbookmark")
    ]

    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.content for answer in refused}) == 1
    assert juno.gets("/api/v1/bookmarks").json() == []


def test_the_list_has_the_newest_bookmark_first_and_pages_by_the_bookmarks_own_ids(marisol, juno):
    posts = [marisol.says(f"number {number}")["id"] for number in range(5)]
    for post_id in (posts[3], posts[0], posts[4], posts[1], posts[2], posts[0]):
        assert juno.posts(f"/api/v1/statuses/{post_id}/bookmark").status_code == 200

    first, then, last = pages(juno, "/api/v1/bookmarks")
    newer = juno.asks("GET", place(then, "prev"))

    assert [shown(page) for page in (first, then, last)] == [[posts[2], posts[1]], [posts[4], posts[0]], [posts[3]]]
    assert shown(newer) == shown(first)


def test_what_can_no_longer_be_read_is_not_there_and_the_page_is_full_without_it(
    marisol, juno, a_member, another_member
):
    another_member.follows(a_member)
    posts = [marisol.says(f"number {number}")["id"] for number in range(3)]
    private = marisol.says("For my followers", visibility="private")["id"]
    for post_id in (*posts, private):
        juno.posts(f"/api/v1/statuses/{post_id}/bookmark")
    everything = shown(juno.gets("/api/v1/bookmarks"))

    marisol.asks("DELETE", f"/api/v1/statuses/{posts[2]}")
    juno.posts(f"/api/v1/accounts/{a_member.id}/unfollow")
    without = shown(juno.gets("/api/v1/bookmarks", limit=2))
    marisol.posts(f"/api/v1/accounts/{another_member.id}/block")

    assert everything == [private, posts[2], posts[1], posts[0]]
    assert without == [posts[1], posts[0]]
    assert shown(juno.gets("/api/v1/bookmarks")) == []


def test_somebody_muted_stays_among_what_one_kept(marisol, juno, a_member):
    written = marisol.says("Soup is ready")["id"]
    juno.posts(f"/api/v1/statuses/{written}/bookmark")
    juno.posts(f"/api/v1/statuses/{written}/favourite")

    juno.posts(f"/api/v1/accounts/{a_member.id}/mute")

    assert shown(juno.gets("/api/v1/bookmarks")) == shown(juno.gets("/api/v1/favourites")) == [written]


def test_a_bookmark_needs_its_own_scope(an_app_of, a_member, marisol):
    written = marisol.says("Soup is ready")["id"]
    reading, writing = an_app_of(a_member, "read"), an_app_of(a_member, "write:bookmarks read:statuses")

    assert reading.gets("/api/v1/bookmarks").status_code == 200
    assert reading.posts(f"/api/v1/statuses/{written}/bookmark").status_code == 403
    assert writing.posts(f"/api/v1/statuses/{written}/bookmark").status_code == 200
    assert writing.gets("/api/v1/bookmarks").status_code == 403
    assert writing.gets("/api/v1/favourites").status_code == 403


def test_favourites_are_listed_for_who_gave_them_the_last_first(house, marisol, juno):
    posts = [marisol.says(f"number {number}")["id"] for number in range(5)]
    for post_id in (posts[3], posts[0], posts[4], posts[1], posts[2]):
        juno.posts(f"/api/v1/statuses/{post_id}/favourite")

    first, then, last = pages(juno, "/api/v1/favourites")
    newer = juno.asks("GET", place(then, "prev"))

    assert [shown(page) for page in (first, then, last)] == [[posts[2], posts[1]], [posts[4], posts[0]], [posts[3]]]
    assert shown(newer) == shown(first)
    assert marisol.gets("/api/v1/favourites").json() == []


def test_favourites_of_one_moment_are_each_listed_once(house, marisol, juno):
    posts = [marisol.says(f"number {number}")["id"] for number in range(5)]
    for post_id in posts:
        juno.posts(f"/api/v1/statuses/{post_id}/favourite")
    house.database.write_now(all_at_once)

    listed = [post_id for page in pages(juno, "/api/v1/favourites") for post_id in shown(page)]

    assert listed == posts[::-1]


def test_a_place_that_is_none_is_refused(juno):
    for word in ("x", "-1", "9" * 39, str(2**126)):
        assert juno.gets("/api/v1/favourites", max_id=word).status_code == 422, word
    assert juno.gets("/api/v1/bookmarks", max_id="x").status_code == 422
    assert juno.gets("/api/v1/favourites", max_id=str(2**126 - 1)).json() == []


def everywhere(phone, post_id):
    """What a member's app is told of one post, by each way it is read; the last is the list of bookmarks."""
    one = phone.gets(f"/api/v1/statuses/{post_id}").json()
    below = phone.says("Thank you", in_reply_to_id=post_id)
    thread = phone.gets(f"/api/v1/statuses/{below['id']}/context").json()["ancestors"]
    lists = [
        phone.gets("/api/v1/statuses", **{"id[]": post_id}),
        phone.gets("/api/v1/timelines/home"),
        phone.gets("/api/v1/timelines/public", local="true"),
        phone.gets("/api/v1/timelines/public"),
        phone.gets("/api/v1/bookmarks"),
    ]
    found = [post for page in lists for post in page.json() if post["id"] == post_id]
    return [post["bookmarked"] for post in (one, *thread, *found)]


def all_that_is_told(session: Session) -> list[int | None]:
    return [session.scalar(select(func.count()).select_from(table)) for table in (Notification, Announcement, Job)]


def all_at_once(session: Session) -> None:
    moment = session.scalar(select(func.max(Favourite.favoured_at)))
    session.execute(update(Favourite).values(favoured_at=moment))


def pages(phone, path):
    """Every page of two, by the addresses in the answers."""
    found = [phone.gets(path, limit=2)]
    while shown(page := phone.asks("GET", place(found[-1], "next"))):
        found.append(page)
    return found


def place(answer, rel):
    return re.search(rf'<([^>]+)>; rel="{rel}"', answer.headers["link"])[1]


def shown(answer):
    return [post["id"] for post in answer.json()]
