"""What a list said stays as long as it may, whoever brings another one, and not an hour longer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Refused
from app.storage.house import House
from moderation.suggestions import actions, rules
from moderation.suggestions.models import Suggestion
from moderation.suggestions.rules import SUGGESTIONS_LAST
from tests.world.advising import HEAD, addresses, an_ally_at, brings, kept, ours, set_aside, waiting
from tests.world.cast import Member, join
from tests.world.saying import said_to_the_database

WARNING = f"{HEAD}\nharbour.example,suspend,,,OUTS PEOPLE,\n"


@pytest.fixture
def robin(house: House) -> Member:
    member = join(house, "robin", "moderator")
    an_ally_at(house)
    return member


def forgets(house: House, at: datetime) -> None:
    house.database.write_now(actions.forget_old, at, ours=ours(house))


def said_of_it(member: Member) -> list[tuple[str, str]]:
    [one] = waiting(member)
    return [(advice.by, advice.words) for advice in one.advice]


@pytest.mark.parametrize("other", ["harbour.example\n", f"{HEAD}\nharbour.example,noop,,,lovely people,\n"])
def test_a_list_in_the_same_name_takes_no_words_back(robin: Member, other: str):
    brings(robin, WARNING, "IFTAS")

    brings(robin, other, "iftas")

    assert ("IFTAS", "OUTS PEOPLE") in said_of_it(robin)
    assert len(said_of_it(robin)) == 2


def test_what_the_same_list_says_again_is_said_once(robin: Member):
    for _ in range(3):
        brings(robin, "harbour.example\n", "IFTAS")
    for _ in range(3):
        brings(robin, WARNING, "iftas")

    assert said_of_it(robin) == [("iftas", "OUTS PEOPLE")]


@pytest.mark.parametrize("other", ["harbour.example\n", f"{HEAD}\nharbour.example,noop,,,lovely people,\n"])
def test_a_warning_is_not_pushed_out_by_many_that_are_none(robin: Member, other: str):
    brings(robin, WARNING, "IFTAS")
    brings(robin, "domain,comment\nharbour.example,they film\n", "Ana")

    for number in range(rules.MOST_ADVICE + 1):
        brings(robin, other, f"House {number}")

    said = said_of_it(robin)
    assert said[-2:] == [("Ana", "they film"), ("IFTAS", "OUTS PEOPLE")]
    assert (len(said), said[0][0]) == (rules.MOST_ADVICE, f"House {rules.MOST_ADVICE}")


def test_words_go_when_their_time_is_over_though_others_go_on_advising(robin: Member):
    began = now()
    brings(robin, WARNING, "A", at=began)
    brings(robin, "harbour.example\n", "B", at=began + timedelta(days=80))
    forgets(robin.house, began + SUGGESTIONS_LAST - timedelta(minutes=1))
    assert said_of_it(robin) == [("B", ""), ("A", "OUTS PEOPLE")]

    forgets(robin.house, began + SUGGESTIONS_LAST)

    assert said_of_it(robin) == [("B", "")]
    assert kept(robin.house)[0].said_at == began + timedelta(days=80)
    forgets(robin.house, began + SUGGESTIONS_LAST + timedelta(days=80))
    assert kept(robin.house) == []


def test_words_go_when_others_advise_it_after_their_time(robin: Member):
    began = now()
    brings(robin, WARNING, "A", at=began)
    brings(robin, "harbour.example\n", "B", at=began + timedelta(days=80))

    brings(robin, "harbour.example\n", "C", at=began + SUGGESTIONS_LAST)

    assert said_of_it(robin) == [("C", ""), ("B", "")]


def test_what_cannot_be_opened_any_more_is_gone_and_stops_no_other(robin: Member, a_member: Member, house: House):
    began = now()
    join(house, "juno")
    brings(robin, "harbour.example\n@marisol@lantern.example\nfar.example\n@juno@lantern.example\n", at=began)
    marisol = next(row.id for row in kept(house) if row.kind == "account")

    def breaks(session: Session) -> None:
        one = Suggestion.mark == rules.mark_of("far.example", house.key)
        session.execute(update(Suggestion).where(one | (Suggestion.id == marisol)).values(body_sealed=b"x" * 60))

    house.database.write_now(breaks)
    forgets(house, began + timedelta(days=1))
    assert marisol not in {row.id for row in kept(house)}
    assert len(kept(house)) == 3

    forgets(house, began + SUGGESTIONS_LAST)
    assert kept(house) == []


def test_what_somebody_has_looked_at_makes_room_the_oldest_first(robin: Member, monkeypatch: pytest.MonkeyPatch):
    began = now() - timedelta(days=9)
    for day, host in enumerate(("a.example", "b.example", "c.example")):
        brings(robin, f"{host}\n", at=began + timedelta(days=day))
    for row in kept(robin.house)[:2]:
        set_aside(robin, row.id)
    monkeypatch.setattr(rules, "MOST_KEPT", 3)

    brings(robin, "d.example\n")

    assert addresses(waiting(robin, near=False)) == ["d.example", "c.example"]
    assert rules.mark_of("b.example", robin.house.key) in {row.mark for row in kept(robin.house)}
    with pytest.raises(Refused):
        brings(robin, "b.example\ne.example\n")
    assert len(kept(robin.house)) == 3


def test_the_database_does_not_hear_whom_a_list_names_where_nobody_here_is_meant(robin: Member, a_member: Member):
    named = "@her_name@far.example\n@legalname@lantern.example\n@marisol@lantern.example\n"

    with said_to_the_database(robin.house) as said, said_to_the_database(robin.house, reading=True) as asked:
        brings(robin, named)
        waiting(robin, near=False)
        waiting(robin)
        forgets(robin.house, now())

    assert [one for one in (*said, *asked) if "her_name" in one or "legalname" in one] == []
