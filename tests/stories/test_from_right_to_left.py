"""Leila reads from right to left: the whole house does with her, and nothing of it points the wrong way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import main, wiring
from app.accounts import community
from app.basics.settings import load
from app.doors.limits import Limits
from app.posts.asking import NewPoll
from app.storage.house import House
from migrations import run
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.listening import served
from tests.world.looks import DESK, PHONE
from tests.world.servers import eventually, free_port
from tests.world.tongues import spoken

GREETING = "مساء الخير من البيت الأحمر. نحن معكم."
QUESTION = "أي يوم يناسبكم؟"
PLACES = ("/", "/community", "/@juno", "/write", "/messages", "/notifications", "/search", "/more", "/settings")

# What stands beyond an edge of the window, and is neither for screen readers alone nor in something that scrolls.
_BEYOND = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.checkVisibility() && !one.closest('.unseen, .skip, .sprite, .finger, pre'))
    .filter(one => !one.ownerSVGElement) // a drawing cuts off what is beyond its own edges
    .filter(one => {
        const box = one.getBoundingClientRect()
        return box.width && (box.left < -.5 || box.right > innerWidth + .5)
    }).map(one => one.outerHTML.slice(0, 120))"""
# Where the first letter of a text stands, and the edges of the box it is in.
_BEGINS = """one => {
    const range = document.createRange(), words = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode()
    range.setStart(words, 0)
    range.setEnd(words, 1)
    const letter = range.getBoundingClientRect(), box = one.getBoundingClientRect()
    return {fromLeft: letter.left - box.left, fromRight: box.right - letter.right}
}"""
_POINTS = """() => [...document.querySelectorAll('svg.icon, svg.share')].filter(one => one.checkVisibility())
    .map(one => [one.matches('.turns, .share'), getComputedStyle(one).transform.startsWith('matrix(-1,')])"""


@pytest.fixture
def home(tmp_path: Path, somebody: Callable[..., Person]) -> Iterator[Home]:
    """A house that speaks a made-up Arabic, in this process: the others' know nothing of it."""
    port = free_port()
    settings = {
        "PARASOL_DATA": str(tmp_path / "var"),
        "PARASOL_KEY_FILE": str(tmp_path / "parasol.key"),
        "PARASOL_ORIGIN": f"http://127.0.0.1:{port}",
        "PARASOL_LAB": "1",
    }
    house = House.opened(load(settings))
    run.migrate(house.database.engine)
    house.database.write_now(community.founded, house.key)
    app = main.build(wiring.envoy_of(house), works=True)
    app.state.limits = Limits(on=False)
    with spoken(tmp_path / "tongues", "ar"), served(app, port):
        yield Home(settings["PARASOL_ORIGIN"], house, somebody)
    house.close()


@pytest.mark.story
def test_a_day_from_right_to_left(home: Home):
    leila_here, juno_here = home.lives("leila"), home.lives("juno")
    leila_here.follows(juno_here)
    juno_here.posts(QUESTION, poll=NewPoll(["الثلاثاء", "الأربعاء"]))
    juno_here.posts("In English it runs the other way.", warning="two ways")
    leila = home.person("leila", locale="ar")

    leila.opens("/write").page.locator("textarea[name=text]").fill(GREETING)
    leila.keeps_four_looks("writing from right to left")
    leila.presses("Post").sees("Posted.")
    eventually(lambda: "two ways" in leila.opens("/").page.content())
    leila.page.get_by_role("radio", name="الأربعاء").check()
    leila.presses("Vote").sees("you among them")
    leila.opens("/").page.locator("summary", has_text="two ways").click()
    reads_from_right_to_left(leila)
    leila.keeps_four_looks("home from right to left")
    answers_in_a_tree(leila)

    for size in (PHONE, DESK):
        leila.page.set_viewport_size(size)
        for address in PLACES:
            leila.opens(address)
            expect(leila.page.locator("html")).to_have_attribute("dir", "rtl")
            assert (address, leila.page.evaluate(_BEYOND)) == (address, [])
    leila.opens("/").keeps_four_looks("home on a desk")
    the_places_are_on_the_other_side(leila.page)
    assert leila.complaints == []


def reads_from_right_to_left(person: Person) -> None:
    """Arabic begins at the right edge and English at the left; arrows and bars are turned, and nothing else is."""
    arabic = begins(person.page, GREETING)
    assert arabic["fromRight"] < 2 < arabic["fromLeft"]
    english = begins(person.page, "In English")
    assert english["fromLeft"] < 2 < english["fromRight"]
    points = person.page.evaluate(_POINTS)
    assert {tuple(each) for each in points} == {(True, True), (False, False)}
    post = person.page.get_by_role("article").filter(has_text=GREETING)
    assert edges(post.locator(".tile"))["left"] > edges(post.locator(".who"))["left"]
    mark, leave = edges(person.page.locator(".mark")), edges(person.page.get_by_role("button", name="Leave quickly"))
    assert mark["left"] > PHONE["width"] / 2 > leave["right"]


def answers_in_a_tree(person: Person) -> None:
    """Answers stand further in, which is further left."""
    person.page.get_by_role("article").filter(has_text=GREETING).get_by_role("link", name="Reply").click()
    person.page.locator("textarea[name=text]").fill("شكرا")
    person.presses("Post").page.get_by_role("article").filter(has_text="شكرا").get_by_role("link", name="Reply").click()
    person.page.locator("textarea[name=text]").fill("غدا")
    person.presses("Post").opens("/@leila").page.get_by_role("article").filter(has_text=GREETING).locator(
        ".facts a"
    ).first.click()
    first, second = (person.page.get_by_role("article").filter(has_text=words) for words in ("شكرا", "غدا"))
    expect(second).to_be_visible()
    assert edges(second)["right"] < edges(first)["right"]
    assert person.page.evaluate(_BEYOND) == []
    person.keeps_four_looks("a thread from right to left")


def the_places_are_on_the_other_side(page: Page) -> None:
    """On a desk: places right, page in the middle, what is about the house left."""
    places, middle, context = (edges(page.locator(one)) for one in ("nav.places", "main", "aside.context"))
    assert places["left"] >= middle["right"]
    assert context["right"] <= middle["left"]


def begins(page: Page, words: str) -> dict[str, float]:
    return page.locator("article .text p", has_text=words).evaluate(_BEGINS)


def edges(where: Any) -> dict[str, float]:
    box = where.first.bounding_box()
    assert box is not None
    return {"left": box["x"], "right": box["x"] + box["width"]}
