"""Who reads and answers letters from outside: whoever could look at the case, and each reading is written down."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.basics.clock import now
from app.posts.models import Post
from app.storage.house import House
from app.web.report_words import OUTCOMES
from moderation.cases import handling
from moderation.cases.models import Case, OutsideLetter
from moderation.cases.telling import Outcome
from moderation.measures import Measure
from moderation.openness import reading
from moderation.openness.models import ReadingDetails
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_report_outside import DESK, WRONG, cases, code_in, reads, vera, writes
from tests.world.cast import Member
from tests.world.decided import Moderators
from tests.world.deciding import Decider
from tests.world.desk import as_moderator
from tests.world.governing import a_policy
from tests.world.governing_cases import kept_of, reports_account
from tests.world.restricting import is_decided

__all__ = ["vera"]

SPOKEN = OUTCOMES[Outcome.SPOKEN]


@pytest.fixture
def robin(lantern: OpenHouse, a_moderator: Member) -> Browser:
    return lantern.browser_of(a_moderator)


def a_letter(lantern: OpenHouse, about: str) -> str:
    """Somebody writes it, and what it names is looked for; its code."""
    code = code_in(writes(lantern.browser(), about))
    lantern.settles()
    return code


def letter_in(house: House) -> int:
    return house.database.read_now(lambda session: session.scalars(select(OutsideLetter.id)).one())


def case_in(house: House) -> Case:
    [case] = cases(house)
    return case


def answers(lantern: OpenHouse, browser: Browser, words: str = "We looked at it.") -> Page:
    """Sent by hand, whatever the page offers."""
    token = browser.get("/settings/reach").form("/settings/reach").values
    return browser.post(f"{DESK}/{letter_in(lantern.house)}/answer", [*token, ("words", words)])


def readings(house: House) -> list[tuple[int, str, int | None]]:
    """Who read what in which case, as the log of reading has it."""
    rows: Iterable[bytes] = house.database.read_now(
        lambda session: session.scalars(select(ReadingDetails.sealed).order_by(ReadingDetails.number)).all()
    )
    found = [json.loads(house.key.open(sealed, reading.DETAILS)) for sealed in rows]
    return [(one["who"], one["what"], one["case"]) for one in found]


def test_a_moderator_neither_reads_nor_answers_what_is_about_themself(
    lantern: OpenHouse, vera: Browser, robin: Browser
):
    a_letter(lantern, "@robin")

    assert WRONG not in robin.get(DESK).text
    assert answers(lantern, robin).status == 404
    assert WRONG in vera.get(DESK).text
    assert answers(lantern, vera).status == 303


def test_whoever_reported_the_same_is_a_party_too(
    lantern: OpenHouse, vera: Browser, robin: Browser, a_moderator: Member, a_member: Member
):
    a_letter(lantern, "@marisol")
    assert WRONG in robin.get(DESK).text

    reports_account(a_moderator, a_member.id)

    assert WRONG not in robin.get(DESK).text
    assert answers(lantern, robin).status == 404


def test_whoever_keeps_out_of_a_case_keeps_out_of_its_letters(
    lantern: OpenHouse, vera: Browser, robin: Browser, a_moderator: Member, a_member: Member
):
    a_letter(lantern, "@marisol")
    case_id = case_in(lantern.house).id

    lantern.house.database.write_now(handling.recuse, as_moderator(a_moderator), case_id, now=now())

    assert WRONG not in robin.get(DESK).text
    assert answers(lantern, robin).status == 403


def test_whoever_knows_somebody_in_it_is_asked_on_the_desk_before_they_read_it(
    lantern: OpenHouse, vera: Browser, robin: Browser, a_moderator: Member, a_member: Member
):
    a_moderator.follows(a_member)
    a_letter(lantern, "@marisol")
    case_id = case_in(lantern.house).id

    assert WRONG not in robin.get(DESK).text
    assert answers(lantern, robin).status == 403

    lantern.house.database.write_now(handling.stand_clear, as_moderator(a_moderator), case_id, now=now())
    assert WRONG in robin.get(DESK).text
    assert answers(lantern, robin).status == 303


def test_nobody_reads_a_letter_before_it_is_known_whom_it_is_about(lantern: OpenHouse, vera: Browser):
    writes(lantern.browser(), "@vera")

    assert WRONG not in vera.get(DESK).text
    assert answers(lantern, vera).status == 404


def test_what_names_nothing_that_is_here_is_for_stewards_alone(lantern: OpenHouse, vera: Browser, robin: Browser):
    a_letter(lantern, "somebody on the balcony")

    assert WRONG not in robin.get(DESK).text
    assert answers(lantern, robin).status == 404
    assert WRONG in vera.get(DESK).text
    assert answers(lantern, vera).status == 303


def test_each_reading_of_letters_is_written_down_by_case(
    lantern: OpenHouse, vera: Browser, robin: Browser, a_moderator: Member, a_steward: Member, a_member: Member
):
    for about in ("@marisol", "@marisol", "@nobody", "@robin"):
        a_letter(lantern, about)
    of_marisol, of_robin = (case.id for case in cases(lantern.house))

    robin.get(DESK)
    vera.get(DESK)

    assert readings(lantern.house) == [
        (a_moderator.id, "letters", of_marisol),
        *((a_steward.id, "letters", case_id) for case_id in (of_robin, None, of_marisol)),
    ]


def test_what_is_on_the_next_page_was_not_read(
    lantern: OpenHouse, vera: Browser, a_member: Member, another_member: Member
):
    for about in ("@juno", *["@marisol"] * 20):
        writes(lantern.browser(), about)
    lantern.settles()
    of_juno, of_marisol = sorted(cases(lantern.house), key=lambda case: case.reports)

    first = vera.get(DESK)
    assert [case_id for _, _, case_id in readings(lantern.house)] == [of_marisol.id]
    [older] = [link for link in first.links() if link.startswith(f"{DESK}?before=")]
    assert f"/desk/{of_juno.number}" in vera.get(older).links()


def test_the_page_says_what_is_not_on_it(lantern: OpenHouse, vera: Browser, robin: Browser):
    a_letter(lantern, "@robin")

    page = robin.get(DESK)
    assert "what is about you, and what you keep out of is not in this list." in page.text
    assert "There is nothing here for you to read." in page.text


def test_where_there_is_nothing_to_read_nothing_is_written_down(lantern: OpenHouse, vera: Browser):
    vera.get(DESK)

    assert readings(lantern.house) == []


@pytest.mark.parametrize("audience", ["open", "allies", "community"])
def test_what_every_member_may_read_is_found_and_copied(
    lantern: OpenHouse, vera: Browser, a_member: Member, audience: str
):
    post_id = a_member.posts("on the balcony", audience)

    a_letter(lantern, f"/posts/{post_id}")

    assert [kept.copy.id for kept in kept_of(lantern.house, case_in(lantern.house).id)] == [post_id]


def sets(**values: object) -> Callable[[House, Member, int], object]:
    def does(house: House, _: Member, post_id: int) -> object:
        changed = update(Post).where(Post.id == post_id).values(**values)
        return house.database.write_now(lambda session: session.execute(changed))

    return does


KEPT_FROM_SOME: dict[str, Callable[[House, Member, int], object]] = {
    "for followers": sets(audience="followers"),
    "a message": sets(audience="mentioned"),
    "held": lambda house, _, post_id: Moderators(house).decide("hold", post_id),
    "removed": lambda house, _, post_id: Moderators(house).decide("remove", post_id),
    "past its end": sets(ends_at=now() - timedelta(minutes=1)),
    "by somebody limited": lambda house, author, _: is_decided(house, author.id, "limit"),
    "by somebody suspended": lambda house, author, _: is_decided(house, author.id, "suspend"),
}


@pytest.mark.parametrize("kept_from", KEPT_FROM_SOME)
@pytest.mark.parametrize("by", ["number", "address"])
def test_what_not_every_member_may_read_is_not_found(
    lantern: OpenHouse, vera: Browser, a_member: Member, kept_from: str, by: str
):
    post_id, house = a_member.posts("on the balcony"), lantern.house
    uri = house.database.read_now(lambda session: session.get_one(Post, post_id).uri)
    KEPT_FROM_SOME[kept_from](house, a_member, post_id)

    a_letter(lantern, f"/posts/{post_id}" if by == "number" else uri)

    assert cases(house) == []
    assert "Nothing was found under this name" in vera.get(DESK).text


@pytest.mark.parametrize("number", ["9999999999999999999", "9223372036854775808", "9223372036854775807", "0", "000"])
def test_a_number_that_no_post_can_have_is_nothing_found(lantern: OpenHouse, vera: Browser, number: str):
    a_letter(lantern, f"https://lantern.example/posts/{number}")

    assert "Nothing was found under this name" in vera.get(DESK).text


@pytest.fixture
def decided(lantern: OpenHouse, vera: Browser, a_member: Member, a_moderator: Member, a_steward: Member) -> str:
    """The code of a letter about Marisol, with whom people have spoken since."""
    a_policy(lantern.house, a_steward.id)
    code = a_letter(lantern, "@marisol")
    case_id = case_in(lantern.house).id
    Decider(a_moderator).decides(case_id, Measure.WORD, at=now() + timedelta(minutes=1))
    return code


def test_what_was_decided_since_somebody_wrote_is_told_to_them(lantern: OpenHouse, decided: str):
    assert SPOKEN in reads(lantern.browser(), decided).text


def test_what_was_decided_before_somebody_wrote_is_not_told_to_them(lantern: OpenHouse, decided: str):
    later = update(OutsideLetter).values(made_at=now() + timedelta(minutes=2))
    lantern.house.database.write_now(lambda session: session.execute(later))

    page = reads(lantern.browser(), decided)

    assert not any(words in page.text for words in OUTCOMES.values())


def test_what_was_decided_is_told_once_somebody_answered_or_the_case_is_closed(
    lantern: OpenHouse, vera: Browser, decided: str
):
    still_open = update(Case).values(closed_at=None, state="taken")
    lantern.house.database.write_now(lambda session: session.execute(still_open))
    stranger = lantern.browser()

    assert SPOKEN not in reads(stranger, decided).text

    answers(lantern, vera)
    assert SPOKEN in reads(stranger, decided).text
    assert SPOKEN in reads(stranger, decided, words="thank you").text
