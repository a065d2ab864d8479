"""P10: who stands in a list that somebody brought along, and who said so, is read with the key file and not without."""
# ruff: noqa: F811 — fixtures are imported by their names

from app.basics.clock import now
from moderation.suggestions.rules import Advice, Body, sealed
from tests.promises.an_attacker import loot, read_by_attacker
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.web.desks import robin
from tests.world.advising import HEAD, an_ally_at
from tests.world.cast import Member
from tests.world.saying import said_to_the_database

__all__ = ["robin"]

NAMED, SAID, BY = "ana_of_the_quay@harbour.example", "she takes names at the ferry", "Tangerine Orchard"
LIST = f"{HEAD}\n@{NAMED},suspend,,,{SAID},\nwindmill.example,suspend,,,{SAID},\n@marisol@lantern.example,,,,,\n"
SECRETS = (NAMED, "windmill", SAID, BY, "marisol@lantern.example")


def test_it_lies_sealed_and_the_database_never_hears_it(lantern: OpenHouse, robin: Browser, a_member: Member):
    an_ally_at(lantern.house)

    with said_to_the_database(lantern.house) as said:
        form = robin.get("/desk/suggestions/new")
        assert robin.submit(form, "/desk/suggestions", {}, by=BY, list=LIST).status == 303
        assert SAID in robin.get("/desk/suggestions").text
        lantern.settles()
    taken = loot(lantern.house)

    assert [words for words in SECRETS if words in "".join(said)] == []
    without, with_key = read_by_attacker(taken), read_by_attacker(taken, house_keys=[lantern.house.key])
    assert [words for words in SECRETS if words.encode() in without] == []
    assert [words for words in SECRETS if words.encode() not in with_key] == []


def test_what_is_opened_shows_itself_in_no_log(lantern: OpenHouse):
    body = Body(NAMED, (Advice(BY, now(), SAID),))

    assert NAMED not in repr(body)
    assert SAID not in repr(body.advice[0])
    assert NAMED.encode() not in sealed(body, lantern.house.key)
