"""Passkeys: made for this house alone, asked for at sign-in, each challenge signed once."""

import html
import json
import re
from datetime import timedelta

import pytest

from app.accounts.models import Passkey
from app.accounts.second_queries import MOST_PASSKEYS, factors_of
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.second import NOON, codes_on_paper, first_step
from tests.world.authenticators import PRESENT, Authenticator, encoded
from tests.world.cast import PASSPHRASE, Member

HERE = "/settings/second-factor"
NEW, KEPT = f"{HERE}/passkeys/new", f"{HERE}/passkeys"
SECOND = "/sign-in/second"
OPTIONS = re.compile(r'data-options="([^"]*)"')


def options_on(page: Page) -> str:
    found = OPTIONS.search(page.text)
    assert found, page.text
    return html.unescape(found[1])


def offered(browser: Browser, label: str = "The blue stick", passphrase: str = PASSPHRASE) -> Page:
    return browser.submit(browser.get(NEW), NEW, label=label, old=passphrase)


def adds(browser: Browser, device: Authenticator, label: str = "The blue stick") -> Page:
    page = offered(browser, label)
    return browser.submit(page, KEPT, credential=device.makes(options_on(page)))


def asked(lantern: OpenHouse) -> tuple[Browser, Page]:
    """A browser after the first step, and the page that asks for the passkey."""
    browser = lantern.browser()
    return browser, first_step(browser)


def answers(browser: Browser, page: Page, device: Authenticator, **more: str) -> Page:
    values = page.form(SECOND).sends(credential=device.answers(options_on(page), **more))
    return browser.post(SECOND, values)


@pytest.fixture
def stick(lantern: OpenHouse) -> Authenticator:
    return Authenticator(lantern.house.settings.origin)


def known(lantern: OpenHouse, member: Member):
    return lantern.house.database.read_now(factors_of, member.id).passkeys


def test_a_passkey_is_kept_by_the_name_its_owner_gave_and_by_its_month(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator, a_member: Member
):
    answer = adds(marisol, stick)

    assert answer.location == f"{HERE}?done=passkey-kept"
    assert "The blue stick" in marisol.get(HERE).text
    [kept] = known(lantern, a_member)
    assert (kept.credential_id, kept.label) == (stick.credential_id, "The blue stick")
    assert kept.made_on.endswith("-01")


def test_what_a_device_keeps_says_neither_who_it_is_nor_what_the_house_is_called(marisol: Browser):
    first, second = (json.loads(options_on(offered(marisol))) for _ in range(2))

    assert first["rp"] == {"id": "lantern.example", "name": "Notes"}
    assert (first["user"]["name"], first["user"]["displayName"]) == ("Notes", "Notes")
    assert first["user"]["id"] != second["user"]["id"]
    assert first["attestation"] == "none"
    assert first["authenticatorSelection"]["residentKey"] == "discouraged"
    assert first["authenticatorSelection"]["userVerification"] == "preferred"


def test_pages_may_ask_for_passkeys_and_nobody_elses_pages_in_them(marisol: Browser):
    policy = marisol.get(NEW).headers["permissions-policy"]

    assert "publickey-credentials-create=(self), publickey-credentials-get=(self)" in policy


def test_a_passkey_is_added_by_whoever_knows_the_passphrase(marisol: Browser):
    answer = offered(marisol, passphrase="wrong wrong wrong wrong")

    assert answer.status == 422
    assert "not your passphrase" in answer.text
    assert not OPTIONS.search(answer.text)
    assert answer.values_of(NEW)["label"] == "The blue stick"


def test_a_passkey_signs_in_after_the_passphrase(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator, a_member: Member
):
    adds(marisol, stick)
    browser, page = asked(lantern)

    assert browser.cookies == {}
    question = json.loads(options_on(page))
    answer = answers(browser, page, stick)

    assert question["rpId"] == "lantern.example"
    assert [one["id"] for one in question["allowCredentials"]] == [encoded(stick.credential_id)]
    assert answer.status == 303
    assert "Write to your people" in browser.get("/").text
    assert known(lantern, a_member)[0].sign_count == 1


def test_any_of_several_passkeys_will_do_and_a_code_from_paper_too(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator, a_member: Member
):
    phone = Authenticator(stick.origin, counts=False)
    adds(marisol, stick)
    adds(marisol, phone, label="")
    paper = codes_on_paper(a_member)

    for device in (phone, stick, phone):
        assert answers(*asked(lantern), device).status == 303
    browser, page = asked(lantern)
    assert browser.submit(page, SECOND, code=paper[0], credential="").status == 303


@pytest.mark.parametrize("counts", [True, False], ids=["counts", "does not count"])
def test_what_a_passkey_signed_is_taken_once(lantern: OpenHouse, marisol: Browser, counts: bool):
    device = Authenticator(lantern.house.settings.origin, counts)
    adds(marisol, device)
    browser, page = asked(lantern)
    values = page.form(SECOND).sends(credential=device.answers(options_on(page)))

    first, again = browser.post(SECOND, values), lantern.browser().post(SECOND, values)

    assert (first.status, again.status) == (303, 422)
    assert again.cookies == {}


def test_what_was_signed_for_one_sign_in_is_no_use_at_another(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator
):
    adds(marisol, stick)
    (_, earlier), (browser, page) = asked(lantern), asked(lantern)
    signed = stick.answers(options_on(earlier))

    answer = browser.post(SECOND, page.form(SECOND).sends(credential=signed))

    assert answer.status == 422
    assert "not taken" in answer.text


def test_a_count_that_does_not_grow_is_a_copys(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator, a_member: Member
):
    adds(marisol, stick)
    stick.count = 6
    assert answers(*asked(lantern), stick).status == 303
    for count in (6, 5, 0, -1):
        stick.count = count
        assert answers(*asked(lantern), stick).status == 422

    assert known(lantern, a_member)[0].sign_count == 7


def test_another_site_another_host_another_key_and_nobody_present_are_refused(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator
):
    adds(marisol, stick)
    elsewhere = Authenticator("https://evil.example", credential_id=stick.credential_id, key=stick.key)
    stranger = Authenticator(stick.origin, credential_id=stick.credential_id)
    absent = Authenticator(stick.origin, credential_id=stick.credential_id, key=stick.key, flags=0)

    refused = [
        answers(*asked(lantern), elsewhere),
        answers(*asked(lantern), stick, host="evil.example"),
        answers(*asked(lantern), stick, challenge=encoded(bytes(32))),
        answers(*asked(lantern), stranger),
        answers(*asked(lantern), absent),
        answers(*asked(lantern), Authenticator(stick.origin)),
    ]

    assert [answer.status for answer in refused] == [422] * 6
    assert len({re.sub(r'"[A-Za-z0-9_=-]{40,}"|data-options="[^"]*"', "", answer.text) for answer in refused}) == 1
    unverified = Authenticator(stick.origin, True, stick.count, PRESENT, stick.credential_id, stick.key)
    assert answers(*asked(lantern), unverified).status == 303


@pytest.mark.parametrize("junk", ["x", "{}", "[]", "null", '{"id": 1}', '{"id": "a", "rawId": "a"}', "9" * 30_000])
def test_junk_from_a_browser_is_refused_with_a_sentence(
    lantern: OpenHouse, marisol: Browser, stick: Authenticator, junk: str
):
    page = offered(marisol)
    kept = marisol.submit(page, KEPT, credential=junk)
    adds(marisol, stick)
    browser, second = asked(lantern)

    answer = browser.post(SECOND, second.form(SECOND).sends(credential=junk))

    for refused in (kept, answer):
        assert refused.status == 422
        assert "not taken" in refused.text


def test_a_passkey_of_somebody_else_opens_nothing_and_is_not_registered_twice(
    lantern: OpenHouse, marisol: Browser, juno: Browser, stick: Authenticator, another_member: Member
):
    adds(marisol, stick)
    hers = Authenticator(stick.origin)
    adds(juno, hers)

    assert answers(*asked(lantern), hers).status == 422
    assert adds(juno, stick).status == 422
    assert len(known(lantern, another_member)) == 1


def test_an_offer_is_for_whoever_asked_for_a_quarter_of_an_hour_and_once(
    lantern: OpenHouse, marisol: Browser, juno: Browser, stick: Authenticator, a_member: Member
):
    lantern.is_at(NOON)
    page, hers = offered(marisol), offered(juno)
    token, made = page.values_of(KEPT)["token"], stick.makes(options_on(page))

    stolen = juno.submit(hers, KEPT, token=token, credential=made)
    kept = marisol.submit(page, KEPT, credential=made)
    again = marisol.submit(page, KEPT, credential=Authenticator(stick.origin).makes(options_on(page)))
    later = offered(marisol)
    lantern.is_at(NOON + timedelta(minutes=16))
    late = marisol.submit(later, KEPT, credential=Authenticator(stick.origin).makes(options_on(later)))

    assert [stolen.status, kept.status, again.status, late.status] == [422, 303, 422, 422]
    assert len(known(lantern, a_member)) == 1


def test_there_are_ten_passkeys_at_most(lantern: OpenHouse, marisol: Browser, a_member: Member):
    def fill(session):
        for number in range(MOST_PASSKEYS):
            mark = bytes([number])
            session.add(Passkey(id=number, account_id=a_member.id, credential_id=mark, public_key=mark, sign_count=0,
                                label="", made_on="2026-01-01"))  # fmt: skip

    lantern.house.database.write_now(fill)

    answer = adds(marisol, Authenticator(lantern.house.settings.origin))

    assert "You have ten passkeys" in answer.text
    assert "Ten are the most" in marisol.get(HERE).text


def test_a_passkey_is_removed_with_the_passphrase_and_lets_nobody_in_any_more(
    lantern: OpenHouse, marisol: Browser, juno: Browser, stick: Authenticator, a_member: Member
):
    adds(marisol, stick)
    [kept] = known(lantern, a_member)
    path, (browser, waiting) = f"{KEPT}/{kept.id}", asked(lantern)
    page = marisol.get(path)

    wrong = marisol.submit(page, f"{path}/end", old="wrong wrong wrong wrong")
    somebody_elses = juno.post(f"{path}/end", [*juno.get(NEW).form(NEW).sends(old=PASSPHRASE)])
    assert (wrong.status, somebody_elses.status, juno.get(path).status) == (422, 404, 404)
    assert "The blue stick" in wrong.text
    removed = marisol.submit(page, f"{path}/end", old=PASSPHRASE)

    assert removed.location == f"{HERE}?done=passkey-ended"
    assert known(lantern, a_member) == ()
    assert answers(browser, waiting, stick).status == 422
    assert first_step(lantern.browser()).status == 303
