"""Deciding together in the browser, without script: the charter, proposals, what is said to them, ballots, terms."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from app.basics.clock import now
from moderation.amending import terms
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.amending import BY_CONSENT, BY_MAJORITY, a_charter, clause_of, its_time_comes
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, a_policy
from tests.world.proposing import counted, is_new, read

SOFTER = "Speak gently, also at night."


@pytest.fixture
def deciding(lantern: OpenHouse, a_steward: Member) -> OpenHouse:
    """Lantern House, with a policy and a charter: by majority."""
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward, BY_MAJORITY)
    return lantern


@pytest.fixture
def by_consent(lantern: OpenHouse, a_steward: Member) -> OpenHouse:
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward, BY_CONSENT)
    return lantern


def test_before_there_is_a_charter_the_pages_say_that_stewards_decide(lantern: OpenHouse, marisol: Browser):
    for address in ("/proposals", "/proposals/new", "/charter"):
        assert "no charter yet" in marisol.get(address).text
    assert "/charter/first" not in marisol.get("/charter").links()
    assert marisol.get("/charter/first").status == 403
    assert marisol.get("/proposals/new/clause").status == 422


def test_a_steward_sets_the_first_charter(lantern: OpenHouse, vera: Browser, marisol: Browser):
    form = vera.get("/charter/first")

    done = vera.submit(form, "/charter/first", method="majority", quorum="30", talk_days="10", ballot_days="5")

    page = vera.follow(done).text
    assert "The charter stands." in page
    assert "At least 30% of the members" in page
    assert "A proposal is talked over for 10 days." in marisol.get("/charter").text
    assert vera.get("/charter/first").status == 409


def test_where_several_keep_the_house_another_steward_says_yes_to_the_same_words(lantern: OpenHouse, vera: Browser):
    oda = lantern.browser_of(join(lantern.house, "oda", "steward"))
    form = vera.get("/charter/first")
    assert "one of them has to say yes" in form.text

    written = vera.submit(form, "/charter/first", method="majority", quorum="30", talk_days="10", ballot_days="5")

    found = re.search(r"https://lantern\.example(/charter/first\?asked=[\w=-]+)", written.text)
    assert written.status == 200
    assert found is not None
    assert "no charter yet" in vera.get("/charter").text
    own = vera.submit(vera.get(found[1]), "/charter/first")
    assert (own.status, "no charter yet" in vera.get("/charter").text) == (409, True)
    page = oda.get(found[1])
    assert "A proposal is talked over for 10 days." in page.text
    done = oda.submit(page, "/charter/first")
    assert "The charter stands." in oda.follow(done).text


@pytest.mark.parametrize("asked", ["x", "é", "A" * 3_000, "QUJD", "%00", "../.."])
def test_an_address_that_nobody_here_sealed_says_so(lantern: OpenHouse, vera: Browser, asked: str):
    refused = vera.get(f"/charter/first?asked={quote(asked)}")

    assert refused.status == 409
    assert "This address is not whole" in refused.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("quorum", "120", "Nobody can reach more than all of them"),
        ("quorum", "half", "Please write a number."),
        ("talk_days", "0", "1 to 60 days"),
        ("term_days", "5", "30 to 1,095 days"),
    ],
)
def test_a_charter_that_cannot_be_comes_back_with_everything_as_it_was(
    vera: Browser, field: str, typed: str, sentence: str
):
    form = vera.get("/charter/first")

    again = vera.submit(form, "/charter/first", **{"method": "two_thirds", "ballot_days": "9", field: typed})

    assert again.status == 422
    assert sentence in again.text
    values = again.values_of("/charter/first")
    assert (values["method"], values["ballot_days"], values[field]) == ("two_thirds", "9", typed)
    assert "no charter yet" in vera.get("/charter").text


def test_a_clause_goes_from_proposal_to_force(deciding: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    proposal_id, page = proposes_softer(marisol)
    assert "Change of clause 1 Be good to each other" in page.text
    assert SOFTER in page.text

    its_time_comes(deciding.house)
    for browser, choice in ((marisol, "yes"), (juno, "no"), (deciding.browser_of(join(deciding.house, "oda")), "yes")):
        ballot = browser.get(f"/proposals/{proposal_id}")
        voted = browser.submit(ballot, f"/proposals/{proposal_id}/ballots", choice=choice)
        assert "what you chose is kept nowhere" in browser.follow(voted).text
    its_time_comes(deciding.house)
    waiting = marisol.get(f"/proposals/{proposal_id}").text
    assert "Adopted. It takes force on" in waiting
    assert "2 votes" in waiting

    its_time_comes(deciding.house)

    assert "Adopted, and in force." in marisol.get(f"/proposals/{proposal_id}").text
    assert clause_of(deciding.house, BY_ONE).asks == SOFTER
    assert f"/proposals/{proposal_id}" in marisol.get("/proposals").links()


@pytest.mark.parametrize(
    ("field", "typed"), [("asks", " "), ("title", ""), ("label", "four"), ("appeal_days", "1"), ("reason", "")]
)
def test_a_clause_that_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    deciding: OpenHouse, marisol: Browser, field: str, typed: str
):
    action = "/proposals/new/clause"
    form = marisol.get(action)
    filled = {
        "label": "9", "title": "Knock first", "asks": "Ask before you write.", "why": "It is polite.",
        "measures": ["word", "remove"], "reason": "We are many.", field: typed,
    }  # fmt: skip

    again = marisol.submit(form, action, **filled)

    assert again.status == 422
    assert f'id="{field}-fault"' in again.text
    values = again.form(action).values
    for name, value in filled.items():
        for one in value if isinstance(value, list) else [value]:
            assert (name, one) in [(kept, text.strip()) for kept, text in values] or one == " "
    assert "Nobody has proposed anything yet." in marisol.get("/proposals").text


def test_two_open_amendments_to_one_clause_are_refused_with_a_sentence(
    deciding: OpenHouse, marisol: Browser, juno: Browser
):
    proposes_softer(marisol)

    refused = tries_softer(juno)

    assert refused.status == 409
    assert "under way already that would change the same" in refused.text
    assert SOFTER in refused.text


def test_whoever_is_new_reads_and_has_no_say_yet(
    deciding: OpenHouse, marisol: Browser, juno: Browser, another_member: Member
):
    proposal_id, _ = proposes_softer(marisol)
    is_new(another_member, now() + timedelta(days=40))

    page = juno.get(f"/proposals/{proposal_id}")

    assert "Once your probation is over" in page.text
    assert juno.get("/proposals/new").status == 403
    assert not [form for form in page.forms if form.action.startswith("/proposals")]
    sent = juno.post(f"/proposals/{proposal_id}/remarks", [*token(page), ("words", "But"), ("edition", "1")])
    assert sent.status == 403


def test_an_objection_is_named_and_the_form_says_so_before(
    by_consent: OpenHouse, marisol: Browser, juno: Browser, another_member: Member
):
    proposal_id, _ = proposes_softer(marisol)
    page = juno.get(f"/proposals/{proposal_id}")
    assert page.text.index("Your name stands beside what you write here") < page.text.index('name="words"')

    typed = page.form(f"/proposals/{proposal_id}/remarks").sends(words="It is too soft.")
    done = juno.post(f"/proposals/{proposal_id}/objections", typed)

    shown = juno.follow(done).text
    assert "It is too soft." in shown
    assert "@juno" in shown
    (line,) = lines(marisol, proposal_id)
    answered = marisol.submit(marisol.get(f"/proposals/{proposal_id}"), f"/objections/{line}/answer", answer="Is it?")
    assert "Is it?" in marisol.follow(answered).text
    taken = juno.submit(juno.get(f"/proposals/{proposal_id}"), f"/objections/{line}/end")
    assert "objection, taken back" in juno.follow(taken).text
    its_time_comes(by_consent.house)
    assert "Adopted" in juno.get(f"/proposals/{proposal_id}").text


def test_what_is_refused_of_what_one_says_comes_back(deciding: OpenHouse, marisol: Browser, juno: Browser):
    proposal_id, _ = proposes_softer(marisol)
    page = juno.get(f"/proposals/{proposal_id}")

    again = juno.submit(page, f"/proposals/{proposal_id}/remarks", words="x" * 2_001)

    assert again.status == 422
    assert "x" * 2_001 in again.text
    assert "This is too long." in again.text


def test_one_objects_to_the_text_that_was_read(by_consent: OpenHouse, marisol: Browser, juno: Browser):
    proposal_id, _ = proposes_softer(marisol)
    read_before = juno.get(f"/proposals/{proposal_id}")
    editing = marisol.get(f"/proposals/{proposal_id}/editing")
    marisol.submit(editing, f"/proposals/{proposal_id}/editing", asks="Speak softly.", reason="As Juno said.")

    refused = juno.submit(read_before, f"/proposals/{proposal_id}/remarks", words="Too soft.")

    assert refused.status == 409
    assert "changed while this page was open" in refused.text
    assert "Speak softly." in refused.text
    assert "Too soft." in refused.text


def test_only_its_proposer_edits_and_withdraws(deciding: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    proposal_id, mine = proposes_softer(marisol)

    page = juno.get(f"/proposals/{proposal_id}")
    assert juno.get(f"/proposals/{proposal_id}/editing").status == 403
    assert juno.post(f"/proposals/{proposal_id}/withdrawal", token(page)).status == 403
    assert f"/proposals/{proposal_id}/editing" not in page.links()

    done = marisol.submit(mine, f"/proposals/{proposal_id}/withdrawal")
    assert "Withdrawn." in marisol.follow(done).text
    assert read(a_member, proposal_id).outcome == "withdrawn"


@pytest.mark.parametrize("when", ["early", "twice", "late", "nothing chosen"])
def test_a_vote_that_does_not_count_says_why(deciding: OpenHouse, marisol: Browser, a_member: Member, when: str):
    proposal_id, page = proposes_softer(marisol)
    if when != "early":
        its_time_comes(deciding.house)
        page = marisol.get(f"/proposals/{proposal_id}")
    if when == "twice":
        marisol.submit(page, f"/proposals/{proposal_id}/ballots", choice="no")
    if when == "late":
        its_time_comes(deciding.house)

    chosen = [] if when == "nothing chosen" else [("choice", "yes")]
    refused = marisol.post(f"/proposals/{proposal_id}/ballots", [*token(page), *chosen])

    sentence = {
        "early": "It is not voted on yet. Nothing was counted.",
        "twice": "You have voted on this already.",
        "late": "The ballot is over. Nothing was counted.",
        "nothing chosen": "Please choose yes, no or abstain.",
    }[when]
    assert sentence in refused.text
    assert refused.status in {409, 422}
    its_time_comes(deciding.house)
    assert counted(a_member, proposal_id) is None or counted(a_member, proposal_id).yes == 0  # type: ignore[union-attr]


def test_the_page_says_what_two_dumps_around_a_vote_would_show(deciding: OpenHouse, marisol: Browser):
    proposal_id, _ = proposes_softer(marisol)
    its_time_comes(deciding.house)

    page = marisol.get(f"/proposals/{proposal_id}").text

    assert "copies the whole database right before and right after your vote" in page
    assert "votes" not in page.partition("What would be otherwise")[0]


def test_while_it_is_voted_on_nobody_sees_how_it_stands(
    deciding: OpenHouse, marisol: Browser, vera: Browser, juno: Browser
):
    """The same to the byte for everybody else, whoever votes what."""
    proposal_id, _ = proposes_softer(marisol)
    its_time_comes(deciding.house)
    before = body(vera.get(f"/proposals/{proposal_id}"))

    juno.submit(juno.get(f"/proposals/{proposal_id}"), f"/proposals/{proposal_id}/ballots", choice="yes")

    assert body(vera.get(f"/proposals/{proposal_id}")) == before


def test_somebody_is_asked_before_they_are_given_a_role(
    by_consent: OpenHouse, marisol: Browser, juno: Browser, another_member: Member
):
    form = marisol.get("/proposals/new/role?name=juno")
    done = marisol.submit(form, "/proposals/new/role", role="moderator", reason="She is fair.", force_days="0")
    address = done.location.partition("?")[0]
    assert "@juno as moderator" in marisol.get(address).text
    assert f"{address}/acceptance" not in {form.action for form in marisol.get(address).forms}

    juno.submit(juno.get(address), f"{address}/acceptance", yes="1")
    its_time_comes(by_consent.house)

    assert another_member.facts.role == "moderator"
    assert "@juno" in marisol.get("/terms").text


def test_a_house_with_one_steward_says_what_it_lacks(deciding: OpenHouse, marisol: Browser):
    assert "fewer than two stewards" in marisol.get("/terms").text

    join(deciding.house, "oda", "steward")

    assert "fewer than two stewards" not in marisol.get("/terms").text


def test_somebody_whose_term_ends_soon_is_told_on_every_page_and_nobody_else(
    deciding: OpenHouse, vera: Browser, marisol: Browser, a_steward: Member
):
    deciding.house.database.write_now(terms.carry_on, now() - timedelta(days=355))

    assert "Your term ends on" in vera.get("/messages").text
    assert "Your term ends on" not in marisol.get("/messages").text


def test_everybody_hears_beside_the_home_page_that_something_is_proposed(deciding: OpenHouse, marisol: Browser):
    proposes_softer(marisol)
    deciding.app.state.shown = None

    assert "1 proposal is under way." in marisol.get("/").text


def test_the_charter_is_changed_by_proposal(by_consent: OpenHouse, marisol: Browser):
    form = marisol.get("/proposals/new/charter")
    assert form.values_of("/proposals/new/charter")["method"] == "consent"

    done = marisol.submit(form, "/proposals/new/charter", method="majority", reason="We are more.", force_days="0")
    its_time_comes(by_consent.house)

    assert "when more vote yes than no" in marisol.get("/charter").text
    assert "By majority" in marisol.get(done.location.partition("?")[0]).text


def test_a_clause_is_proposed_to_go(by_consent: OpenHouse, marisol: Browser):
    action = f"/proposals/new/removal?clause={BY_ONE}"

    done = marisol.submit(marisol.get(action), action, reason="Nobody needs it.", force_days="0")

    assert "Taking out clause 1" in marisol.follow(done).text
    assert marisol.get("/proposals/new/removal?clause=99").status == 404
    assert marisol.get("/proposals/new/removal").status == 404


def test_a_page_open_for_too_long_loses_nothing(deciding: OpenHouse, marisol: Browser):
    action = "/proposals/new/role"
    form = marisol.get(action).form(action)

    again = marisol.post(action, form.sends(csrf="stale", name="juno", role="steward", reason="She is fair."))

    assert again.status == 403
    assert "open for too long" in again.text
    assert again.values_of(action)["name"] == "juno"
    assert "She is fair." in again.text


@pytest.mark.parametrize("address", ["/proposals", "/proposals/new", "/charter", "/terms", "/proposals/1"])
def test_strangers_are_led_to_sign_in(deciding: OpenHouse, stranger: Browser, address: str):
    assert stranger.get(address).location.startswith("/sign-in")


def proposes_softer(browser: Browser) -> tuple[int, Page]:
    done = tries_softer(browser)
    assert done.status == 303, done.text
    page = browser.follow(done)
    return int(done.location.removeprefix("/proposals/").partition("?")[0]), page


def tries_softer(browser: Browser) -> Page:
    action = f"/proposals/new/clause?clause={BY_ONE}"
    return browser.submit(browser.get(action), action, asks=SOFTER, reason="People work at night.")


def token(page: Page) -> list[tuple[str, str]]:
    return [("csrf", next(dict(form.values)["csrf"] for form in page.forms if "csrf" in dict(form.values)))]


def lines(browser: Browser, proposal_id: int) -> list[str]:
    actions = [form.action for form in browser.get(f"/proposals/{proposal_id}").forms]
    return [action.split("/")[2] for action in actions if action.startswith("/objections/")]


def body(page: Page) -> str:
    """Without the token, which is made anew for each page."""
    values = {value for form in page.forms for name, value in form.values if name == "csrf"}
    text = page.text
    for value in values:
        text = text.replace(value, "")
    return text
