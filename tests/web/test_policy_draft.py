"""The draft of the next version: written clause by clause, by several stewards, without losing what anybody typed."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Conflict, Forbidden
from app.deciding.rules import Method
from moderation.amending import charter
from moderation.amending.charter import Wanted
from moderation.measures import Deciders, Measure
from moderation.policy import drafted, drafts, queries
from moderation.policy.clauses import in_force
from moderation.policy.starting import TEXTS
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join
from tests.world.governing import CLAUSES, a_policy

CLAUSE = {
    "label": "4.2", "title": "No prices", "asks": "Nobody says what they take.\n\n- Not here.",
    "why": "It is nobody's business.", "measures": ["no_breach", "remove"], "deciders": "two", "appeal_days": "20",
    "evidence_days": "40", "keeps_pictures": [],
}  # fmt: skip
ADDRESS, NEW, INTRODUCTION = "/policy/draft", "/policy/draft/clauses/new", "/policy/draft/introduction"


def begins(browser: Browser, text: str = "empty") -> Page:
    return browser.submit(browser.get(ADDRESS), "/policy/draft/beginning", text=text)


def adds(browser: Browser, **otherwise: str | list[str]) -> Page:
    return browser.submit(browser.get(NEW), NEW, **{**CLAUSE, **otherwise})


def publishes(browser: Browser, day: str = "") -> Page:
    return browser.submit(browser.get(ADDRESS), "/policy/draft/publication", day=day)


def the_only_clause(page: Page) -> str:
    [address] = {link for link in page.links() if link.startswith("/policy/draft/clauses/")} - {NEW}
    return address


@pytest.fixture
def ines(lantern: OpenHouse) -> Browser:
    """Another steward's browser."""
    return lantern.browser_of(join(lantern.house, "ines", "steward"))


def test_a_policy_is_written_clause_by_clause_and_published_whole(lantern: OpenHouse, vera: Browser, marisol: Browser):
    begins(vera)
    vera.submit(vera.get(INTRODUCTION), INTRODUCTION, introduction="# Who we are", language="en")
    assert vera.follow(adds(vera)).status == 200
    assert "no policy yet" in marisol.get("/policy").text

    answer = publishes(vera)

    assert "in force" in vera.follow(answer).text
    page = marisol.get("/policy").text
    assert "<h2>Who we are</h2>" in page
    assert 'id="4.2"' in page
    assert "<li>Not here.</li>" in page
    [clause] = lantern.house.database.read_now(in_force, now=now())
    assert clause.measures == (Measure.NO_BREACH, Measure.REMOVE)
    assert (clause.deciders, clause.appeal_days, clause.evidence_days) == (Deciders.TWO, 20, 40)
    assert not clause.keeps_pictures
    assert "Nobody prepares" in vera.get(ADDRESS).text


def test_our_text_fills_the_draft_in_the_language_that_is_asked_for(vera: Browser):
    answer = begins(vera, "ours-ru")

    page = vera.follow(answer).text

    assert "Сначала спросите" in page
    assert page.count('class="clause"') == len(TEXTS["ru"].clauses)
    assert 'lang="ru"' in page


def test_the_next_version_begins_with_the_one_before_and_keeps_the_keys_of_its_clauses(
    lantern: OpenHouse, vera: Browser, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    begins(vera, "version")

    adds(vera, label="6")
    publishes(vera)

    clauses = lantern.house.database.read_now(in_force, now=now())
    assert [one.key for one in clauses] == [*(one.key for one in CLAUSES), len(CLAUSES) + 1]
    assert [one.words_since for one in clauses] == [1] * len(CLAUSES) + [2]


def test_a_clause_taken_out_never_lends_its_key_to_another(lantern: OpenHouse, vera: Browser, a_steward: Member):
    a_policy(lantern.house, a_steward.id)
    begins(vera, "version")
    vera.submit(vera.get(ADDRESS), "/policy/draft/clauses/5/removal")
    publishes(vera)
    begins(vera, "version")

    adds(vera, label="5")

    publishes(vera)
    assert [one.key for one in lantern.house.database.read_now(in_force, now=now())] == [1, 2, 3, 4, 6]


def test_a_steward_looks_at_a_clause_first_and_nothing_is_kept(vera: Browser):
    begins(vera)

    page = adds(vera, look="1")

    assert page.status == 200
    assert "<li>Not here.</li>" in page.text
    assert page.values_of(NEW)["title"] == "No prices"
    assert "No clauses yet" in vera.get(ADDRESS).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("label", "", "has a number"),
        ("label", "four", "has a number"),
        ("label", "1.1.1.1", "has a number"),
        ("title", " ", "short name"),
        ("title", "x" * 201, "at most 200"),
        ("asks", " \n ", "what this clause asks"),
        ("asks", "x" * 5_001, "at most 5,000"),
        ("why", "", "write why"),
        ("why", "x" * 5_001, "at most 5,000"),
        ("measures", "behead", "does not know"),
        ("deciders", "nobody", "who decides"),
        ("appeal_days", "6", "7 to 180"),
        ("appeal_days", "181", "7 to 180"),
        ("appeal_days", "soon", "7 to 180"),
        ("evidence_days", "19", "at least as long"),
        ("evidence_days", "366", "at most 365"),
        ("evidence_days", "9" * 40, "at least as long"),
    ],
)
def test_what_can_be_no_clause_is_said_beside_its_field_and_nothing_typed_is_lost(
    vera: Browser, field: str, typed: str, said: str
):
    begins(vera)

    page = adds(vera, **{field: typed})

    assert page.status == 422
    assert said in page.text.partition(f'id="{field}-fault"')[2].partition("</p>")[0]
    values = page.values_of(NEW)
    others = {name: word for name, word in CLAUSE.items() if name not in {field, "measures", "keeps_pictures"}}
    assert {name: values[name].strip() for name in others} == others
    assert "No clauses yet" in vera.get(ADDRESS).text


def test_a_clause_allows_at_least_one_measure(vera: Browser):
    begins(vera)

    page = adds(vera, measures=[])

    assert page.status == 422
    assert "at least one" in page.text.partition('id="measures-fault"')[2]


def test_no_two_clauses_have_one_number(vera: Browser):
    begins(vera)
    adds(vera)
    adds(vera, label="5")

    page = adds(vera, title="Another")
    assert "has this number already" in page.text.partition('id="label-fault"')[2]
    assert page.values_of(NEW)["title"] == "Another"

    clause = the_only_clause_called(vera.get(ADDRESS), "5")
    assert "has this number already" in vera.submit(vera.get(clause), clause, label="4.2").text
    assert vera.submit(vera.get(clause), clause, label="5.1").status == 303


def the_only_clause_called(page: Page, label: str) -> str:
    """Where the clause of that number is changed."""
    after = page.text.partition(f'id="{label}"')[2]
    return after.partition('<a class="button" href="')[2].partition('"')[0]


def test_whoever_was_overtaken_by_another_steward_sees_both_and_loses_nothing(vera: Browser, ines: Browser):
    begins(vera)
    adds(vera)
    clause = the_only_clause(vera.get(ADDRESS))
    page = vera.get(clause)
    ines.submit(ines.get(clause), clause, title="Theirs")

    late = vera.submit(page, clause, title="Mine")

    assert late.status == 409
    assert "Theirs" in late.text
    assert late.values_of(clause)["title"] == "Mine"
    assert "Theirs" in ines.get(ADDRESS).text
    assert vera.submit(late, clause).status == 303
    assert "Mine" in ines.get(ADDRESS).text


def test_the_introduction_is_never_written_over_either(vera: Browser, ines: Browser):
    begins(vera)
    page = vera.get(INTRODUCTION)
    ines.submit(ines.get(INTRODUCTION), INTRODUCTION, introduction="Theirs.")

    late = vera.submit(page, INTRODUCTION, introduction="Mine.")

    assert late.status == 409
    assert "Theirs." in late.text
    assert late.values_of(INTRODUCTION)["introduction"].strip() == "Mine."
    assert vera.submit(late, INTRODUCTION).status == 303


@pytest.mark.parametrize(("field", "typed"), [("introduction", "x" * 60_001), ("language", "klingon please")])
def test_an_endless_introduction_and_a_language_that_is_none_are_refused(vera: Browser, field: str, typed: str):
    begins(vera)

    page = vera.submit(vera.get(INTRODUCTION), INTRODUCTION, **{"introduction": "Hello.", field: typed})

    assert page.status == 422
    assert f'id="{field}-fault"' in page.text


def test_clauses_move_past_each_other_and_no_farther(lantern: OpenHouse, vera: Browser, a_steward: Member):
    a_policy(lantern.house, a_steward.id)
    begins(vera, "version")
    page = vera.get(ADDRESS)

    for key, up in ((5, "1"), (1, "1"), (3, "0")):
        vera.submit(page, f"/policy/draft/clauses/{key}/place", up=up)

    draft = lantern.house.database.read_now(drafted.begun)
    assert [clause.key for clause, _ in draft.clauses] == [1, 2, 5, 3, 4]


def test_a_version_begun_before_another_came_is_not_published_over_it(
    lantern: OpenHouse, vera: Browser, a_steward: Member
):
    begins(vera)
    adds(vera)
    a_policy(lantern.house, a_steward.id)

    late = publishes(vera)

    assert late.status == 409
    assert "/policy/draft/changes" in late.links()
    assert "No outing" in vera.get("/policy/draft/changes").text
    vera.submit(late, "/policy/draft/base", number="1")
    assert publishes(vera).status == 303
    assert lantern.house.database.read_now(queries.newest_number) == 2


def test_a_version_takes_force_on_a_day_and_not_in_the_past(lantern: OpenHouse, vera: Browser, a_steward: Member):
    begins(vera)
    adds(vera)
    today = now().date()
    for day in (str(today - timedelta(days=1)), "soon", str(today + timedelta(days=400)), "0000-00-00"):
        page = publishes(vera, day)
        assert page.status == 422, day
        assert 'id="day-fault"' in page.text
        assert page.values_of("/policy/draft/publication")["day"] == day

    answer = publishes(vera, str(today + timedelta(days=3)))

    assert "everybody is told" in vera.follow(answer).text
    assert lantern.house.database.read_now(queries.in_force_number, now=now()) == 0
    assert lantern.house.database.read_now(queries.in_force_number, now=now() + timedelta(days=4)) == 1


def test_a_draft_in_which_nothing_stands_is_not_published(vera: Browser):
    begins(vera)

    page = publishes(vera)

    assert page.status == 422
    assert "write what the policy says" in page.text


def test_a_draft_is_begun_once_and_thrown_away_whole(vera: Browser, ines: Browser):
    page = ines.get(ADDRESS)
    begins(vera)
    adds(vera)
    late = ines.submit(page, "/policy/draft/beginning", text="ours-en")
    assert late.status == 409
    assert "No prices" in late.text

    vera.submit(vera.get(ADDRESS), "/policy/draft/removal")

    assert "Nobody prepares" in ines.get(ADDRESS).text
    assert vera.get(NEW).status == vera.get(INTRODUCTION).status == vera.get("/policy/draft/changes").status == 404


def test_only_stewards_see_or_touch_a_draft(lantern: OpenHouse, vera: Browser, marisol: Browser, stranger: Browser):
    begins(vera)
    adds(vera)
    clause = the_only_clause(vera.get(ADDRESS))
    csrf = marisol.get("/more").form("/sign-out").values[0]

    for address in (ADDRESS, NEW, INTRODUCTION, clause, "/policy/draft/changes"):
        assert marisol.get(address).status == 403, address
        assert stranger.get(address).location.startswith("/sign-in")
    for address in (
        NEW, INTRODUCTION, clause, f"{clause}/place", f"{clause}/removal", "/policy/draft/beginning",
        "/policy/draft/publication", "/policy/draft/base", "/policy/draft/removal",
    ):  # fmt: skip
        assert marisol.post(address, [csrf, ("up", "1"), ("number", "1")]).status == 403, address
    assert "No prices" in vera.get(ADDRESS).text


@pytest.mark.parametrize("role", ["member", "moderator", "guest"])
def test_nor_does_anybody_else_by_whatever_door(lantern: OpenHouse, a_member: Member, role: str):
    write, at = lantern.house.database.write_now, now()

    for act, given in (
        (drafts.begin, {"language": "en", "now": at}),
        (drafts.publish_draft, {"by": a_member.id, "in_force_at": None, "now": at}),
        (drafts.throw_away, {}),
    ):
        with pytest.raises(Forbidden):
            write(act, role, **given)
    with pytest.raises(Forbidden):
        write(drafts.add_clause, role, CLAUSES[0], now=at)
    with pytest.raises(Forbidden):
        write(drafts.write_clause, role, CLAUSES[0], 1, now=at)
    with pytest.raises(Forbidden):
        write(drafts.write_introduction, role, "Mine.", "en", 1, now=at)
    with pytest.raises(Forbidden):
        write(drafts.move_clause, role, 1, up=True, now=at)
    with pytest.raises(Forbidden):
        write(drafts.take_clause_out, role, 1, now=at)
    with pytest.raises(Forbidden):
        write(drafts.go_on_from, role, 1, now=at)


def a_charter(session: Session, steward_id: int) -> None:
    """By majority, from now on."""
    charter.add(session, Wanted(Method.MAJORITY, 0, 7, 7, 0), based_on=0, now=now(), set_by=steward_id)


def test_stewards_alone_publish_nothing_once_there_is_a_charter(lantern: OpenHouse, vera: Browser, a_steward: Member):
    begins(vera)
    adds(vera)
    lantern.house.database.write_now(a_charter, a_steward.id)

    page = publishes(vera)

    assert page.status == 409
    assert "proposed to everybody" in page.text
    with pytest.raises(Conflict):
        lantern.house.database.write_now(drafts.begin, "steward", language="en", now=now())
    assert "/policy/draft" not in vera.get("/policy").links()
    assert "/proposals" in vera.get("/policy").links()
