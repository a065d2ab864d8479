"""Marisol mends a post that is out already: she and a friend see what it said, when, and what was taken out."""

import re

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Home
from tests.stories.test_a_thread_with_pictures import a_photo, post_with
from tests.world.browsers import Person
from tests.world.servers import eventually

BEFORE, AFTER = "We meet on Tuesday at the blue door.", "We meet on Wednesday at the green door."
DESCRIBED = "the blue door"
LATELY = r"(just now|\d+ minutes? ago)"


@pytest.mark.story
def test_a_post_is_edited_and_both_see_what_it_said_before(home: Home):
    marisol_here, juno_here = home.lives("marisol"), home.lives("juno")
    juno_here.follows(marisol_here)
    marisol, juno = home.person("marisol"), home.person("juno")
    writes_with_a_picture(marisol)
    eventually(lambda: BEFORE in juno.opens("/").page.content())

    post = post_with(marisol.opens("/"), BEFORE)
    post.locator("summary", has_text="More").click()
    post.get_by_role("link", name="Edit…").click()
    expect(marisol.page.get_by_label("Your post")).to_have_value(BEFORE)
    marisol.fills("Your post", "").page.get_by_label("Take this picture out").check()
    marisol.presses("Change it").sees("Nothing is changed yet.")
    marisol.complaints.clear()  # the browser says that a form was refused
    expect(marisol.page.get_by_label("Take this picture out")).to_be_checked()
    marisol.fills("Your post", AFTER)
    marisol.keeps_four_looks("editing")
    marisol.presses("Change it").sees("Changed.").sees(AFTER).sees_nothing_of(BEFORE)

    for person in (marisol, juno):
        post_with(person.opens("/"), AFTER).get_by_role("link", name=re.compile(f"^edited {LATELY}$")).click()
        reads_what_it_said(person)
        person.keeps_four_looks("what it said before")
        person.follows_link("Open the post").sees(AFTER).sees_nothing_of(BEFORE)
        assert person.complaints == []


def reads_what_it_said(person: Person) -> None:
    """The oldest first, each with its age; a picture that was taken out is destroyed and only said."""
    person.sees(f"It was described: {DESCRIBED}")
    before, after = person.page.get_by_role("article").all()
    assert BEFORE in before.inner_text()
    assert re.search(f"Written {LATELY}", before.inner_text())
    assert AFTER in after.inner_text()
    assert re.search(f"Edited {LATELY} · as it stands", after.inner_text())
    assert person.page.locator("main img").count() == 0


def writes_with_a_picture(person: Person) -> None:
    person.opens("/write").page.locator("textarea[name=text]").fill(BEFORE)
    person.page.locator("summary", has_text="Pictures").click()
    photo = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": a_photo(1)}
    person.page.locator("#picture_1").set_input_files(photo)  # type: ignore[arg-type]
    person.page.locator("#description_1").fill(DESCRIBED)
    person.presses("Post").sees("Posted.")
