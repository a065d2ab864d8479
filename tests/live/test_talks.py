"""A conversation moves: whoever is in it hears so, with its words where their token opens them (P10)."""

import json

from tests.live.conftest import Lantern
from tests.world.cast import Member


def test_a_message_is_heard_as_its_conversation(lantern: Lantern, befriended: tuple[Member, Member], a_steward: Member):
    marisol, juno = befriended
    with (
        lantern.app_of(marisol, "direct", opens=True) as opening,
        lantern.app_of(juno, "direct") as closed,
        lantern.app_of(a_steward, "direct", opens=True) as outside,
    ):
        juno.posts("@marisol the key is under the mat", "mentioned")

        heard = [opening.hears(), closed.hears()]

        assert [one and one[0] for one in heard] == ["conversation", "conversation"]
        read, sealed = (json.loads(one[1]) for one in heard if one)
        assert "under the mat" in read["last_status"]["content"]
        assert "under the mat" not in json.dumps(sealed)
        assert outside.hears(0.3) is None
