"""Marisol writes a thread with four pictures and a warning; Juno, on a costly line, reads it piece by piece."""

import re

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Locator, expect

from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.pictures import saved
from tests.world.servers import eventually

LETTER = "They came to the house on Canal Street this morning."
SEEN = (
    "the letter on the door, stamped twice",
    "the lock they changed, still in its paper",
    "the stairs, empty",
    "the note the neighbours left for us",
)
PARTS = ("The union writes to the landlord today.", "Whoever was there: please tell us what was said.")


@pytest.mark.story
def test_a_thread_is_written_and_a_friend_reads_it_when_and_as_far_as_she_likes(home: Home):
    marisol_here, juno_here = home.lives("marisol"), home.lives("juno")
    juno_here.follows(marisol_here)
    marisol, juno = home.person("marisol"), home.person("juno", extra_http_headers={"save-data": "on"})

    writes_with_pictures(marisol)
    marisol.presses("Post").sees("Posted.")
    goes_on(marisol, LETTER, PARTS[0])
    goes_on(marisol, PARTS[0], PARTS[1])

    eventually(lambda: PARTS[0] in juno.opens("/").page.content())
    first = post_with(juno, "Warning: police, eviction")
    expect(first.get_by_text(LETTER)).to_be_hidden()
    juno.keeps_four_looks("home with a warning that is shut")
    first.get_by_text("Show", exact=True).click()
    expect(first.get_by_text(LETTER)).to_be_visible()
    assert first.locator("img:visible").count() == 0, "on a costly line no picture comes unasked"
    asks = [ask.inner_text() for ask in first.locator("a.ask").all()]
    assert all(
        re.fullmatch(rf"Show picture: {words} \(\d+ kB\)", ask) for words, ask in zip(SEEN, asks, strict=True)
    ), asks

    ask = juno.page.get_by_role("link", name=SEEN[0])
    shown = juno.page.get_by_role("img", name=SEEN[0])
    if juno.script:
        ask.click()
    else:
        juno.is_led_on_by(ask).page.get_by_text("Show", exact=True).click()  # the post's own page, folded again
    expect(shown).to_be_visible()
    eventually(lambda: shown.evaluate("image => image.complete && image.naturalWidth > 0"))
    juno.keeps_four_looks("a warning that is open and a picture that was asked for")

    juno.opens("/").page.get_by_role("article").filter(has_text=PARTS[0]).get_by_role("link", name="Reply").click()
    juno.page.locator("textarea[name=text]").fill("I was on the stairs. Nothing was said.")
    juno.presses("Post").sees("Posted.")
    reads_the_thread(juno)

    assert [person.complaints for person in (marisol, juno)] == [[], []]


def reads_the_thread(juno: Person) -> None:
    """From its first post on: what it says stands above what answers it, each answer within what it answers."""
    post_with(juno.opens("/@marisol"), "Warning: police, eviction").locator(".facts a").first.click()
    juno.sees(PARTS[1])
    tree = juno.page.locator("main > ol.posts")
    expect(tree.locator("> li > article")).to_have_count(1)
    expect(tree.locator("> li > article").get_by_text(PARTS[0])).to_be_visible()
    within = tree.locator("> li > ol.posts > li")
    assert [one.locator("> article .text").inner_text() for one in within.all()] == [
        PARTS[1],
        "I was on the stairs. Nothing was said.",
    ]
    juno.keeps_four_looks("the thread as a tree")


def writes_with_pictures(person: Person) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill(LETTER)
    person.fills("Warning, if it needs one", "police, eviction")
    person.page.locator("summary", has_text="Pictures").click()
    for number, words in enumerate(SEEN, 1):
        photo = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": a_photo(number)}
        person.page.locator(f"#picture_{number}").set_input_files(photo)  # type: ignore[arg-type]
        person.page.locator(f"#description_{number}").fill(words)
    person.keeps_four_looks("writing with four pictures and a warning")


def goes_on(person: Person, before: str, words: str) -> None:
    """Answers a post of her own, and it stays with the same people; what follows needs no warning any more."""
    post_with(person, before).get_by_role("link", name="Reply").click()
    person.fills("Warning, if it needs one", "")
    person.page.locator("textarea[name=text]").fill(words)
    person.presses("Post").sees("Posted.").sees(words)


def post_with(person: Person, words: str) -> Locator:
    return person.page.get_by_role("article").filter(has_text=words).first


def a_photo(number: int) -> bytes:
    dusk = ("#2b2140", "#41302f", "#1f3a44", "#3f3a1e")[number - 1]
    grey = Image.radial_gradient("L").resize((640, 480)).rotate(90 * number)
    return saved(ImageOps.colorize(grey, "#e9b58a", dusk), "JPEG")
