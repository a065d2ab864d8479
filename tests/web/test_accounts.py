"""Several names in one browser: side by side, one in use, each with its own session."""

import pytest

from app.accounts import holders
from app.accounts.actions import signing_in
from app.accounts.holders import SignedIn
from app.basics.clock import now
from app.web import security
from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_signing_in import signs_in
from tests.world.cast import PASSPHRASE, Member


@pytest.fixture
def both(lantern: OpenHouse, a_member: Member, another_member: Member) -> Browser:
    """A browser in which Marisol signed in, and Juno after her."""
    browser = lantern.browser()
    signs_in(browser, "marisol")
    adds(browser, "juno")
    return browser


def adds(browser: Browser, name: str) -> Page:
    page = browser.get("/sign-in?another=1")
    return browser.submit(page, "/sign-in", name=name, passphrase=PASSPHRASE)


def held(browser: Browser) -> list[str]:
    return browser.cookies.get(COOKIE, "").split(".")


def row_of(page: Page, name: str, action: str) -> list[tuple[str, str]]:
    """What the button of this name's row would send."""
    _, _, after = page.text.partition(f"<bdi>@{name}</bdi>")
    token = after.partition(f'action="{action}"')[2].partition('value="')[2].partition('"')[0]
    return [("csrf", token)]


def switches(browser: Browser, name: str) -> Page:
    page = browser.get("/accounts")
    return browser.post("/accounts/in-use", row_of(page, name, "/accounts/in-use"))


def is_here_as(browser: Browser, name: str) -> bool:
    return f'href="/@{name}"' in browser.get("/more").text


def holder(lantern: OpenHouse, secret: str) -> SignedIn | None:
    return lantern.house.database.read_now(holders.session_holder, secret, now=now())


def test_signing_in_with_another_name_keeps_the_first(lantern: OpenHouse, both: Browser):
    page = both.get("/accounts")

    assert is_here_as(both, "juno")
    assert "<bdi>@marisol</bdi>" in page.text
    assert [holder(lantern, secret).name for secret in held(both)] == ["juno", "marisol"]


def test_the_way_to_a_second_name_stands_under_more(marisol: Browser, both: Browser):
    assert "Add another account" in marisol.get("/more").text
    assert "Switch to another account" in both.get("/more").text
    assert "/sign-in?another=1" in marisol.get("/accounts").links()
    assert marisol.get("/sign-in").location == "/"


def test_switching_changes_who_one_is_and_keeps_both(both: Browser):
    answer = switches(both, "marisol")

    assert (answer.status, answer.location) == (303, "/")
    assert is_here_as(both, "marisol")
    switches(both, "juno")
    assert is_here_as(both, "juno")


def test_whoever_has_several_names_reads_on_every_page_which_is_in_use(both: Browser, marisol: Browser):
    for path in ("/", "/write", "/settings", "/nowhere"):
        assert "You are here as @juno" in both.get(path).text
        assert "You are here as" not in marisol.get(path).text


def test_joining_keeps_the_names_that_are_here(lantern: OpenHouse, marisol: Browser, a_steward: Member):
    path = lantern.invitation_by(a_steward)
    joined = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1"}

    marisol.submit(marisol.get(path), path, **joined)

    assert [holder(lantern, secret).name for secret in held(marisol)] == ["oda", "marisol"]


def test_signing_in_again_replaces_only_the_same_names_session(lantern: OpenHouse, both: Browser):
    junos, marisols = held(both)

    adds(both, "marisol")

    assert held(both)[1] == junos
    assert held(both)[0] != marisols
    assert holder(lantern, marisols) is None
    assert holder(lantern, junos) is not None


def test_what_was_planted_is_thrown_away(lantern: OpenHouse, stranger: Browser, a_member: Member):
    planted = a_member.signs_in()
    stranger.cookies[COOKIE] = f"{planted}.made-up.{planted}.."

    page = lantern.browser().get("/sign-in")
    stranger.submit(page, "/sign-in", name="marisol", passphrase=PASSPHRASE)

    [fresh] = held(stranger)
    assert fresh not in {planted, "made-up"}
    assert holder(lantern, planted) is None


def test_a_browser_holds_five_names_and_forgets_the_one_used_longest_ago(lantern: OpenHouse, joining_house):
    browser, names = lantern.browser(), [f"name{number}" for number in range(6)]
    for name in names:
        joining_house(name)
        adds(browser, name)

    assert [holder(lantern, secret).name for secret in held(browser)] == names[:0:-1]
    assert "One more takes the place of the last" in browser.get("/accounts").text


@pytest.mark.parametrize("cookie", [".", "....", "." * 3000, "x" * 5000, "a.b.c.d.e.f.g", "%00.x"])
def test_a_cookie_full_of_nothing_is_nobodys(stranger: Browser, cookie: str):
    stranger.cookies[COOKIE] = cookie

    answer = stranger.get("/accounts")

    assert answer.location == "/sign-in?next=/accounts"
    assert stranger.get("/").status == 200


def test_a_form_from_another_site_switches_nothing(both: Browser):
    values = row_of(both.get("/accounts"), "marisol", "/accounts/in-use")

    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert both.post("/accounts/in-use", values, headers=headers).status == 403

    assert is_here_as(both, "juno")


@pytest.mark.parametrize("token", ["", "made-up", "A" * 44])
def test_a_form_without_the_token_of_a_name_here_switches_nothing(both: Browser, stranger: Browser, token: str):
    visitors = stranger.get("/sign-in").values_of("/sign-in")["csrf"]

    for sent in (token, visitors):
        assert both.post("/accounts/in-use", [("csrf", sent)]).status == 403

    assert is_here_as(both, "juno")


def test_somebody_elses_token_switches_to_nobody(lantern: OpenHouse, both: Browser, vera: Browser):
    verasays = vera.get("/more").values_of("/sign-out")["csrf"]

    assert both.post("/accounts/in-use", [("csrf", verasays)]).status == 403
    assert is_here_as(both, "juno")


def test_a_page_of_one_name_does_nothing_under_the_other(lantern: OpenHouse, both: Browser):
    page = both.get("/write")
    switches(both, "marisol")

    answer = both.submit(page, "/posts", text="What Juno meant to say")

    assert answer.status == 403
    assert "You opened this page under another of your names" in answer.text
    assert answer.values_of("/posts")["text"] == "What Juno meant to say"
    assert "as @marisol" in answer.text
    lantern.settles()
    assert "What Juno meant to say" not in both.get("/community").text


def test_signing_out_ends_one_and_goes_on_with_the_next(lantern: OpenHouse, both: Browser):
    junos, marisols = held(both)

    answer = both.submit(both.get("/more"), "/sign-out")

    assert answer.location == "/accounts?done=signed-out"
    assert answer.headers["clear-site-data"] == '"cache"'
    assert held(both) == [marisols]
    assert holder(lantern, junos) is None
    assert "This is who you are here now" in both.follow(answer).text
    assert is_here_as(both, "marisol")


def test_one_that_is_not_in_use_can_be_signed_out_as_well(lantern: OpenHouse, both: Browser):
    junos, marisols = held(both)

    both.post("/sign-out", row_of(both.get("/accounts"), "marisol", "/sign-out"))

    assert held(both) == [junos]
    assert holder(lantern, marisols) is None


def test_a_page_left_open_signs_out_the_name_it_was_opened_under(lantern: OpenHouse, both: Browser):
    page, (junos, marisols) = both.get("/more"), held(both)
    switches(both, "marisol")

    both.submit(page, "/sign-out")

    assert held(both) == [marisols]
    assert holder(lantern, junos) is None


def test_leaving_quickly_signs_every_name_out(lantern: OpenHouse, both: Browser):
    secrets = held(both)

    answer = both.submit(both.get("/"), "/leave")

    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert both.cookies == {}
    assert [holder(lantern, secret) for secret in secrets] == [None, None]


def test_when_the_name_in_use_has_ended_nobody_is_another_by_themselves(
    lantern: OpenHouse, both: Browser, another_member: Member
):
    lantern.house.database.write_now(_end_all, another_member.id)

    away = both.get("/community")

    assert away.location == "/sign-in?next=/community"
    assert away.headers["clear-site-data"] == '"cache"'
    assert "Another account is signed in here" in both.follow(away).text
    assert both.get("/community").status == 303
    switches(both, "marisol")
    assert is_here_as(both, "marisol")


def test_another_name_here_can_be_signed_out_while_none_is_in_use(
    lantern: OpenHouse, both: Browser, another_member: Member, a_steward: Member
):
    adds(both, "vera")
    switches(both, "juno")
    lantern.house.database.write_now(_end_all, another_member.id)
    both.get("/")

    both.post("/sign-out", row_of(both.get("/accounts"), "vera", "/sign-out"))

    assert both.get("/community").status == 303
    assert held(both)[0] == ""
    assert [holder(lantern, secret).name for secret in held(both)[1:]] == ["marisol"]


def test_the_cookie_is_read_in_the_order_it_was_written(lantern: OpenHouse):
    assert security.joined(["a", "b"]) == "a.b"
    assert security.joined(["", "b"]) == ".b"
    assert security.joined(["", ""]) == security.joined([]) == ""
    assert security.joined(list("abcdefg")) == "a.b.c.d.e"


def _end_all(session, account_id: int) -> None:
    signing_in.end_every_way_in(session, account_id)
