"""How long posts and notes stay: chosen for one post, in the settings, by the house; the shortest holds and is said."""

import re
from datetime import timedelta

import pytest

from app.accounts import lasting
from app.basics.clock import now
from app.posts.models import Post
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def writes(browser: Browser, text: str = "Tea on Sunday", **filled: str) -> Page:
    return browser.submit(browser.get("/write"), "/posts", text=text, **filled)


def days_of(lantern: OpenHouse) -> int | None:
    """After how many days the only post goes."""
    [end] = lantern.house.database.read_now(lambda session: session.query(Post.ends_at).one())
    return None if end is None else round((end - now()) / timedelta(days=1))


def offered(page: Page) -> list[str]:
    """The choices of how long the post stays."""
    select = page.text.partition('<select class="input" id="lasts"')[2].partition("</select>")[0]
    return re.findall(r'<option value="([^"]*)"', select)


def test_a_post_stays_unless_one_says_otherwise(lantern: OpenHouse, marisol: Browser):
    writes(marisol)

    assert days_of(lantern) is None


def test_a_post_goes_after_what_was_chosen_for_it_and_says_so(lantern: OpenHouse, marisol: Browser, juno: Browser):
    writes(marisol, lasts="7")
    lantern.settles()

    assert days_of(lantern) == 7
    for page in (marisol.get("/"), juno.get("/community"), juno.get("/@marisol")):
        assert "goes in 6 days" in page.text


def test_an_answer_and_a_message_may_end_too(lantern: OpenHouse, marisol: Browser, juno: Browser):
    writes(marisol, "@juno at the back door", audience="mentioned", lasts="1")
    lantern.settles()

    assert days_of(lantern) == 1
    [talk] = {link for link in marisol.get("/messages").links() if re.fullmatch(r"/messages/[0-9]+#answer", link)}
    assert "goes in 23 hours" in marisol.get(talk).text


@pytest.mark.parametrize(
    ("own", "longest", "chosen", "holds"),
    [
        (None, None, None, None),
        (30, None, None, 30),
        (None, 365, None, 365),
        (30, 365, None, 30),
        (365, 30, None, 30),
        (30, 365, 7, 7),
        (7, 365, 30, 7),
        (None, 1, 365, 1),
    ],
)
def test_the_shortest_holds(
    lantern: OpenHouse, a_member: Member, own: int | None, longest: int | None, chosen: int | None, holds: int | None
):
    lantern.house.database.write_now(lasting.let_my_posts_last, a_member.id, own)
    lantern.house.database.write_now(lasting.let_posts_last, "steward", longest)

    a_member.posts("hello", lasts_days=chosen)

    assert days_of(lantern) == holds


def test_the_form_says_what_holds_and_offers_only_what_is_shorter(
    lantern: OpenHouse, a_member: Member, marisol: Browser
):
    lantern.house.database.write_now(lasting.let_my_posts_last, a_member.id, 30)
    of_mine = marisol.get("/write")
    lantern.house.database.write_now(lasting.let_posts_last, "steward", 7)
    of_the_house = marisol.get("/write")

    assert offered(of_mine) == ["", "1", "7"]
    assert "Your settings say 30 days. The shortest holds." in of_mine.text
    assert offered(of_the_house) == ["", "1"]
    assert "In this house nothing stays longer than 7 days." in of_the_house.text


@pytest.mark.parametrize("word", ["2", "-1", "99999999999999999999", "a week", "٧"])
def test_what_is_not_offered_is_refused_beside_its_field(lantern: OpenHouse, marisol: Browser, word: str):
    for path, form in (("/write", "/posts"), ("/settings/lasting", "/settings/lasting")):
        refused = marisol.submit(marisol.get(path), form, text="A long evening's work", lasts=word)

        assert refused.status == 422
        assert 'id="lasts-fault"' in refused.text

    assert "A long evening&#39;s work" in writes(marisol, "A long evening's work", lasts=word).text


def test_the_settings_hold_for_what_is_written_afterwards(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/settings/lasting")

    marisol.submit(page, "/settings/lasting", lasts="7")
    writes(marisol)

    assert days_of(lantern) == 7
    assert marisol.get("/settings/lasting").values_of("/settings/lasting")["lasts"] == "7"


def test_a_note_goes_by_itself_and_its_house_page_is_empty_then(lantern: OpenHouse, marisol: Browser, juno: Browser):
    marisol.submit(marisol.get("/settings"), "/settings", display_name="Mari", about="Canal Street")
    marisol.submit(marisol.get("/settings/lasting"), "/settings/lasting", note="1")
    assert "Canal Street" in juno.get("/@marisol").text
    assert "goes in 23 hours" in marisol.get("/settings/lasting").text

    lantern.is_at(now() + timedelta(days=1, minutes=1))
    lantern.settles_at(now() + timedelta(days=1, minutes=1))

    assert "Canal Street" not in juno.get("/@marisol").text
    assert "Mari" in juno.get("/@marisol").text


def test_other_settings_leave_the_notes_end_as_it_is(lantern: OpenHouse, a_member: Member, marisol: Browser):
    marisol.submit(marisol.get("/settings"), "/settings", display_name="Mari", about="Canal Street")
    marisol.submit(marisol.get("/settings/lasting"), "/settings/lasting", note="7")
    before = lantern.house.database.read_now(lasting.note_ends_at, a_member.id)

    marisol.submit(marisol.get("/settings/lasting"), "/settings/lasting", lasts="30")
    assert lantern.house.database.read_now(lasting.note_ends_at, a_member.id) == before

    marisol.submit(marisol.get("/settings/lasting"), "/settings/lasting", note="")
    assert lantern.house.database.read_now(lasting.note_ends_at, a_member.id) is None


def test_stewards_say_how_long_posts_stay_at_most(lantern: OpenHouse, a_steward: Member, marisol: Browser):
    vera = lantern.browser_of(a_steward)

    answer = vera.submit(vera.get("/house/lasting"), "/house/lasting", lasts="30")

    assert answer.location == "/house/lasting?done=kept"
    assert "In this house nothing stays longer than 30 days." in marisol.get("/write").text
    assert "/house/lasting" in vera.get("/more").text


def test_a_member_who_is_no_steward_cannot_say_so(lantern: OpenHouse, a_steward: Member, marisol: Browser):
    page = lantern.browser_of(a_steward).get("/house/lasting")
    own = marisol.get("/settings/lasting").values_of("/settings/lasting")["csrf"]

    looked, sent = marisol.get("/house/lasting"), marisol.submit(page, "/house/lasting", csrf=own, lasts="1")

    assert (looked.status, sent.status) == (403, 403)
    assert lantern.house.database.read_now(lasting.longest_in_house) is None
    assert "/house/lasting" not in marisol.get("/more").text


def test_past_its_end_nobody_reads_a_post_even_before_the_sweep(
    lantern: OpenHouse, a_member: Member, juno: Browser, marisol: Browser
):
    post = a_member.posts("planted-sentence", "community", lasts_days=7)
    lantern.house.database.write_now(ended_a_second_ago, post)

    for browser in (marisol, juno):
        assert browser.get(f"/posts/{post}").status == 404
        assert "planted-sentence" not in browser.get("/@marisol").text
        assert browser.get(f"/write?reply={post}").status == 404


def test_after_the_sweep_it_is_in_no_home_and_its_notifications_are_gone(
    lantern: OpenHouse, a_member: Member, another_member: Member, juno: Browser
):
    another_member.follows(a_member)
    a_member.posts("@juno planted-sentence", "community", lasts_days=1)
    lantern.settles()
    assert "planted-sentence" in juno.get("/").text + juno.get("/notifications").text

    lantern.settles_at(now() + timedelta(days=1, minutes=1))

    assert "planted-sentence" not in juno.get("/").text + juno.get("/notifications").text + juno.get("/community").text


def ended_a_second_ago(session, post_id: int) -> None:
    session.get_one(Post, post_id).ends_at = now() - timedelta(seconds=1)
