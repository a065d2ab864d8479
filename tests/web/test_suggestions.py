"""Other people's lists on the pages: looked at one by one, and there is no other way."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.actions import blocking
from app.basics.clock import now
from app.storage.house import House
from moderation.cases.models import Case
from moderation.suggestions.models import Suggestion
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.advising import an_ally_at, brings, kept, set_aside, waiting
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, a_policy
from tests.world.governing_cases import told_in

DESK, NEW = "/desk/suggestions", "/desk/suggestions/new"


def by_hand(browser: Browser, path: str, **filled: str) -> Page:
    """Sent whatever the page offers."""
    token = browser.get("/settings/reach").form("/settings/reach").values
    return browser.post(path, [*token, *filled.items()])


def cases(house: House) -> list[Case]:
    return house.database.read_now(lambda session: list(session.scalars(select(Case))))


def asking_at(page: Page) -> list[str]:
    return sorted(link for link in page.links() if re.fullmatch(rf"{DESK}/\d+/report(\?ally=\d+)?", link))


@pytest.fixture
def harbour(lantern: OpenHouse) -> int:
    return an_ally_at(lantern.house)


def test_asking_for_a_look_makes_a_report_in_ones_own_name_and_then_one_cannot_decide_it(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, a_member: Member, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    brings(a_moderator, "@marisol@lantern.example\n")
    [ask_at] = asking_at(robin.get(DESK))

    form = robin.get(ask_at)
    assert cases(lantern.house) == []
    answer = robin.submit(form, ask_at, clause=str(BY_ONE), words="I looked, and it is so.")

    [case] = cases(lantern.house)
    [body] = told_in(lantern.house, case.id)
    assert (body.by, body.clause, body.words) == (a_moderator.id, BY_ONE, "I looked, and it is so.")
    assert (case.account_id, case.state) == (a_member.id, "open")
    after = robin.follow(answer)
    assert "in your name" in after.text
    assert asking_at(after) == []
    assert robin.get(f"/desk/{case.number}").status == 404
    assert lantern.browser_of(a_steward).get(f"/desk/{case.number}").status == 200


def test_an_ally_is_looked_at_by_an_ordinary_report_too(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, harbour: int
):
    brings(a_moderator, "harbour.example\n")
    [ask_at] = asking_at(robin.get(DESK))

    answer = robin.submit(robin.get(ask_at), ask_at, words="they outed somebody")

    assert answer.location == f"{DESK}?done=suggestion-reported"
    assert [(case.subject, case.ally_id) for case in cases(lantern.house)] == [("ally", harbour)]
    assert waiting(a_moderator) == []


def test_where_several_allies_are_meant_each_is_asked_about_by_itself(
    lantern: OpenHouse, robin: Browser, a_moderator: Member
):
    meant = {an_ally_at(lantern.house, f"{part}.orchard.example") for part in ("social", "talk")}
    brings(a_moderator, "orchard.example\n")
    first, second = asking_at(robin.get(DESK))

    robin.submit(robin.get(first), first, words="here")
    assert asking_at(robin.get(DESK)) == [first, second]
    robin.submit(robin.get(second), second, words="and here")

    assert {case.ally_id for case in cases(lantern.house)} == meant


def test_what_was_written_is_sent_though_somebody_set_it_aside_meanwhile(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, a_steward: Member, a_member: Member
):
    brings(a_moderator, "@marisol@lantern.example\n")
    [ask_at] = asking_at(robin.get(DESK))
    form = robin.get(ask_at)
    set_aside(a_steward, waiting(a_steward)[0].id)

    too_little = robin.submit(form, ask_at, words="")
    answer = robin.submit(form, ask_at, words="She is in danger there.", urgency="2")

    assert too_little.status == 422
    assert answer.location == "/help?done=reported"
    [case] = cases(lantern.house)
    assert [body.words for body in told_in(lantern.house, case.id)] == ["She is in danger there."]
    assert waiting(a_steward) == []


def test_a_report_that_says_too_little_comes_back_and_the_suggestion_stays(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, a_member: Member
):
    brings(a_moderator, "@marisol@lantern.example\n")
    [ask_at] = asking_at(robin.get(DESK))

    answer = robin.submit(robin.get(ask_at), ask_at, words="")

    assert answer.status == 422
    assert 'id="words-fault"' in answer.text
    assert cases(lantern.house) == []
    assert asking_at(robin.get(DESK)) == [ask_at]


def test_danger_leads_to_help(lantern: OpenHouse, robin: Browser, a_moderator: Member, a_member: Member):
    brings(a_moderator, "@marisol@lantern.example\n")
    [ask_at] = asking_at(robin.get(DESK))

    assert robin.submit(robin.get(ask_at), ask_at, urgency="2").location == "/help?done=reported"


def test_setting_aside_does_nothing_but_that(lantern: OpenHouse, robin: Browser, a_moderator: Member, a_member: Member):
    brings(a_moderator, "@marisol@lantern.example\n")
    page = robin.get(DESK)
    [aside] = [form.action for form in page.forms if form.action.endswith("/aside")]

    answer = robin.submit(page, aside)

    assert "Set aside." in robin.follow(answer).text
    assert waiting(a_moderator) == []
    assert cases(lantern.house) == []
    assert by_hand(robin, aside).location == answer.location


def test_there_is_a_form_for_each_and_none_for_several(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, harbour: int
):
    brings(a_moderator, "".join(f"@ana{number}@harbour.example\n" for number in range(30)))

    first = robin.get(DESK)
    [older] = [link for link in first.links() if "before=" in link]
    second = robin.get(older)

    shown = {re.sub(r"\d+", "1", form.action) for page in (first, second) for form in page.forms}
    assert {action for action in shown if action.startswith("/desk")} == {f"{DESK}/1/aside"}
    assert [len([form for form in page.forms if form.action.endswith("/aside")]) for page in (first, second)] == [
        20,
        10,
    ]
    assert "there is no button for all of them" in first.text


@pytest.mark.parametrize("path", [DESK, NEW, f"{DESK}?which=far", f"{DESK}/{{id}}/report"])
def test_only_moderators_and_stewards_read_it(
    lantern: OpenHouse,
    marisol: Browser,
    vera: Browser,
    robin: Browser,
    a_moderator: Member,
    a_member: Member,
    path: str,
):
    join(lantern.house, "lupe")
    brings(a_moderator, "@lupe@lantern.example\n")
    path = path.format(id=kept(lantern.house)[0].id)

    assert lantern.browser().get(path).location.startswith("/sign-in")
    assert marisol.get(path).status == 403
    assert "lupe" not in marisol.get(path).text
    assert (vera.get(path).status, robin.get(path).status) == (200, 200)


def test_only_moderators_and_stewards_act_on_it(
    lantern: OpenHouse, marisol: Browser, a_moderator: Member, a_member: Member
):
    join(lantern.house, "lupe")
    brings(a_moderator, "@lupe@lantern.example\n")
    [there] = kept(lantern.house)

    assert by_hand(marisol, DESK, by="Ana", list="far.example").status == 403
    assert by_hand(marisol, f"{DESK}/{there.id}/aside").status == 403
    assert by_hand(marisol, f"{DESK}/{there.id}/report", words="x", wish="look", urgency="0").status == 403
    assert len(kept(lantern.house)) == 1
    assert not kept(lantern.house)[0].settled
    assert cases(lantern.house) == []


KEPT_FROM: dict[str, Callable[[House, Member, Member], object]] = {
    "themselves": lambda house, robin, lupe: None,
    "whoever keeps away from them": lambda house, robin, lupe: house.database.write_now(
        blocking.block, lupe.id, robin.id, now=now()
    ),
}


@pytest.mark.parametrize("who", KEPT_FROM)
def test_a_moderator_neither_sees_nor_settles_what_is_not_for_them(
    lantern: OpenHouse, robin: Browser, vera: Browser, a_moderator: Member, a_steward: Member, who: str
):
    lupe = join(lantern.house, "lupe")
    brings(a_steward, f"@{'robin' if who == 'themselves' else 'lupe'}@lantern.example\n")
    KEPT_FROM[who](lantern.house, a_moderator, lupe)
    [there] = kept(lantern.house)

    assert asking_at(robin.get(DESK)) == []
    assert robin.get(f"{DESK}/{there.id}/report").status == 404
    assert by_hand(robin, f"{DESK}/{there.id}/report", words="x", wish="look", urgency="0").status == 404
    assert by_hand(robin, f"{DESK}/{there.id}/aside").status == 404
    assert len(asking_at(vera.get(DESK))) == 1


@pytest.mark.parametrize("which", ["?ally=1", "", "?ally=x"])
def test_an_ally_that_is_not_meant_cannot_be_put_in_its_place(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, harbour: int, which: str
):
    brings(a_moderator, "harbour.example\nfar.example\n")

    for there in kept(lantern.house):
        assert robin.get(f"{DESK}/{there.id}/report{which}").status == 404


def test_what_is_old_is_not_there_any_more(lantern: OpenHouse, robin: Browser, a_moderator: Member):
    brings(a_moderator, "far.example\n", at=now() - timedelta(days=90))
    assert "far.example" in robin.get(f"{DESK}?which=far").text

    lantern.settles()

    assert "far.example" not in robin.get(f"{DESK}?which=far").text


def test_a_steward_takes_out_what_is_wrong_and_a_moderator_is_offered_no_such_thing(
    lantern: OpenHouse, robin: Browser, vera: Browser, marisol: Browser, a_moderator: Member, a_member: Member
):
    brings(a_moderator, "@marisol@lantern.example\nfar.example\n")
    page = vera.get(DESK)
    [out] = [form.action for form in page.forms if form.action.endswith("/removal")]
    assert not [form for form in robin.get(DESK).forms if form.action.endswith("/removal")]
    assert [by_hand(one, out).status for one in (robin, marisol)] == [403, 403]
    assert len(kept(lantern.house)) == 2

    assert "Taken out" in vera.follow(vera.submit(page, out)).text

    assert [row.kind for row in kept(lantern.house)] == ["house"]
    assert len([form for form in vera.get(f"{DESK}?which=far").forms if form.action.endswith("/removal")]) == 1


def test_what_cannot_be_read_says_so_and_leaves_the_page_whole(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, harbour: int, a_member: Member
):
    brings(a_moderator, "harbour.example\n@marisol@lantern.example\n")
    house = next(row.id for row in kept(lantern.house) if row.kind == "house")
    broken = update(Suggestion).where(Suggestion.id == house).values(body_sealed=b"x" * 60)
    lantern.house.database.write_now(lambda session: session.execute(broken))

    page = robin.get(DESK)

    assert page.status == 200
    assert "Cannot be read" in page.text
    assert "@marisol@lantern.example" in page.text
    assert robin.get(f"{DESK}/{house}/report").status == 404
    assert "Cannot be read" not in robin.follow(robin.submit(page, f"{DESK}/{house}/aside")).text
