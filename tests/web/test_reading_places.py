"""Where home was left off: a quiet line that stands where the member said that they had read to."""

import pytest

from app.timelines.encoded_queries import Encoded
from app.web.read_line import read_line
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

LINE = "You had read up to here"
BUTTON = "I have read this"


def entries(*ids: int) -> list[Encoded]:
    return [Encoded(one, b"", b"", 0, False, False, False, False, None, None) for one in ids]


@pytest.mark.parametrize(
    ("read", "before", "above", "is_shown", "place"),
    [
        (None, None, 3, False, 9),
        (7, None, 1, True, 9),
        (9, None, 0, False, 0),
        (1, None, 3, False, 9),
        (9, 10, 0, True, 0),
        (11, 10, 0, False, 0),
        (7, 10, 1, True, 0),
        (8, None, 1, True, 9),
    ],
)
def test_the_line_stands_between_what_is_new_and_what_was_read(read, before, above, is_shown, place):
    line = read_line(entries(9, 7, 5), read, before)

    assert (line.above, line.is_shown, line.place) == (above, is_shown, place)


def test_an_empty_home_has_no_line():
    assert not read_line([], 7, None).is_shown
    assert read_line([], None, None).place == 0


def reads_it(browser: Browser) -> None:
    page = browser.get("/")
    [button] = page.form("/place").buttons
    assert browser.post("/place", [*page.form("/place").values, button]).location == "/?done=place-kept"


def test_it_is_moved_when_the_member_says_so_and_by_nothing_else(marisol: Browser, a_member: Member):
    a_member.posts("the first")
    assert LINE not in marisol.get("/").text
    reads_it(marisol)
    assert LINE not in marisol.get("/").text
    assert BUTTON not in marisol.get("/").text

    a_member.posts("the second")
    for _ in range(2):
        page = marisol.get("/").text
        assert page.index("the second") < page.index(LINE) < page.index("the first")

    reads_it(marisol)
    assert LINE not in marisol.get("/").text


def test_it_stands_on_the_older_page_when_a_whole_page_is_new(marisol: Browser, a_member: Member):
    a_member.posts("the first")
    reads_it(marisol)
    for number in range(20):
        a_member.posts(f"new {number}")

    first = marisol.get("/")
    older = marisol.get(next(link for link in first.links() if link.startswith("/?before=")))

    assert LINE not in first.text
    assert older.text.index(LINE) < older.text.index("the first")
    assert BUTTON not in older.text


def test_it_is_each_members_own(marisol: Browser, juno: Browser, a_member: Member, another_member: Member):
    for member in (a_member, another_member):
        member.posts("the first")
    reads_it(marisol)
    for member in (a_member, another_member):
        member.posts("the second")

    assert LINE in marisol.get("/").text
    assert LINE not in juno.get("/").text


def test_strangers_and_what_is_no_place_move_nothing(lantern: OpenHouse, marisol: Browser, a_member: Member):
    a_member.posts("the first")
    token = marisol.get("/").values_of("/leave")["csrf"]

    assert marisol.post("/place", [("csrf", token), ("up_to", "the top")]).status == 404
    assert marisol.post("/place", [("csrf", "old"), ("up_to", "7")]).status == 403
    assert lantern.browser().post("/place", [("up_to", "7")]).location.startswith("/sign-in")
    assert BUTTON in marisol.get("/").text
