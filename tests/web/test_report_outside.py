"""Somebody who is no member reports with no address but a code, where the house opened that door."""

import re

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Community
from app.storage.house import House
from moderation.cases.models import Case, OutsideLetter, OutsideLine
from moderation.openness import law
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join
from tests.world.governing_cases import kept_of, told_in

OUTSIDE, CASE, DESK = "/outside", "/outside/case", "/house/outside"
WRONG = "that is me on the balcony"
CODE = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


@pytest.fixture
def vera(lantern: OpenHouse, a_steward: Member) -> Browser:
    """A steward, who has opened the door."""
    browser = lantern.browser_of(a_steward)
    assert browser.submit(browser.get(DESK), f"{DESK}/switch", open="1").status == 303
    return browser


def writes(browser: Browser, about: str, words: str = WRONG, urgency: str = "0") -> Page:
    return browser.submit(browser.get(OUTSIDE), OUTSIDE, about=about, words=words, urgency=urgency)


def code_in(page: Page) -> str:
    found = CODE.search(page.text)
    assert found is not None
    return found[0]


def reads(browser: Browser, code: str, **more: str) -> Page:
    return browser.submit(browser.get(CASE), CASE, code=code, **more)


def cases(house: House) -> list[Case]:
    return house.database.read_now(lambda session: list(session.scalars(select(Case).order_by(Case.id))))


def test_the_door_is_closed_until_a_steward_opens_it(lantern: OpenHouse, marisol: Browser, a_steward: Member):
    for address in (OUTSIDE, CASE):
        assert lantern.browser().get(address).location.startswith("/sign-in")
        assert marisol.get(address).status == 404


def test_the_page_that_shows_the_code_once_leads_nowhere_by_a_choice_of_language(lantern: OpenHouse, vera: Browser):
    asked = lantern.browser().get(OUTSIDE)
    told = writes(lantern.browser(), "@marisol")

    assert "/language" in asked.text
    assert code_in(told)
    assert "/language" not in told.text


def test_only_stewards_open_it_and_only_moderators_read_the_letters(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    nao = lantern.browser_of(join(lantern.house, "nao", "moderator"))

    assert marisol.get(DESK).status == 403
    assert f"{DESK}/switch" not in nao.get(DESK).text
    sent = nao.post(f"{DESK}/switch", [*marisol.get("/settings/reach").form("/settings/reach").values, ("open", "1")])
    assert sent.status == 403
    assert lantern.browser().get(OUTSIDE).status == 303


@pytest.mark.parametrize("called", ["@marisol", "marisol", "https://lantern.example/@marisol"])
def test_what_names_somebody_is_a_case_like_every_other(
    lantern: OpenHouse, vera: Browser, a_member: Member, called: str
):
    writes(lantern.browser(), called, urgency="2")
    lantern.settles()

    [case] = cases(lantern.house)
    assert (case.subject, case.account_id, case.urgency, case.reports) == ("account", a_member.id, 2, 1)
    assert [(one.by, one.words) for one in told_in(lantern.house, case.id)] == [(0, WRONG)]


def test_a_post_is_found_by_its_address_and_a_message_never(lantern: OpenHouse, vera: Browser, a_member: Member):
    post_id = a_member.posts("on the balcony", "open")
    message_id = a_member.posts("@vera on the balcony", "mentioned")

    writes(lantern.browser(), f"https://lantern.example/posts/{post_id}")
    writes(lantern.browser(), f"https://lantern.example/posts/{message_id}")
    lantern.settles()

    assert [case.post_id for case in cases(lantern.house)] == [post_id]
    assert [kept.copy.id for kept in kept_of(lantern.house, cases(lantern.house)[0].id)] == [post_id]


def test_whether_it_is_here_is_told_by_nothing(lantern: OpenHouse, vera: Browser, a_member: Member):
    a_member.posts()
    pages = [writes(lantern.browser(), called) for called in ("@marisol", "@nobody")]
    lantern.settles()
    read = [reads(lantern.browser(), code_in(page)) for page in pages]

    assert len({CODE.sub("", without_tokens(page)) for page in pages}) == 1
    assert len({CODE.sub("", without_tokens(page)) for page in read}) == 1


def without_tokens(page: Page) -> str:
    return re.sub(r'value="[A-Za-z0-9_.=-]{30,}"', "", page.text)


def test_with_the_code_the_answer_is_read_and_more_is_said(lantern: OpenHouse, vera: Browser):
    stranger = lantern.browser()
    code = code_in(writes(stranger, "@nobody"))
    lantern.settles()
    letter_id = lantern.house.database.read_now(lambda session: session.scalar(select(OutsideLetter.id)))

    assert WRONG in vera.get(DESK).text
    vera.submit(vera.get(DESK), f"{DESK}/{letter_id}/answer", words="It is gone. Are you safe?")
    page = reads(stranger, code.upper().replace("-", " "), words="yes, thank you")

    assert "It is gone. Are you safe?" in page.text
    assert "yes, thank you" in page.text
    assert "yes, thank you" in vera.get(DESK).text


def test_nothing_of_it_is_kept_readable_and_the_code_not_at_all(lantern: OpenHouse, vera: Browser):
    code = code_in(writes(lantern.browser(), "@nobody"))

    rows = lantern.house.database.read_now(lambda session: repr(session.execute(select(OutsideLetter.__table__)).all()))

    for words in (WRONG, "@nobody", code, code.replace("-", "")):
        assert words not in rows


@pytest.mark.parametrize("code", ["aaaa-bbbb-cccc-dddd", "", "x" * 5000, "'; --"])
def test_a_guessed_code_is_answered_alike_and_changes_nothing(lantern: OpenHouse, vera: Browser, code: str):
    writes(lantern.browser(), "@nobody")

    page = reads(lantern.browser(), code, words="let me in")

    assert page.status == 422
    assert "No letter has this code." in page.text
    lines = lantern.house.database.read_now(lambda session: session.scalar(select(func.count(OutsideLine.id))))
    assert lines == 0


def test_who_writes_or_guesses_too_often_waits_and_loses_nothing(lantern: OpenHouse, vera: Browser):
    lantern.counts()
    stranger = lantern.browser()
    answers = [reads(stranger, "aaaa-bbbb-cccc-dddd").status for _ in range(21)]

    refused = writes(stranger, "@marisol")

    assert answers == [422] * 20 + [429]
    assert refused.status == 429
    assert WRONG in refused.text


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("about", {"about": ""}),
        ("words", {"words": ""}),
        ("words", {"words": "x" * 5001}),
        ("urgency", {"urgency": "9"}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    lantern: OpenHouse, vera: Browser, field: str, filled: dict[str, str]
):
    refused = writes(lantern.browser(), **{"about": "@marisol", "words": WRONG, "urgency": "0"} | filled)

    assert refused.status == 422
    assert f'id="{field}-fault"' in refused.text
    assert lantern.house.database.read_now(lambda session: session.scalar(select(func.count(OutsideLetter.id)))) == 0


@pytest.fixture
def keeps_a_number(lantern: OpenHouse, vera: Browser) -> str:
    """Whom Vera wrote down to turn to in danger."""
    form = vera.get("/house/help")
    assert vera.submit(form, "/house/help", name="The red umbrella", address="+34 600 000 000").status == 303
    return "tel:+34600000000"


@pytest.mark.parametrize("urgency", ["1", "2"])
def test_whoever_says_that_there_is_danger_is_shown_whom_to_turn_to(
    lantern: OpenHouse, keeps_a_number: str, a_member: Member, urgency: str
):
    for about in ("@marisol", "@nobody"):
        told = writes(lantern.browser(), about, urgency=urgency)

        assert code_in(told)
        assert keeps_a_number in told.links()


def test_nobody_else_outside_is(lantern: OpenHouse, keeps_a_number: str):
    stranger = lantern.browser()
    told = writes(stranger, "@marisol", urgency="0")
    refused = stranger.submit(stranger.get(OUTSIDE), OUTSIDE, about="", words=WRONG, urgency="2")

    assert code_in(told)
    for page in (told, refused, stranger.get(OUTSIDE), reads(stranger, code_in(told)), stranger.get("/sign-in")):
        assert "umbrella" not in page.text
    assert stranger.get("/help").location.startswith("/sign-in")


WAYS = ("/sign-in", "/law", "/log")


@pytest.mark.parametrize("way", WAYS)
def test_a_way_leads_strangers_there_while_the_door_is_open(
    lantern: OpenHouse, vera: Browser, marisol: Browser, a_member: Member, way: str
):
    lets_strangers_read(lantern)

    assert OUTSIDE in lantern.browser().get(way).links()
    assert OUTSIDE not in marisol.get(way).links()

    vera.submit(vera.get(DESK), f"{DESK}/switch", open="0")
    shut = lantern.browser().get(way)
    assert shut.status == 200
    assert OUTSIDE not in shut.links()


def test_whoever_mistyped_is_led_there_too_and_learns_nothing_by_it(
    lantern: OpenHouse, vera: Browser, a_member: Member
):
    for name in ("marisol", "nobody"):
        stranger = lantern.browser()
        again = stranger.submit(stranger.get("/sign-in"), "/sign-in", name=name, passphrase="not this one at all")

        assert OUTSIDE in again.links()


def lets_strangers_read(lantern: OpenHouse) -> None:
    """The policy, with what was decided by it, and the page about the law."""

    def opens(session: Session) -> None:
        session.execute(update(Community).values(policy_is_open=True))
        law.write(session, "steward", "Write to the lawyers", is_open=True)

    lantern.house.database.write_now(opens)
    lantern.app.state.shown = None
