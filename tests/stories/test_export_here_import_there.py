"""Marisol moves: her things leave one house as one encrypted file, come in at another, and then she is gone here."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.promises.test_p26_no_metadata import words_in
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.pictures import phone_picture
from tests.world.servers import Server, eventually

LOCK = "another passphrase for the file"
WORDS, DESCRIPTION = "What I wrote at the lantern", "Two lanterns on a windowsill"


@pytest.mark.story
def test_everything_is_taken_along_and_brought_to_another_house(
    make_server: Callable[..., Server], somebody: Callable[..., Person], tmp_path: Path
):
    lantern, harbour = (make_server(name).start() for name in ("lantern", "harbour"))
    marisol = signs_in(somebody("marisol", lantern.origin), lantern)
    posts_with_a_picture(marisol, tmp_path)

    archive = takes_everything_along(marisol, tmp_path)
    nothing_is_to_be_read_in(archive)
    again = signs_in(somebody("sol", harbour.origin), harbour)
    brings(again, archive)
    finds_the_post_with_its_picture(again)
    leaves_for_good(marisol)

    assert marisol.complaints == again.complaints == []
    cannot_sign_in(marisol)


def signs_in(person: Person, server: Server) -> Person:
    server.run("member", "add", person.called, stdin=PASSPHRASE + "\n")
    person.opens("/sign-in")
    fills_in_name_and_passphrase(person)
    return person.presses("Sign in")


def fills_in_name_and_passphrase(person: Person) -> None:
    person.page.locator("input[name=name]").fill(person.called)
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)


def posts_with_a_picture(person: Person, folder: Path) -> None:
    photograph = folder / "photograph.jpg"
    photograph.write_bytes(phone_picture())
    person.opens("/write").fills("Your post", WORDS)
    person.page.locator("details.more summary").first.click()
    person.page.locator("input[name=picture_1]").set_input_files(photograph)
    person.page.locator("input[name=description_1]").fill(DESCRIPTION)
    person.presses("Post").sees(WORDS)


def takes_everything_along(person: Person, folder: Path) -> Path:
    person.opens("/settings").follows_link("Take your things along")
    for name, value in (("lock", LOCK), ("again", LOCK), ("passphrase", PASSPHRASE)):
        person.page.locator(f"input[name={name}]").fill(value)
    with person.page.expect_download() as downloading:
        person.page.get_by_role("button", name="Make the file").click()
    archive = folder / downloading.value.suggested_filename
    downloading.value.save_as(archive)
    return archive


def nothing_is_to_be_read_in(archive: Path) -> None:
    content = archive.read_bytes()
    assert archive.name == "archive.zip.age"
    assert content.startswith(b"age-encryption.org/v1\n")
    assert WORDS.encode() not in content
    assert words_in(content) == set()


def brings(person: Person, archive: Path) -> None:
    person.opens("/settings").follows_link("Bring along")
    person.page.locator("input[name=archive]").set_input_files(archive)
    person.page.locator("input[name=mine]").check()
    person.page.locator("input[name=archive_passphrase]").fill(LOCK)
    person.presses("Bring along")
    eventually(lambda: person.opens("/settings/import").page.get_by_text("It is done").count())
    person.sees("Posts brought along: 1").keeps_four_looks("brought along")


def finds_the_post_with_its_picture(person: Person) -> None:
    person.opens(f"/@{person.called}").sees(WORDS).sees("followers")
    picture = person.page.get_by_alt_text(DESCRIPTION).first
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()


def leaves_for_good(person: Person) -> None:
    person.opens("/settings/leaving").sees("can't be undone").keeps_four_looks("before leaving for good")
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    person.presses("Delete my account").sees("Your account is gone")


def cannot_sign_in(person: Person) -> None:
    person.opens("/sign-in")
    fills_in_name_and_passphrase(person)
    person.presses("Sign in").sees("do not go together")
