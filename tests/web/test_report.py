"""Reporting on the pages: a form that says first what it means, loses nothing typed, and leads to help in danger."""

import re

import pytest
from sqlalchemy import update

from app.accounts.actions import blocking
from app.basics.clock import now
from moderation.cases import help as helping
from moderation.cases import rules
from moderation.cases.models import Case
from moderation.cases.reporting import tell_outcome
from tests.cases.test_reporting import how_many
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join
from tests.world.governing import NO_PICTURES, a_policy
from tests.world.governing_cases import an_ally, kept_of, reports, telling, told_in

HAPPENED = "they wrote where I live"


@pytest.fixture
def an_ally_id(lantern: OpenHouse) -> int:
    return an_ally(lantern.house)


def the_case(lantern: OpenHouse) -> Case:
    return lantern.house.database.read_now(lambda session: session.query(Case).one())


def sends(browser: Browser, address: str, **filled: str | list[str]) -> Page:
    return browser.submit(browser.get(address), address, **filled)


def test_each_post_of_others_has_a_way_to_report_it_and_ones_own_has_none(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    theirs, own = another_member.posts(), a_member.posts()

    links = marisol.get("/community").links()

    assert f"/report/posts/{theirs}" in links
    assert f"/report/posts/{own}" not in links


def test_each_page_of_somebody_and_the_list_of_allies_have_one_too(
    lantern: OpenHouse, marisol: Browser, another_member: Member, an_ally_id: int
):
    assert "/report/@juno" in marisol.get("/@juno").links()
    assert "/report/@marisol" not in marisol.get("/@marisol").links()
    assert f"/report/allies/{an_ally_id}" in marisol.get("/allies").links()


def test_the_form_shows_what_it_is_about_and_the_words_of_each_clause(
    lantern: OpenHouse, marisol: Browser, another_member: Member, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    post_id = another_member.posts("on Canal Street, the blue door")

    form = marisol.get(f"/report/posts/{post_id}")

    assert "the blue door" in form.text
    assert "Nobody is named, pictured or placed without their yes." in form.text
    assert "is never told who it was" in form.text


def test_what_is_sent_is_a_report_and_leads_to_ones_own(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    address = f"/report/posts/{another_member.posts()}"

    answer = sends(marisol, address, clause=str(NO_PICTURES), words=HAPPENED, wish="remove", hold="1")

    case = the_case(lantern)
    (told,) = told_in(lantern.house, case.id)
    assert (told.by, told.clause, told.words, told.wish) == (a_member.id, NO_PICTURES, HAPPENED, "remove")
    assert case.asks_hold
    page = marisol.follow(answer)
    assert "Sent to the moderators." in page.text
    assert HAPPENED in page.text


def test_a_profile_and_a_house_are_reported_alike(
    lantern: OpenHouse, marisol: Browser, another_member: Member, an_ally_id: int
):
    for address, subject in (("/report/@juno", "account"), (f"/report/allies/{an_ally_id}", "ally")):
        assert sends(marisol, address, words=HAPPENED).status == 303
        assert subject in lantern.house.database.read_now(
            lambda session: [case.subject for case in session.query(Case)]
        )


@pytest.mark.parametrize("urgency", ["1", "2"])
def test_danger_leads_to_whom_one_can_turn_to(
    lantern: OpenHouse, marisol: Browser, another_member: Member, urgency: str
):
    lantern.house.database.write_now(
        helping.keep_address, "steward", "Night line", "They ask no papers.", "+49 30 1234", "", now=now()
    )

    answer = sends(marisol, f"/report/posts/{another_member.posts()}", urgency=urgency)

    page = marisol.follow(answer)
    assert the_case(lantern).urgency == int(urgency)
    assert "before everything that can wait" in page.text
    assert "They ask no papers." in page.text
    assert "tel:+49301234" in page.links()


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("words", {"words": "x" * (rules.LONGEST_WORDS + 1)}),
        ("words", {"words": ""}),
        ("clause", {"clause": "77"}),
        ("clause", {"clause": "all of it"}),
        ("urgency", {"urgency": "9"}),
        ("wish", {"wish": "burn"}),
    ],
)
def test_what_cannot_be_meant_comes_back_beside_its_field_with_everything_typed(
    lantern: OpenHouse, marisol: Browser, another_member: Member, field: str, filled: dict[str, str]
):
    address = f"/report/posts/{another_member.posts()}"

    refused = sends(marisol, address, **{"words": HAPPENED, "wish": "remove", "hold": "1"} | filled)

    assert refused.status == 422
    assert f'id="{field}-fault"' in refused.text
    if "words" not in filled:
        assert HAPPENED in refused.text
    assert refused.values_of(address)["hold"] == "1"
    assert how_many(lantern.house, Case) == 0


def test_too_many_reports_lose_nothing_typed(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    for number in range(rules.MOST_A_DAY):
        reports(a_member, another_member.posts(f"number {number}"))
    address = f"/report/posts/{another_member.posts()}"

    refused = sends(marisol, address, words=HAPPENED)

    assert refused.status == 429
    assert "You have reported a lot since yesterday" in refused.text
    assert HAPPENED in refused.text


def test_a_form_that_was_open_for_too_long_keeps_what_was_typed(
    lantern: OpenHouse, marisol: Browser, another_member: Member
):
    address = f"/report/posts/{another_member.posts()}"

    refused = sends(marisol, address, words=HAPPENED, csrf="stale")

    assert refused.status == 403
    assert HAPPENED in refused.text
    assert how_many(lantern.house, Case) == 0


def test_nobody_reports_themselves(lantern: OpenHouse, marisol: Browser, a_member: Member):
    for address in (f"/report/posts/{a_member.posts()}", "/report/@marisol"):
        refused = marisol.get(address)

        assert refused.status == 422
        assert "This is yours." in refused.text


def test_what_is_not_there_for_somebody_is_not_there_to_be_reported(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    hidden = another_member.posts("for my followers", "followers")
    lantern.house.database.write_now(blocking.block, join(lantern.house, "lupe").id, a_member.id, now=now())

    for address in (f"/report/posts/{hidden}", "/report/posts/17", "/report/@nobody", "/report/@lupe",
                    "/report/allies/17"):  # fmt: skip
        assert marisol.get(address).status == 404
        answer = marisol.post(address, marisol.get("/report/@juno").form("/report/@juno").sends(words=HAPPENED))
        assert answer.status == 404
    assert how_many(lantern.house, Case) == 0


def test_a_stranger_is_led_to_sign_in(lantern: OpenHouse, another_member: Member):
    post_id = another_member.posts("on the open web", "open")

    for address in (f"/report/posts/{post_id}", "/report/@juno", "/reports", "/help"):
        assert lantern.browser().get(address).location.startswith("/sign-in")


def test_messages_are_shown_only_as_far_as_they_were_chosen(
    lantern: OpenHouse, a_member: Member, another_member: Member
):
    first = another_member.posts("@marisol good evening", "mentioned")
    mine = a_member.posts("@juno who are you", "mentioned", reply_to=first)
    bad = another_member.posts("@marisol I know where you live", "mentioned", reply_to=mine)
    browser, address = lantern.browser_of(a_member), f"/report/posts/{bad}"

    form = browser.get(address)
    browser.submit(form, address, words=HAPPENED, included=[str(first)])

    assert "will know that it was you" in form.text
    assert "good evening" in form.text
    kept = kept_of(lantern.house, the_case(lantern).id)
    assert [one.copy.source for one in kept] == ["@marisol good evening", "@marisol I know where you live"]
    assert {one.kind for one in kept} == {"message"}


def test_a_message_of_another_conversation_is_included_by_nobody(
    lantern: OpenHouse, a_member: Member, another_member: Member
):
    other = another_member.posts("@marisol another matter", "mentioned")
    bad = another_member.posts("@marisol I know where you live", "mentioned")
    browser, address = lantern.browser_of(a_member), f"/report/posts/{bad}"

    answer = browser.submit(browser.get(address), address, words=HAPPENED, included=[str(other)])

    assert answer.status == 404
    assert how_many(lantern.house, Case) == 0


def test_a_session_that_opens_no_message_says_so(lantern: OpenHouse, a_member: Member, another_member: Member):
    bad = another_member.posts("@marisol I know where you live", "mentioned")
    browser, address = lantern.browser_of(Member(lantern.house, a_member.id, "marisol")), f"/report/posts/{bad}"

    form = browser.get(address)
    browser.submit(form, address, words=HAPPENED)

    assert "This session cannot open it" in form.text
    assert kept_of(lantern.house, the_case(lantern).id) == ()


def test_whoever_reported_is_told_to_look_and_reads_what_came_of_it(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    case_id = reports(a_member, another_member.posts(), telling(HAPPENED))
    assert "Nobody has looked at it yet." in marisol.get("/reports").text

    lantern.house.database.write_now(
        lambda session: session.execute(
            update(Case).where(Case.id == case_id).values(closed_at=now(), looked_at=now(), state="closed")
        )
    )
    lantern.house.database.write_now(tell_outcome, case_id, now=now())
    lantern.app.state.shown = None

    assert "A report of yours was looked at" in marisol.get("/notifications").text
    page = marisol.get("/reports").text
    assert "is not here any more" in page
    assert ">New</span>" in page
    assert ">New</span>" not in marisol.get("/reports").text
    assert "A report of yours was looked at" not in marisol.get("/notifications").text


def test_who_reported_the_same_reads_no_number_that_they_have_in_common(
    lantern: OpenHouse, marisol: Browser, a_steward: Member, a_member: Member, another_member: Member
):
    post_id = another_member.posts()
    case_id = reports(a_steward, post_id, telling(HAPPENED))
    reports(a_member, post_id, telling(HAPPENED))
    lantern.house.database.write_now(
        lambda session: session.execute(update(Case).where(Case.id == case_id).values(number=314_159))
    )

    page = marisol.get("/reports").text

    assert HAPPENED in page
    assert re.search(r"314\D?159", page) is None
    assert str(case_id) not in page


def test_nobody_else_sees_it(lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member):
    case_id = reports(a_member, another_member.posts(), telling(HAPPENED))
    lantern.house.database.write_now(tell_outcome, case_id, now=now())
    juno = lantern.browser_of(another_member)

    assert HAPPENED not in juno.get("/reports").text
    assert "A report of yours" not in juno.get("/notifications").text
