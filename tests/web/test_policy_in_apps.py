"""The policy as apps read it: each clause a rule, its key the number by which a report names it."""

from dataclasses import replace
from typing import Any

import pytest

from app.basics.clock import now
from moderation.policy import translating
from moderation.policy.translating import Words
from tests.web.conftest import OpenHouse
from tests.web.test_policy import publishes
from tests.web.test_waiting import a_token_for
from tests.world.cast import Member
from tests.world.governing import CLAUSES, a_policy

EVERYWHERE = ("/api/v1/instance/rules", "/api/v1/instance", "/api/v2/instance")


def rules_at(lantern: OpenHouse, address: str, member: Member | None = None) -> Any:
    app = {"authorization": f"Bearer {a_token_for(lantern, member.id)}"} if member else {}
    found = lantern.client.get(address, headers=app).json()
    return found if isinstance(found, list) else found["rules"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_each_clause_is_a_rule_with_what_it_asks(lantern: OpenHouse, a_member: Member, a_steward: Member, address: str):
    a_policy(lantern.house, a_steward.id)

    rules = rules_at(lantern, address, a_member)

    assert [one["id"] for one in rules] == [str(clause.key) for clause in CLAUSES]
    assert rules[3] == {"id": "4", "text": "4.1 No outing", "hint": CLAUSES[3].asks, "translations": {}}


def test_translations_stand_beside_the_words_they_are_of_and_not_beside_later_ones(
    lantern: OpenHouse, a_member: Member, a_steward: Member
):
    house = lantern.house
    a_policy(house, a_steward.id)
    house.database.write_now(translating.trust, "steward", "marisol", "es", now=now())
    words = Words("Nadie delata", "Nadie es nombrado sin su sí.", "Un nombre puede costar una casa.")
    house.database.write_now(translating.translate, a_member.id, "es", 4, words, words_since=1, edition=0, now=now())

    assert rules_at(lantern, EVERYWHERE[0], a_member)[3]["translations"] == {
        "es": {"text": "4.1 Nadie delata", "hint": "Nadie es nombrado sin su sí."}
    }

    publishes(lantern, a_steward, clauses=(replace(CLAUSES[3], asks="Other words."),))
    assert rules_at(lantern, EVERYWHERE[0], a_member)[0]["translations"] == {}


def test_a_policy_without_clauses_is_one_rule_that_says_where_it_stands(
    lantern: OpenHouse, a_member: Member, a_steward: Member
):
    publishes(lantern, a_steward)

    [rule] = rules_at(lantern, EVERYWHERE[0], a_member)

    assert rule["text"].endswith("https://lantern.example/policy")


def test_the_whole_text_with_its_clauses_is_the_terms_of_service(
    lantern: OpenHouse, a_member: Member, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    app = {"authorization": f"Bearer {a_token_for(lantern, a_member.id)}"}

    terms = lantern.client.get("/api/v1/instance/terms_of_service", headers=app).json()

    assert "<h2>Who we are</h2>" in terms["content"]
    assert "<h3>4.1 No outing</h3>" in terms["content"]
    assert terms["effective_date"] == "2026-01-05"


def test_strangers_apps_are_told_of_no_rule_unless_the_house_wants_it(lantern: OpenHouse, a_steward: Member):
    a_policy(lantern.house, a_steward.id)

    assert [rules_at(lantern, address) for address in EVERYWHERE] == [[], [], []]
    assert lantern.client.get("/api/v1/instance/terms_of_service").status_code == 404
