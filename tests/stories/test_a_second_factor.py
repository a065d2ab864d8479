"""A passphrase alone opens nothing: somebody sets up codes and a passkey, and signs in with either, or with paper."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import CDPSession, expect

from tests.web.second import Device
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.servers import Server, free_port

STICK = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def lantern(make_server: Callable[..., Server]) -> tuple[Server, str, list[str]]:
    """A house at a host's name, which passkeys need, with Marisol in it; her codes on paper."""
    port = free_port()
    origin = f"http://localhost:{port}"
    server = make_server("lantern", PARASOL_ORIGIN=origin, PARASOL_LISTEN=f"127.0.0.1:{port}")
    server.port, server.origin = port, origin
    paper = server.run("member", "add", "marisol", stdin=PASSPHRASE + "\n")
    server.start()
    return server, origin, [line.strip() for line in paper.splitlines() if line.count("-") == 3]


def begins_to_sign_in(person: Person) -> Person:
    person.opens("/sign-in")
    person.page.locator("input[name=name]").fill("marisol")
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    return person.presses("Sign in")


def proves(person: Person, label: str = "") -> None:
    """The passphrase once more, before something that must be hers."""
    if label:
        person.page.locator("input[name=label]").fill(label)
    person.page.locator("input[name=old]").fill(PASSPHRASE)
    person.presses("Go on")


def sets_up_codes(person: Person) -> Device:
    person.opens("/settings/second-factor").follows_link("Set up one-time codes")
    proves(person, "Notes")
    person.sees("Let your app read this square").keeps_four_looks("setting up codes")
    device = Device(person.page.locator("code.secret").inner_text().replace(" ", ""))
    person.page.locator("input[name=code]").fill(device.shows(datetime.now(UTC)))
    person.presses("Turn them on").sees("One-time codes are on")
    return device


def hides(person: Person, words: str) -> None:
    """It is in the page, and not to be seen."""
    expect(person.page.get_by_text(words).first).to_be_hidden()


def plugs_a_stick_in(person: Person) -> CDPSession:
    session = person.page.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": STICK})
    return session


@pytest.mark.story
def test_codes_from_a_device_and_from_paper_let_in_without_script_too(
    lantern: tuple[Server, str, list[str]], somebody: Callable[..., Person]
):
    _, origin, paper = lantern
    at_home = begins_to_sign_in(somebody("marisol", origin)).sees("Home")
    device = sets_up_codes(at_home)

    with_code = begins_to_sign_in(somebody("marisol", origin)).sees("One more step")
    with_code.sees_nothing_of("passkey")
    with_code.page.locator("input[name=code]").fill("000000")
    with_code.presses("Sign in").sees("That does not hold").keeps_four_looks("a code that does not hold")
    with_code.page.locator("input[name=code]").fill(device.shows(datetime.now(UTC) + timedelta(seconds=30)))
    with_code.presses("Sign in").sees("Home")
    with_paper = begins_to_sign_in(somebody("marisol", origin))
    with_paper.page.locator("input[name=code]").fill(paper[0])
    with_paper.presses("Sign in").sees("Home")

    assert at_home.complaints == with_paper.complaints == []
    assert len(with_code.complaints) <= 1  # the browser's own word for a form that came back


@pytest.mark.story
def test_a_passkey_lets_in_and_without_script_the_page_says_what_does(
    lantern: tuple[Server, str, list[str]], somebody: Callable[..., Person], script: bool
):
    _, origin, paper = lantern
    person = begins_to_sign_in(somebody("marisol", origin)).sees("Home")
    stick = plugs_a_stick_in(person)
    person.opens("/settings/second-factor").follows_link("Add a passkey")
    proves(person, "The blue stick")
    if not script:
        person.sees("this browser runs none here")
        hides(person, "Make the passkey")
        return
    person.presses("Make the passkey").sees("The passkey is kept").sees("The blue stick")

    person.opens("/more").presses("Sign out")
    begins_to_sign_in(person).sees("One more step")
    hides(person, "this browser runs none here")
    person.presses("Use your passkey").sees("Home")
    person.opens("/more").presses("Sign out")
    stick.send("WebAuthn.disable")
    begins_to_sign_in(person).page.locator("input[name=code]").fill(paper[0])
    person.page.get_by_role("button", name="Sign in").click()
    person.sees("Home")

    assert person.complaints == []
