"""Timelines, as apps page through them."""

import re

import pytest


def ids_in(answer):
    assert answer.status_code == 200, answer.text
    return [post["id"] for post in answer.json()]


def test_home_shows_the_followed_and_their_boosts_newest_first(the_door, marisol, juno, a_member, another_member):
    a_member.follows(another_member)
    own, theirs = marisol.says("Mine"), juno.says("Hers")
    boost = juno.posts(f"/api/v1/statuses/{own['id']}/reblog").json()
    the_door.settles()

    home = marisol.gets("/api/v1/timelines/home")

    assert ids_in(home) == [theirs["id"], own["id"]]
    assert boost["id"] not in ids_in(home), "what is at home already is not shown twice"


def test_a_boost_at_home_is_the_one_its_booster_was_given(
    the_door, juno, a_member, another_member, an_app_of, joining_house
):
    vera = joining_house("vera2")
    vera.follows(another_member)
    written = a_member.posts("Soup is ready")
    boost = juno.posts(f"/api/v1/statuses/{written}/reblog").json()
    the_door.settles()

    (shown,) = an_app_of(vera).gets("/api/v1/timelines/home").json()

    assert (shown["id"], shown["reblog"]["id"]) == (boost["id"], str(written))
    assert shown["account"]["username"] == "juno"
    assert shown.keys() == boost.keys()


@pytest.mark.parametrize(
    "path", ["/api/v1/timelines/home", "/api/v1/timelines/public?local=true", "/api/v1/timelines/public"]
)
def test_every_page_leads_to_the_next_and_back(the_door, marisol, path):
    written = [marisol.says(f"Number {n}")["id"] for n in range(7)][::-1]
    the_door.settles()

    first = marisol.gets(path, limit=3) if "?" not in path else marisol.asks("GET", path + "&limit=3")
    second = marisol.asks("GET", first.links["next"]["url"])
    back = marisol.asks("GET", second.links["prev"]["url"])

    assert ids_in(first) == written[:3]
    assert ids_in(second) == written[3:6]
    assert ids_in(back) == written[:3], "min_id gives what directly follows"
    assert re.search(r"max_id=\d+", first.links["next"]["url"])
    assert first.links["next"]["url"].startswith("https://lantern.example/api/v1/timelines/")


def test_since_id_gives_the_newest_and_min_id_the_nearest(the_door, marisol):
    written = [marisol.says(f"Number {n}")["id"] for n in range(4)]
    the_door.settles()

    newest = ids_in(marisol.gets("/api/v1/timelines/home", since_id=written[0], limit=1))
    nearest = ids_in(marisol.gets("/api/v1/timelines/home", min_id=written[0], limit=1))

    assert (newest, nearest) == ([written[3]], [written[1]])


def test_an_empty_page_ends_the_paging(marisol):
    answer = marisol.gets("/api/v1/timelines/home")

    assert answer.json() == []
    assert "link" not in answer.headers


def test_the_local_timeline_is_this_community(marisol, juno):
    for_all, for_few = marisol.says("Hello all"), marisol.says("Hello few", visibility="private")

    shown = ids_in(juno.gets("/api/v1/timelines/public", local="true"))

    assert for_all["id"] in shown
    assert for_few["id"] not in shown


def test_the_remote_timeline_leaves_this_community_out(marisol):
    marisol.says("Hello all")

    assert ids_in(marisol.gets("/api/v1/timelines/public", remote="true")) == []


def test_a_tag_that_nobody_used_gathers_nothing(marisol):
    assert ids_in(marisol.gets("/api/v1/timelines/tag/soup")) == []
