"""Apps have no field for a post's end: what they write ends as its author's settings and the house say."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import lasting
from app.basics.clock import now
from app.posts.models import Post


@pytest.mark.parametrize(("own", "longest", "days"), [(7, None, 7), (None, 30, 30), (365, 1, 1)])
def test_what_an_app_writes_ends_as_the_settings_say(house, a_member, marisol, own, longest, days):
    house.database.write_now(lasting.let_my_posts_last, a_member.id, own)
    house.database.write_now(lasting.let_posts_last, "steward", longest)

    written = marisol.says("Good evening")

    end = datetime.fromisoformat(written["parasol_ends_at"]).astimezone(UTC)
    assert abs(end - now() - timedelta(days=days)) < timedelta(minutes=1)


def test_a_post_without_an_end_has_nothing_of_it(marisol):
    assert "parasol_ends_at" not in marisol.says("Good evening")


def test_past_its_end_it_is_not_found(house, a_member, marisol, juno):
    post = a_member.posts("planted-sentence", "community", lasts_days=1)
    house.database.write_now(_is_over, post)

    assert {app.gets(f"/api/v1/statuses/{post}").status_code for app in (marisol, juno)} == {404}
    assert juno.gets(f"/api/v1/accounts/{a_member.id}/statuses").json() == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/timelines/public?local=true",
        "/api/v1/timelines/tag/pony",
        "/api/v1/bookmarks",
        "/api/v1/favourites",
        "/api/v1/notifications",
    ],
)
def test_past_its_end_it_is_in_no_list_whether_or_not_it_was_swept(
    house, the_door, a_member, another_member, juno, path
):
    another_member.follows(a_member)
    post = a_member.posts("@juno planted-sentence #pony", "community", lasts_days=1)
    for mark in ("bookmark", "favourite"):
        juno.posts(f"/api/v1/statuses/{post}/{mark}")
    the_door.settles()
    before = juno.gets(path).text

    house.database.write_now(_is_over, post)

    assert "planted-sentence" in before
    assert "planted-sentence" not in juno.gets(path).text


def _is_over(session, post_id: int) -> None:
    session.get_one(Post, post_id).ends_at = now() - timedelta(seconds=1)
