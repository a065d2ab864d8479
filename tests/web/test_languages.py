"""A page speaks the language its reader chose, or the one the browser asks for, or the house's own."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.accounts import queries as accounts
from app.basics import settings
from app.web.tongues import asked_for
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_policy import publishes
from tests.world.cast import PASSPHRASE, Member
from tests.world.tongues import spoken

RUSSIAN = "ru-RU,ru;q=0.9,en;q=0.5"


@pytest.fixture(autouse=True)
def _the_house_speaks(tmp_path) -> Iterator[None]:
    with spoken(tmp_path / "tongues", "ru", "zh", begun="es"):
        yield


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.5", "ru"),
        ("zh-TW,zh;q=0.9", "zh"),
        ("zh-Hans-CN", "zh"),
        ("th,ru;q=0.2", "ru"),
        ("en;q=0.1, ru;q=0.8", "ru"),
        ("ru;q=0, zh;q=0.1", "zh"),
        ("*", "en"),
        ("th", "en"),
        ("es, ru;q=0.5", "ru"),
        ("RU", "ru"),
        ("ru;q=a lot,zh", "zh"),
        (",;,-,", "en"),
        ("x" * 5000 + ",ru", "en"),
    ],
)
def test_what_a_browser_asks_for_is_weighed(asked: str, spoken: str):
    assert asked_for(asked, "en") == spoken


def test_a_stranger_is_spoken_to_as_the_browser_asks(stranger: Browser):
    page = stranger.get("/sign-in", accept_language=RUSSIAN)

    assert (page.read.first("html")["lang"], page.read.text_in("h1")) == ("ru", "⟦Sign in⟧")
    assert "Accept-Language" in page.headers["vary"]
    assert page.headers["cache-control"] == "no-store"


def test_whoever_asks_for_nothing_we_speak_hears_the_houses_own_language(lantern: OpenHouse):
    house = replace(lantern.house, settings=replace(lantern.house.settings, language="zh"))
    lantern.app.state.envoy = replace(lantern.envoy, house=house)

    pages = [lantern.browser().get("/sign-in", accept_language=asked) for asked in ("", "th", "*", "en")]

    assert [page.read.first("html")["lang"] for page in pages] == ["zh", "zh", "zh", "en"]


def test_apps_are_told_the_houses_own_language(lantern: OpenHouse):
    house = replace(lantern.house, settings=replace(lantern.house.settings, language="zh"))
    lantern.app.state.house = house

    told = [lantern.client.get(f"/api/v{version}/instance").json()["languages"] for version in (1, 2)]

    assert told == [["zh"], ["zh"]]


def test_a_house_cannot_speak_what_is_not_whole():
    env = {"PARASOL_LAB": "1"}

    assert settings.load({**env, "PARASOL_LANGUAGE": "ru"}).language == "ru"
    assert settings.load(env).language == "en"
    for language in ("es", "th", "", "RU"):
        with pytest.raises(settings.SettingsError, match="PARASOL_LANGUAGE is one of en, ru, zh"):
            settings.load({**env, "PARASOL_LANGUAGE": language})


def test_the_language_somebody_chose_is_stronger_than_the_browsers(marisol: Browser):
    page = marisol.get("/settings")

    answer = marisol.submit(page, "/settings", language="zh", headers={"accept-language": RUSSIAN})

    assert "⟦Your settings are kept.⟧" in marisol.follow(answer).text
    assert marisol.get("/", accept_language=RUSSIAN).read.first("html")["lang"] == "zh"


def test_a_language_that_is_only_begun_can_be_chosen_and_speaks_english_where_it_says_nothing(marisol: Browser):
    page = marisol.get("/settings")

    marisol.submit(page, "/settings", language="es")

    home = marisol.get("/").read
    assert (home.first("html")["lang"], home.text_in("h1")) == ("es", "Home")


def test_a_choice_can_be_taken_back_and_the_browser_decides_again(lantern: OpenHouse, marisol: Browser):
    marisol.submit(marisol.get("/settings"), "/settings", language="zh")

    marisol.submit(marisol.get("/settings"), "/settings", language="")

    assert marisol.get("/", accept_language=RUSSIAN).read.first("html")["lang"] == "ru"


def test_a_choice_the_house_no_longer_has_leaves_it_to_the_browser(lantern: OpenHouse, a_member: Member, tmp_path):
    browser = lantern.browser_of(a_member)
    browser.submit(browser.get("/settings"), "/settings", language="zh")

    with spoken(tmp_path / "fewer", "ru"):
        pages = [browser.get(path, accept_language=RUSSIAN) for path in ("/", "/settings")]

    assert [page.read.first("html")["lang"] for page in pages] == ["ru", "ru"]


def test_keeping_other_settings_chooses_no_language(lantern: OpenHouse, a_member: Member):
    browser = lantern.browser_of(a_member)

    browser.submit(
        browser.get("/settings", accept_language=RUSSIAN),
        "/settings",
        display_name="Mari",
        headers={"accept-language": RUSSIAN},
    )

    assert language_of(lantern, a_member.id) == ""


def test_the_browsers_language_is_not_kept_with_a_name(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)

    stranger.submit(
        stranger.get(path, accept_language=RUSSIAN),
        path,
        name="oda",
        passphrase=PASSPHRASE,
        again=PASSPHRASE,
        adult="1",
        headers={"accept-language": RUSSIAN},
    )

    known = lantern.house.database.read_now(accounts.by_name, "oda")
    assert known is not None
    assert known.language == ""


def test_readers_of_different_languages_never_read_each_others_words(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    marisol.submit(marisol.get("/settings"), "/settings", language="zh")
    a_member.posts("Tea on Sunday", audience="community")

    pages = [browser.get("/community").text for browser in (marisol, juno, marisol, juno)]

    in_chinese, in_english = pages[::2], pages[1::2]
    assert all("⟦for this community⟧" in page and "⟦Reply⟧" in page for page in in_chinese)
    assert all("⟦" not in page and "for this community" in page for page in in_english)


def test_a_refusal_is_said_in_the_readers_language(stranger: Browser):
    page = stranger.get("/sign-in", accept_language=RUSSIAN)

    wrong = stranger.submit(page, "/sign-in", name="a", passphrase="b", headers={"accept-language": RUSSIAN})
    nowhere = stranger.get("/nowhere", accept_language=RUSSIAN)

    assert re.search(r'role="alert">.*⟦', wrong.text, re.S)
    assert nowhere.read.text_in("h2") == "⟦There is nothing here.⟧"


def test_a_language_tells_nobody_whether_a_name_exists(lantern: OpenHouse, a_member: Member):
    browser = lantern.browser_of(a_member)
    browser.submit(browser.get("/settings"), "/settings", language="zh")

    answers = [tries(lantern.browser(), name) for name in (a_member.name, "nobody1")]

    assert answers[0] == answers[1]
    assert 'lang="ru"' in answers[0][1]


def test_what_nobody_has_read_says_so_where_people_choose(marisol: Browser, stranger: Browser):
    said = "Nobody whose own language this is has read the translation yet."

    pages = [marisol.get(path, accept_language=RUSSIAN) for path in ("/settings", "/more")]
    pages.append(stranger.get("/sign-in", accept_language=RUSSIAN))

    assert all(said in page.text for page in pages)
    assert said not in marisol.get("/settings").text


def tries(browser: Browser, name: str) -> tuple[int, str]:
    """A wrong passphrase in Russian: what came back, its token masked."""
    page = browser.get("/sign-in", accept_language=RUSSIAN)
    answer = browser.submit(
        page, "/sign-in", name=name, passphrase="wrong wrong wrong", headers={"accept-language": RUSSIAN}
    )
    return answer.status, re.sub(r'name="csrf" value="[^"]+"', "", answer.text).replace(name, "")


def language_of(lantern: OpenHouse, account_id: int) -> str:
    known = lantern.house.database.read_now(accounts.by_id, account_id)
    assert known is not None
    return known.language


@pytest.mark.parametrize("where", ["/", "/sign-in"])
def test_a_stranger_chooses_the_language_of_the_pages_where_they_are(lantern: OpenHouse, stranger: Browser, where: str):
    back = stranger.submit(stranger.get(where), "/language", language="ru")

    assert back.location == where
    assert stranger.follow(back).read.first("html")["lang"] == "ru"
    assert stranger.get("/sign-in", accept_language="zh").read.first("html")["lang"] == "ru"
    assert lantern.browser().get("/sign-in").read.first("html")["lang"] == "en"


def test_strangers_read_an_open_policys_page_in_the_language_that_they_choose(
    lantern: OpenHouse, vera: Browser, a_steward: Member, stranger: Browser
):
    publishes(lantern, a_steward)
    vera.submit(vera.get("/policy"), "/policy/readers", readers="everybody")

    back = stranger.submit(stranger.get("/policy"), "/language", language="ru")

    assert stranger.follow(back).read.first("html")["lang"] == "ru"
    assert 'action="/language"' not in vera.get("/policy").text


def test_whoever_was_invited_chooses_it_too(lantern: OpenHouse, a_member: Member, stranger: Browser):
    way = lantern.invitation_by(a_member)

    back = stranger.submit(stranger.get(way), "/language", language="zh")

    assert stranger.follow(back).read.first("html")["lang"] == "zh"


def test_the_cookie_says_the_language_and_nothing_else_and_goes_when_one_leaves(stranger: Browser):
    answer = stranger.submit(stranger.get("/sign-in"), "/language", language="ru")

    [cookie] = answer.cookies.values()
    assert cookie.OutputString() == "__Host-language=ru; HttpOnly; Path=/; SameSite=lax; Secure"
    stranger.submit(stranger.get("/sign-in"), "/leave")
    assert stranger.cookies == {}


def test_what_a_member_chose_in_their_settings_is_stronger(marisol: Browser):
    marisol.cookies["__Host-language"] = "zh"
    before = marisol.get("/").read.first("html")["lang"]
    marisol.submit(marisol.get("/settings"), "/settings", language="ru")

    assert (before, marisol.get("/").read.first("html")["lang"]) == ("zh", "ru")


@pytest.mark.parametrize("language", ["xx", "", "../en", "en\r\nx"])
def test_a_language_that_the_house_does_not_speak_is_not_kept(stranger: Browser, language: str):
    answer = stranger.submit(stranger.get("/sign-in"), "/language", language=language)

    assert answer.status == 422
    assert stranger.cookies == {}
    stranger.cookies["__Host-language"] = "xx"
    assert stranger.get("/sign-in").read.first("html")["lang"] == "en"


def test_another_sites_form_chooses_nothing_and_nobody_is_sent_to_another_site(stranger: Browser):
    page = stranger.get("/sign-in")

    elsewhere = stranger.submit(page, "/language", headers={"origin": "https://evil.example"}, language="ru")
    away = stranger.submit(page, "/language", language="ru", back="https://evil.example/")

    assert (elsewhere.status, away.location) == (403, "/")
