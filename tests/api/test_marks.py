"""Favourites and boosts."""


def test_a_favourite_shows_to_who_gave_it_and_can_be_taken_back(marisol, juno):
    written = marisol.says("Soup is ready")

    given = juno.posts(f"/api/v1/statuses/{written['id']}/favourite").json()
    seen_by_author = marisol.gets(f"/api/v1/statuses/{written['id']}").json()
    taken = juno.posts(f"/api/v1/statuses/{written['id']}/unfavourite").json()

    assert (given["favourited"], seen_by_author["favourited"], taken["favourited"]) == (True, False, False)
    assert given["favourites_count"] == 0


def test_a_boost_comes_back_around_the_post_and_again_the_second_time(marisol, juno):
    written = marisol.says("Soup is ready")

    boost = juno.posts(f"/api/v1/statuses/{written['id']}/reblog").json()
    again = juno.posts(f"/api/v1/statuses/{written['id']}/reblog").json()

    assert boost["id"] == again["id"] != written["id"]
    assert boost["account"]["username"] == "juno"
    assert boost["reblog"]["id"] == written["id"]
    assert boost["reblog"]["reblogged"] is True
    assert juno.gets(f"/api/v1/statuses/{boost['id']}").json() == boost


def test_taking_a_boost_back_gives_the_post(marisol, juno):
    written = marisol.says("Soup is ready")
    boost = juno.posts(f"/api/v1/statuses/{written['id']}/reblog").json()

    post = juno.posts(f"/api/v1/statuses/{written['id']}/unreblog").json()

    assert (post["id"], post["reblogged"]) == (written["id"], False)
    assert juno.gets(f"/api/v1/statuses/{boost['id']}").status_code == 404


def test_deleting_ones_boost_takes_it_back_and_leaves_the_post(marisol, juno):
    written = marisol.says("Soup is ready")
    boost = juno.posts(f"/api/v1/statuses/{written['id']}/reblog").json()

    assert juno.asks("DELETE", f"/api/v1/statuses/{boost['id']}").status_code == 200
    assert juno.gets(f"/api/v1/statuses/{written['id']}").json()["reblogged"] is False


def test_a_boost_shows_to_who_follows_the_booster_and_to_nobody_else(
    marisol, juno, a_member, another_member, an_app_of, joining_house
):
    vera = joining_house("vera2")
    written = marisol.says("Soup is ready")
    boost = juno.posts(f"/api/v1/statuses/{written['id']}/reblog").json()
    phone = an_app_of(vera)

    before = phone.gets(f"/api/v1/statuses/{boost['id']}").status_code
    refused = phone.asks("DELETE", f"/api/v1/statuses/{boost['id']}").status_code
    vera.follows(another_member)
    after = phone.gets(f"/api/v1/statuses/{boost['id']}").status_code

    assert (before, refused, after) == (404, 404, 200)
    assert phone.asks("DELETE", f"/api/v1/statuses/{boost['id']}").status_code == 403


def test_what_is_for_followers_is_not_boosted(marisol):
    written = marisol.says("For few", visibility="private")

    refused = marisol.posts(f"/api/v1/statuses/{written['id']}/reblog")

    assert refused.status_code == 422
    assert "boosted" in refused.json()["error"]


def test_nobody_is_told_who_favoured_or_boosted(marisol, juno):
    written = marisol.says("Soup is ready")
    juno.posts(f"/api/v1/statuses/{written['id']}/favourite")
    juno.posts(f"/api/v1/statuses/{written['id']}/reblog")

    for who in (marisol, juno):
        assert who.gets(f"/api/v1/statuses/{written['id']}/favourited_by").json() == []
        assert who.gets(f"/api/v1/statuses/{written['id']}/reblogged_by").json() == []
