"""Amendments to what stands before the clauses, from proposal to force."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden, Invalid, Refused
from app.storage.house import House
from moderation.amending import proposing
from moderation.amending.changes import standing_clauses
from moderation.policy import clauses, drafts, publishing, translated, translating
from moderation.policy.models import PolicyVersion
from moderation.policy.queries import Version, in_force, in_force_number, newest
from moderation.policy.reading import INTRODUCTION as THE_INTRODUCTION
from moderation.policy.reading import whole
from moderation.policy.translating import Words
from tests.world.amending import (
    BY_MAJORITY,
    a_charter,
    clause_of,
    days_pass,
    proposes_charter,
    proposes_clause,
    proposes_introduction,
)
from tests.world.cast import Member
from tests.world.governing import BY_ONE, CLAUSES, INTRODUCTION, a_policy
from tests.world.proposing import is_new, objects, read

OTHER_WORDS = "# Who we are\n\nPeople who do sex work, and those who did."


@pytest.fixture
def deciding(house: House, a_steward: Member) -> House:
    """Lantern House, with a policy and a charter: consent."""
    a_policy(house, a_steward.id)
    a_charter(a_steward)
    return house


def test_an_adopted_one_is_a_new_version_with_every_clause_as_it_was(deciding: House, a_member: Member):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)
    assert standing(deciding).source == INTRODUCTION

    moment = days_pass(deciding)

    version = deciding.database.read_now(in_force, now=moment)
    assert version is not None
    assert (version.number, version.source, version.language) == (2, OTHER_WORDS, "en")
    assert "those who did" in version.html
    assert [one.as_new() for one in deciding.database.read_now(clauses.of_version, 2)] == list(CLAUSES)
    assert deciding.database.read_now(publishers, 2) is None
    assert read(a_member, proposal_id).state == "in_force"


def test_it_takes_force_on_its_day_and_not_before(deciding: House, a_member: Member):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS, force_days=20)

    days_pass(deciding, 8)
    assert read(a_member, proposal_id).state == "adopted"
    assert standing(deciding).source == INTRODUCTION

    days_pass(deciding, 29)
    assert standing(deciding).source == OTHER_WORDS


def test_before_there_is_a_policy_it_can_be_its_first_words(house: House, a_steward: Member, a_member: Member):
    a_charter(a_steward)
    proposes_introduction(a_member, OTHER_WORDS)

    days_pass(house)

    assert (standing(house).number, standing(house).source) == (1, OTHER_WORDS)


def test_two_at_once_are_refused(deciding: House, a_member: Member, another_member: Member):
    proposes_introduction(a_member, OTHER_WORDS)

    with pytest.raises(Conflict) as refused:
        proposes_introduction(another_member, "Whoever wants to.")

    assert "under way already" in refused.value.safe


def test_one_beside_an_amendment_to_a_clause_both_take_force(deciding: House, a_member: Member, another_member: Member):
    proposes_clause(a_member, BY_ONE, replace(clause_of(deciding, BY_ONE), asks="Speak gently."))
    proposes_introduction(another_member, OTHER_WORDS)

    moment = days_pass(deciding)

    first, *_ = deciding.database.read_now(clauses.in_force, now=moment)
    assert (standing(deciding).source, first.asks, first.version) == (OTHER_WORDS, "Speak gently.", 3)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Please write what stands before the clauses."),
        (" \r\n\t ", "Please write what stands before the clauses."),
        ("x" * 60_001, "at most 60,000 characters"),
    ],
)
def test_none_and_an_endless_one_are_refused_beside_the_field(
    deciding: House, a_member: Member, words: str, sentence: str
):
    with pytest.raises(Invalid, match=sentence) as refused:
        proposes_introduction(a_member, words)

    assert refused.value.field == "introduction"


@pytest.mark.parametrize("words", [INTRODUCTION, f"{INTRODUCTION}\r\n\r\n"])
def test_the_same_words_are_no_change(deciding: House, a_member: Member, words: str):
    with pytest.raises(Refused, match="what it says already"):
        proposes_introduction(a_member, words)


def test_without_a_charter_nobody_proposes_one(house: House, a_steward: Member, a_member: Member):
    a_policy(house, a_steward.id)

    with pytest.raises(Refused, match="no charter yet"):
        proposes_introduction(a_member, OTHER_WORDS)


def test_whoever_is_on_probation_does_not_propose_one(deciding: House, a_member: Member):
    is_new(a_member, days_pass(deciding, 90))

    with pytest.raises(Forbidden):
        proposes_introduction(a_member, OTHER_WORDS)


def test_under_a_charter_no_steward_changes_it_alone(house: House, a_steward: Member):
    a_policy(house, a_steward.id)
    write = house.database.write_now
    write(drafts.begin, "steward", language="en", now=now())
    a_charter(a_steward)

    write(drafts.write_introduction, "steward", OTHER_WORDS, "en", 1, now=now())
    with pytest.raises(Conflict, match="decided by all"):
        write(drafts.publish_draft, "steward", by=a_steward.id, in_force_at=None, now=now())

    assert standing(house).source == INTRODUCTION


def test_what_was_changed_meanwhile_is_not_overwritten(deciding: House, a_member: Member):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)
    deciding.database.write_now(somebody_publishes)

    days_pass(deciding)

    assert read(a_member, proposal_id).outcome == "overtaken"
    assert standing(deciding).source == "Somebody else wrote this."


def test_what_is_objected_to_changes_nothing(deciding: House, a_member: Member, another_member: Member):
    objects(another_member, proposes_introduction(a_member, OTHER_WORDS))

    moment = days_pass(deciding)

    assert deciding.database.read_now(in_force_number, now=moment) == 1


def test_its_proposer_says_it_otherwise_after_an_objection(deciding: House, a_member: Member, another_member: Member):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)
    objects(another_member, proposal_id)

    says_otherwise(a_member, proposal_id, "All of us.")
    days_pass(deciding)

    assert standing(deciding).source == "All of us."


@pytest.mark.parametrize("words", ["", "x" * 60_001, INTRODUCTION])
def test_said_otherwise_it_is_asked_the_same(deciding: House, a_member: Member, words: str):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)

    with pytest.raises(Refused):
        says_otherwise(a_member, proposal_id, words)

    assert read(a_member, proposal_id).edition == 1


def test_nobody_else_says_it_otherwise(deciding: House, a_member: Member, another_member: Member):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)

    with pytest.raises(Forbidden):
        says_otherwise(another_member, proposal_id, "Mine.")


def test_a_proposal_stays_about_what_it_was_about(deciding: House, a_member: Member):
    about_a_charter, about_words = proposes_charter(a_member, BY_MAJORITY), proposes_introduction(a_member, "Us.")
    otherwise = replace(BY_MAJORITY, quorum=5)

    with pytest.raises(Refused):
        says_otherwise(a_member, about_a_charter, OTHER_WORDS)
    with pytest.raises(Refused):
        deciding.database.write_now(
            proposing.say_charter_otherwise, a_member.id, about_words, otherwise, "Why not", 0, edition=1, now=now()
        )

    assert [read(a_member, one).edition for one in (about_a_charter, about_words)] == [1, 1]


def test_a_translation_of_other_words_is_out_of_date(deciding: House, a_member: Member):
    write, at = deciding.database.write_now, now()
    write(translating.trust, "steward", "marisol", "es", now=at)
    words = Words("", "Quienes hacemos trabajo sexual.", "")
    write(translating.translate, a_member.id, "es", THE_INTRODUCTION, words, words_since=1, edition=0, now=at)
    proposes_introduction(a_member, OTHER_WORDS)

    days_pass(deciding)

    shown = deciding.database.read_now(whole, 2, language="es")
    assert THE_INTRODUCTION in shown.outdated
    assert (shown.language, "those who did" in shown.html) == ("en", True)
    part = deciding.database.read_now(translated.part, "es", THE_INTRODUCTION)
    assert (part.words, part.was) == (None, words)
    assert "trabajo" in deciding.database.read_now(whole, 1, language="es").html


def says_otherwise(member: Member, proposal_id: int, words: str) -> None:
    member.house.database.write_now(
        proposing.say_introduction_otherwise, member.id, proposal_id, words, "Better.", 0, edition=1, now=now()
    )


def standing(house: House) -> Version:
    version = house.database.read_now(newest)
    assert version is not None
    return version


def publishers(session: Session, number: int) -> int | None:
    """Who published that version; nobody where it was adopted."""
    found = session.get(PolicyVersion, number)
    return found.published_by if found else -1


def somebody_publishes(session: Session) -> None:
    at = now()
    publishing.adopt(session, standing_clauses(session), "Somebody else wrote this.", in_force_at=at, now=at)
