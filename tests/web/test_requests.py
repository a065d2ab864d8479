"""Requests for messages: somebody unknown writes, and nothing of it is anywhere until it is asked for."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.actions import blocking
from app.accounts.models import Correspondent
from app.posts.models import Mention, PostKey
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member, post_count

WORDS = "are you the one with the letter"


@pytest.fixture
def juno_asks(lantern: OpenHouse, juno: Browser, a_member: Member) -> None:
    """Juno, whom Marisol does not know, writes to her."""
    assert writes(juno, f"@marisol {WORDS}", audience="mentioned").status == 303
    lantern.settles()


def the_request(browser: Browser) -> Page:
    listed = browser.get("/messages/requests")
    return browser.get(next(link for link in listed.links() if link.startswith("/messages/requests/")))


def answers(browser: Browser, word: str) -> Page:
    page = the_request(browser)
    where = next(form.action for form in page.forms if form.action.startswith("/messages/requests/"))
    return browser.post(where, [*page.form(where).values, ("answer", word)])


def test_a_message_of_somebody_unknown_is_in_no_list_and_tells_nothing(marisol: Browser, juno_asks: None):
    for path in ("/messages", "/notifications", "/", "/@juno"):
        assert WORDS not in marisol.get(path).text

    assert "(new)" not in marisol.get("/").text
    assert "wrote to you" not in marisol.get("/notifications").text


def test_a_quiet_line_leads_to_who_asks_and_says_nothing_of_what(marisol: Browser, juno_asks: None):
    messages = marisol.get("/messages")
    listed = marisol.get("/messages/requests")

    assert "/messages/requests" in messages.links()
    assert "@juno" in listed.text
    assert WORDS not in listed.text
    assert WORDS in the_request(marisol).text


def test_without_requests_there_is_no_line(marisol: Browser, a_member: Member):
    assert "/messages/requests" not in marisol.get("/messages").links()
    assert "Nobody is asking." in marisol.get("/messages/requests").text


def test_its_pictures_wait_until_they_are_asked_for(lantern: OpenHouse, marisol: Browser, juno: Browser):
    writes(juno, "@marisol look", files={"picture_1": a_photo()}, description_1="a door", audience="mentioned")
    page = the_request(marisol)
    asked = next(link for link in page.links() if link.endswith("?pictures=1"))

    shown = [attrs["src"] for tag, attrs in marisol.get(asked).read.tags if tag == "img"]

    assert "<template>" in page.text
    assert len(shown) == 1
    assert marisol.get(shown[0]).status == 200


def test_yes_moves_all_of_theirs_and_what_they_write_next(
    lantern: OpenHouse, marisol: Browser, juno: Browser, juno_asks: None
):
    answer = answers(marisol, "accept")
    writes(juno, "@marisol and again", audience="mentioned")
    lantern.settles()

    messages = marisol.follow(answer).text
    assert WORDS in messages
    assert "Their messages are among yours now." in messages
    assert "and again" in marisol.get("/messages").text
    assert marisol.get("/messages/requests").links().isdisjoint({"/messages/requests/1"})
    assert "wrote to you" in marisol.get("/notifications").text


def test_no_destroys_the_readers_copies_and_the_sender_is_not_told(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, juno_asks: None
):
    before = juno.get("/messages").read.texts

    answer = answers(marisol, "decline")
    lantern.settles()

    assert "Your copies are destroyed." in marisol.follow(answer).text
    assert marisol.get("/messages/requests").links().isdisjoint({"/messages/requests/1"})
    assert juno.get("/messages").read.texts == before
    assert WORDS in juno.get("/messages").text
    database = lantern.house.database
    for table in (Mention, PostKey):
        assert database.read_now(lambda s, t=table: s.scalars(select(t).where(t.account_id == a_member.id)).all()) == []


@pytest.mark.parametrize(("word", "leads_to"), [("accept", "/messages"), ("decline", "/messages/requests")])
def test_a_second_tap_leads_where_the_first_did(marisol: Browser, juno_asks: None, word: str, leads_to: str):
    page = the_request(marisol)
    where = next(form.action for form in page.forms if form.action.startswith("/messages/requests/"))

    first, second = (marisol.submit(page, where, answer=word) for _ in range(2))

    assert first.location.startswith(f"{leads_to}?done=")
    assert second.location == leads_to
    assert marisol.follow(second).status == 200


def test_an_answer_that_is_neither_changes_nothing(marisol: Browser, juno_asks: None):
    assert answers(marisol, "perhaps").status == 422
    assert WORDS in the_request(marisol).text


def test_writing_to_somebody_takes_their_messages(lantern: OpenHouse, marisol: Browser, juno: Browser, juno_asks: None):
    writes(marisol, "@juno yes, it is me", audience="mentioned")
    lantern.settles()

    assert WORDS in marisol.get("/messages").text
    assert "/messages/requests" not in marisol.get("/messages").links()


def test_whoever_was_written_to_answers_without_being_asked_for(lantern: OpenHouse, marisol: Browser, juno: Browser):
    writes(marisol, "@juno hello", audience="mentioned")
    answers(juno, "accept")
    writes(juno, "@marisol hello to you", audience="mentioned")

    assert "hello to you" in marisol.get("/messages").text


def test_somebody_one_follows_writes_without_asking(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    a_member.follows(another_member)

    writes(juno, f"@marisol {WORDS}", audience="mentioned")

    assert WORDS in marisol.get("/messages").text


def test_an_answer_for_me_alone_to_a_post_for_everybody_here_is_a_request(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    post = a_member.posts("Tea at mine", "community")

    writes(juno, WORDS, where=f"/write?reply={post}", audience="mentioned")
    lantern.settles()

    assert WORDS not in marisol.get(f"/posts/{post}").text
    assert WORDS in the_request(marisol).text


def test_an_answer_to_a_post_for_followers_arrives_because_it_can_be_for_nobody_else(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    post = a_member.posts("For you", "followers")

    writes(juno, WORDS, where=f"/write?reply={post}")
    lantern.settles()

    assert WORDS in marisol.get(f"/posts/{post}").text


def test_nobody_reads_or_answers_anothers_request(
    lantern: OpenHouse, marisol: Browser, a_steward: Member, another_member: Member, juno_asks: None
):
    vera = lantern.browser_of(a_steward)
    where = f"/messages/requests/{another_member.id}"
    token = vera.get("/settings").values_of("/settings")["csrf"]

    assert vera.get(where).status == 404
    for answer, leads_to in (("accept", "/messages"), ("decline", "/messages/requests")):
        for address in (where, "/messages/requests/1234"):
            assert vera.post(address, [("csrf", token), ("answer", answer)]).location == leads_to
    assert WORDS in the_request(marisol).text
    assert lantern.house.database.read_now(lambda s: s.get(Correspondent, (a_steward.id, another_member.id))) is None


def test_whoever_is_blocked_asks_no_more(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member, juno_asks: None
):
    lantern.house.database.write_now(blocking.block, a_member.id, another_member.id, now=lantern.envoy.clock())

    assert "/messages/requests" not in marisol.get("/messages").links()
    assert marisol.get(f"/messages/requests/{another_member.id}").status == 404


def test_blocking_is_offered_beside_it(lantern: OpenHouse, marisol: Browser, juno_asks: None):
    answer = marisol.submit(the_request(marisol), "/@juno/block", block="1")

    assert answer.location.startswith("/messages/requests")
    assert "Nobody is asking." in marisol.get("/messages/requests").text


def test_writing_is_remembered_for_the_writer_alone(
    lantern: OpenHouse, juno_asks: None, a_member: Member, another_member: Member
):
    rows = lantern.house.database.read_now(
        lambda s: [(r.account_id, r.other_id) for r in s.scalars(select(Correspondent))]
    )

    assert rows == [(another_member.id, a_member.id)]


def test_a_declined_message_to_two_stays_with_the_other(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_steward: Member, joining_house: Callable[[str], Member]
):
    writes(juno, f"@marisol @vera {WORDS}", audience="mentioned")

    answers(marisol, "decline")

    assert WORDS in the_request(lantern.browser_of(a_steward)).text
    assert lantern.house.database.read_now(post_count) == 1
