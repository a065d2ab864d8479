"""The pages of the public log and about the law: who reads them, who writes, and what is refused."""

from datetime import UTC, datetime

import pytest

from app.accounts.models import Account
from app.allies import actions as allies
from app.basics.clock import now
from moderation.openness import log
from moderation.policy.actions import let_strangers_read
from tests.appeals.deciding import a_decision
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member
from tests.world.desk import a_case

LONG_PAST = datetime(2026, 8, 20, tzinfo=UTC)
WORDS = "A face that was not hers to show."


@pytest.fixture
def decided(lantern: OpenHouse, a_member: Member) -> int:
    """A post of marisol's was removed, in August; the log knows."""
    decision = a_decision(lantern.house, a_member, measure="remove", at=LONG_PAST)
    lantern.house.database.write_now(log.record, decision, "decided", now=LONG_PAST)
    return decision


def opens_the_policy(lantern: OpenHouse) -> None:
    lantern.house.database.write_now(let_strangers_read, "steward", True)
    lantern.app.state.shown = None


def becomes_moderator(lantern: OpenHouse, member: Member) -> None:
    def act(session) -> None:
        session.get_one(Account, member.id).role = "moderator"

    lantern.house.database.write_now(act)


def address_in(page: Page) -> str:
    return next(each.action for each in page.forms if each.action.startswith("/log/summaries/"))


def test_members_read_what_was_decided_and_nobody_is_in_it(marisol: Browser, decided: int):
    page = marisol.get("/log").text

    assert "August 2026" in page
    assert "Remove the post" in page
    assert "Be good to each other" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "marisol" not in main
    assert "vera" not in main
    assert str(decided) not in page


def test_strangers_read_it_where_they_read_the_policy(lantern: OpenHouse, stranger: Browser, decided: int):
    shut = stranger.get("/log")
    opens_the_policy(lantern)
    opened = stranger.get("/log")

    assert shut.status == 303
    assert opened.status == 200
    assert "August 2026" in opened.text
    assert 'class="secret"' not in opened.text


def test_members_read_what_allies_keep_of_the_log_of_reading_and_not_which(lantern: OpenHouse, marisol: Browser):
    pinned = allies.Pinned("https://harbour.example/ap/instance", "", "", "")
    lantern.house.database.write_now(allies.note_our_knock, "https://harbour.example", pinned, frozenset(), now=now())
    lantern.house.database.write_now(allies.note_their_answer, "https://harbour.example", now=now())

    page = marisol.get("/log").text

    assert "keep it for 30 days" in page
    assert "as far as they asked in time and are honest" in page
    assert "shows accidents, not a determined operator" in page
    assert "harbour" not in page


def test_a_summary_takes_two_moderators(lantern: OpenHouse, vera: Browser, another_member: Member, decided: int):
    becomes_moderator(lantern, another_member)
    second = lantern.browser_of(another_member)
    form = vera.get("/log/summaries")
    address = address_in(form)

    kept = vera.follow(vera.submit(form, address, words=WORDS))
    assert "Somebody else reads it before" in kept.text
    assert address + "/yes" not in {each.action for each in kept.forms}
    second.submit(second.get("/log/summaries"), address + "/yes")

    assert WORDS in vera.get("/log").text


def test_whoever_summarises_is_led_to_what_it_was_about(lantern: OpenHouse, vera: Browser, a_member: Member):
    decision = a_decision(lantern.house, a_member, case_id=a_case(lantern.house, a_member))
    lantern.house.database.write_now(log.record, decision, "decided", now=LONG_PAST)

    assert any(link.startswith("/desk/") for link in vera.get("/log/summaries").links())


def test_what_names_somebody_comes_back_beside_its_field(vera: Browser, decided: int):
    form = vera.get("/log/summaries")
    address = address_in(form)

    refused = vera.submit(form, address, words="@juno did it")

    assert refused.status == 422
    assert "names nobody" in refused.text
    assert "@juno did it" in refused.text


def test_members_neither_see_nor_write_summaries(marisol: Browser, vera: Browser, decided: int):
    form = vera.get("/log/summaries")
    address = address_in(form)

    assert marisol.get("/log/summaries").status == 403
    token = marisol.get("/more").values_of("/sign-out")["csrf"]
    assert marisol.post(address, [("csrf", token), ("words", WORDS)]).status == 403
    assert marisol.post(address + "/yes", [("csrf", token), ("words", WORDS)]).status == 403


def test_stewards_say_whom_to_write_to_about_the_law(vera: Browser, marisol: Browser, stranger: Browser):
    assert "has not said yet" in marisol.get("/law").text
    vera.submit(vera.get("/law"), "/law", contact="The union's lawyers", readers="everybody")

    assert "The union&#39;s lawyers" in marisol.get("/law").text or "The union's lawyers" in marisol.get("/law").text
    assert "lawyers" in stranger.get("/law").text
    vera.submit(vera.get("/law"), "/law", contact="The union's lawyers", readers="members")
    assert stranger.get("/law").status == 303


def test_others_do_not_write_it(marisol: Browser):
    token = marisol.get("/more").values_of("/sign-out")["csrf"]

    assert marisol.post("/law", [("csrf", token), ("contact", "me"), ("readers", "everybody")]).status == 403
    assert "/law" not in {each.action for each in marisol.get("/law").forms}
    assert "has not said yet" in marisol.get("/law").text


def test_too_much_about_the_law_comes_back_whole(vera: Browser):
    refused = vera.submit(vera.get("/law"), "/law", contact="x" * 5001, readers="everybody")

    assert refused.status == 422
    assert "too long" in refused.text
    assert refused.values_of("/law")["contact"] == "x" * 5001
