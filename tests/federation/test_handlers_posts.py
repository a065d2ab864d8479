"""Announce, Like, Delete, Update and their Undo: each by whoever may, of what they may."""

import pytest

from app.accounts import queries as accounts
from app.basics.text import clean
from app.posts.actions.writing import Draft, write_post
from app.posts.audience import Audience
from tests.federation.reading import boosts, favourites, guests, id_of, posts_from_afar, uri_of
from tests.world.letters import a_create, a_note, as_written, lives_at, said
from tests.world.peers import actor_of

pytestmark = pytest.mark.anyio


async def test_mastodons_boost_of_our_post_is_kept_and_taken_back(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    ours = uri_of(lantern.house, a_member.posts(audience="open"))
    places = {"member": a_member.facts.uri, "post": ours}

    await lantern.takes(an_ally, ana, as_written("mastodon_announce", **places))
    kept = boosts(lantern.house)
    await lantern.takes(an_ally, ana, as_written("mastodon_undo_announce", **places))

    assert kept == {("ana", ours)}
    assert boosts(lantern.house) == set()


async def test_pleroma_takes_a_boost_back_by_its_address_alone(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "pleroma")
    places = {"member": a_member.facts.uri, "post": uri_of(lantern.house, a_member.posts(audience="open"))}

    await lantern.takes(an_ally, ana, as_written("pleroma_announce", **places))
    kept = boosts(lantern.house)
    await lantern.takes(an_ally, ana, as_written("pleroma_undo_announce", **places))

    assert len(kept) == 1
    assert boosts(lantern.house) == set()


@pytest.mark.parametrize("audience", ["community", "followers", "mentioned"])
async def test_what_was_written_for_some_cannot_be_boosted(lantern, an_ally, ana, a_member, another_member, audience):
    ours = uri_of(lantern.house, a_member.posts("@juno for you", audience=audience))

    await lantern.takes(an_ally, ana, said(ana, "Announce", ours))

    assert boosts(lantern.house) == set()


async def test_an_answer_bound_to_one_ally_cannot_be_boosted_by_another(lantern, an_ally, ana, make_peer, a_member):
    third = make_peer("https://third.example")
    lantern.allies_with(third)
    carla = third.houses("carla", key=7)
    to = {"to": [f"{ana.uri}/followers", a_member.facts.uri], "cc": [], "parasol:audience": "allies"}
    await lantern.takes(an_ally, ana, a_create(ana, **to))
    [theirs] = posts_from_afar(lantern.house)
    answer = our_answer(lantern, a_member, theirs.uri)

    await lantern.takes(third, carla, said(carla, "Announce", answer))
    await lantern.takes(an_ally, ana, said(ana, "Announce", answer))

    assert boosts(lantern.house) == {("ana", answer)}


async def test_a_boost_of_another_allys_post_fetches_it_from_there(lantern, an_ally, ana, make_peer):
    third = make_peer("https://third.example")
    lantern.allies_with(third)
    carla = third.houses("carla", key=7)
    note = a_note(carla)
    third.serves(note["id"], note)

    await lantern.takes(an_ally, ana, said(ana, "Announce", note["id"]))

    assert boosts(lantern.house) == {("ana", note["id"])}
    assert [post.author for post in posts_from_afar(lantern.house)] == ["carla"]


@pytest.mark.parametrize("to", [["{followers}"], []])
async def test_a_boost_of_another_allys_post_for_some_is_refused(lantern, an_ally, ana, make_peer, a_member, to):
    third = make_peer("https://third.example")
    lantern.allies_with(third)
    carla = third.houses("carla", key=7)
    to = [one.format(followers=f"{carla.uri}/followers") for one in to]
    create = a_create(carla, to=[*to, a_member.facts.uri], cc=[])
    await lantern.takes(third, carla, create)

    await lantern.takes(an_ally, ana, said(ana, "Announce", create["object"]["id"]))

    assert len(posts_from_afar(lantern.house)) == 1
    assert boosts(lantern.house) == set()


async def test_a_boost_of_a_strangers_post_is_not_looked_at(lantern, an_ally, ana, a_strange_house, an_impostor):
    note = a_note(an_impostor)
    a_strange_house.serves(note["id"], note)

    await lantern.takes(an_ally, ana, said(ana, "Announce", note["id"]))

    assert a_strange_house.asked == []
    assert boosts(lantern.house) == set()


async def test_a_fetched_post_must_be_by_somebody_of_its_house(lantern, an_ally, ana, make_peer):
    third = make_peer("https://third.example")
    lantern.allies_with(third)
    forged = a_note(ana) | {"id": f"{third.origin}/notes/1"}
    third.serves(forged["id"], forged)

    await lantern.takes(an_ally, ana, said(ana, "Announce", forged["id"]))

    assert posts_from_afar(lantern.house) == []
    assert lantern.waiting() == []


async def test_misskeys_like_is_a_favourite_and_is_taken_back(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "misskey")
    ours = uri_of(lantern.house, a_member.posts(audience="open"))

    await lantern.takes(an_ally, ana, as_written("misskey_like", post=ours))
    kept = favourites(lantern.house)
    await lantern.takes(an_ally, ana, as_written("misskey_undo_like", post=ours))

    assert kept == {("Ana", ours)}
    assert favourites(lantern.house) == set()


async def test_mastodons_like_is_a_favourite_and_is_taken_back(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    ours = uri_of(lantern.house, a_member.posts(audience="open"))

    await lantern.takes(an_ally, ana, as_written("mastodon_like", post=ours))
    kept = favourites(lantern.house)
    await lantern.takes(an_ally, ana, as_written("mastodon_undo_like", post=ours))

    assert kept == {("ana", ours)}
    assert favourites(lantern.house) == set()


async def test_nobody_takes_back_anothers_thanks(lantern, an_ally, ana, a_member):
    ben = an_ally.houses("ben", key=7)
    like = said(ana, "Like", uri_of(lantern.house, a_member.posts(audience="open")))
    await lantern.takes(an_ally, ana, like)

    await lantern.takes(an_ally, ben, said(ben, "Undo", like["id"]))

    assert len(favourites(lantern.house)) == 1


@pytest.mark.parametrize("audience", ["community", "followers"])
async def test_nobody_thanks_for_what_they_may_not_read(lantern, an_ally, ana, a_member, audience):
    ours = uri_of(lantern.house, a_member.posts(audience=audience))

    await lantern.takes(an_ally, ana, said(ana, "Like", ours))

    assert favourites(lantern.house) == set()


@pytest.mark.parametrize("software", ["mastodon", "gotosocial", "misskey", "snac"])
async def test_a_deleted_post_is_gone_and_does_not_come_back(lantern, an_ally, a_member, software):
    ana = lives_at(an_ally, software)
    create = as_written(f"{software}_create", member=a_member.facts.uri)
    await lantern.takes(an_ally, ana, create)
    before = len(posts_from_afar(lantern.house))

    await lantern.takes(an_ally, ana, as_written(f"{software}_delete"))
    await lantern.takes(an_ally, ana, create)

    assert before == 1
    assert posts_from_afar(lantern.house) == []


async def test_a_delete_that_overtakes_its_post_wins(lantern, an_ally, ana):
    create = a_create(ana)

    await lantern.takes(an_ally, ana, said(ana, "Delete", create["object"]["id"]), create)

    assert posts_from_afar(lantern.house) == []


async def test_nobody_deletes_anothers_post(lantern, an_ally, ana):
    ben = an_ally.houses("ben", key=7)
    create = a_create(ana)
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, ben, said(ben, "Delete", create["object"]["id"]))

    assert len(posts_from_afar(lantern.house)) == 1


async def test_who_left_their_house_is_gone_here_with_everything(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    await lantern.takes(an_ally, ana, as_written("mastodon_create", member=a_member.facts.uri))

    await lantern.takes(an_ally, ana, as_written("mastodon_delete_actor"))

    assert posts_from_afar(lantern.house) == []
    assert guests(lantern.house) == set()


async def test_nobody_ends_anothers_account(lantern, an_ally, ana):
    ben = an_ally.houses("ben", key=7)
    await lantern.takes(an_ally, ana, a_create(ana))

    await lantern.takes(an_ally, ben, said(ben, "Delete", ana.uri))

    assert ana.uri in guests(lantern.house)


async def test_a_new_name_is_learnt(lantern, an_ally, ana):
    await lantern.takes(an_ally, ana, said(ana, "Update", actor_of(ana) | {"name": "Ana <b>Maria</b>"}))

    assert lantern.house.database.read_now(accounts.by_uri, ana.uri).display_name == "Ana Maria"


async def test_however_long_they_write_of_themselves_no_tag_is_cut_in_two(lantern, an_ally, ana):
    """A link cut in the middle of its address would swallow what stands below it on the page."""
    for length in range(19_930, 20_030, 3):
        about = "x" * length + '<a href="https://harbour.example/a-long-way-to-go">more</a>'
        await lantern.takes(an_ally, ana, said(ana, "Update", actor_of(ana) | {"summary": about}))

        kept = lantern.house.database.read_now(accounts.by_uri, ana.uri).about_html
        assert str(clean(kept)) == kept
        assert 0 < len(kept) <= 20_200


async def test_nobody_renames_another(lantern, an_ally, ana):
    ben = an_ally.houses("ben", key=7)
    await lantern.takes(an_ally, ana, a_create(ana))

    await lantern.takes(an_ally, ben, said(ben, "Update", actor_of(ana) | {"name": "Nobody"}))

    assert lantern.house.database.read_now(accounts.by_uri, ana.uri).display_name == "Ana"


def our_answer(lantern, member, uri: str) -> str:
    draft = Draft("Yes", Audience.ALLIES, reply_to=id_of(lantern.house, uri))
    post = lantern.house.database.write_now(
        write_post, member.id, draft, origin=lantern.envoy.origin, key=lantern.house.key, now=lantern.envoy.clock()
    )
    return uri_of(lantern.house, post)
