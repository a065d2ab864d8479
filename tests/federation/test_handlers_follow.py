"""Follow, Accept, Reject, and Undo of a Follow: by consent, and only by those whom it concerns."""

import pytest

from app.accounts import queries as accounts
from app.accounts.actions import following
from tests.federation.reading import follows
from tests.world.letters import a_create, as_written, lives_at, said

pytestmark = pytest.mark.anyio


async def our_question(lantern, peer, member, them) -> str:
    """A member of ours asks somebody over there; the address of the Follow."""
    if lantern.house.database.read_now(accounts.by_uri, them.uri) is None:
        await lantern.takes(peer, them, a_create(them))
    followed = lantern.house.database.read_now(accounts.by_uri, them.uri)
    lantern.house.database.write_now(following.ask_to_follow, member.id, followed.id, now=lantern.envoy.clock())
    return lantern.house.database.read_now(accounts.follow_uri, member.id, followed.id)


@pytest.mark.parametrize("software", ["mastodon", "snac"])
async def test_a_follow_is_a_question(lantern, an_ally, a_member, software):
    ana = lives_at(an_ally, software)

    await lantern.takes(an_ally, ana, as_written(f"{software}_follow", member=a_member.facts.uri))

    assert follows(lantern.house) == {("ana", "marisol", False)}


@pytest.mark.parametrize("software", ["mastodon", "snac"])
async def test_a_follow_is_taken_back(lantern, an_ally, a_member, software):
    ana = lives_at(an_ally, software)
    places = {"member": a_member.facts.uri}

    await lantern.takes(an_ally, ana, as_written(f"{software}_follow", **places))
    await lantern.takes(an_ally, ana, as_written(f"{software}_undo_follow", **places))

    assert follows(lantern.house) == set()


async def test_nobody_takes_back_anothers_follow(lantern, an_ally, a_member):
    ana, ben = lives_at(an_ally, "mastodon"), an_ally.houses("ben", key=7)
    follow = as_written("mastodon_follow", member=a_member.facts.uri)
    await lantern.takes(an_ally, ana, follow)

    await lantern.takes(an_ally, ben, said(ben, "Undo", follow["id"]))
    await lantern.takes(an_ally, ben, said(ben, "Undo", follow | {"actor": ben.uri}))

    assert follows(lantern.house) == {("ana", "marisol", False)}


async def test_a_follow_of_somebody_who_is_not_here_changes_nothing(lantern, an_ally, ana, a_member):
    await lantern.takes(an_ally, ana, said(ana, "Follow", f"{lantern.envoy.origin}/ap/actors/nobody"))

    assert follows(lantern.house) == set()
    assert lantern.waiting() == []


@pytest.mark.parametrize("software", ["mastodon", "gotosocial"])
async def test_a_yes_is_a_yes(lantern, an_ally, a_member, software):
    ana = lives_at(an_ally, software)
    question = await our_question(lantern, an_ally, a_member, ana)

    await lantern.takes(an_ally, ana, as_written(f"{software}_accept", member=a_member.facts.uri, follow=question))

    assert follows(lantern.house) == {("marisol", "ana", True)}


async def test_a_yes_may_name_the_question_alone(lantern, an_ally, ana, a_member):
    question = await our_question(lantern, an_ally, a_member, ana)

    await lantern.takes(an_ally, ana, said(ana, "Accept", question))

    assert follows(lantern.house) == {("marisol", "ana", True)}


async def test_a_yes_may_write_the_question_anew(lantern, an_ally, ana, a_member):
    await our_question(lantern, an_ally, a_member, ana)
    anew = {"type": "Follow", "id": f"{ana.uri}/1", "actor": a_member.facts.uri, "object": ana.uri}

    await lantern.takes(an_ally, ana, said(ana, "Accept", anew))

    assert follows(lantern.house) == {("marisol", "ana", True)}


async def test_nobody_says_yes_for_another(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    question = await our_question(lantern, an_ally, a_member, ana)
    inline = {"type": "Follow", "id": question, "actor": a_member.facts.uri, "object": ana.uri}

    await lantern.takes(an_ally, ben, said(ben, "Accept", question), said(ben, "Accept", inline))

    assert follows(lantern.house) == {("marisol", "ana", False)}


async def test_a_yes_that_nobody_asked_for_changes_nothing(lantern, an_ally, ana, a_member):
    unasked = {"type": "Follow", "id": f"{ana.uri}/1", "actor": a_member.facts.uri, "object": ana.uri}

    await lantern.takes(an_ally, ana, said(ana, "Accept", unasked))

    assert follows(lantern.house) == set()


async def test_nobody_accepts_their_own_question_to_a_member_here(lantern, an_ally, ana, a_member):
    follow = said(ana, "Follow", a_member.facts.uri)
    await lantern.takes(an_ally, ana, follow)

    await lantern.takes(an_ally, ana, said(ana, "Accept", follow), said(ana, "Accept", follow["id"]))

    assert follows(lantern.house) == {("ana", "marisol", False)}


@pytest.mark.parametrize("accepted_before", [False, True])
async def test_a_no_ends_it(lantern, an_ally, a_member, accepted_before):
    ana = lives_at(an_ally, "mastodon")
    question = await our_question(lantern, an_ally, a_member, ana)
    places = {"member": a_member.facts.uri, "follow": question}
    if accepted_before:
        await lantern.takes(an_ally, ana, as_written("mastodon_accept", **places))

    await lantern.takes(an_ally, ana, as_written("mastodon_reject", **places))

    assert follows(lantern.house) == set()


async def test_nobody_says_no_for_another(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    question = await our_question(lantern, an_ally, a_member, ana)

    await lantern.takes(an_ally, ben, said(ben, "Reject", question))

    assert follows(lantern.house) == {("marisol", "ana", False)}
