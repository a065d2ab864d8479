"""How far somebody has read: shared by their apps, with versions, and known to nobody else."""

from tests.world.cast import Member

PATH = "/api/v1/markers"
BOTH = {"timeline[]": ["home", "notifications"]}


def test_a_place_is_kept_and_read_back(marisol):
    kept = marisol.posts(PATH, **{"home[last_read_id]": "103194548672408537"}).json()

    assert kept == {"home": {**kept["home"], "last_read_id": "103194548672408537", "version": 0}}
    assert kept["home"]["updated_at"].endswith("Z")
    assert marisol.gets(PATH, **BOTH).json() == kept
    assert marisol.gets(PATH, **{"timeline[]": "notifications"}).json() == {}
    assert marisol.gets(PATH).json() == {}


def test_each_move_is_another_version(marisol):
    marisol.posts(PATH, **{"home[last_read_id]": "5"})
    moved = marisol.asks(
        "POST", PATH, json={"home": {"last_read_id": "7"}, "notifications": {"last_read_id": "9"}}
    ).json()

    assert {name: (one["last_read_id"], one["version"]) for name, one in moved.items()} == {
        "home": ("7", 1), "notifications": ("9", 0),
    }  # fmt: skip


def test_whoever_names_a_version_moves_only_that_one(marisol):
    marisol.posts(PATH, **{"home[last_read_id]": "5"})

    assert marisol.posts(PATH, **{"home[last_read_id]": "6", "home[version]": "0"}).json()["home"]["version"] == 1
    late = marisol.posts(PATH, **{"home[last_read_id]": "4", "home[version]": "0"})

    assert late.status_code == 409
    assert marisol.gets(PATH, **BOTH).json()["home"]["last_read_id"] == "6"


def test_what_is_no_id_is_refused(marisol):
    assert marisol.posts(PATH, **{"home[last_read_id]": "the top"}).status_code == 422
    assert marisol.posts(PATH, **{"community[last_read_id]": "5"}).json() == {}


def test_they_are_known_to_nobody_else_and_to_no_app_without_the_right(marisol, juno, an_app_of, a_member: Member):
    marisol.posts(PATH, **{"home[last_read_id]": "5"})
    follows, reads = an_app_of(a_member, "follow"), an_app_of(a_member, "read:statuses")

    assert juno.gets(PATH, **BOTH).json() == {}
    assert follows.gets(PATH, **BOTH).status_code == 403
    assert reads.posts(PATH, **{"home[last_read_id]": "6"}).status_code == 403
    assert reads.gets(PATH, **BOTH).json()["home"]["last_read_id"] == "5"
