"""News held back, on pages: choosing whose, looking first, letting in, setting aside; nobody else notices."""

import pytest

from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

PATH = "/notifications/held"
SETTINGS = "/settings/news"
WORDS = "are you the one with the letter"


def chooses(browser: Browser, **fields: str) -> Page:
    everybody = {"not_following": "accept", "not_followers": "accept", "new_accounts": "accept"}
    return browser.submit(browser.get(SETTINGS), SETTINGS, **{**everybody, **fields})


@pytest.fixture
def juno_waits(lantern: OpenHouse, marisol: Browser, another_member: Member) -> str:
    """Marisol holds back strangers, and Juno wrote to her. The page of it."""
    chooses(marisol, not_following="filter")
    another_member.posts(f"@marisol {WORDS}")
    lantern.settles()
    return f"{PATH}/{another_member.id}"


def test_what_was_chosen_is_on_the_page_again(marisol: Browser):
    answer = chooses(marisol, not_following="filter", new_accounts="drop")

    kept = dict(marisol.get(SETTINGS).form(SETTINGS).values)
    assert "Your settings are kept." in marisol.follow(answer).text
    assert kept["not_following"] == "filter"
    assert kept["not_followers"] == "accept"
    assert kept["new_accounts"] == "drop"


def test_a_choice_that_is_none_comes_back_with_a_sentence_and_the_others_as_they_were(marisol: Browser):
    answer = chooses(marisol, not_following="filter", not_followers="perhaps")

    assert answer.status == 422
    assert answer.text.count("Please choose one of these.") == 1
    assert dict(answer.form(SETTINGS).values)["not_following"] == "filter"
    assert dict(marisol.get(SETTINGS).form(SETTINGS).values)["not_following"] == "accept"


def test_the_settings_lead_there_and_point_on_to_who_may_write(marisol: Browser):
    assert SETTINGS in marisol.get("/settings").links()
    assert {"/settings/reach", PATH} <= marisol.get(SETTINGS).links()


def test_what_is_held_back_is_only_behind_a_quiet_line(marisol: Browser, juno_waits: str):
    page = marisol.get("/notifications")

    assert PATH in page.links()
    assert WORDS not in page.text
    assert "wrote to you" not in page.text
    assert "(new)" not in marisol.get("/").text


def test_without_anything_held_back_there_is_no_line(marisol: Browser, a_member: Member):
    assert PATH not in marisol.get("/notifications").links()
    assert "Nothing is held back." in marisol.get(PATH).text


def test_the_list_says_who_and_how_much_and_nothing_of_what(marisol: Browser, juno_waits: str):
    listed = marisol.get(PATH)

    assert "@juno" in listed.text
    assert "1 thing" in listed.text
    assert WORDS not in listed.text
    assert juno_waits in listed.links()


def test_looking_first_shows_it_and_answers_nothing(marisol: Browser, juno_waits: str):
    assert WORDS in marisol.get(juno_waits).text

    assert WORDS in marisol.get(juno_waits).text
    assert ">new<" in marisol.get(juno_waits).text
    assert WORDS not in marisol.get("/notifications").text


def test_letting_in_tells_it_now_and_from_then_on(
    lantern: OpenHouse, marisol: Browser, another_member: Member, juno_waits: str
):
    answer = marisol.submit(marisol.get(PATH), juno_waits, answer="let-in")
    another_member.posts("@marisol and one more thing")
    lantern.settles()

    page = marisol.follow(answer)
    assert "Their news is among yours" in page.text
    assert WORDS in page.text
    assert "one more thing" in page.text
    assert PATH not in page.links()


def test_setting_aside_forgets_it(marisol: Browser, juno_waits: str):
    answer = marisol.submit(marisol.get(juno_waits), juno_waits, answer="set-aside")

    assert "Set aside." in marisol.follow(answer).text
    assert marisol.get(juno_waits).status == 404
    assert WORDS not in marisol.get("/notifications").text


def test_whom_one_let_in_is_listed_and_let_in_no_longer(
    lantern: OpenHouse, marisol: Browser, another_member: Member, juno_waits: str
):
    marisol.submit(marisol.get(PATH), juno_waits, answer="let-in")
    where = f"{SETTINGS}/{another_member.id}"

    answer = marisol.submit(marisol.get(SETTINGS), where)
    another_member.posts("@marisol and one more thing")
    lantern.settles()

    assert "treated like" in marisol.follow(answer).text
    assert "/@juno" not in marisol.get(SETTINGS).links()
    assert juno_waits in marisol.get(PATH).links()


@pytest.mark.parametrize(("word", "leads_to"), [("let-in", "/notifications"), ("set-aside", PATH)])
def test_a_second_tap_leads_where_the_first_did(marisol: Browser, juno_waits: str, word: str, leads_to: str):
    page = marisol.get(juno_waits)

    first, second = (marisol.submit(page, juno_waits, answer=word) for _ in range(2))

    assert first.location.startswith(f"{leads_to}?done=")
    assert second.location == leads_to
    assert marisol.follow(second).status == 200


def test_a_second_tap_on_no_longer_leads_where_the_first_did(marisol: Browser, another_member: Member, juno_waits: str):
    marisol.submit(marisol.get(PATH), juno_waits, answer="let-in")
    page = marisol.get(SETTINGS)

    first, second = (marisol.submit(page, f"{SETTINGS}/{another_member.id}") for _ in range(2))

    assert first.location.startswith(f"{SETTINGS}?done=")
    assert second.location == SETTINGS


def test_an_answer_that_is_neither_changes_nothing(marisol: Browser, juno_waits: str):
    assert marisol.submit(marisol.get(juno_waits), juno_waits, answer="perhaps").status == 422
    assert WORDS in marisol.get(juno_waits).text


def test_nobody_looks_at_or_answers_what_waits_for_another(
    lantern: OpenHouse, marisol: Browser, a_steward: Member, another_member: Member, juno_waits: str
):
    vera = lantern.browser_of(a_steward)
    token = vera.get("/settings").values_of("/settings")["csrf"]

    assert vera.get(juno_waits).status == 404
    for answer, leads_to in (("let-in", "/notifications"), ("set-aside", PATH)):
        assert vera.post(juno_waits, [("csrf", token), ("answer", answer)]).location == leads_to
        assert vera.post(f"{PATH}/1234", [("csrf", token), ("answer", answer)]).location == leads_to
    assert WORDS in marisol.get(juno_waits).text
    marisol.submit(marisol.get(PATH), juno_waits, answer="let-in")
    assert vera.post(f"{SETTINGS}/{another_member.id}", [("csrf", token)]).location == SETTINGS
    assert "/@juno" in marisol.get(SETTINGS).links()


def test_the_sender_notices_nothing(
    lantern: OpenHouse, marisol: Browser, juno: Browser, another_member: Member, juno_waits: str
):
    before = [juno.get(path).read.texts for path in ("/@marisol", "/", "/notifications")]

    marisol.submit(marisol.get(PATH), juno_waits, answer="set-aside")
    lantern.settles()

    assert [juno.get(path).read.texts for path in ("/@marisol", "/", "/notifications")] == before


def test_blocking_is_offered_beside_it(marisol: Browser, juno_waits: str):
    answer = marisol.submit(marisol.get(juno_waits), "/@juno/block", block="1")

    assert answer.location.startswith(PATH)
    assert "Nothing is held back." in marisol.get(PATH).text


def test_a_filter_of_words_holds_there_too(marisol: Browser, juno_waits: str):
    marisol.submit(
        marisol.get("/settings/filters/new"), "/settings/filters",
        title="Letters", words="letter", contexts="notifications", outcome="warn",
    )  # fmt: skip

    assert WORDS not in marisol.get(juno_waits).text
