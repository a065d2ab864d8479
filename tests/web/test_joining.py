"""Joining by an invitation: a name, a passphrase, recovery codes once, and nothing else."""

import re
from datetime import timedelta

import pytest

from app.accounts import rules
from app.basics.clock import now
from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.world.cast import PASSPHRASE, Member

CODE = re.compile(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>")


def joins(browser: Browser, path: str, name: str, passphrase: str = PASSPHRASE, again: str = "") -> Page:
    return browser.submit(
        browser.get(path), path, name=name, passphrase=passphrase, again=again or passphrase, adult="1"
    )


def test_whoever_was_invited_joins_with_a_name_and_a_passphrase_alone(
    lantern: OpenHouse, stranger: Browser, a_member: Member
):
    path = lantern.invitation_by(a_member)
    page = stranger.get(path)

    answer = joins(stranger, path, "oda_by_the_river")

    assert {name for name, _ in page.form(path).values} == {"csrf", "name", "passphrase", "again", "suggestion"}
    assert "You were invited to Lantern House" in page.text
    assert len(CODE.findall(answer.text)) == 8
    assert stranger.cookies[COOKIE]
    assert "/@oda_by_the_river" in stranger.get("/more").text


def test_a_suggested_passphrase_is_another_one_each_time(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)

    suggested = {re.search(r'<code class="secret"[^>]*>([a-z ]+)</code>', stranger.get(path).text)[1] for _ in range(3)}  # type: ignore[index]

    assert len(suggested) == 3
    assert all(len(words) > 20 for words in suggested)


def test_a_suggestion_that_may_be_on_paper_by_now_stays_after_a_mistake(
    lantern: OpenHouse, stranger: Browser, a_member: Member
):
    path = lantern.invitation_by(a_member)
    page = stranger.get(path)

    answer = stranger.submit(page, path, name="a", passphrase=PASSPHRASE, again=PASSPHRASE)
    made_up = stranger.submit(page, path, name="a", passphrase=PASSPHRASE, again=PASSPHRASE, suggestion="<b>mine</b>")

    suggested = page.values_of(path)["suggestion"]
    assert answer.status == 422
    assert f">{suggested}</code>" in answer.text
    assert "mine" not in made_up.text


def test_a_link_lets_one_person_in(lantern: OpenHouse, a_member: Member):
    path = lantern.invitation_by(a_member)
    joins(lantern.browser(), path, "oda")

    late = lantern.browser().get(path)

    assert late.status == 404
    assert "This link is over" in late.text


def test_links_that_are_over_unknown_or_taken_back_look_the_same(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    over, taken_back = lantern.invitation_by(a_member), lantern.invitation_by(a_member)
    revocation = marisol.get("/invitations").forms[2].action
    marisol.submit(marisol.get("/invitations"), revocation)
    lantern.is_at(now() + timedelta(days=8))

    pages = [lantern.browser().get(path) for path in (over, taken_back, "/join/made-up")]

    assert {page.status for page in pages} == {404}
    assert len({re.sub('name="csrf" value="[^"]+"', "", page.text) for page in pages}) == 1


def test_passphrases_that_differ_are_said_beside_the_field_and_the_name_stays(
    lantern: OpenHouse, stranger: Browser, a_member: Member
):
    path = lantern.invitation_by(a_member)

    answer = joins(stranger, path, "oda", PASSPHRASE, PASSPHRASE + "!")

    assert answer.status == 422
    assert answer.values_of(path)["name"] == "oda"
    assert 'id="passphrase-fault"' in answer.text
    assert PASSPHRASE not in answer.text


@pytest.mark.parametrize(
    "name", ["a", "x" * 31, "ma ri", "marísol", "mаrisol", "mari\u202esol", "mari\x07sol", "mari-sol", "<b>", ""]
)  # the third from the left in "mаrisol" is Cyrillic
def test_a_name_with_look_alike_or_hidden_letters_is_refused_and_nothing_is_stored(
    lantern: OpenHouse, stranger: Browser, a_member: Member, name: str
):
    path = lantern.invitation_by(a_member)

    answer = joins(stranger, path, name)

    assert answer.status == 422
    assert 'id="name-fault"' in answer.text
    assert COOKIE not in stranger.cookies


def test_taken_and_reserved_names_get_one_sentence(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)

    taken, reserved = joins(stranger, path, "MARISOL"), joins(stranger, path, "admin")

    assert taken.status == reserved.status == 422
    assert rules.NAME_NOT_FREE in taken.text
    assert rules.NAME_NOT_FREE in reserved.text


def test_after_five_names_that_could_not_be_had_the_link_is_over(
    lantern: OpenHouse, stranger: Browser, a_member: Member
):
    path = lantern.invitation_by(a_member)

    answers = [joins(stranger, path, "marisol").status for _ in range(6)]

    assert answers == [422] * 5 + [404]
    assert stranger.get(path).status == 404


def test_mistakes_in_the_passphrase_cost_none_of_the_tries(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)

    short = [joins(stranger, path, "oda", "short").status for _ in range(7)]

    assert short == [422] * 7
    assert joins(stranger, path, "oda").status == 200


def test_a_form_from_elsewhere_joins_nobody(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)
    page = stranger.get(path)
    filled = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1"}

    elsewhere = stranger.submit(page, path, headers={"origin": "https://evil.example"}, **filled)
    tokenless = stranger.submit(page, path, csrf="made-up", **filled)

    assert (elsewhere.status, tokenless.status) == (403, 403)
    assert stranger.submit(page, path, **filled).status == 200


def test_a_character_that_cannot_be_kept_is_refused(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)

    assert joins(stranger, path, "oda\x00").status == 422


def test_many_tries_from_one_place_are_too_many(lantern: OpenHouse, stranger: Browser):
    lantern.counts()

    answers = [stranger.get("/join/made-up").status for _ in range(31)]

    assert answers == [404] * 30 + [429]
