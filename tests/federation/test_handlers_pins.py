"""Add and Remove, and the list behind them: by whoever may, of their own posts alone, and for whom each already was."""

import pytest
from sqlalchemy import func, select

from app.posts.models import Post
from app.timelines import author_queries
from tests.federation.reading import id_of, posts_from_afar, uri_of
from tests.world.letters import a_create, a_note, as_written, lives_at, said

pytestmark = pytest.mark.anyio

HARBOUR = "https://harbour.example"


def pinned(lantern, reader, uri: str) -> list[str]:
    """What a member here sees first on the page of whoever wrote the post at this address."""

    def read(session):
        author = session.get_one(Post, id_of(lantern.house, uri)).author_id
        return [entry.post.uri for entry in author_queries.pinned(session, reader.viewer, author)]

    return lantern.house.database.read_now(read)


def how_many_pinned(lantern) -> int:
    """On whosever page."""
    query = select(func.count()).where(Post.pinned_at.is_not(None))
    return lantern.house.database.read_now(lambda session: session.scalar(query))


def to_featured(by) -> dict[str, str]:
    return {"target": f"{by.uri}/featured"}


@pytest.fixture
async def theirs(lantern, an_ally, ana) -> str:
    """A post of Ana's that is here."""
    create = a_create(ana)
    await lantern.takes(an_ally, ana, create)
    return create["object"]["id"]


async def test_mastodons_pin_is_kept_and_taken_back(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    create = as_written("mastodon_create", member=a_member.facts.uri)
    post = create["object"]["id"]
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, ana, as_written("mastodon_add", post=post))
    kept = pinned(lantern, a_member, post)
    await lantern.takes(an_ally, ana, as_written("mastodon_remove", post=post))

    assert kept == [post]
    assert pinned(lantern, a_member, post) == []


async def test_a_pinned_post_that_is_not_here_is_fetched_from_their_house(lantern, an_ally, ana, a_member):
    note = a_note(ana)
    an_ally.serves(note["id"], note)

    await lantern.takes(an_ally, ana, said(ana, "Add", note["id"], **to_featured(ana)))

    assert pinned(lantern, a_member, note["id"]) == [note["id"]]


async def test_nobody_pins_or_unpins_what_another_wrote(lantern, an_ally, ana, a_member, theirs):
    ben = an_ally.houses("ben", key=7)
    await lantern.takes(an_ally, ben, said(ben, "Add", theirs, **to_featured(ben)))
    by_another = pinned(lantern, a_member, theirs)
    await lantern.takes(an_ally, ana, said(ana, "Add", theirs, **to_featured(ana)))

    await lantern.takes(an_ally, ben, said(ben, "Remove", theirs, **to_featured(ana)))

    assert by_another == []
    assert pinned(lantern, a_member, theirs) == [theirs]


async def test_what_lies_at_another_house_is_not_even_asked_for(lantern, an_ally, ana, make_peer, a_member):
    ours = uri_of(lantern.house, a_member.posts(audience="open"))
    third = make_peer("https://third.example")
    lantern.allies_with(third)
    before = len(third.asked)

    answers = [
        await lantern.hears(an_ally, ana, said(ana, "Add", uri, **to_featured(ana)))
        for uri in (ours, "https://third.example/users/carla/statuses/1", "https://stranger.example/1")
    ]

    assert [answer.status_code for answer in answers] == [401] * 3
    assert len(third.asked) == before
    assert pinned(lantern, a_member, ours) == []


@pytest.mark.parametrize("target", ["", "outbox", "followers", "collections/tags"])
async def test_another_list_than_that_of_pins_is_not_meant(lantern, an_ally, ana, a_member, theirs, target):
    await lantern.takes(an_ally, ana, said(ana, "Add", theirs, target=target and f"{ana.uri}/{target}"))

    assert pinned(lantern, a_member, theirs) == []


async def test_a_pinned_tag_is_no_post(lantern, an_ally, ana, a_member, theirs):
    tag = {"type": "Hashtag", "href": f"{HARBOUR}/tags/boats", "name": "#boats"}

    await lantern.takes(an_ally, ana, said(ana, "Add", tag, **to_featured(ana)))

    assert pinned(lantern, a_member, theirs) == []
    assert len(posts_from_afar(lantern.house)) == 1


async def test_a_pin_shows_a_post_to_nobody_new(lantern, an_ally, ana, a_member, another_member):
    for_some = a_create(ana, to=[f"{ana.uri}/followers"], cc=[a_member.facts.uri])
    await lantern.takes(an_ally, ana, for_some)
    uri = for_some["object"]["id"]

    await lantern.takes(an_ally, ana, said(ana, "Add", uri, **to_featured(ana)))

    assert pinned(lantern, a_member, uri) == [uri]
    assert pinned(lantern, another_member, uri) == []


async def test_a_sixth_takes_the_place_of_the_first(lantern, an_ally, ana, a_member):
    uris = list[str]()
    for _ in range(6):
        create = a_create(ana)
        uris.append(create["object"]["id"])
        await lantern.takes(an_ally, ana, create, said(ana, "Add", uris[-1], **to_featured(ana)))

    assert pinned(lantern, a_member, uris[0]) == uris[:0:-1]
    assert how_many_pinned(lantern) == 5
