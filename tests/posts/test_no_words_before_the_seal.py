"""What is to be sealed is sealed before anything of it is said to the database, not in a second statement (P10)."""

from datetime import timedelta

from app.basics.clock import now
from app.posts.actions import drafting, scheduling
from app.posts.begun import Begun, BegunPicture, Earlier
from app.storage.house import House
from tests.posts.test_editing import a_picture, edits
from tests.world.cast import Member
from tests.world.saying import said_to_the_database

PLACES = ("lanternworks", "dyehouse", "worried")


def named_in(said: list[str]) -> list[str]:
    return [place for place in PLACES if any(place in one for one in said)]


def test_a_message_that_is_written(house: House, a_member: Member, another_member: Member):
    with said_to_the_database(house) as said:
        a_member.posts("@juno behind the lanternworks", "mentioned", warning="worried")

    assert said
    assert named_in(said) == []


def test_a_message_that_was_a_draft_with_a_picture(house: House, a_member: Member, another_member: Member):
    picture = house.database.write_now(a_picture, a_member.facts, "")
    begun = Begun("@juno behind the lanternworks", pictures=[BegunPicture(picture, "at the dyehouse")])
    draft_id = house.database.write_now(drafting.keep_draft, a_member.id, begun, Earlier(), key=house.key, now=now())

    opened = Earlier(draft_id, held=begun.held, opened={picture: "another blob"})
    with said_to_the_database(house) as said:
        a_member.posts(
            begun.text, "mentioned",
            pictures=[picture], descriptions={picture: "at the dyehouse"}, earlier=opened,
        )  # fmt: skip

    assert said
    assert named_in(said) == []


def test_a_message_that_is_edited_and_loses_a_picture(house: House, a_member: Member, another_member: Member):
    pictures = [house.database.write_now(a_picture, a_member.facts, "") for _ in range(2)]
    post_id = a_member.posts("@juno look", "mentioned", pictures=pictures)

    with said_to_the_database(house) as said:
        edits(
            a_member, post_id, "@juno behind the lanternworks",
            warning="worried", pictures=pictures[:1], descriptions={pictures[0]: "at the dyehouse"},
        )  # fmt: skip

    assert said
    assert named_in(said) == []


def test_what_is_to_be_posted_later(house: House, a_member: Member):
    picture = house.database.write_now(a_picture, a_member.facts, "")
    begun = Begun(
        "behind the lanternworks", warning="worried", audience="community",
        pictures=[BegunPicture(picture, "at the dyehouse")],
    )  # fmt: skip

    with said_to_the_database(house) as said:
        house.database.write_now(
            scheduling.schedule, a_member.id, begun, now() + timedelta(days=1), Earlier(),
            origin=house.settings.origin, key=house.key, now=now(),
        )  # fmt: skip

    assert said
    assert named_in(said) == []
