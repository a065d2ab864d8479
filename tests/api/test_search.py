"""Search as apps ask for it: posts by their words, as far as a member may find them."""

from typing import Any

import pytest

from app.basics.clock import now
from app.posts.actions import bookmarking
from tests.api.conftest import Phone
from tests.timelines.searching import settle
from tests.world.cast import Member, join


@pytest.fixture
def juno(another_member: Member) -> Member:
    """Juno, whose posts others find."""
    another_member.chooses(findable=True)
    return another_member


def search(app: Phone, member: Member, q: str, **more: object) -> dict[str, list[Any]]:
    settle(member.house)
    answer = app.gets("/api/v2/search", q=q, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def finds(app: Phone, member: Member, q: str, **more: object) -> list[int]:
    return [int(post["id"]) for post in search(app, member, q, **more)["statuses"]]


def test_posts_are_found_by_their_words(marisol: Phone, juno: Member):
    post = juno.posts("a red umbrella")

    found = search(marisol, juno, "umbrella")

    assert [(int(one["id"]), one["content"]) for one in found["statuses"]] == [(post, "<p>a red umbrella</p>")]
    assert found["accounts"] == found["hashtags"] == []


def test_only_what_is_asked_for_is_looked_for(marisol: Phone, juno: Member):
    post = juno.posts("a red umbrella")

    assert finds(marisol, juno, "umbrella", type="statuses") == [post]
    assert finds(marisol, juno, "umbrella", type="accounts") == finds(marisol, juno, "umbrella", type="hashtags") == []
    assert finds(marisol, juno, "@umbrella") == finds(marisol, juno, "https://umbrella.example/") == []


def test_an_app_narrows_it_and_counts_on(marisol: Phone, juno: Member, a_member: Member):
    posts = [juno.posts(f"umbrella {number}") for number in range(5)][::-1]
    mine = a_member.posts("umbrella")

    assert finds(marisol, juno, "umbrella", account_id=juno.id) == posts
    assert finds(marisol, juno, "umbrella", limit=2) == [mine, posts[0]]
    assert finds(marisol, juno, "umbrella", limit=2, offset=2) == posts[1:3]
    assert finds(marisol, juno, "umbrella", max_id=posts[2]) == posts[3:]
    assert finds(marisol, juno, "umbrella", min_id=posts[1]) == [mine, posts[0]]


def test_words_filters_mutes_and_the_authors_choice_hold(marisol: Phone, juno: Member, a_member: Member):
    post = juno.posts("umbrella in the rain")
    join(juno.house, "lupe").posts("umbrella")
    marisol.posts(
        "/api/v2/filters", title="Weather", **{"context[]": "public", "keywords_attributes[0][keyword]": "rain"}
    )

    [found] = search(marisol, juno, "umbrella")["statuses"]

    assert int(found["id"]) == post
    assert [one["filter"]["title"] for one in found["filtered"]] == ["Weather"]
    marisol.posts(f"/api/v1/accounts/{juno.id}/mute")
    assert finds(marisol, juno, "umbrella") == []


def test_bookmarks_and_ones_own_marks(marisol: Phone, juno: Member, a_member: Member):
    post, _ = juno.posts("umbrella"), juno.posts("umbrella")
    juno.house.database.write_now(bookmarking.bookmark, a_member.id, post, now=now())

    [found] = search(marisol, juno, "umbrella in:bookmarks")["statuses"]

    assert (int(found["id"]), found["bookmarked"]) == (post, True)


@pytest.mark.parametrize("q", ["has:soul", '"', "x" * 500, "a " * 30, "((", "*", "before:never", "'; DROP TABLE posts"])
def test_what_cannot_be_looked_for_finds_nothing(marisol: Phone, juno: Member, q: str):
    juno.posts("umbrella")

    assert finds(marisol, juno, q) == []


def test_a_token_needs_the_scope_and_too_many_are_too_many(an_app_of: Any, marisol: Phone, a_member: Member):
    assert an_app_of(a_member, "read:statuses").gets("/api/v2/search", q="umbrella").status_code == 403
    answers = {marisol.gets("/api/v2/search", q="umbrella").status_code for _ in range(301)}
    assert answers == {200, 429}


def test_an_app_says_whether_ones_posts_are_found(marisol: Phone, a_member: Member):
    before = marisol.gets("/api/v1/accounts/verify_credentials").json()

    after = marisol.asks("PATCH", "/api/v1/accounts/update_credentials", data={"indexable": "true"}).json()

    assert (before["indexable"], before["source"]["indexable"]) == (False, False)
    assert (after["indexable"], after["source"]["indexable"], after["discoverable"]) == (True, True, False)
    assert a_member.facts.findable
    marisol.asks("PATCH", "/api/v1/accounts/update_credentials", data={"indexable": "false"})
    assert not a_member.facts.findable
