"""Whatever is sent, wherever somebody writes: the form comes back with all of it and a sentence beside its field."""

import http.client
import socket
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.accounts import community
from app.basics.settings import load
from app.posts.models import Picture
from app.storage.house import House
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_editing import editing
from tests.web.test_talks import juno_writes, the_way  # noqa: F401 — a fixture
from tests.web.test_writing import a_photo
from tests.world.cast import Member, join, post_count
from tests.world.servers import Server

Sends = Callable[..., Page]

OVERRIDE, ZERO_WIDTH, ISOLATE = "\u202e", "\u200b", "\u2067"


@pytest.fixture(params=["write", "answer", "edit", "conversation"])
def sends(
    request: pytest.FixtureRequest,
    marisol: Browser,
    a_member: Member,
    another_member: Member,
    juno_writes: int,  # noqa: F811
) -> Sends:
    """Sends the form of one of the places where somebody writes, with these in its fields."""
    answered, own = another_member.posts("Who is in?"), a_member.posts("I was in", language="en")
    address, action = {
        "write": ("/write", "/posts"),
        "answer": (f"/write?reply={answered}", "/posts"),
        "edit": (editing(own), editing(own)),
        "conversation": (the_way(marisol), the_way(marisol)),
    }[request.param]

    def send(**filled: str) -> Page:
        page = marisol.submit(marisol.get(address), action, **filled)
        if page.status != 303:
            typed = {name: words for name, words in filled.items() if name != "language"}  # which nobody can type
            assert page.values_of(action) | typed == page.values_of(action), "nothing typed is lost"
        return page

    return send


def refused(page: Page, field: str) -> bool:
    """With a sentence at that field, and the way back in the page."""
    return page.status == 422 and f'id="{field}-fault"' in page.text and f"{field}-fault" in page.text


def test_five_hundred_thousand_characters(lantern: OpenHouse, sends: Sends):
    before = lantern.house.database.read_now(post_count)

    page = sends(text="ж" * 500_000)

    assert refused(page, "text")
    assert "at most 5,000 characters" in page.text
    assert lantern.house.database.read_now(post_count) == before


def test_ten_thousand_names(sends: Sends):
    page = sends(text=" ".join(f"@n{number}" for number in range(10_000)))

    assert refused(page, "text")


def test_a_warning_longer_than_any(sends: Sends):
    assert refused(sends(text="Tea", warning="w" * 301), "warning")


@pytest.mark.parametrize("language", ["xx", "english", OVERRIDE + "en", '"><script>'])
def test_a_language_that_there_is_not(sends: Sends, language: str):
    page = sends(text="Tea", language=language)

    assert refused(page, "language") or not language.isprintable()
    assert "<script>" not in page.text


def test_a_character_that_no_database_keeps(sends: Sends, marisol: Browser):
    page = marisol.submit(marisol.get("/write"), "/posts", text="Tea\x00Tea")

    assert page.status == 422
    assert "cannot be kept" in page.text


def test_an_unknown_emoji_stays_its_name(lantern: OpenHouse, sends: Sends, marisol: Browser):
    page = sends(text="Under the :nosuchthing: tonight")
    lantern.settles()

    assert page.status == 303
    shown = marisol.follow(page).text
    assert "emoji/" not in shown


@pytest.mark.parametrize(
    "text",
    [
        f"@{OVERRIDE}juno",
        f"@ju{ZERO_WIDTH}no",
        f"@juno{OVERRIDE}gpj.exe",
        f"{ISOLATE}@juno",
        f"#t{ZERO_WIDTH}ea {OVERRIDE}#aet",
    ],
    ids=["override before a name", "nothing inside a name", "override after a name", "an isolate", "tags"],
)
def test_signs_that_turn_or_hide_letters_name_nobody_else_and_turn_nothing_around_them(
    lantern: OpenHouse, sends: Sends, marisol: Browser, text: str
):
    page = sends(text=text)
    lantern.settles()

    assert page.status in {303, 422}
    if page.status == 303:
        shown = marisol.follow(page).text
        [*others, words] = shown.split('<div class="text"')
        assert OVERRIDE not in "".join(part.partition("</div>")[2] for part in others)
        assert 'dir="' in words.partition(">")[0]


@pytest.mark.parametrize("moment", ["2001-01-01T10:00", "9999-12-31T23:59", "tomorrow", "2026-02-30T10:00"])
def test_a_moment_in_the_past_or_one_that_never_comes(marisol: Browser, moment: str):
    page = marisol.submit(marisol.get("/write"), "/posts", text="Tea", later=moment)

    assert refused(page, "later")
    assert (page.values_of("/posts")["text"], page.values_of("/posts")["later"]) == ("Tea", moment)


def test_what_was_answered_is_gone_and_the_words_are_not(lantern: OpenHouse, marisol: Browser, another_member: Member):
    gone = another_member.posts("Who is in?")
    page = marisol.get(f"/write?reply={gone}")
    juno = lantern.browser_of(another_member)
    juno.submit(juno.get(f"/posts/{gone}/deletion"), f"/posts/{gone}/deletion")

    answer = marisol.submit(page, "/posts", text="A long evening's work")

    assert answer.status == 404
    assert answer.values_of("/posts")["text"] == "A long evening's work"


def test_what_is_edited_is_gone_and_the_words_are_not(lantern: OpenHouse, marisol: Browser, a_member: Member):
    own = a_member.posts("I was in")
    page = marisol.get(editing(own))
    marisol.submit(marisol.get(f"/posts/{own}/deletion"), f"/posts/{own}/deletion")

    for button in ({}, {"preview": "1"}):
        answer = marisol.submit(page, editing(own), text="A long evening's work", **button)

        assert answer.status == 404
        assert "A long evening&#39;s work" in answer.text


@pytest.mark.parametrize("where", ["/write", "conversation"])
def test_a_picture_that_is_none_beside_its_field(
    marisol: Browser,
    juno_writes: int,  # noqa: F811
    where: str,
):
    address = the_way(marisol) if where == "conversation" else where
    action = "/posts" if where == "/write" else address
    files = {"picture_1": ("a.jpg", a_photo()[1][:3000], "image/jpeg"), "picture_2": a_photo()}

    page = marisol.submit(marisol.get(address), action, files=files, text="look", description_1="one")

    assert 'id="picture_1-fault"' in page.text
    kept = page.values_of(action)
    assert (kept["text"], kept["description_1"], kept["media_2"].isdigit()) == ("look", "one", True)


def test_a_text_at_the_very_limit_is_taken(sends: Sends):
    assert sends(text="ж" * 5_000).status == 303


def test_an_upload_that_stops_half_way_stores_nothing_and_the_house_goes_on(make_server: Callable[..., Server]):
    server = make_server("lantern").start()
    house = House.opened(load(settings_of(server)))
    house.database.write_now(lambda session: community.name_house(session, "Lantern House", "Notes", ""))
    secret = join(house, "marisol").signs_in()
    address = server.origin.removeprefix("http://")
    head = f"POST /posts HTTP/1.1\r\nHost: {address}\r\nOrigin: {server.origin}\r\nCookie: session={secret}\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
    part = '--x\r\nContent-Disposition: form-data; name="picture_1"; filename="a.jpg"\r\n\r\n'

    for _ in range(3):
        with socket.create_connection((address.split(":")[0], int(address.split(":")[1]))) as broken:
            broken.sendall((head + part).encode() + a_photo()[1][:2000])

    asked = http.client.HTTPConnection(address, timeout=20)
    asked.request("GET", "/write", headers={"Cookie": f"session={secret}", "Accept": "text/html"})
    assert asked.getresponse().status == 200
    assert house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(Picture))) == 0
    house.close()
