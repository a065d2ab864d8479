"""A post for each audience, and everybody who might want to read it, at every door they have (P23)."""
# ruff: noqa: F811 — fixtures are imported by their names

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import apps, blocking, profiles
from app.accounts.actions.profiles import ForeignAccount
from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import now
from app.basics.errors import Refused
from app.notifications import choosing
from app.notifications.policy import Policy, Treatment
from app.posts.actions import bookmarking, thanking
from app.posts.audience import Audience
from app.posts.models import Post, Said
from app.storage.house import House
from app.timelines import lists
from app.timelines.lists import ListDraft
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.peers import AClock, APeer, PeerMember, a_key

WORDS = {
    Audience.OPEN: "bramblewick", Audience.ALLIES: "cinderford", Audience.COMMUNITY: "dyehouse",
    Audience.FOLLOWERS: "emberlight", Audience.MENTIONED: "foxgloves",
}  # fmt: skip

# Who may read the author's posts of which audience. Theirs is a page on the open web.
FOR_MEMBERS = {Audience.OPEN, Audience.ALLIES, Audience.COMMUNITY}
MAY_READ = {
    "author": set(Audience),
    "follower": FOR_MEMBERS | {Audience.FOLLOWERS},
    "named": FOR_MEMBERS | {Audience.MENTIONED},
    "member": FOR_MEMBERS,
    "blocked": set[Audience](),
    "stranger": {Audience.OPEN},
    "ally with a follower": {Audience.OPEN, Audience.ALLIES, Audience.FOLLOWERS},
    "ally": {Audience.OPEN, Audience.ALLIES},
}
NAMES = {"author": "marisol", "follower": "juno", "named": "oda", "member": "lupe", "blocked": "kim"}
NOT_THERE = 117657178000000000

Ask = Callable[[str, str], tuple[int, bytes]]


@dataclass
class Asker:
    """Somebody at one of the doors. `list_id`: a list of their own with the author in it."""

    who: str
    door: str
    ask: Ask
    list_id: int = 0

    def __str__(self) -> str:
        return f"{self.who} through {self.door}"


@dataclass
class World:
    """A post for each audience, by one author, and everybody who might want to read it.

    `held_back`: of one of them the author's news waits.
    """

    house: OpenHouse
    author: Member
    posts: dict[Audience, int]
    askers: list[Asker]
    held_back: int

    def filled(self, path: str, post_id: int, asker: Asker) -> str:
        """The route's address for this post, and otherwise for its author."""
        own = {
            "handle": "marisol", "name": "marisol", "post": post_id, "status_id": post_id, "account_id": self.author.id,
            "account": self.author.id, "list_id": asker.list_id, "number": asker.list_id, "word": "harbour",
            "talk": self.talk, "sender": self.held_back, "request_id": self.held_back,
        }  # fmt: skip
        if path == "/ap/posts/{token}":
            return self.uri(post_id).removeprefix(self.house.house.settings.origin)
        address = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(own.get(found[1], 1)), path)
        return address + self.asked(path, post_id)

    def asked(self, path: str, post_id: int) -> str:
        """What some routes want to be asked."""
        if path == "/api/v1/statuses":
            return "?" + "&".join(f"id[]={one}" for one in self.posts.values())
        if path.endswith("/search"):
            return "?q=harbour"
        return f"?reply={post_id}" if path == "/write" else ""

    @property
    def talk(self) -> int:
        """The conversation that the message began."""
        begun = select(Said.talk_id).where(Said.post_id == self.posts[Audience.MENTIONED])
        return self.house.house.database.read_now(lambda session: session.scalars(begun).one())

    def visits(self, paths: Collection[str]) -> Iterator[tuple[Asker, str]]:
        """Everybody to each of the routes that their door has."""
        return ((asker, path) for asker in self.askers for path in sorted(paths) if serves(asker, path))

    def uri(self, post_id: int) -> str:
        if post_id == NOT_THERE:
            return f"{self.house.house.settings.origin}/ap/posts/{'x' * 22}"
        return self.house.house.database.read_now(lambda session: session.get_one(Post, post_id).uri)


@pytest.fixture
def world(lantern: OpenHouse) -> World:
    house = lantern.house
    people = {who: join(house, name) for who, name in NAMES.items()}
    author, follower = people["author"], people["follower"]
    (ana_id, ana), (_, bo) = an_ally(house, "https://harbour.example", 5), an_ally(house, "https://maison.example", 6)
    for one in (follower, Member(house, ana_id, "ana")):
        one.follows(author)
    posts = {
        audience: author.posts(f"#harbour {word}{' @oda' if audience is Audience.MENTIONED else ''}", audience)
        for audience, word in WORDS.items()
    }
    house.database.write_now(blocking.block, people["blocked"].id, author.id, now=now())
    house.database.write_now(choosing.choose, author.id, Policy(not_following=Treatment.FILTER))
    lantern.settles()
    askers = [Asker("stranger", "pages", pages(lantern, None))]
    for who, one in people.items():
        list_id = house.database.write_now(marks_everything, one, author, posts)
        askers.append(Asker(who, "pages", pages(lantern, one), list_id))
        askers.append(Asker(who, "an app", an_app(lantern, one), list_id))
    lantern.settles()
    house.database.write_now(choosing.let_in, author.id, [follower.id])
    askers.append(Asker("ally with a follower", "signed requests", signed(lantern, ana)))
    askers.append(Asker("ally", "signed requests", signed(lantern, bo)))
    return World(lantern, author, posts, askers, people["member"].id)


def names_a_post(path: str) -> bool:
    return bool(re.search(r"posts/\{post\}|statuses/\{status_id\}|\{handle\}/\{post\}|posts/\{token\}", path))


def serves(asker: Asker, path: str) -> bool:
    """Each door has routes of its own."""
    door = "an app" if path.startswith("/api/") else "signed requests" if path.startswith("/ap/") else "pages"
    return asker.door == door


def shown(body: bytes) -> set[Audience]:
    return {audience for audience, word in WORDS.items() if word.encode() in body}


def pages(house: OpenHouse, member: Member | None) -> Ask:
    browser = house.browser() if member is None else house.browser_of(member)
    token = "" if member is None else browser.get("/write").values_of("/posts")["csrf"]
    said = [("csrf", token), ("text", "changed"), ("favourite", "1"), ("bookmark", "1"), ("boost", "1"), ("pin", "1")]

    def ask(method: str, path: str) -> tuple[int, bytes]:
        found = browser.get(path) if method == "GET" else browser.post(path, said)
        return found.status, found.body

    return ask


def an_app(house: OpenHouse, member: Member) -> Ask:
    headers = {"authorization": "Bearer " + house.house.database.write_now(_token, house, member)}

    def ask(method: str, path: str) -> tuple[int, bytes]:
        sent = {"data": {"status": "changed"}} if method in {"PUT", "POST"} else {}
        found = house.client.request(method, path, headers=headers, **sent)  # type: ignore[arg-type]
        return found.status_code, found.content

    return ask


def _token(session: Session, house: OpenHouse, member: Member) -> str:
    scopes = "read write follow"
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], scopes, "", key=house.house.key, now=now())
    return apps.give_token(session, app.id, member.id, scopes, member_key=member.key, now=now())


def signed(house: OpenHouse, by: PeerMember) -> Ask:
    peer = APeer(by.uri.partition("/users/")[0], AClock())

    def ask(method: str, path: str) -> tuple[int, bytes]:
        url = house.house.settings.origin + path
        peer.clock.moves(seconds=1)  # said twice within one second it would be a replay
        found = house.client.request(method, url, headers=peer.signed(method, url, None, by.key))
        return found.status_code, found.content

    return ask


def an_ally(house: House, origin: str, key: int) -> tuple[int, PeerMember]:
    """An allied house and one who lives there, whose key is known here; their account's id."""
    ana = PeerMember("ana", f"{origin}/users/ana", a_key(f"{origin}/users/ana#main-key", key))
    ally = house.database.write_now(allies.ally_by_hand, origin, frozenset({Scope.POSTS, Scope.MEDIA}), now=now())
    foreign = ForeignAccount(
        uri=ana.uri, name="ana", host=origin.partition("://")[2], ally_id=ally.id, display_name="", about="",
        inbox=f"{origin}/inbox", shared_inbox=f"{origin}/inbox", key_id=ana.key.key_id, public_key=ana.pem,
    )  # fmt: skip
    found = house.database.write_now(profiles.remember_foreign, foreign, origin=house.settings.origin, now=now())
    return found, ana


def marks_everything(session: Session, member: Member, author: Member, posts: Mapping[Audience, int]) -> int:
    """They keep and thank for whatever they may read, so that every list of theirs would show it; a list's id."""
    made = lists.make_list(session, member.id, ListDraft("people"), key=member.house.key, now=now())
    with suppress(Refused):
        lists.put_in(session, member.id, made, [author.id])
    for audience in set(posts) & MAY_READ[next(who for who, name in NAMES.items() if name == member.name)]:
        bookmarking.bookmark(session, member.id, posts[audience], now=now())
        thanking.favour(session, member.id, posts[audience], now=now())
    return made
