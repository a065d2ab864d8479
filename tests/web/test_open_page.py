"""A member's page on the open web: what strangers see of it, and that without one there is nothing at all."""

import re
from datetime import timedelta

import pytest

from app.accounts.actions import pausing
from app.accounts.actions.leaving import leave_for_good
from app.basics.clock import now
from app.posts import queries
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member

WORDS = "The union meets on Sunday"


def without_token(page: Page) -> str:
    return re.sub(r'name="csrf" value="[^"]*"', "", page.text)


def headers_of(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.headers.items() if name not in {"date", "content-length"}}


def shown_posts(page: Page) -> list[str]:
    """The addresses of single posts on an open page."""
    return sorted(link for link in page.links() if re.fullmatch(r"/@marisol/[\w-]+", link))


@pytest.fixture
def opened(lantern: OpenHouse, a_member: Member) -> int:
    """Marisol's page is on, with one post for everyone; its id."""
    post = a_member.posts(WORDS, "open", warning="work")
    lantern.settles()
    return post


def test_a_stranger_sees_the_posts_for_everyone_and_nothing_else(
    lantern: OpenHouse, stranger: Browser, a_member: Member, opened: int
):
    for audience in ("allies", "community", "followers"):
        a_member.posts(f"This is for {audience}", audience)
    page = stranger.get("/@marisol")

    assert page.status == 200
    assert WORDS in page.text
    assert "work" in page.text
    assert "This is for" not in page.text


def test_the_words_tell_their_language_to_strangers_too(lantern: OpenHouse, stranger: Browser, a_member: Member):
    a_member.posts("Tee am Sonntag", "open", language="de")

    assert '<div class="text" lang="de" dir="auto"><p>Tee am Sonntag</p></div>' in stranger.get("/@marisol").text


def test_it_is_off_until_its_member_turns_it_on(stranger: Browser, a_member: Member):
    assert stranger.get("/@marisol").status == 404


@pytest.mark.parametrize("path", ["/@{}", "/@{}/117657178000000000", "/@{}/qV3xk29sLmT0aYw8", "/@{}?before=x"])
def test_without_an_open_page_it_is_what_a_made_up_address_is(
    stranger: Browser, a_member: Member, another_member: Member, opened: int, path: str
):
    another_member.chooses(open_page=False)
    told = [stranger.get(path.format(name)) for name in ("juno", "nobody1", "juno@harbour.example", "x" * 200)]
    told.append(stranger.get("/nowhere"))

    assert {page.status for page in told} == {404}
    assert len({without_token(page) for page in told}) == 1
    assert len({repr(headers_of(page)) for page in told}) == 1


def test_turned_off_everything_old_is_gone_at_once(stranger: Browser, a_member: Member, opened: int):
    single = shown_posts(stranger.get("/@marisol"))[0]
    assert stranger.get(single).status == 200

    a_member.opens_their_page(on=False)

    for path in ("/@marisol", single, f"/@marisol/{opened}"):
        assert without_token(stranger.get(path)) == without_token(stranger.get("/nowhere")), path


def test_whoever_hides_has_no_page_nor_pictures_until_they_are_back(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    a_member.opens_their_page()
    writes(marisol, "look", files={"picture_1": a_photo()}, audience="open")
    page = stranger.get("/@marisol")
    [picture] = [attrs["src"] for tag, attrs in page.read.tags if tag == "img"]
    paths = ["/@marisol", *shown_posts(page), picture]

    lantern.house.database.write_now(pausing.pause, a_member.id)
    while_hidden = [stranger.get(path).status for path in paths]
    lantern.house.database.write_now(pausing.come_back, a_member.id)

    assert while_hidden == [404, 404, 404]
    assert [stranger.get(path).status for path in paths] == [200, 200, 200]


def test_a_program_gets_nothing_but_the_bytes_of_nothing(stranger: Browser, opened: int):
    nothing = stranger.get("/ap/made-up", accept="*/*")

    for accept in ("application/json", "application/activity+json", "*/*"):
        for path in ("/@marisol", f"/@marisol/{opened}"):
            answer = stranger.get(path, accept=accept)
            assert (answer.status, answer.body) == (404, nothing.body)


def test_a_time_is_a_month_and_no_address_holds_a_number_that_tells_more(stranger: Browser, opened: int):
    page = stranger.get("/@marisol")

    assert now().strftime("%B %Y") in page.text
    assert "<time" not in page.text
    assert str(opened) not in page.text
    assert str(opened)[:8] not in page.text


def test_search_engines_are_asked_to_stay_away(stranger: Browser, opened: int):
    page = stranger.get("/@marisol")

    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert ("meta", {"name": "robots", "content": "noindex, nofollow"}) in page.read.tags


def test_what_names_or_answers_somebody_else_is_left_out(
    lantern: OpenHouse, stranger: Browser, a_member: Member, another_member: Member
):
    theirs = another_member.posts("From Juno", "open")
    for text, more in (("Hello @juno", {}), ("An answer", {"reply_to": theirs})):
        a_member.posts(text, "open", **more)
    first = a_member.posts("A thread", "open")
    a_member.posts("that goes on", "open", reply_to=first)
    page = stranger.get("/@marisol").text

    assert "A thread" in page
    assert "that goes on" in page
    assert "juno" not in page.lower()
    assert "An answer" not in page


def test_what_named_somebody_stays_left_out_when_they_leave(
    lantern: OpenHouse, stranger: Browser, a_member: Member, another_member: Member, opened: int
):
    theirs = another_member.posts("Who saw me?", "open")
    a_member.posts("Seen at the market with @juno today", "open")
    a_member.posts("I did, by the blue door", "open", reply_to=theirs)

    lantern.house.database.write_now(leave_for_good, another_member.id, key=lantern.house.key, now=now())
    lantern.settles()
    page = stranger.get("/@marisol")

    assert WORDS in page.text
    assert "at the market" not in page.text
    assert "blue door" not in page.text


def test_the_address_of_a_post_elsewhere_is_no_place_to_page_from(
    lantern: OpenHouse, stranger: Browser, a_member: Member, another_member: Member, opened: int
):
    message = another_member.posts("@marisol for you alone", "mentioned")
    address = lantern.house.database.read_now(queries.one, another_member.viewer, message).uri

    there = stranger.get(f"/@marisol?before={address.rpartition('/')[2]}")
    never = stranger.get(f"/@marisol?before={'x' * 22}")

    assert without_token(there) == without_token(never)


def test_nobody_learns_who_answered_or_how_many(
    lantern: OpenHouse, stranger: Browser, a_member: Member, another_member: Member, opened: int
):
    before = without_token(stranger.get("/@marisol")), without_token(stranger.get(f"/@marisol/{opened}"))
    another_member.follows(a_member)
    a_member.follows(another_member)
    another_member.posts("I will be there", reply_to=opened)
    lantern.settles()

    assert (without_token(stranger.get("/@marisol")), without_token(stranger.get(f"/@marisol/{opened}"))) == before


def test_no_link_leads_to_another_member_or_deeper_into_the_house(stranger: Browser, a_member: Member):
    a_member.posts("see https://lantern.example/@juno and https://example.org/", "open")
    page = stranger.get("/@marisol")

    inward = {link for link in page.links() if link.startswith(("/", "https://lantern.example"))}
    assert "https://example.org/" in page.links()
    assert inward == {"/", "/@marisol", *shown_posts(page)}


def test_what_a_member_says_of_themselves_is_shown(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, opened: int
):
    marisol.submit(
        marisol.get("/settings"), "/settings", display_name="Marisol of Canal Street", about="Mostly nights."
    )

    page = stranger.get("/@Marisol").text

    assert "Marisol of Canal Street" in page
    assert "Mostly nights." in page


def test_a_note_past_its_end_is_shown_to_no_stranger_though_no_sweep_has_come_by(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, opened: int
):
    marisol.submit(marisol.get("/settings"), "/settings", display_name="Mari", about="Canal Street")
    marisol.submit(marisol.get("/settings/lasting"), "/settings/lasting", note="1")
    before = stranger.get("/@marisol").text

    lantern.is_at(now() + timedelta(days=1, minutes=1))

    assert "Canal Street" in before
    assert "Canal Street" not in stranger.get("/@marisol").text


def test_one_post_answers_at_the_address_members_pass_on_and_at_the_one_the_page_gives(
    stranger: Browser, a_member: Member, opened: int
):
    closed = a_member.posts("For us", "community")

    for path in (f"/@marisol/{opened}", shown_posts(stranger.get("/@marisol"))[0]):
        assert WORDS in stranger.get(path).text
    for path in (f"/@marisol/{closed}", f"/posts/{opened}", f"/@juno/{opened}"):
        assert WORDS not in stranger.get(path).text


def test_members_see_what_they_always_saw(juno: Browser, opened: int):
    page = juno.get("/@marisol")

    assert "Ask to follow" in page.text
    assert juno.get(f"/@marisol/{opened}").status == 200


def test_older_posts_stand_on_a_page_of_their_own(stranger: Browser, a_member: Member):
    for number in range(23):
        a_member.posts(f"Post number {number} of many", "open")

    newest = stranger.get("/@marisol")
    older = stranger.get(next(link for link in newest.links() if "?before=" in link))

    assert "Post number 22 of many" in newest.text
    assert len(re.findall(r"Post number \d+ of many", newest.text)) == 20
    assert sorted(re.findall(r"Post number \d+ of many", older.text)) == [f"Post number {n} of many" for n in range(3)]


def test_a_post_past_its_end_is_gone_from_the_page(lantern: OpenHouse, stranger: Browser, a_member: Member):
    a_member.posts(WORDS, "open", lasts_days=1)
    assert WORDS in stranger.get("/@marisol").text

    lantern.is_at(now() + timedelta(days=2))

    assert WORDS not in stranger.get("/@marisol").text


def test_a_picture_opens_for_as_long_as_post_and_page_are_open(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    a_member.opens_their_page()
    writes(marisol, "look", files={"picture_1": a_photo()}, description_1="a door", audience="open")
    [small] = [attrs["src"] for tag, attrs in stranger.get("/@marisol").read.tags if tag == "img"]
    large = small.replace("/small", "/full")

    assert [stranger.get(path).status for path in (small, large)] == [200, 200]
    assert stranger.get(small).headers["cache-control"] == "no-store"
    other = small.replace(small.split("/")[3], "x" * 30)
    assert stranger.get(other).status == 404

    a_member.opens_their_page(on=False)
    assert [stranger.get(path).status for path in (small, large)] == [404, 404]

    a_member.opens_their_page()
    lantern.is_at(now() + timedelta(hours=4))
    assert stranger.get(small).status == 404


def test_a_picture_goes_in_the_minute_its_post_is_over_whoever_kept_its_address(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    a_member.opens_their_page()
    writes(marisol, "look", files={"picture_1": a_photo()}, audience="open", lasts="1")
    over = now() + timedelta(days=1)
    lantern.is_at(over - timedelta(minutes=5))
    [small] = [attrs["src"] for tag, attrs in stranger.get("/@marisol").read.tags if tag == "img"]
    assert stranger.get(small).status == 200

    lantern.is_at(over + timedelta(minutes=1))

    assert stranger.get(small).status == 404


def test_a_picture_of_another_post_has_no_address_there(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member
):
    a_member.opens_their_page()
    writes(marisol, "look", files={"picture_1": a_photo()}, audience="community")

    assert [attrs for tag, attrs in stranger.get("/@marisol").read.tags if tag == "img"] == []
