"""P14: whoever is restricted reads it in their own language: what the house says, and the clause where people did.

The reason stands as its writer wrote it: no machine translates it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.basics.clock import now
from moderation.measures import Measure
from moderation.policy import translating
from moderation.policy.translating import Words
from tests.promises.test_p14_every_restriction_is_explained import EACH, decided, deciders
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern, marisol
from tests.web.test_other_scripts import in_english, read_by_people
from tests.world.cast import Member
from tests.world.deciding import Decider
from tests.world.governing import BY_ONE, CLAUSES
from tests.world.tongues import spoken

__all__ = ["deciders", "lantern", "marisol"]

AS_WRITTEN = "Two people asked you to stop,"
# Whoever is suspended reads their decisions, and no other page of these.
AWAY = {Measure.SUSPEND, Measure.END_ACCOUNT}
NAMES = {"Lantern House"}
IN_RUSSIAN = Words("Будьте добры друг к другу", "Говорите так, как хотите слышать.", "Криков нам хватает.")


@pytest.fixture(autouse=True)
def _the_house_speaks(tmp_path: Path) -> Iterator[None]:
    with spoken(tmp_path / "tongues", "ru"):
        yield


@pytest.mark.parametrize(("measure", "clause", "more"), EACH, ids=lambda one: str(one))
def test_all_that_the_house_says_of_a_decision_is_said_in_its_readers_language(
    marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider], measure: Measure, clause: int,
    more: dict[str, object],
):  # fmt: skip
    made = decided(deciders, a_member, measure, clause, more)

    for address in (f"/decisions/{made}", "/decisions", *(() if measure in AWAY else ("/notifications", "/settings"))):
        page = marisol.get(address, accept_language="ru")

        assert page.read.first("html")["lang"] == "ru"
        assert [words for words in read_by_people(page.text) if words in in_english() - NAMES] == []
    notice = marisol.get(f"/decisions/{made}", accept_language="ru").text
    assert ("⟦You can appeal until" in notice) is (measure is not Measure.NO_BREACH)


def test_the_clause_is_read_as_people_put_it_into_their_language_and_the_reason_as_it_was_written(
    lantern: OpenHouse, marisol: Browser, a_member: Member, deciders: tuple[Decider, Decider, Decider]
):
    """Whoever decided reads English, and decided by the original."""
    house, steward = lantern.house.database, deciders[2].member
    house.write_now(translating.trust, "steward", steward.name, "ru", now=now())
    house.write_now(translating.translate, steward.id, "ru", BY_ONE, IN_RUSSIAN, words_since=1, edition=0, now=now())
    made = decided(deciders, a_member, Measure.WORD, BY_ONE, {})

    in_russian = marisol.get(f"/decisions/{made}", accept_language="ru").text
    in_english = marisol.get(f"/decisions/{made}").text

    for words in (IN_RUSSIAN.title, IN_RUSSIAN.asks):
        assert words in in_russian
        assert words not in in_english
    assert CLAUSES[BY_ONE - 1].asks in in_english
    assert CLAUSES[BY_ONE - 1].asks not in in_russian
    assert AS_WRITTEN in in_russian
