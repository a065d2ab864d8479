"""Somebody took the phone. From a library computer a code from paper, and the phone shows nothing any more."""

import re
from collections.abc import Callable

import pytest

from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.servers import Server

LOCK_CODE = re.compile(r"from any device:\s+(\S+)")
SECRET = "The keys are with the neighbour"


@pytest.mark.story
def test_a_phone_is_taken_and_a_library_computer_shuts_it_out(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    lantern = make_server("lantern")
    printed = lantern.run("member", "add", "marisol", stdin=PASSPHRASE + "\n")
    lantern.start()
    phone = signs_in(somebody("phone", lantern.origin))
    phone.opens("/write").page.locator("textarea[name=text]").fill(SECRET)
    phone.presses("Post")
    phone.opens("/settings/devices").opens("/community").sees(SECRET)

    library = somebody("library", lantern.origin).opens("/").follows_link("Lock")
    library.fills("Lock code", hurried(code_in(printed))).presses("Lock now")
    library.sees("signed out everywhere now").keeps_four_looks("locked")

    phone.opens("/community").sees("Passphrase lost?").sees_nothing_of(SECRET)
    for _ in range(3):
        phone.page.go_back(wait_until="load")
        phone.sees_nothing_of(SECRET).sees_nothing_of("@marisol")
    assert phone.page.context.cookies() == []
    assert library.page.context.cookies() == []
    signs_in(library).opens("/community").sees(SECRET)
    assert library.complaints == []


def signs_in(person: Person) -> Person:
    person.opens("/sign-in").fills("Name", "marisol")
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    return person.presses("Sign in").sees("Write to your people")


def code_in(printed: str) -> str:
    """The lock code as it stands on the paper of whoever added her."""
    found = LOCK_CODE.search(printed)
    assert found is not None, printed
    return found[1]


def hurried(code: str) -> str:
    return code.upper().replace("-", " ") + " "
