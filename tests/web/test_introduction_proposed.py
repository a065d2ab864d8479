"""Proposing other words before the clauses, in the browser, without script: written, looked at, decided, in force."""

from datetime import timedelta

import pytest

from app.basics.clock import now
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.amending import BY_CONSENT, BY_MAJORITY, a_charter, its_time_comes, proposes_introduction
from tests.world.cast import Member
from tests.world.governing import INTRODUCTION, a_policy
from tests.world.proposing import is_new, read

ACTION = "/proposals/new/introduction"
OTHER_WORDS = "# Who we are\n\nPeople who do sex work, and those who did."


@pytest.fixture
def deciding(lantern: OpenHouse, a_steward: Member) -> OpenHouse:
    """Lantern House, with a policy and a charter: by consent."""
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward, BY_CONSENT)
    return lantern


def test_a_member_proposes_other_words_and_they_take_force(deciding: OpenHouse, marisol: Browser, juno: Browser):
    assert ACTION in marisol.get("/proposals/new").links()
    form = marisol.get(ACTION)
    assert form.values_of(ACTION)["introduction"].strip() == INTRODUCTION

    done = marisol.submit(form, ACTION, introduction=OTHER_WORDS, reason="Some of us stopped.", force_days="0")

    page = juno.get(done.location.partition("?")[0])
    assert "Change of the policy&#39;s introduction" in page.text
    assert marked(page, "del") == "nobody else"
    assert marked(page, "ins") == "those who did"
    assert "Change of the policy&#39;s introduction" in juno.get("/proposals").text
    assert "those who did" not in juno.get("/policy").text
    its_time_comes(deciding.house)
    its_time_comes(deciding.house)
    assert "Adopted, and in force." in juno.get(done.location).text
    policy = juno.get("/policy")
    assert "those who did" in policy.text
    assert "Version 2" in policy.text
    assert "nobody else" in juno.get("/policy/1").text
    assert marked(juno.get("/policy/2/changes"), "ins") == "those who did"


def test_whoever_looks_first_sees_both_sides_and_nothing_is_proposed(deciding: OpenHouse, marisol: Browser):
    page = marisol.submit(marisol.get(ACTION), ACTION, introduction=OTHER_WORDS, reason="Because", look="1")

    assert page.status == 200
    assert (marked(page, "del"), marked(page, "ins")) == ("nobody else", "those who did")
    assert "<p>People who do sex work, and those who did.</p>" in page.text
    values = page.values_of(ACTION)
    assert (values["introduction"].strip(), values["reason"].strip()) == (OTHER_WORDS, "Because")
    assert "Nobody has proposed anything yet." in marisol.get("/proposals").text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("introduction", " \n", "Please write what stands before the clauses."),
        ("introduction", "слово " * 10_001, "at most 60,000 characters"),
        ("reason", "", "Please say why"),
        ("force_days", "soon", "Please write a number."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    deciding: OpenHouse, marisol: Browser, field: str, typed: str, sentence: str
):
    filled = {"introduction": OTHER_WORDS, "reason": "Some of us stopped.", "force_days": "14", field: typed}

    again = marisol.submit(marisol.get(ACTION), ACTION, **filled)

    assert again.status == 422
    assert f'id="{field}-fault"' in again.text
    assert sentence in again.text
    values = again.values_of(ACTION)
    assert values["introduction"].strip() == filled["introduction"].strip()
    assert values["reason"].strip() == filled["reason"]
    assert "Nobody has proposed anything yet." in marisol.get("/proposals").text


def test_what_is_too_long_is_said_before_it_is_looked_at(deciding: OpenHouse, marisol: Browser):
    again = marisol.submit(marisol.get(ACTION), ACTION, introduction="х" * 60_001, look="1")

    assert (again.status, "at most 60,000 characters" in again.text) == (422, True)
    assert again.values_of(ACTION)["introduction"].strip() == "х" * 60_001


def test_two_at_once_are_refused_with_a_sentence_and_the_second_keeps_its_words(
    deciding: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    form = marisol.get(ACTION)
    proposes_introduction(another_member, OTHER_WORDS)

    refused = marisol.submit(form, ACTION, introduction="All of us.", reason="It is shorter.")

    assert refused.status == 409
    assert "under way already that would change the same" in refused.text
    assert refused.values_of(ACTION)["introduction"].strip() == "All of us."


def test_the_same_words_are_no_proposal(deciding: OpenHouse, marisol: Browser):
    refused = marisol.submit(marisol.get(ACTION), ACTION, reason="Nothing to say.")

    assert (refused.status, "This is what it says already." in refused.text) == (422, True)


def test_a_form_of_an_old_page_comes_back_with_what_was_typed(deciding: OpenHouse, marisol: Browser):
    refused = marisol.submit(marisol.get(ACTION), ACTION, introduction="Ж" * 50_000, reason="Why", csrf="old")

    assert (refused.status, "open for too long" in refused.text) == (403, True)
    assert refused.values_of(ACTION)["introduction"].strip() == "Ж" * 50_000


def test_its_proposer_says_it_otherwise(deciding: OpenHouse, marisol: Browser, a_member: Member):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)
    action = f"/proposals/{proposal_id}/editing"
    form = marisol.get(action)
    assert form.values_of(action)["introduction"].strip() == OTHER_WORDS

    looked = marisol.submit(form, action, introduction="All of us.", look="1")
    assert (looked.status, read(a_member, proposal_id).edition) == (200, 1)
    assert "All" in marked(looked, "ins")
    done = marisol.submit(looked, action)

    assert marisol.follow(done).status == 200
    assert read(a_member, proposal_id).edition == 2
    assert "All of us." in read(a_member, proposal_id).change


@pytest.mark.parametrize(
    ("words", "sentence"), [("", "Please write what stands"), ("Ж" * 60_001, "at most 60,000 characters")]
)
def test_said_otherwise_it_is_refused_beside_the_field_too(
    deciding: OpenHouse, marisol: Browser, a_member: Member, words: str, sentence: str
):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)
    action = f"/proposals/{proposal_id}/editing"

    again = marisol.submit(marisol.get(action), action, introduction=words, reason="Shorter.")

    assert (again.status, sentence in again.text) == (422, True)
    assert 'id="introduction-fault"' in again.text
    values = again.values_of(action)
    assert (values["introduction"].strip(), values["reason"].strip()) == (words, "Shorter.")


def test_nobody_else_says_it_otherwise(deciding: OpenHouse, juno: Browser, a_member: Member, marisol: Browser):
    proposal_id = proposes_introduction(a_member, OTHER_WORDS)
    action = f"/proposals/{proposal_id}/editing"

    assert juno.get(action).status == 403
    typed = marisol.get(action).form(action).sends(introduction="Mine.")
    token = juno.get("/more").form("/sign-out").values[0]
    sent = juno.post(action, [token, *((name, value) for name, value in typed if name != "csrf")])
    assert sent.status == 403
    assert read(a_member, proposal_id).edition == 1


def test_whoever_is_on_probation_proposes_none(
    deciding: OpenHouse, juno: Browser, marisol: Browser, another_member: Member, a_member: Member
):
    typed = juno.get(ACTION).form(ACTION).sends(introduction=OTHER_WORDS, reason="Why not")
    is_new(another_member, now() + timedelta(days=40))

    assert juno.get(ACTION).status == 403
    assert juno.post(ACTION, typed).status == 403
    assert "Nobody has proposed anything yet." in marisol.get("/proposals").text


def test_before_there_is_a_charter_there_is_no_such_form(marisol: Browser):
    refused = marisol.get(ACTION)

    assert (refused.status, "no charter yet" in refused.text) == (422, True)


def test_strangers_are_led_to_sign_in(deciding: OpenHouse, stranger: Browser):
    assert stranger.get(ACTION).location.startswith("/sign-in")


def test_a_steward_does_not_publish_one_alone(lantern: OpenHouse, vera: Browser, a_steward: Member):
    a_policy(lantern.house, a_steward.id)
    vera.submit(vera.get("/policy/draft"), "/policy/draft/beginning", text="version")
    form = vera.get("/policy/draft/introduction")
    vera.submit(form, "/policy/draft/introduction", introduction=OTHER_WORDS)
    page = vera.get("/policy/draft")
    a_charter(a_steward, BY_MAJORITY)

    refused = vera.submit(page, "/policy/draft/publication")

    assert (refused.status, "decided by all" in refused.text) == (409, True)
    assert "those who did" not in vera.get("/policy").text


def test_a_steward_keeps_a_long_one_in_the_draft_in_any_script(lantern: OpenHouse, vera: Browser):
    """Sixty thousand letters that travel as six bytes each."""
    vera.submit(vera.get("/policy/draft"), "/policy/draft/beginning", text="empty")
    action = "/policy/draft/introduction"

    done = vera.submit(vera.get(action), action, introduction="Ж" * 60_000, language="ru")

    assert done.status == 303
    assert vera.get(action).values_of(action)["introduction"].strip() == "Ж" * 60_000


def marked(page: Page, tag: str) -> str:
    """The words that are marked as gone (`del`) or come (`ins`)."""
    return " ".join(" ".join(piece.partition(f"</{tag}>")[0] for piece in page.text.split(f"<{tag}>")[1:]).split())
