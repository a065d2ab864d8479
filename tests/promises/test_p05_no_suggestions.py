"""P5: nobody is ever proposed to anybody; the routes for it exist and are always empty; timelines are in time order."""

import pytest

from app.api.mastodon.empty import NEVER
from tests.api.conftest import an_app_of, juno, marisol, the_door

__all__ = ["an_app_of", "juno", "marisol", "the_door"]

PROPOSING = [
    "/api/v1/trends", "/api/v1/trends/statuses", "/api/v1/trends/tags", "/api/v1/trends/links",
    "/api/v1/suggestions", "/api/v2/suggestions", "/api/v1/directory", "/api/v1/endorsements",
    "/api/v1/featured_tags", "/api/v1/featured_tags/suggestions", "/api/v1/accounts/familiar_followers",
]  # fmt: skip


@pytest.fixture
def a_lively_house(the_door, marisol, juno, a_member, another_member, joining_house):
    """Everybody posts, boosts, favours and follows: there would be something to rank."""
    others = [joining_house(f"person{n}") for n in range(4)]
    for other in others:
        a_member.follows(other)
        another_member.follows(other)
    loved = juno.says("#soup is ready")
    later = marisol.says("#soup is gone")
    for _ in range(2):
        marisol.posts(f"/api/v1/statuses/{loved['id']}/favourite")
        marisol.posts(f"/api/v1/statuses/{loved['id']}/reblog")
    the_door.settles()
    return loved, later


@pytest.mark.usefixtures("a_lively_house")
@pytest.mark.parametrize("path", PROPOSING)
def test_nobody_and_nothing_is_proposed(marisol, another_member, path):
    answer = marisol.gets(path, limit=40, **{"id[]": [another_member.id]})

    assert (answer.status_code, answer.json()) == (200, [])


def test_each_of_these_routes_is_tested():
    assert set(PROPOSING) <= set(NEVER)
    assert {path for path in NEVER if "{" not in path} == set(PROPOSING)


@pytest.mark.usefixtures("a_lively_house")
def test_nobody_is_featured_on_anybodys_account(marisol, another_member):
    for noun in ("featured_tags", "endorsements"):
        assert marisol.gets(f"/api/v1/accounts/{another_member.id}/{noun}").json() == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/timelines/public?local=true",
        "/api/v1/timelines/tag/soup",
    ],
)
def test_timelines_are_in_time_order_whatever_is_loved(
    a_lively_house, marisol, a_member, another_member, the_door, path
):
    a_member.follows(another_member)
    the_door.settles()
    loved, later = a_lively_house

    shown = [post["id"] for post in marisol.asks("GET", path).json()]

    assert shown == [later["id"], loved["id"]]


@pytest.mark.usefixtures("a_lively_house")
def test_posts_and_people_carry_no_totals(marisol, juno, another_member, a_lively_house):
    loved = juno.gets(f"/api/v1/statuses/{a_lively_house[0]['id']}").json()
    account = juno.gets("/api/v1/accounts/verify_credentials").json()

    assert (loved["favourites_count"], loved["reblogs_count"], loved["replies_count"]) == (0, 0, 0)
    assert (account["followers_count"], account["following_count"], account["statuses_count"]) == (0, 0, 0)


@pytest.mark.usefixtures("a_lively_house")
def test_a_tag_carries_no_totals_and_no_history(marisol):
    tag = marisol.gets("/api/v1/tags/soup").json()
    found = marisol.gets("/api/v2/search", q="soup").json()["hashtags"]

    assert tag == {"name": "soup", "url": "https://lantern.example/tags/soup", "history": [], "following": False}
    assert found == [tag]


def test_search_is_in_time_order_whatever_is_loved_and_counts_nothing(
    a_lively_house, marisol, another_member, the_door
):
    another_member.chooses(findable=True)
    the_door.settles()
    loved, later = a_lively_house

    found = marisol.gets("/api/v2/search", q="-nothing", type="statuses").json()

    assert [post["id"] for post in found["statuses"]] == [later["id"], loved["id"]]
    assert set(found) == {"accounts", "statuses", "hashtags"}
