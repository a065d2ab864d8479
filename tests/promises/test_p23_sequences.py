"""P23 as a property: whatever people do in whatever order, nobody reads what comes of a post who could not read it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import following
from app.accounts.viewer import STRANGER, Viewer
from app.basics.clock import now
from app.basics.errors import ParasolError
from app.posts import models as posts
from app.posts import quotes
from app.posts.actions import deleting, thanking
from app.posts.audience import Audience
from app.posts.quoting import WhoMayQuote
from app.posts.readable import readable
from app.storage.house import House
from tests.posts.test_editing import edits
from tests.posts.test_who_may_read import befriend, guest
from tests.world.cast import Member, join
from tests.world.quoting import says_who

NAMES = ("marisol", "juno", "vera", "oda")
ACTS = 40


@dataclass
class Post:
    """What was written, by whom, below what, and what it quotes."""

    id: int
    author: Member
    parent: "Post | None"
    quoted: "Post | None" = None
    could_read: set[str] = field(default_factory=set)


@dataclass
class Crowd:
    """Four members and two allied houses; `told` is what they did, for whoever has to understand a failure."""

    house: House
    members: dict[str, Member]
    viewers: dict[str, Viewer]
    random: random.Random
    there: dict[int, Post] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @property
    def posts(self) -> list[Post]:
        return list(self.there.values())

    def somebody(self) -> Member:
        return self.random.choice(list(self.members.values()))

    def text(self) -> str:
        handles = [f"@{name}" for name in (*NAMES, "night@harbour.example", "ada@maison.example")]
        return " ".join(["hello", *self.random.sample(handles, self.random.randint(0, 3))])

    def writes(self) -> None:
        self._posts(self.somebody(), None)

    def answers(self) -> None:
        parent = self.random.choice(self.posts)
        self._posts(self.somebody(), parent)

    def quotes(self) -> None:
        self._posts(self.somebody(), None, self.random.choice(self.posts))

    def answers_with_a_quote(self) -> None:
        self._posts(self.somebody(), self.random.choice(self.posts), self.random.choice(self.posts))

    def lets_others_quote(self) -> None:
        post, who = self.random.choice(self.posts), self.random.choice(list(WhoMayQuote))
        self.told.append(f"{post.author.name} lets {who} quote {post.id}")
        says_who(post.author, post.id, who)

    def edits(self) -> None:
        post, text = self.random.choice(self.posts), self.text()
        self.told.append(f"{post.author.name} edits {post.id}: {text}")
        edits(post.author, post.id, text)

    def boosts(self) -> None:
        post, who = self.random.choice(self.posts), self.somebody()
        self.told.append(f"{who.name} boosts {post.id}")
        self.house.database.write_now(thanking.boost, who.id, post.id, now=now())

    def follows(self) -> None:
        one, other = self.random.sample(list(self.members.values()), 2)
        self.told.append(f"{one.name} follows {other.name}")
        one.follows(other)

    def unfollows(self) -> None:
        one, other = self.random.sample(list(self.members.values()), 2)
        self.told.append(f"{one.name} no longer follows {other.name}")
        self.house.database.write_now(following.unfollow, one.id, other.id)

    def deletes(self) -> None:
        if len(self.there) < 4:
            return
        post = self.random.choice(self.posts)
        self.told.append(f"{post.author.name} deletes {post.id}")
        self.house.database.write_now(deleting.delete_post, post.author.id, post.id, key=self.house.key, now=now())
        del self.there[post.id]

    def _posts(self, author: Member, parent: Post | None, quoted: Post | None = None) -> None:
        text, audience = (
            self.text(),
            self.random.choice([None, *Audience, Audience.COMMUNITY, Audience.FOLLOWERS, Audience.MENTIONED]),
        )
        reply_to = parent and parent.id
        who, about = self.random.choice(list(WhoMayQuote)), quoted and quoted.id
        self.told.append(f"{author.name} writes for {audience}, below {reply_to}, about {about}, {who} quotes: {text}")
        post_id = author.posts(text, audience, reply_to=reply_to, quotes=about, quotable=who)
        self.there[post_id] = Post(post_id, author, parent, quoted)
        self.told[-1] += f" -> {post_id}"

    def readers(self) -> dict[int, set[str]]:
        """Who reads each post now."""
        found: dict[int, set[str]] = {post.id: set() for post in self.posts}
        for who, viewer in self.viewers.items():
            for post_id in self.house.database.read_now(_all_readable, viewer):
                found[post_id].add(who)
        return found

    def shown_in_quotes(self) -> set[tuple[int, str]]:
        """Which post is shown to whom inside of another."""
        quoting = [post.id for post in self.posts if post.quoted is not None]
        read = self.house.database.read_now
        return {
            (one.post.id, who)
            for who, viewer in self.viewers.items()
            for one in read(quotes.of_posts, viewer, quoting).values()
            if one.post is not None
        }


@pytest.fixture
def crowd(house: House) -> Crowd:
    harbour, maison = befriend(house), befriend(house, "https://maison.example")
    members = {name: join(house, name) for name in NAMES}
    for somebody in (guest(house, harbour), guest(house, maison, "ada", "https://maison.example")):
        somebody.follows(members["marisol"])
    viewers = {name: one.viewer for name, one in members.items()}
    viewers |= {"harbour": Viewer.ally(harbour), "maison": Viewer.ally(maison), "a stranger": STRANGER}
    return Crowd(house, members, viewers, random.Random(0))


@pytest.mark.parametrize("seed", range(3))
def test_nobody_comes_to_read_what_answers_a_post_that_they_never_could(crowd: Crowd, seed: int):
    crowd.random.seed(seed)
    crowd.writes()
    acts: list[Callable[[], None]] = [crowd.writes, *[crowd.answers] * 4, crowd.edits, crowd.edits, crowd.boosts]
    acts += [crowd.follows, crowd.unfollows, crowd.deletes, crowd.lets_others_quote, *[crowd.quotes] * 3]
    acts += [crowd.answers_with_a_quote]

    for _ in range(ACTS):
        try:
            crowd.random.choice(acts)()
        except ParasolError as refused:
            crowd.told[-1] += f" (refused: {refused})"

        read_now = crowd.readers()
        for post_id, who in crowd.shown_in_quotes():
            assert who in read_now[post_id], "\n".join(crowd.told)
        for post_id, readers in read_now.items():
            post = crowd.there[post_id]
            post.could_read |= readers
            if post.parent is not None:
                assert readers - post.parent.could_read == set(), "\n".join(crowd.told)
            if post.quoted is not None and post.quoted.id in read_now:
                assert readers - read_now[post.quoted.id] == set(), "\n".join(crowd.told)


def _all_readable(session: Session, viewer: Viewer) -> list[int]:
    return list(session.scalars(select(posts.Post.id).where(readable(viewer))))
