"""One-time codes: begun with the passphrase and a code that holds, asked for at every sign-in, each good for once."""

import re
from datetime import timedelta

import pytest

from app.accounts import one_time, second_queries
from app.accounts.actions import signing_in
from app.accounts.models import Totp
from app.accounts.secrets import made_now
from app.storage import Session
from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.second import CODES, NOON, Device, begins, codes_on_paper, first_step, secret_on, sets_up
from tests.world.cast import PASSPHRASE, Member

SOON = timedelta(seconds=60)
SECOND = "/sign-in/second"
ANEW = "nine velvet kettles whistle"


def is_in(browser: Browser) -> bool:
    return "Write to your people" in browser.get("/").text


def test_codes_are_on_once_one_of_them_held(lantern: OpenHouse, marisol: Browser):
    page = begins(marisol)

    assert "Notes" in page.text
    [address] = re.findall(r'href="(otpauth://[^"]+)"', page.text)
    assert not re.search("marisol|lantern", address, re.I)
    assert sets_up(lantern, marisol)
    assert "They are on" in marisol.get("/settings/second-factor").text


def test_a_wrong_code_turns_nothing_on_and_shows_the_same_secret_again(lantern: OpenHouse, marisol: Browser):
    lantern.is_at(NOON)
    page = begins(marisol)

    again = marisol.submit(page, f"{CODES}/confirmation", code="000000")

    assert again.status == 422
    assert "does not hold" in again.text
    assert secret_on(again) == secret_on(page)
    assert "They are on" not in marisol.get("/settings/second-factor").text
    right = marisol.submit(again, f"{CODES}/confirmation", code=Device(secret_on(page)).shows(NOON))
    assert right.status == 303


def test_without_the_passphrase_no_secret_is_shown(marisol: Browser):
    answer = begins(marisol, passphrase="wrong wrong wrong wrong", label="Kitchen")

    assert answer.status == 422
    assert "not your passphrase" in answer.text
    assert "secret" not in answer.text.split('<form class="form"')[1].split("Your passphrase")[0]
    assert answer.values_of(CODES)["label"] == "Kitchen"


def test_what_was_begun_is_for_whoever_began_it_and_for_a_quarter_of_an_hour(
    lantern: OpenHouse, marisol: Browser, juno: Browser
):
    lantern.is_at(NOON)
    page = begins(marisol)
    device, token = Device(secret_on(page)), page.values_of(f"{CODES}/confirmation")["token"]
    hers = begins(juno)

    stolen = juno.submit(hers, f"{CODES}/confirmation", token=token, code=device.shows(NOON))
    lantern.is_at(NOON + timedelta(minutes=16))
    late = marisol.submit(page, f"{CODES}/confirmation", code=device.shows(NOON + timedelta(minutes=16)))

    assert [stolen.status, late.status] == [422, 422]
    assert "begin again" in stolen.text
    assert "They are on" not in marisol.get("/settings/second-factor").text


def test_the_secret_is_kept_sealed(lantern: OpenHouse, marisol: Browser, a_member: Member):
    device = sets_up(lantern, marisol)

    kept = lantern.house.database.read_now(lambda session: session.get_one(Totp, a_member.id).secret_sealed)

    assert device.secret.encode() not in kept
    assert lantern.house.key.open(kept, "totp").decode() == device.secret


def test_a_right_passphrase_alone_opens_nothing(lantern: OpenHouse, marisol: Browser, stranger: Browser):
    sets_up(lantern, marisol)

    page = first_step(stranger)

    assert (page.status, page.location) == (200, "")
    assert "One more step" in page.text
    assert stranger.cookies == {}
    assert not is_in(stranger)


def test_the_code_of_the_moment_signs_in_and_leads_where_one_wanted_to_go(
    lantern: OpenHouse, marisol: Browser, stranger: Browser
):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)
    page = first_step(stranger, path="/sign-in?next=/community")

    code = device.shows(NOON + SOON)
    answer = stranger.submit(page, SECOND, code=f" {code[:3]} {code[3:]} ")

    assert (answer.status, answer.location) == (303, "/community")
    assert is_in(stranger)


@pytest.mark.parametrize("late", [-30, 30])
def test_a_clock_half_a_minute_wrong_still_holds(lantern: OpenHouse, marisol: Browser, stranger: Browser, late: int):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + 2 * SOON)

    answer = stranger.submit(first_step(stranger), SECOND, code=device.shows(NOON + 2 * SOON + timedelta(seconds=late)))

    assert answer.status == 303


def test_a_code_works_once_however_often_and_from_wherever_it_is_sent(lantern: OpenHouse, marisol: Browser):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)
    browsers = [lantern.browser() for _ in range(3)]

    answers = [browser.submit(first_step(browser), SECOND, code=device.shows(NOON + SOON)) for browser in browsers]

    assert [answer.status for answer in answers] == [303, 422, 422]
    assert "works once" in answers[1].text


def test_the_code_that_turned_them_on_signs_nobody_in(lantern: OpenHouse, marisol: Browser, stranger: Browser):
    device = sets_up(lantern, marisol)

    assert stranger.submit(first_step(stranger), SECOND, code=device.shows(NOON)).status == 422


def test_a_clock_that_is_set_back_lets_no_old_code_in_again(lantern: OpenHouse, marisol: Browser, a_member: Member):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + timedelta(hours=1))
    browser = lantern.browser()
    browser.submit(first_step(browser), SECOND, code=device.shows(NOON + timedelta(hours=1)))

    lantern.is_at(NOON + SOON)
    elsewhere, again = lantern.browser(), lantern.browser()

    assert elsewhere.submit(first_step(elsewhere), SECOND, code=device.shows(NOON + SOON)).status == 422
    assert again.submit(first_step(again), SECOND, code=codes_on_paper(a_member)[0]).status == 303


def test_a_code_from_paper_stands_in_for_the_device_and_is_used_up(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    sets_up(lantern, marisol)
    paper, browsers = codes_on_paper(a_member), [lantern.browser() for _ in range(3)]

    answers = [
        browser.submit(first_step(browser), SECOND, code=code)
        for browser, code in zip(browsers, (paper[0].upper(), paper[0], paper[1]), strict=True)
    ]

    assert [answer.status for answer in answers] == [303, 422, 303]
    assert "You have 6 left" in marisol.get("/settings/second-factor").text


def test_what_the_first_step_gave_works_once_and_for_five_minutes(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)
    page, paper = first_step(stranger), codes_on_paper(a_member)
    stranger.submit(page, SECOND, code=device.shows(NOON + SOON))

    twice = lantern.browser().submit(page, SECOND, code=paper[0])
    late = first_step(lantern.browser())
    lantern.is_at(NOON + SOON + timedelta(minutes=5))
    too_late = lantern.browser().submit(late, SECOND, code=paper[0])
    lantern.is_at(NOON)
    too_early = lantern.browser().submit(late, SECOND, code=paper[0])

    for answer in (twice, too_late, too_early):
        assert answer.status == 422
        assert "Please sign in again" in answer.text
    assert lantern.house.database.read_now(second_queries.recovery_codes_left, a_member.id) == len(paper)


def test_what_the_first_step_gave_is_worth_nothing_after_the_passphrase_changed(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    sets_up(lantern, marisol)
    page, paper = first_step(stranger), codes_on_paper(a_member)

    def changes(session: Session) -> None:
        proven = signing_in.Proven(a_member.id, a_member.key)
        signing_in.set_passphrase(session, proven, made_now(ANEW))

    lantern.house.database.write_now(changes)

    answer = stranger.submit(page, SECOND, code=paper[0])

    assert "Please sign in again" in answer.text
    assert stranger.cookies == {}


def test_an_altered_or_made_up_token_is_answered_like_a_late_one(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    sets_up(lantern, marisol)
    page, paper = first_step(stranger), codes_on_paper(a_member)
    token = page.values_of(SECOND)["token"]

    for altered in ("", "x", token[:-8] + "AAAAAAA=", "ä" * 40, token + token, "A" * 100_000):
        answer = stranger.submit(page, SECOND, token=altered, code=paper[0])
        assert answer.status == 422
        assert "Please sign in again" in answer.text
    assert stranger.cookies == {}


def test_the_second_step_begins_a_session_of_its_own_and_ends_one_that_was_planted(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)
    planted, page = marisol.cookies[COOKIE], first_step(lantern.browser())

    marisol.submit(page, SECOND, code=device.shows(NOON + SOON))

    assert marisol.cookies[COOKIE] != planted
    assert not is_in(Browser(lantern.client, marisol.origin, {COOKIE: planted}))
    assert is_in(marisol)


def test_a_form_from_another_site_takes_no_second_step(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    sets_up(lantern, marisol)
    page, paper = first_step(stranger), codes_on_paper(a_member)

    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert stranger.submit(page, SECOND, headers=headers, code=paper[0]).status == 403
    assert stranger.submit(page, SECOND, csrf="", code=paper[0]).status == 403

    assert stranger.cookies == {}
    assert lantern.house.database.read_now(second_queries.recovery_codes_left, a_member.id) == len(paper)


def test_the_page_of_the_second_step_is_nowhere_without_the_first(stranger: Browser):
    assert stranger.get(SECOND).location == "/sign-in"


def test_guessed_codes_are_soon_too_many_from_wherever_and_paper_still_lets_in(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)
    lantern.counts()
    browser = lantern.browser()
    page = first_step(browser)

    answers = [browser.submit(page, SECOND, code=f"{guess:06}") for guess in range(11)]
    right = browser.submit(page, SECOND, code=device.shows(NOON + SOON))
    paper = browser.submit(page, SECOND, code=codes_on_paper(a_member)[0])

    assert [answer.status for answer in answers] == [422] * 10 + [429]
    assert (right.status, paper.status) == (429, 303)


def test_codes_end_with_the_passphrase_and_one_of_them(lantern: OpenHouse, marisol: Browser, stranger: Browser):
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)
    page = marisol.get(CODES)

    without = marisol.submit(page, f"{CODES}/end", old=PASSPHRASE, code="000000")
    wrong = marisol.submit(page, f"{CODES}/end", old="wrong wrong wrong wrong", code=device.shows(NOON + SOON))
    ended = marisol.submit(page, f"{CODES}/end", old=PASSPHRASE, code=device.shows(NOON + SOON))

    assert [without.status, wrong.status] == [422, 422]
    assert "does not hold" in without.text
    assert "not your passphrase" in wrong.text
    assert ended.location == "/settings/second-factor?done=second-off"
    assert first_step(stranger).status == 303


def test_codes_that_are_on_are_not_replaced_behind_their_back(lantern: OpenHouse, marisol: Browser):
    lantern.is_at(NOON)
    earlier = begins(marisol)
    device = sets_up(lantern, marisol)
    lantern.is_at(NOON + SOON)

    later = marisol.submit(earlier, f"{CODES}/confirmation", code=Device(secret_on(earlier)).shows(NOON + SOON))
    page = marisol.get("/settings/second-factor")
    anew = marisol.post(CODES, [("csrf", page.values_of("/leave")["csrf"]), ("old", PASSPHRASE)])

    assert (later.status, anew.status) == (409, 409)
    browser = lantern.browser()
    assert browser.submit(first_step(browser), SECOND, code=device.shows(NOON + SOON)).status == 303


def test_a_recovery_code_sets_a_new_passphrase_only_after_the_second_factor(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    device, paper = sets_up(lantern, marisol), codes_on_paper(a_member)
    lantern.is_at(NOON + SOON)
    browser = lantern.browser()
    filled = {"name": "marisol", "code": paper[0], "passphrase": ANEW, "again": ANEW}

    page = browser.submit(browser.get("/recover"), "/recover", **filled)

    assert (page.status, browser.cookies) == (200, {})
    assert is_in(marisol)
    assert first_step(lantern.browser()).status == 200
    answer = browser.submit(page, SECOND, code=device.shows(NOON + SOON))
    assert answer.location == "/?done=recovered"
    assert is_in(browser)
    assert not is_in(marisol)
    assert first_step(lantern.browser(), passphrase=ANEW).status == 200
    assert first_step(lantern.browser()).status == 422


def test_one_stolen_code_opens_nothing_where_a_second_factor_is_on_and_two_do(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    sets_up(lantern, marisol)
    paper, browser = codes_on_paper(a_member), lantern.browser()
    filled = {"name": "marisol", "code": paper[0], "passphrase": ANEW, "again": ANEW}
    page = browser.submit(browser.get("/recover"), "/recover", **filled)

    same = browser.submit(page, SECOND, code=paper[0])
    other = browser.submit(page, SECOND, code=paper[1])

    assert same.status == 422
    assert browser.cookies
    assert other.location == "/?done=recovered"
    assert lantern.house.database.read_now(second_queries.recovery_codes_left, a_member.id) == len(paper) - 2


def test_step_meant_is_never_one_that_was_used(lantern: OpenHouse):
    secret = one_time.new_secret()
    code = Device(secret).shows(NOON)
    step = one_time.step_meant(secret, code, now=NOON, after=0)

    assert step == int(NOON.timestamp()) // 30
    assert one_time.step_meant(secret, code, now=NOON, after=step) is None
    assert one_time.step_meant(secret, "١٢٣٤٥٦", now=NOON, after=0) is None
