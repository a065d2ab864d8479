"""P10: after a day of use, whoever has every file reads no message; without the key file, nothing sealed at all."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import event

from app.accounts import filtering, secrets
from app.accounts.actions import apps, filters, friends, signing_in
from app.accounts.actions.codes import renew_recovery_codes
from app.accounts.actions.filters import FilterDraft
from app.accounts.actions.signing_in import Proven
from app.basics.clock import now
from app.basics.ids import new_token
from app.media import storing
from app.posts.actions import picturing
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from app.storage import member_keys
from app.storage.house import House
from app.web import framing
from tests.api.conftest import CLEAN
from tests.posts.test_editing import edits
from tests.posts.test_who_may_read import ALLY, befriend, guest
from tests.promises.an_attacker import loot, read_by_attacker
from tests.web.conftest import COOKIE, OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.prepared import heard_prepared

NAMES = ("marisol", "juno", "oda", "tamsin", "leo", "mina", "rafa", "sena", "tove", "vera")
WITH_PICTURES = 2
SAID = "meet me behind the lanternworks at "
WARNED = "a worried warning of "
DESCRIBED = "the red door of "
FROM_AFAR = "from harbour with a secret"
PICTURED = "what the camera saw of "
FILTERED = "ostrichfeather"


@dataclass
class Day:
    """What ten people did, and the secrets that only they have."""

    house: House
    people: list[Member]
    session: str
    token: str
    recovery_code: str

    @property
    def planted(self) -> list[bytes]:
        return [f"{SAID}{one.name}".encode() for one in self.people] + [WARNED.encode(), FROM_AFAR.encode()]


@pytest.fixture
def a_day(lantern: OpenHouse) -> Day:
    return lived_through(lantern.house, NAMES)


@pytest.fixture
def a_small_day(lantern: OpenHouse) -> Day:
    return lived_through(lantern.house, NAMES[:3])


def lived_through(house: House, names: tuple[str, ...]) -> Day:
    """Members write, sign in, let apps in, change passphrases, trust friends; an ally's person writes to them."""
    people = [join(house, name) for name in names]
    for at, one in enumerate(people):
        other = people[(at + 1) % len(people)]
        one.posts("good morning", "community")
        pictures = [_draws(house, one)] if at < WITH_PICTURES else []
        said = f"@{other.name} {SAID}{one.name}"
        message = one.posts(said, "mentioned", warning=f"{WARNED}{one.name}", pictures=pictures)
        edits(one, message, f"{said}, still", warning=f"{WARNED}{one.name}, still")
    _an_ally_writes(house, people[0])
    _everybody_is_careful(house, people)
    first = people[0]
    code = house.database.write_now(renew_recovery_codes, first.id, first.key, key=house.key)[0]
    filter_draft = FilterDraft(FILTERED, (filtering.Word(0, FILTERED, True),), ("home",))
    house.database.write_now(filters.add_filter, first.id, filter_draft, key=house.key, now=now())
    return Day(house, people, first.signs_in(), _lets_an_app_in(house, first), code)


def test_every_file_but_the_key_file_gives_nothing_that_is_sealed_and_with_it_no_message(
    lantern: OpenHouse, a_day: Day
):
    lantern.settles()
    taken = loot(a_day.house)
    assert len(taken.pictures) == 2 * WITH_PICTURES

    read = read_by_attacker(taken)
    read_with_key_file = read_by_attacker(taken, house_keys=[a_day.house.key])

    for sentence in [*a_day.planted, PICTURED.encode(), FILTERED.encode(), b"PRIVATE KEY"]:
        assert sentence not in read
    assert FILTERED.encode() in read_with_key_file
    assert b"PRIVATE KEY" in read_with_key_file
    for sentence in [*a_day.planted, PICTURED.encode()]:
        assert sentence not in read_with_key_file


def test_what_waits_in_the_queues_is_sealed_too(a_small_day: Day):
    read = read_by_attacker(loot(a_small_day.house))

    for sentence in a_small_day.planted:
        assert sentence not in read


@pytest.mark.parametrize("way_in", ["session", "token", "recovery_code"])
def test_the_attacker_of_these_tests_reads_with_a_way_in_and_only_what_that_opens(
    lantern: OpenHouse, a_small_day: Day, way_in: str
):
    secret: str = getattr(a_small_day, way_in)
    lantern.settles()

    read = read_by_attacker(loot(a_small_day.house), secret.replace("-", ""), secret)

    assert f"{SAID}marisol".encode() in read
    assert FROM_AFAR.encode() in read
    assert f"{SAID}juno".encode() not in read
    assert f"{PICTURED}marisol".encode() in read
    assert f"{PICTURED}juno".encode() not in read


def test_home_needs_no_key_and_asks_no_more_because_of_messages(lantern: OpenHouse, monkeypatch: pytest.MonkeyPatch):
    marisol, juno = join(lantern.house, "marisol"), join(lantern.house, "juno")
    marisol.follows(juno)
    juno.posts("good morning", "community")
    browser = lantern.browser_of(marisol)
    lantern.settles()
    browser.get("/")
    before = _counted(lantern, monkeypatch, lambda: browser.get("/"))

    for at in range(5):
        juno.posts(f"@marisol {SAID}{at}", "mentioned")
    lantern.settles()
    browser.get("/notifications")
    after = _counted(lantern, monkeypatch, lambda: browser.get("/"))

    assert before == after
    assert after[1] == 0
    assert _counted(lantern, monkeypatch, lambda: browser.get("/messages"))[1] > 0


def test_messages_are_read_where_they_belong_and_nowhere_else(lantern: OpenHouse, a_small_day: Day):
    marisol = lantern.browser_of(a_small_day.people[0])

    listed = marisol.get("/messages")
    page = "".join(marisol.get(way).text for way in listed.links() if way.startswith("/messages/"))

    assert f"{SAID}marisol" in page
    assert FROM_AFAR in marisol.get("/messages/requests").text or FROM_AFAR in page
    assert SAID not in marisol.get("/notifications").text
    assert SAID not in marisol.get("/").text
    stranger = lantern.browser()
    for way in ("/messages", *listed.links()):
        assert SAID not in stranger.get(way).text


def test_a_token_without_the_key_gets_messages_without_text(lantern: OpenHouse, a_small_day: Day):
    marisol = a_small_day.people[0]
    message = marisol.posts(f"@juno {SAID}the stairs", "mentioned")
    without = _lets_an_app_in(a_small_day.house, marisol, with_key=False)

    def told(token: str) -> tuple[str, str]:
        headers = {"authorization": f"Bearer {token}"}
        alone = lantern.client.get(f"/api/v1/statuses/{message}", headers=headers).json()
        talks = lantern.client.get("/api/v1/conversations", headers=headers)
        [listed] = [talk["last_status"] for talk in talks.json() if talk["last_status"]["id"] == str(message)]
        assert (SAID in talks.text) is bool(listed["content"])
        return alone["content"], listed["content"]

    assert told(without) == ("", "")
    assert all(f"{SAID}the stairs" in one for one in told(a_small_day.token))


def _draws(house: House, member: Member, pictured: str = PICTURED) -> int:
    """A picture that is cleaned and kept; one may read in its bytes whose it is."""
    clean, blob = replace(CLEAN, full=f"RIFF {pictured}{member.name}".encode()), new_token()
    house.blobs.put_now(storing.full(blob), clean.full)
    house.blobs.put_now(storing.small(blob), clean.full)
    return house.database.write_now(picturing.add_picture, member.id, clean, blob, "", now=now())


def _an_ally_writes(house: House, to: Member) -> None:
    author = guest(house, befriend(house))
    foreign = ForeignPost(f"{ALLY}/posts/1", f"<p>{FROM_AFAR}</p>", WARNED, "en", Audience.MENTIONED, "", (), now())
    house.database.write_now(
        receive_post, author.facts, foreign, [to.facts], origin=house.settings.origin, key=house.key, now=now()
    )
    to.posts(f"@night@harbour.example {SAID}afar", "mentioned")


def _everybody_is_careful(house: House, people: list[Member]) -> None:
    """Sessions, new passphrases, shares for friends, and a friend who asks to return."""
    for at, one in enumerate(people):
        secret, proven = one.signs_in(), Proven(one.id, one.key)
        friends_of = [people[(at + 1) % len(people)].name, people[(at + 2) % len(people)].name]
        house.database.write_now(friends.entrust, proven, friends_of)
        if at % 4 == 0:
            anew = secrets.made_now(f"another lantern phrase {one.name}")
            house.database.write_now(signing_in.change_passphrase, proven, anew, secret=secret)
    asked = house.database.write_now(friends.ask_to_return, people[1].name, key=house.key, now=now())
    house.database.write_now(friends.say_yes, people[2].id, people[2].key, asked.for_friends, key=house.key, now=now())


def _lets_an_app_in(house: House, member: Member, *, with_key: bool = True) -> str:
    """Through a code, as apps come in."""
    app = house.database.write_now(
        apps.register, "Tusk", [apps.OUT_OF_BAND], "read write", "", key=house.key, now=now()
    )
    asked = apps.Asked(app.id, apps.OUT_OF_BAND, "read write", "")
    code = house.database.write_now(
        apps.authorise, member.id, asked, member_key=member.key if with_key else None, now=now()
    )
    given = house.database.write_now(apps.exchange, app, code, apps.OUT_OF_BAND, "", now=now())
    assert given is not None
    return given[0]


def _counted(lantern: OpenHouse, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> tuple[int, int]:
    """(statements through SQLAlchemy, calls that need a member's or a message's key) while it is done."""
    asked: list[str] = []
    opened: list[str] = []
    engine = lantern.house.database._reading

    def note(connection, cursor, statement, parameters, context, executemany):
        asked.append(statement)

    real_unlocked, real_opened = member_keys.unlocked, member_keys.MemberKey.opened
    event.listen(engine, "before_cursor_execute", note)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(framing, "FRESH_FOR", 1e9)
            patch.setattr(member_keys, "unlocked", lambda *a: (opened.append("unlocked"), real_unlocked(*a))[1])
            patch.setattr(member_keys.MemberKey, "opened", lambda *a: (opened.append("opened"), real_opened(*a))[1])
            with heard_prepared(lambda sql, _given: asked.append(sql)):
                act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked), len(opened)
