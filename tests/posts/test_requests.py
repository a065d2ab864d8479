"""Requests for messages: of all that lies in a house, what waits for a reader is a handful."""

from sqlalchemy.orm import Session

from app.posts import requests
from app.storage.house import House
from tests.world.cast import Member
from tests.world.plans import plans_of


def test_what_waits_is_found_without_reading_what_the_house_wrote(
    house: House, kind: str, a_member: Member, another_member: Member
):
    another_member.tries_to_post("@marisol is the room still free?", "mentioned")

    def ask(session: Session) -> None:
        assert requests.anybody_waits(session, a_member.viewer)
        assert [one.sender.name for one in requests.who_asks(session, a_member.viewer)] == ["juno"]
        assert len(requests.asked_by(session, a_member.viewer, another_member.id)) == 1

    plans = house.database.read_now(plans_of, kind, ask)

    for plan in plans:
        assert "SCAN posts" not in plan, plan
        assert "Seq Scan on posts" not in plan, plan
    assert sum("ix_mentions_requested" in plan for plan in plans) == 3, plans
