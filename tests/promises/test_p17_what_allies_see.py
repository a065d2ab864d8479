"""P17: nothing that an ally hears or finds varies with who reported, of our people or of theirs."""

import re
from dataclasses import dataclass, field

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.clock import now
from app.posts.models import Post
from federation.fetch import FetchFailed
from moderation import decisions
from moderation.measures import Measure
from tests.federation.test_outgoing import Houses, follow
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member, join
from tests.world.deciding import Decider
from tests.world.governing import BY_TWO, a_policy
from tests.world.governing_cases import reports, reports_account

pytestmark = pytest.mark.anyio

# What went to them (method, address, body), and what they found where.
Step = tuple[list[tuple[str, str, str]], dict[str, str]]


@dataclass
class Between:
    """Two allied houses, and in ours those who decide, a friend of whoever is reported, and somebody who is none."""

    near: Neighbour
    far: Neighbour
    net: Net
    deciders: list[Decider]
    friend: Member
    stranger: Member
    told: int = field(default=0)

    def since(self) -> list[tuple[str, str, str]]:
        """What went from our house to theirs since this was asked last."""
        new, self.told = self.net.sent[self.told :], len(self.net.sent)
        return [
            (one.method, alike(one.url), alike(one.body.decode())) for one in new if one.url.startswith(self.far.origin)
        ]

    async def found(self, of: Member, post_id: int) -> dict[str, str]:
        """What they find at our addresses, asking with their signature."""
        actor, post = self.near.house.database.read_now(addresses, of.id, post_id)
        pages = [actor, post, *(f"{actor}/{collection}" for collection in ("outbox", "followers", "featured"))]
        answers = {alike(page): await self._asks(page) for page in pages}
        self.since()
        return answers

    async def _asks(self, url: str) -> str:
        try:
            found = await self.far.envoy.fetcher.get_json(url, signer=self.far.envoy.instance_key())
        except FetchFailed as failed:
            return f"{failed.answered}"
        return alike(msgspec.json.encode(found).decode())

    def decides(self, case_id: int, measure: Measure) -> int:
        """Under a clause that takes two."""
        first, second = self.deciders
        decision_id = first.decides(case_id, measure, BY_TWO, at=now())
        if measure is not Measure.HOLD:
            second.agrees(decision_id, at=now())
        return decision_id


@pytest.fixture
async def between(allied: Houses, net: Net) -> Between:
    near, far = allied
    a_policy(near.house, join(near.house, "vera", "steward").id)
    deciders = [Decider(join(near.house, name, "moderator")) for name in ("nao", "ines")]
    return Between(near, far, net, deciders, near.houses("kofi"), near.houses("lupe"))


async def test_they_hear_and_find_the_same_of_one_of_ours_whoever_reported(between: Between):
    """Whoever is reported is followed from there; she and our friend follow each other."""
    runs = [await reported_here(between, who) for who in ("friend", "stranger")]

    assert runs[0] == runs[1]
    a_post = f"{between.near.origin}/ap/posts/WORD"
    reported, held, removed, back, suspended = (heard for heard, _ in runs[0])
    assert reported == held == suspended == []
    assert ["Delete" in body for _, _, body in removed] == [True]
    assert ["Create" in body for _, _, body in back] == [True]
    assert [found[a_post] == "404" for _, found in runs[0]] == [False, True, True, False, True]


async def test_a_report_alone_changes_nothing_that_they_find(between: Between):
    ana, marisol = between.far.houses("ana"), between.near.houses("marisol")
    await follow(ana, between.far, marisol, between.near)
    post_id = marisol.posts("Over here", "allies")
    await settle(between.near, between.far)
    before = await between.found(marisol, post_id)

    for reporter in (between.friend, between.stranger):
        reports(reporter, post_id)
        reports_account(reporter, marisol.id)
        await settle(between.near, between.far)

        assert between.since() == []
        assert await between.found(marisol, post_id) == before


async def test_they_hear_the_same_when_one_of_theirs_is_reported(between: Between):
    """Our friend follows her; what is decided here is not said there either."""
    runs = [await reported_there(between, who) for who in ("friend", "stranger")]

    assert runs[0] == runs[1]
    assert [heard for heard, _ in runs[0]] == [[]] * len(runs[0])


async def reported_here(between: Between, who: str) -> list[Step]:
    """One of ours whom nobody reported before; step by step."""
    near, far = between.near, between.far
    mari, ana = near.houses(f"mari{len(who):02}"), far.houses(f"ana{len(who):02}")
    await follow(ana, far, mari, near)
    between.friend.follows(mari)
    mari.follows(between.friend)
    post_id = mari.posts("Over here", "allies")
    await settle(near, far)
    return await each_step(between, who, mari, post_id, ours=True)


async def reported_there(between: Between, who: str) -> list[Step]:
    near, far = between.near, between.far
    ana = far.houses(f"ana{len(who):02}")
    await follow(between.friend, near, ana, far)
    ana.posts("Over there", "allies")
    await settle(far, near)
    known = await near.knows(ana)
    newest = select(Post.id).where(Post.author_id == known.id).order_by(Post.id.desc()).limit(1)
    post_id = near.house.database.read_now(lambda session: session.scalars(newest).one())
    return await each_step(between, who, known, post_id, ours=False)


async def each_step(between: Between, who: str, whom: Member, post_id: int, *, ours: bool) -> list[Step]:
    """Reported, held, removed, overturned, suspended: what they heard each time, and found of one of ours then."""
    reporter: Member = getattr(between, who)
    steps: list[Step] = []
    between.since()

    async def then() -> None:
        await settle(between.near, between.far)
        heard = between.since()
        steps.append((heard, await between.found(whom, post_id) if ours else {}))

    post_case, account_case = reports(reporter, post_id), reports_account(reporter, whom.id)
    await then()
    between.decides(post_case, Measure.HOLD)
    await then()
    removal = between.decides(post_case, Measure.REMOVE)
    await then()
    between.near.house.database.write_now(decisions.overturn, removal, key=between.near.house.key, now=now())
    await then()
    between.decides(account_case, Measure.SUSPEND)
    await then()
    return steps


def addresses(session: Session, account_id: int, post_id: int) -> tuple[str, str]:
    return session.get_one(Account, account_id).uri, session.get_one(Post, post_id).uri


def alike(said: str) -> str:
    """Without names and keys that are each run's own, moments, and words drawn by lot."""
    said = re.sub(r"(mari|ana)[0-9]{2}|-----BEGIN PUBLIC KEY.*?END PUBLIC KEY-----", r"\1", said)
    said = re.sub(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?", "WHEN", said)
    return re.sub(r"(?<=/)[\w-]{20,}|[0-9]{15,}", "WORD", said)
