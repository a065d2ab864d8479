"""Lists of people in apps: made, filled, read and deleted, for nobody but their owner."""

import re

import pytest

from app.timelines import lists

LISTS = "/api/v1/lists"


@pytest.fixture
def followed(the_door, a_member, another_member, a_steward):
    """Marisol follows Juno and Vera; the ids of these."""
    a_member.follows(another_member)
    a_member.follows(a_steward)
    the_door.settles()
    return str(another_member.id), str(a_steward.id)


def makes(phone, title="Close friends", **form):
    answer = phone.posts(LISTS, title=title, **form)
    assert answer.status_code == 200, answer.text
    return answer.json()


def puts(phone, made, *people):
    return phone.posts(f"{LISTS}/{made['id']}/accounts", **{"account_ids[]": people})


def people(phone, made, **asked):
    return [one["id"] for one in phone.gets(f"{LISTS}/{made['id']}/accounts", **asked).json()]


def test_a_list_comes_back_as_it_was_made_and_changed(marisol):
    made = makes(marisol)
    changed = marisol.asks("PUT", f"{LISTS}/{made['id']}", data={"replies_policy": "none", "exclusive": "true"}).json()
    renamed = marisol.asks("PUT", f"{LISTS}/{made['id']}", json={"title": "Late shift", "exclusive": False}).json()

    assert made == {"id": made["id"], "title": "Close friends", "replies_policy": "followed", "exclusive": False}
    assert changed == {**made, "replies_policy": "none", "exclusive": True}
    assert renamed == {**changed, "title": "Late shift", "exclusive": False}
    assert marisol.gets(LISTS).json() == [renamed]
    assert marisol.gets(f"{LISTS}/{made['id']}").json() == renamed


def test_what_cannot_be_is_refused_with_a_sentence(marisol):
    made = makes(marisol)

    for form in ({"title": ""}, {"title": "x" * 101}, {"replies_policy": "everybody"}):
        assert marisol.asks("PUT", f"{LISTS}/{made['id']}", data=form).status_code == 422, form
    assert marisol.posts(LISTS).status_code == 422
    assert marisol.gets(LISTS).json() == [made]


def test_who_is_in_a_list(marisol, followed):
    made, other = makes(marisol), makes(marisol, "Others")
    juno, vera = followed

    assert puts(marisol, made, juno, vera).json() == {}
    assert puts(marisol, made, juno).status_code == 200
    both = people(marisol, made)
    marisol.asks("DELETE", f"{LISTS}/{made['id']}/accounts", params={"account_ids[]": [vera]})

    assert sorted(both) == sorted(followed)
    assert people(marisol, made) == [juno]
    assert marisol.gets(f"/api/v1/accounts/{juno}/lists").json() == [made]
    assert marisol.gets(f"/api/v1/accounts/{vera}/lists").json() == []
    assert people(marisol, other) == []


def test_a_long_list_of_people_has_pages_and_can_be_asked_for_at_once(marisol, followed):
    made = makes(marisol)
    puts(marisol, made, *followed)

    first = marisol.gets(f"{LISTS}/{made['id']}/accounts", limit=1)
    second = marisol.asks("GET", re.search(r'<([^>]+)>; rel="next"', first.headers["link"])[1])

    assert sorted(one["id"] for page in (first, second) for one in page.json()) == sorted(followed)
    assert sorted(people(marisol, made, limit=0)) == sorted(followed)


def test_whoever_is_not_followed_is_refused_alike_and_nobody_of_them_is_put_in(marisol, followed, a_member):
    made = makes(marisol)

    refused = [puts(marisol, made, followed[0], other) for other in (str(a_member.id), "12345")]

    assert {(answer.status_code, answer.json()["error"]) for answer in refused} == {(422, lists.NOT_FOLLOWED)}
    assert people(marisol, made) == []


def test_a_list_gathers_what_its_people_wrote_and_boosted(the_door, marisol, juno, followed, an_app_of, a_steward):
    vera, made = an_app_of(a_steward), makes(marisol)
    puts(marisol, made, followed[0])
    hers, veras = juno.says("Hello from Juno"), vera.says("Hello from Vera")
    the_door.settles()
    theirs = vera.says("Boosted", visibility="private")  # for her followers: Juno may not even read it
    foreign = marisol.says("Soup is ready")
    boost = juno.posts(f"/api/v1/statuses/{foreign['id']}/reblog").json()
    the_door.settles()

    page = marisol.gets(f"/api/v1/timelines/list/{made['id']}")
    at_home = {post["id"]: post for post in marisol.gets("/api/v1/timelines/home").json()}

    assert [post["id"] for post in page.json()] == [hers["id"]]
    assert {hers["id"], veras["id"], theirs["id"]} <= at_home.keys()
    assert boost["id"] not in at_home  # her own post stands there already
    assert page.json()[0] == at_home[hers["id"]]
    assert "max_id" in page.headers["link"]


def test_a_boost_in_a_list_is_the_one_of_home(the_door, marisol, juno, followed, joining_house, an_app_of):
    made, zoe = makes(marisol), an_app_of(joining_house("zoe"))
    puts(marisol, made, followed[0])
    juno.posts(f"/api/v1/statuses/{zoe.says('Of somebody not followed')['id']}/reblog")
    the_door.settles()

    listed = marisol.gets(f"/api/v1/timelines/list/{made['id']}").json()

    assert listed == marisol.gets("/api/v1/timelines/home").json()
    assert listed[0]["reblog"]["account"]["username"] == "zoe"


def test_an_exclusive_list_leaves_home(the_door, marisol, juno, followed):
    made = makes(marisol, exclusive="true")
    puts(marisol, made, followed[0])
    hers = juno.says("Hello from Juno")
    the_door.settles()

    assert marisol.gets("/api/v1/timelines/home").json() == []
    assert [post["id"] for post in marisol.gets(f"/api/v1/timelines/list/{made['id']}").json()] == [hers["id"]]


def test_somebody_elses_list_answers_like_one_that_is_not_there(marisol, juno, a_member, followed):
    hers = makes(marisol)
    puts(marisol, hers, followed[0])
    nowhere = str(int(hers["id"]) + 12345)

    def asked(number):
        path = f"{LISTS}/{number}"
        return [
            (answer.status_code, answer.content)
            for answer in (
                juno.gets(path),
                juno.asks("PUT", path, data={"title": "Mine"}),
                juno.asks("DELETE", path),
                juno.gets(f"{path}/accounts"),
                juno.posts(f"{path}/accounts", account_ids=a_member.id),
                juno.asks("DELETE", f"{path}/accounts", params={"account_ids": a_member.id}),
                juno.gets(f"/api/v1/timelines/list/{number}"),
            )
        ]

    assert asked(hers["id"]) == asked(nowhere)
    assert {status for status, _ in asked(nowhere)} == {404}
    assert people(marisol, hers) == [followed[0]]
    assert juno.gets(LISTS).json() == []
    assert juno.gets(f"/api/v1/accounts/{followed[0]}/lists").json() == []


def test_a_list_is_deleted_and_nobody_is_unfollowed(marisol, followed):
    made = makes(marisol)
    puts(marisol, made, *followed)

    assert marisol.asks("DELETE", f"{LISTS}/{made['id']}").json() == {}
    assert marisol.gets(f"{LISTS}/{made['id']}").status_code == 404
    assert marisol.gets("/api/v1/accounts/relationships", id=followed[0]).json()[0]["following"] is True


def test_lists_need_their_own_scopes(an_app_of, a_member, marisol, followed):
    made = makes(marisol)
    reading, writing = an_app_of(a_member, "read:lists"), an_app_of(a_member, "write:lists read:statuses")

    assert reading.gets(LISTS).status_code == 200
    assert reading.gets(f"/api/v1/timelines/list/{made['id']}").status_code == 200
    assert reading.posts(LISTS, title="New").status_code == 403
    assert puts(reading, made, followed[0]).status_code == 403
    assert puts(writing, made, followed[0]).status_code == 200
    assert writing.gets(LISTS).status_code == 403
    assert writing.gets(f"/api/v1/timelines/list/{made['id']}").status_code == 403
