"""P4 over all three doors: who follows whom is seen by those two alone, and nowhere is it counted.

The strongest form first: whatever somebody else reads here, before and after two members follow each other, is the
same to the byte.
"""
# ruff: noqa: F811 — fixtures are imported by their names

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session
from starlette.routing import Route

from app.accounts.actions import apps, profiles
from app.accounts.actions.profiles import ForeignAccount
from app.accounts.actions.reach import correspond
from app.accounts.queries import found_by_words
from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import now
from app.doors.access import DECLARED, Access, every_route
from app.posts.actions import bookmarking
from app.timelines import lists
from app.timelines.lists import ListDraft
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member
from tests.world.peers import AClock, APeer, PeerMember, a_key

ORIGIN = "https://harbour.example"
OPEN_TO_MEMBERS = {Access.MEMBER, Access.OPEN}
# What a page draws anew each time and tells nobody anything: tokens, a form's own number, a fresh passphrase; and how
# long ago something was, which goes on by itself.
_DRAWN = re.compile(
    rb'name="(?:csrf|once|suggestion)" value="[^"]*"|<code class="secret"[^>]*>[^<]*</code>|<time [^>]*>[^<]*</time>'
)


def asked(lantern: OpenHouse, people: list[Member]) -> Iterator[str]:
    """Every address that a member may read, filled in with each of these people where it names somebody."""
    for route in every_route(lantern.app.routes):
        if isinstance(route, Route) and "GET" in (route.methods or ()) and DECLARED[route.endpoint] in OPEN_TO_MEMBERS:
            for somebody in people:
                filled = re.sub(r"\{(?:handle|name)\}", somebody.name, route.path)
                yield re.sub(r"\{\w+(?::\w+)?\}", str(somebody.id), filled)


def read_by(lantern: OpenHouse, paths: list[str], headers: dict[str, str]) -> dict[str, bytes]:
    answers = {path: lantern.client.get(path, headers=headers) for path in paths}
    return {path: _DRAWN.sub(b"", answer.content) for path, answer in answers.items()}


def app_of(lantern: OpenHouse, member: Member) -> dict[str, str]:
    """What an app of theirs sends."""
    return {"authorization": "Bearer " + lantern.house.database.write_now(_token, lantern, member.id)}


def browser_of(member: Member) -> dict[str, str]:
    return {"accept": "text/html", "cookie": f"__Host-session={member.signs_in()}"}


def _token(session: Session, lantern: OpenHouse, account_id: int) -> str:
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read", "", key=lantern.house.key, now=now())
    return apps.give_token(session, app.id, account_id, "read", member_key=None, now=now())


@pytest.fixture
def ana(lantern: OpenHouse) -> PeerMember:
    """Ana, who lives at an ally and whose key is known here."""
    ana = PeerMember("ana", f"{ORIGIN}/users/ana", a_key(f"{ORIGIN}/users/ana#main-key", 5))
    database = lantern.house.database
    ally = database.write_now(allies.ally_by_hand, ORIGIN, frozenset({Scope.POSTS, Scope.MEDIA}), now=now())
    foreign = ForeignAccount(
        uri=ana.uri, name="ana", host="harbour.example", ally_id=ally.id, display_name="", about="",
        inbox=f"{ORIGIN}/inbox", shared_inbox=f"{ORIGIN}/inbox", key_id=ana.key.key_id, public_key=ana.pem,
    )  # fmt: skip
    database.write_now(profiles.remember_foreign, foreign, origin=lantern.house.settings.origin, now=now())
    return ana


def read_by_ally(lantern: OpenHouse, by: PeerMember, urls: list[str]) -> dict[str, tuple[int, bytes]]:
    peer = APeer(ORIGIN, AClock())
    answers = {url: lantern.client.get(url, headers=peer.signed("GET", url, None, by.key)) for url in urls}
    return {url: (answer.status_code, answer.content) for url, answer in answers.items()}


@pytest.fixture
def the_clock_stands() -> Iterator[None]:
    """Pages say how long ago things were: what two readings differ in is then not the minute between them."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.mark.usefixtures("the_clock_stands")
@pytest.mark.parametrize("door", ["pages", "client API", "stranger"])
def test_to_everybody_else_all_is_as_it_was_when_two_begin_to_follow_each_other(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member, door: str
):
    for member in (a_member, another_member):
        member.posts("Hello from here", "open")
    headers = {
        "pages": browser_of(a_steward), "client API": app_of(lantern, a_steward), "stranger": {"accept": "text/html"},
    }[door]  # fmt: skip
    paths = sorted(set(asked(lantern, [a_member, another_member])))
    lantern.settles()
    first, before = (read_by(lantern, paths, headers) for _ in range(2))
    steady = [path for path in paths if first[path] == before[path]]

    a_member.follows(another_member)
    another_member.follows(a_member)
    lantern.settles()
    after = read_by(lantern, steady, headers)

    assert len(steady) > 0.9 * len(paths)
    assert {path for path in steady if after[path] != before[path]} == set()


@pytest.mark.usefixtures("the_clock_stands")
@pytest.mark.parametrize("door", ["pages", "client API"])
def test_to_whoever_is_in_a_list_or_wrote_what_was_bookmarked_all_is_as_it_was(
    lantern: OpenHouse, a_member: Member, another_member: Member, door: str
):
    a_member.follows(another_member)
    post = another_member.posts("Hello from here")
    lantern.settles()
    headers = browser_of(another_member) if door == "pages" else app_of(lantern, another_member)
    paths = sorted(set(asked(lantern, [a_member, another_member])))
    first, before = (read_by(lantern, paths, headers) for _ in range(2))
    steady = [path for path in paths if first[path] == before[path]]

    lantern.house.database.write_now(_lists_and_bookmarks, a_member, another_member, post)
    lantern.settles()
    after = read_by(lantern, steady, headers)

    assert len(steady) > 0.9 * len(paths)
    assert {path for path in steady if after[path] != before[path]} == set()


def _lists_and_bookmarks(session: Session, owner: Member, listed: Member, post: int) -> None:
    draft = ListDraft("Close friends", leaves_home=True)
    made = lists.make_list(session, owner.id, draft, key=owner.house.key, now=now())
    lists.put_in(session, owner.id, made, [listed.id])
    bookmarking.bookmark(session, owner.id, post, now=now())


def test_an_ally_reads_neither_items_nor_totals(
    lantern: OpenHouse, a_member: Member, another_member: Member, ana: PeerMember
):
    uri = a_member.facts.uri
    urls = [uri, *(f"{uri}/{name}" for name in ("followers", "following", "outbox"))]
    before = read_by_ally(lantern, ana, urls)

    a_member.follows(another_member)
    another_member.follows(a_member)
    after = read_by_ally(lantern, ana, urls)

    assert after == before
    assert [status for status, _ in after.values()] == [200] * 4
    assert not any(word in body for _, body in after.values() for word in (b"totalItems", b"orderedItems", b"first"))


def test_the_two_themselves_see_it_and_each_only_their_own_side(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)
    a_steward.follows(another_member)
    mine, theirs = app_of(lantern, a_member), app_of(lantern, another_member)

    def names(who: dict[str, str], whose: Member, which: str) -> list[str]:
        found = lantern.client.get(f"/api/v1/accounts/{whose.id}/{which}", headers=who).json()
        return sorted(account["username"] for account in found)

    assert names(mine, a_member, "following") == ["juno"]
    assert names(theirs, another_member, "followers") == ["marisol", "vera"]
    for who, whose in ((mine, another_member), (theirs, a_member)):
        assert names(who, whose, "followers") == names(who, whose, "following") == []


def test_nothing_counts_followers_for_anybody_not_even_for_oneself(
    lantern: OpenHouse, a_member: Member, another_member: Member
):
    another_member.follows(a_member)
    a_member.follows(another_member)

    entity = lantern.client.get("/api/v1/accounts/verify_credentials", headers=app_of(lantern, a_member)).json()
    page = lantern.client.get("/@marisol", headers=browser_of(a_member)).text

    assert [entity[name] for name in ("followers_count", "following_count", "statuses_count")] == [0, 0, 0]
    assert not re.search(r"\d+\s+follow", page)


def test_a_name_is_completed_only_among_those_one_follows_or_writes_with(
    lantern: OpenHouse, a_member: Member, another_member: Member, joining_house: Callable[[str], Member]
):
    followed, written_to, follows_me = (joining_house(name) for name in ("sofia", "soledad", "sonja"))
    joining_house("somebody_else")
    a_member.follows(followed)
    follows_me.follows(a_member)
    lantern.house.database.write_now(correspond, a_member.id, written_to.id)

    found = lantern.house.database.read_now(found_by_words, a_member.viewer, "so", limit=40)
    through_an_app = lantern.client.get(
        "/api/v1/accounts/search", params={"q": "so"}, headers=app_of(lantern, a_member)
    ).json()

    assert [account.name for account in found] == ["sofia", "soledad"]
    assert [account["username"] for account in through_an_app] == ["sofia", "soledad"]
    assert lantern.house.database.read_now(found_by_words, another_member.viewer, "so", limit=40) == []


def test_no_app_learns_how_two_others_stand_to_each_other(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)

    answer = lantern.client.get(
        "/api/v1/accounts/relationships", params={"id[]": [a_member.id, another_member.id]},
        headers=app_of(lantern, a_steward),
    ).json()  # fmt: skip
    familiar = lantern.client.get(
        "/api/v1/accounts/familiar_followers", params={"id[]": [another_member.id]}, headers=app_of(lantern, a_steward)
    ).json()

    assert not any(one[word] for one in answer for word in ("following", "followed_by", "requested", "requested_by"))
    assert familiar == []
