"""One case on the desk: what is read in it, by whom, and who has it."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.posts.actions import deleting
from app.posts.models import Post
from moderation.cases.models import CaseNote
from moderation.openness.models import Reading
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.desks import POST, WORDS, Matter
from tests.world.cast import Member, join
from tests.world.governing import BY_PANEL, BY_TWO
from tests.world.governing_cases import reports, telling


def readings(lantern: OpenHouse) -> int:
    return (
        lantern.house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(Reading))) or 0
    )


def test_the_post_stands_first_then_what_is_asked_then_the_clause_then_the_form(matter: Matter, robin: Browser):
    text = robin.get(matter.address).text

    places = [
        text.index(words) for words in (POST, WORDS, "Be good to each other", "Nothing yet.", "Why, in your words")
    ]
    assert places == sorted(places)
    assert "that it is removed" in text


def test_who_reported_is_in_none_of_it(matter: Matter, robin: Browser):
    assert "juno" not in robin.get(matter.address).text


def test_a_second_report_stands_beside_the_first_and_its_clause_can_be_chosen(
    matter: Matter, lantern: OpenHouse, robin: Browser
):
    reports(join(lantern.house, "lupe"), matter.post_id, telling("She is made to work.", BY_PANEL, urgency=1))

    page, other = robin.get(matter.address), robin.get(f"{matter.address}?clause={BY_TWO}")

    assert "What 2 people ask for" in page.text
    assert "somebody may be forced" in page.text
    assert "lupe" not in page.text
    assert page.values_of(f"{matter.address}/decision#look")["clause"] in {"1", str(BY_PANEL)}
    assert other.values_of(f"{matter.address}/decision#look")["clause"] == str(BY_TWO)


def test_opening_it_is_a_first_look_and_is_written_into_the_log_of_reading(
    matter: Matter, lantern: OpenHouse, robin: Browser
):
    before = matter.case.looked_at

    robin.get(matter.address)

    assert before is None
    assert matter.case.looked_at is not None
    assert readings(lantern) == 1


def test_what_was_deleted_meanwhile_is_read_from_the_sealed_copy(
    matter: Matter, lantern: OpenHouse, robin: Browser, a_member: Member
):
    house = lantern.house
    house.database.write_now(deleting.delete_post, a_member.id, matter.post_id, key=house.key, now=now())
    lantern.settles()

    text = robin.get(matter.address).text

    assert POST in text
    assert "It was deleted meanwhile" in text


def test_somebody_who_keeps_out_does_not_read_it(matter: Matter, lantern: OpenHouse, robin: Browser):
    answer = robin.submit(robin.get(matter.address), f"{matter.address}/recusal")

    assert answer.location == "/desk?done=kept-out"
    page = robin.get(matter.address)
    assert page.status == 403
    assert POST not in page.text
    assert readings(lantern) == 1


def test_somebody_who_knows_them_is_asked_before_anything_is_shown(
    matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser, a_moderator: Member, a_member: Member
):
    a_moderator.follows(a_member)

    asked = robin.get(matter.address)

    assert "You follow them" in asked.text
    assert POST not in asked.text
    assert readings(lantern) == 0
    assert "You follow them" not in sasha.get(matter.address).text
    robin.submit(asked, f"{matter.address}/clearing")
    assert POST in robin.get(matter.address).text


def test_it_is_taken_handed_over_and_given_back(
    matter: Matter, robin: Browser, sasha: Browser, a_moderator: Member, another_moderator: Member
):
    robin.submit(robin.get(matter.address), f"{matter.address}/taking")
    taken = matter.case.taken_by
    assert "@robin has it" in sasha.get("/desk").text
    robin.submit(robin.get(matter.address), f"{matter.address}/handover", to=str(another_moderator.id))
    handed = matter.case.taken_by
    sasha.submit(sasha.get(matter.address), f"{matter.address}/return")

    assert (taken, handed, matter.case.taken_by) == (a_moderator.id, another_moderator.id, None)


def test_of_two_who_take_it_the_second_is_told_and_sees_whose_it_is(matter: Matter, robin: Browser, sasha: Browser):
    page = sasha.get(matter.address)
    robin.submit(robin.get(matter.address), f"{matter.address}/taking")

    late = sasha.submit(page, f"{matter.address}/taking")

    assert late.status == 409
    assert "Somebody else has taken this" in late.text
    assert "@robin has it" in late.text


@pytest.mark.parametrize("to", ["9" * 19, "²", "nobody", ""])
def test_it_is_handed_to_nobody_whose_id_can_be_none(
    robin: Browser, matter: Matter, another_moderator: Member, to: str
):
    robin.submit(robin.get(matter.address), f"{matter.address}/taking")

    refused = robin.submit(robin.get(matter.address), f"{matter.address}/handover", to=to)

    assert refused.status in {404, 422}


def test_it_is_not_handed_to_whoever_reported_it_and_nothing_tells_them_apart_before(
    matter: Matter, lantern: OpenHouse, robin: Browser, another_moderator: Member
):
    oda = join(lantern.house, "oda", "moderator")
    reports(oda, matter.post_id)
    robin.submit(robin.get(matter.address), f"{matter.address}/taking")
    page = robin.get(matter.address)

    refused = robin.submit(page, f"{matter.address}/handover", to=str(oda.id))

    assert "@oda</option>" in page.text
    assert "@sasha</option>" in page.text
    assert refused.status == 422
    assert "This person does not take it. Please choose somebody else." in refused.text
    assert matter.case.taken_by != oda.id


def test_notes_are_for_moderators_and_what_is_refused_is_not_lost(
    matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser
):
    page = robin.get(matter.address)
    robin.submit(page, f"{matter.address}/notes", words="I know that van.")
    too_long = robin.submit(page, f"{matter.address}/notes", words="v" * 5_001)

    assert "I know that van." in sasha.get(matter.address).text
    assert too_long.status == 422
    assert "at most 5,000 characters" in too_long.text
    assert "v" * 5_001 in too_long.text
    assert len(lantern.house.database.read_now(lambda session: session.scalars(select(CaseNote)).all())) == 1


def test_a_note_from_a_page_that_was_open_too_long_is_not_lost(matter: Matter, robin: Browser):
    page = robin.get(matter.address)

    stale = robin.submit(page, f"{matter.address}/notes", words="I know that van.", csrf="old")

    assert stale.status == 403
    assert "I know that van." in stale.text


def test_what_was_edited_since_is_shown_as_it_was_reported(
    matter: Matter, lantern: OpenHouse, robin: Browser, a_member: Member
):
    def edit(session: Session) -> None:
        post = session.get_one(Post, matter.post_id)
        post.source, post.content, post.edited_at = "Nothing to see", "<p>Nothing to see</p>", now()

    lantern.house.database.write_now(edit)

    text = robin.get(matter.address).text

    assert POST in text
    assert "Nothing to see" not in text
    assert "Its author has changed it since" in text
