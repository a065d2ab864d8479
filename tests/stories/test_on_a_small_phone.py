"""An old telephone, 360 pixels wide, on a line that is paid by the megabyte: Marisol pays for what she asks for."""

import pytest
from playwright.sync_api import Locator, expect

from app.doors.access import Access
from tests.stories.conftest import Home
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_a_thread_with_pictures import a_photo
from tests.web.every_page import pages_for
from tests.world.browsers import Person
from tests.world.phones import OLD_PHONE, Wire, too_small_to_touch, wider_than_the_window
from tests.world.servers import eventually

FIRST_VISIT, LATER = 30_000, 10_000
SAID = "We went up the back stairs, and the door was open. https://example.org/a/very/long/address/without/end?at=all"


@pytest.mark.story
def test_reading_costs_little_and_no_picture_comes_unasked(home: Home):
    marisol_here, juno_here = home.lives("marisol"), home.lives("juno")
    marisol_here.follows(juno_here)
    for number in range(24):
        juno_here.posts(f"{number}. {SAID}", warning="fear" if number % 3 == 0 else "")
    marisol = home.somebody("marisol", home.origin, **OLD_PHONE)
    juno = home.person("juno")
    posts_with_a_picture(juno)
    wire = Wire(marisol.page)

    marisol.opens("/sign-in")
    assert 5_000 < wire.since() < FIRST_VISIT, "with styles and, where it runs, script"
    signs_in(marisol, "marisol")
    eventually(lambda: "the balcony" in marisol.opens("/").page.content())
    wire.since()
    for address in (
        "/",
        "/community",
        "/@juno",
        "/write",
        "/notifications",
        "/messages",
        "/search",
        "/more",
        "/settings",
    ):
        marisol.opens(address)
        assert (address, 500 < wire.since() < LATER) == (address, True)
        assert (address, wider_than_the_window(marisol.page)) == (address, 0)
    assert wire.pictures == []

    marisol.opens("/").keeps_four_looks("home with data saving")
    marisol.page.get_by_role("link", name="Show picture: the balcony").click()
    shown = marisol.page.get_by_role("img", name="the balcony")
    expect(shown).to_be_visible()
    eventually(lambda: shown.evaluate("image => image.complete && image.naturalWidth > 0"))
    assert len(wire.pictures) == 1, "the one that was asked for, once, and small"
    assert wire.pictures[0].endswith("/small")
    assert marisol.complaints == []


@pytest.mark.story
@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_every_page_fits_is_cheap_and_can_be_touched(home: Home):
    marisol_here, vera = home.lives("marisol"), home.lives("vera")
    post = marisol_here.posts(SAID, warning="fear")
    vera.posts("@marisol are you well?", "mentioned")
    marisol = home.person("marisol", **OLD_PHONE)
    wire = Wire(marisol.page)
    addresses = [address for address in pages_for(Access.MEMBER) if address != "/oauth/authorize"]
    addresses += ["/", f"/posts/{post}", f"/posts/{post}/editing", f"/posts/{post}/deletion", f"/write?reply={post}"]

    wrong = list[str]()
    for address in addresses:
        marisol.opens(address)
        cost, beyond = wire.since(), wider_than_the_window(marisol.page)
        wrong += [f"{address}: {cost} bytes"] if cost >= LATER else []
        wrong += [f"{address}: {beyond} pixels too wide"] if beyond else []
        wrong += [f"{address}: {one}" for one in too_small_to_touch(marisol.page)]

    assert len(addresses) > 40
    assert wrong == []


@pytest.mark.story
def test_what_is_reached_for_lies_above_the_places(home: Home):
    marisol_here, juno_here = home.lives("marisol"), home.lives("juno")
    first = juno_here.posts("@marisol are you well?", "mentioned")
    for number in range(9):
        juno_here.posts(f"@marisol {number} knocks", "mentioned", reply_to=first)
    for number in range(5):
        marisol_here.posts(f"{number}. {SAID}")
    marisol = home.person("marisol")

    marisol.opens("/write")
    post = marisol.page.get_by_role("button", name="Post", exact=True)
    assert lies_above_the_places(marisol, post)
    marisol.opens("/messages").page.get_by_role("link", name="@juno").click()
    assert lies_above_the_places(marisol, marisol.page.get_by_role("button", name="Send"))
    assert lies_above_the_places(marisol, marisol.page.get_by_text("8 knocks")), "what was said last is seen first"

    marisol.opens("/@marisol")
    menus = marisol.page.locator(".menu > summary")
    low = next(menu for menu in menus.all() if (menu.bounding_box() or {"y": 0})["y"] > 400)
    low.click()
    if marisol.script:
        last = marisol.page.get_by_role("link", name="Delete…")
        eventually(lambda: lies_above_the_places(marisol, last))
        marisol.page.get_by_role("heading", name="Your page").click()
        expect(last).to_be_hidden()


def lies_above_the_places(person: Person, thing: Locator) -> bool:
    """All of it can be seen and pressed: neither bar covers it."""
    top, bottom = person.page.get_by_role("banner"), person.page.get_by_role("navigation", name="Places")
    box, above, below = thing.bounding_box(), top.bounding_box(), bottom.bounding_box()
    assert box
    assert above
    assert below
    return above["y"] + above["height"] <= box["y"] and box["y"] + box["height"] <= below["y"]


def posts_with_a_picture(person: Person) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill("Look")
    person.page.locator("summary", has_text="Pictures").click()
    photo = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": a_photo(2)}
    person.page.locator("#picture_1").set_input_files(photo)  # type: ignore[arg-type]
    person.page.locator("#description_1").fill("the balcony")
    person.presses("Post").sees("Posted.")
