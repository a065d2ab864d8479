"""P6: whoever is not entitled to know learns from no answer whether a name exists, or existed.

Each door below is visited with names that are somebody's (in several spellings), that were somebody's, and that never
were. Status, headers, body (names and random words masked), the runs of argon2id and every statement sent to a driver
are the same. How long it takes is not measured here: the same work in the same order is.

Whoever opens a new door on which a name, a handle or a code can be tried adds it to DOORS.
"""
# ruff: noqa: F811 — fixtures are imported by their names

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.accounts.actions import friends, leaving
from app.accounts.actions.codes import renew_lock_code
from app.accounts.actions.signing_in import Proven
from app.basics.clock import now
from app.web import framing
from moderation.cases.outside import hear_outside
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse, lantern, stranger  # noqa: F401 — fixtures
from tests.web.second import codes_on_paper, sets_up
from tests.web.test_joining import joins
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.counting import Cost, counted

WRONG = "wrong wrong wrong wrong"
ANEW = "nine velvet kettles whistle"
THEIRS = ["marisol", "Marisol", "MARISOL", "quitted", "Quitted"]
NOBODYS = ["nobody1", "Nobody1"]
HOST = "lantern.example"

Door = Callable[[OpenHouse, str], Page]


def signs_in(lantern: OpenHouse, name: str) -> Page:
    browser = lantern.browser()
    return browser.submit(browser.get("/sign-in"), "/sign-in", name=name, passphrase=WRONG)


def signs_in_endlessly(lantern: OpenHouse, name: str) -> Page:
    browser = lantern.browser()
    return browser.submit(browser.get("/sign-in"), "/sign-in", name=name, passphrase="a" * 5000)


def recovers(lantern: OpenHouse, name: str) -> Page:
    browser = lantern.browser()
    filled = {"code": "aaaa-bbbb-cccc-dddd", "passphrase": ANEW, "again": ANEW}
    return browser.submit(browser.get("/recover"), "/recover", name=name, **filled)


def asks_friends(lantern: OpenHouse, name: str) -> Page:
    browser = lantern.browser()
    return browser.submit(browser.get("/recover/friends"), "/recover/friends", name=name)


def at(path: str, accept: str = "*/*") -> Door:
    def visits(lantern: OpenHouse, name: str) -> Page:
        return lantern.browser().get(path.format(name=name, host=HOST), accept=accept)

    return visits


PERSON, SERVER = "text/html", "application/activity+json"


def writes_from_outside(lantern: OpenHouse, name: str) -> Page:
    lantern.house.database.write_now(hear_outside, "steward", True)
    browser = lantern.browser()
    return browser.submit(browser.get("/outside"), "/outside", about=f"@{name}", words="that is me", urgency="0")


DOORS: dict[str, Door] = {
    "a letter from outside": writes_from_outside,
    "sign-in": signs_in,
    "sign-in with a passphrase nobody has": signs_in_endlessly,
    "recovery": recovers,
    "friends asked to help": asks_friends,
    "WebFinger": at("/.well-known/webfinger?resource=acct:{name}@{host}"),
    "WebFinger by page": at("/.well-known/webfinger?resource=https://{host}/@{name}"),
    "a page, for a person": at("/@{name}", PERSON),
    "a page, for a server": at("/@{name}", SERVER),
    "a page here by its whole name": at("/@{name}@{host}", PERSON),
    "a post's page": at("/@{name}/114000000000000000", PERSON),
    "the client API's look-up": at("/api/v1/accounts/lookup?acct={name}"),
    "the client API's search": at("/api/v2/search?q={name}&resolve=true"),
}
HASHINGS = {"sign-in": 1, "recovery": 1}


@dataclass(frozen=True)
class Told:
    """Everything that an answer could tell."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    hashings: int
    statements: tuple[str, ...]


def told(answer: Page, cost: Cost, name: str) -> Told:
    headers = tuple((key, masked(value, name)) for key, value in answer.headers.items() if key != "content-length")
    # Nobody's question is kept as well, with nothing where somebody's id would be.
    statements = tuple(re.sub(r"\bNULL\b", "?", statement) for statement in cost.statements)
    return Told(answer.status, headers, masked(answer.text, name), cost.hashings, statements)


def masked(words: str, name: str) -> str:
    """Without the name as typed, the address that every name has, tokens, codes and suggested passphrases."""
    words = re.sub(re.escape(name), "NAME", words, flags=re.I)
    words = re.sub(r"/ap/actors/[A-Za-z0-9_-]+", "/ap/actors/ADDRESS", words)
    words = re.sub(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){2,3}\b", "CODE", words)
    words = re.sub(r"\b[a-z]{4}(?: [a-z]{4}){5}\b", "SUGGESTION", words)
    return re.sub(r'"[A-Za-z0-9_=-]{40,}"', '"TOKEN"', words)


def has_friends(member: Member) -> None:
    """Two of them hold shares: whoever asks in this name asks somebody."""
    for name in ("oda", "tamsin"):
        join(member.house, name)
    owner = Proven(member.id, member.key)
    member.house.database.write_now(friends.entrust, owner, ["oda", "tamsin"])


def visited(lantern: OpenHouse, door: Door, name: str) -> Told:
    with counted(lantern.house) as cost:
        return told(door(lantern, name), cost, name)


@pytest.fixture
def quitted(lantern: OpenHouse) -> Member:
    """Somebody who was here and left: her name is nobody's again."""
    member = join(lantern.house, "quitted")
    lantern.house.database.write_now(leaving.leave_for_good, member.id, key=lantern.house.key, now=now())
    lantern.settles()
    return member


@pytest.fixture(autouse=True)
def nothing_is_read_anew(monkeypatch: pytest.MonkeyPatch):
    """What every page says of the house is read every few seconds, whoever asks."""
    monkeypatch.setattr(framing, "FRESH_FOR", 1e9)


@pytest.mark.parametrize("door", DOORS)
def test_a_name_that_exists_one_that_did_and_one_that_never_was_are_the_same(
    lantern: OpenHouse, a_member: Member, quitted: Member, door: str
):
    has_friends(a_member)
    DOORS[door](lantern, "warm_up")

    expected = visited(lantern, DOORS[door], NOBODYS[0])
    found = {name: visited(lantern, DOORS[door], name) for name in THEIRS + NOBODYS}

    assert found == dict.fromkeys(THEIRS + NOBODYS, expected)
    assert expected.hashings == HASHINGS.get(door, 0)


def test_what_is_counted_is_counted(lantern: OpenHouse, a_member: Member):
    signs_in(lantern, "warm_up")

    told = visited(lantern, signs_in, "marisol")

    assert any("credentials" in statement for statement in told.statements)
    with counted(lantern.house) as cost:
        lantern.browser_of(a_member).get("/community")
    assert any("sessions" in statement for statement in cost.statements)  # it goes around SQLAlchemy
    assert visited(lantern, at("/left"), "x") != told


@pytest.mark.parametrize("second_factor", [False, True], ids=["passphrase alone", "second factor"])
def test_a_wrong_passphrase_tells_nothing_of_a_second_factor_and_a_right_one_costs_one_hashing(
    lantern: OpenHouse, a_member: Member, second_factor: bool
):
    if second_factor:
        sets_up(lantern, lantern.browser_of(a_member))
    signs_in(lantern, "warm_up")

    assert visited(lantern, signs_in, "marisol") == visited(lantern, signs_in, "nobody1")
    assert visited(lantern, recovers, "marisol") == visited(lantern, recovers, "nobody1")
    with counted(lantern.house) as cost:
        browser = lantern.browser()
        browser.submit(browser.get("/sign-in"), "/sign-in", name="marisol", passphrase=PASSPHRASE)
    assert cost.hashings == 1


def test_somebody_elses_recovery_code_is_like_one_that_never_was(lantern: OpenHouse, a_member: Member):
    hers = codes_on_paper(a_member)[0]
    join(lantern.house, "juno")

    def recovers_with(code: str) -> Door:
        def door(lantern: OpenHouse, name: str) -> Page:
            browser = lantern.browser()
            filled = {"code": code, "passphrase": ANEW, "again": ANEW}
            return browser.submit(browser.get("/recover"), "/recover", name=name, **filled)

        return door

    recovers(lantern, "warm_up")

    assert visited(lantern, recovers_with(hers), "juno") == visited(
        lantern, recovers_with("aaaa-bbbb-cccc-dddd"), "nobody1"
    )


def test_a_lock_code_that_holds_is_answered_like_one_that_does_not(lantern: OpenHouse, a_member: Member):
    def locks(lantern: OpenHouse, code: str) -> Page:
        browser = lantern.browser()
        return browser.submit(browser.get("/lock"), "/lock", code=code)

    code = lantern.house.database.write_now(renew_lock_code, a_member.id, key=lantern.house.key)
    locks(lantern, "aaaa-bbbb-cccc")

    assert visited(lantern, locks, code) == visited(lantern, locks, "dddd-eeee-ffff")


def test_to_whoever_is_invited_taken_reserved_retired_and_look_alike_names_are_one_sentence(
    lantern: OpenHouse, a_member: Member, quitted: Member
):
    path = lantern.invitation_by(a_member)

    def tries(lantern: OpenHouse, name: str) -> Page:
        return joins(lantern.browser(), path, name)

    lantern.browser().get(path)
    found = {name: visited(lantern, tries, name) for name in ("marisol", "MARISOL", "quitted", "steward")}

    assert len(set(found.values())) == 1, found
    assert found["marisol"].status == 422
    assert "This name cannot be had" in found["marisol"].body


def test_an_actor_that_exists_is_nothing_to_a_stranger(lantern: OpenHouse, a_member: Member, stranger: Browser):
    path = a_member.facts.uri.removeprefix(lantern.house.settings.origin)
    made_up = path[:-6] + "AAAAAA"
    stranger.get(made_up, accept=SERVER)

    for ending in ("", "/outbox", "/followers", "/following"):

        def door(lantern: OpenHouse, address: str, ending: str = ending) -> Page:
            return lantern.browser().get(address + ending, accept=SERVER)

        assert visited(lantern, door, path) == visited(lantern, door, made_up)
