"""What a member is told, and nobody else."""

import pytest


@pytest.fixture
def told(the_door, marisol, juno, a_member, another_member):
    """Marisol was mentioned, favoured, boosted and asked, in that order."""
    written = marisol.says("Soup is ready")
    juno.says("Yum, @marisol")
    juno.posts(f"/api/v1/statuses/{written['id']}/favourite")
    juno.posts(f"/api/v1/statuses/{written['id']}/reblog")
    juno.posts(f"/api/v1/accounts/{a_member.id}/follow")
    the_door.settles()
    return marisol.gets("/api/v1/notifications").json()


def test_the_newest_comes_first_with_its_post(told):
    assert [one["type"] for one in told] == ["follow_request", "reblog", "favourite", "mention"]
    assert all(one["account"]["username"] == "juno" for one in told)
    assert "status" not in told[0]
    assert told[3]["status"]["content"].startswith("<p>Yum")


def test_kinds_are_chosen(told, marisol):
    only = marisol.gets("/api/v1/notifications", **{"types[]": ["mention", "reblog"]}).json()
    without = marisol.gets("/api/v1/notifications", **{"exclude_types[]": ["mention", "reblog"]}).json()

    assert {one["type"] for one in only} == {"mention", "reblog"}
    assert {one["type"] for one in without} == {"favourite", "follow_request"}
    assert marisol.gets("/api/v1/notifications", **{"types[]": ["poll"]}).json() == []


def test_pages_lead_on(told, marisol):
    first = marisol.gets("/api/v1/notifications", limit=3)
    second = marisol.asks("GET", first.links["next"]["url"])

    assert [one["id"] for one in first.json() + second.json()] == [one["id"] for one in told]


def test_one_is_read_and_dismissed(told, marisol):
    path = f"/api/v1/notifications/{told[1]['id']}"

    assert marisol.gets(path).json() == told[1]
    assert marisol.posts(path + "/dismiss").status_code == 200
    assert marisol.gets(path).status_code == 404
    assert marisol.posts("/api/v1/notifications/dismiss", id=told[2]["id"]).status_code == 200
    assert len(marisol.gets("/api/v1/notifications").json()) == 2


def test_all_are_cleared(told, marisol):
    assert marisol.gets("/api/v1/notifications/unread_count").json() == {"count": 1}

    marisol.posts("/api/v1/notifications/clear")

    assert marisol.gets("/api/v1/notifications").json() == []
    assert marisol.gets("/api/v1/notifications/unread_count").json() == {"count": 0}


def test_somebody_elses_are_not_there(told, marisol, juno):
    path = f"/api/v1/notifications/{told[0]['id']}"

    assert juno.gets("/api/v1/notifications").json() == []
    assert juno.gets(path).status_code == 404
    assert juno.posts(path + "/dismiss").status_code == 404
    juno.posts("/api/v1/notifications/clear")
    assert len(marisol.gets("/api/v1/notifications").json()) == 4


def test_those_of_one_account_are_chosen(told, marisol, juno, a_steward, an_app_of, the_door, another_member):
    an_app_of(a_steward).says("@marisol good evening")
    the_door.settles()

    only = marisol.gets("/api/v1/notifications", account_id=another_member.id).json()

    assert [one["id"] for one in only] == [one["id"] for one in told]


def test_what_follows_one_directly_is_read_upwards(told, marisol):
    oldest = told[-1]["id"]

    assert [one["id"] for one in marisol.gets("/api/v1/notifications", min_id=oldest, limit=1).json()] == [
        told[2]["id"]
    ]
    assert [one["id"] for one in marisol.gets("/api/v1/notifications", since_id=oldest, limit=1).json()] == [
        told[0]["id"]
    ]
