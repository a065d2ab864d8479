"""Update of a post: by its author alone, never for more people, never older than what is here, with a history."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Block
from app.basics.clock import now
from app.posts import opening, queries, versions
from app.posts.models import Mention, Post, PostVersion
from tests.federation.reading import id_of, posts_from_afar, uri_of
from tests.world.letters import PUBLIC, a_create, a_note, as_written, lives_at, said
from tests.world.saying import said_to_the_database

pytestmark = pytest.mark.anyio

LATER, STILL_LATER = "2024-11-01T13:00:00Z", "2024-11-01T14:00:00Z"


def an_update(by, create, updated=LATER, **changes):
    """What its author made of the post in `create`."""
    note = {**create["object"], "content": "<p>Hello, changed</p>", "updated": updated, **changes}
    return said(by, "Update", note)


def only(posts):
    [post] = posts
    return post


def said_before(house, uri):
    """What our copy said, and what it says."""
    found = house.database.read_now(
        lambda session: session.scalars(select(PostVersion).order_by(PostVersion.written_at)).all()
    )
    return [version.content for version in found] + [post.content for post in posts_from_afar(house) if post.uri == uri]


async def test_mastodons_edit_changes_our_copy_and_what_it_said_is_kept(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    await lantern.takes(an_ally, ana, as_written("mastodon_create", member=a_member.facts.uri))
    before = only(posts_from_afar(lantern.house))

    await lantern.takes(an_ally, ana, as_written("mastodon_update", member=a_member.facts.uri))

    after = only(posts_from_afar(lantern.house))
    assert "the storm is over" in after.content
    assert "script" not in after.content
    assert (after.warning, after.audience, after.mentioned) == ("Calm", before.audience, before.mentioned)
    assert after.pictures == (("https://harbour.example/media/storm.jpg", "Bright clouds"),)
    assert said_before(lantern.house, after.uri) == [before.content, after.content]
    post = lantern.house.database.read_now(queries.one_by_uri, a_member.viewer, after.uri)
    assert post.edited_at is not None
    assert b"the storm is over" in post.body


async def test_nobody_edits_somebody_elses_post(lantern, an_ally, ana):
    ben = an_ally.houses("ben", key=7)
    create = a_create(ben)
    await lantern.takes(an_ally, ben, create)

    own = a_create(ana)
    await lantern.takes(an_ally, ana, own)

    theirs = an_update(ana, create), an_update(ana, create, attributedTo=ana.uri)
    for forged in (*theirs, an_update(ana, own, attributedTo=ben.uri)):
        await lantern.takes(an_ally, ana, forged)

    assert ["Hello from over here" in post.content for post in posts_from_afar(lantern.house)] == [True, True]


async def test_nobody_of_another_house_edits_it_nor_ours(lantern, an_ally, ana, make_peer, a_member):
    third = make_peer("https://third.example")
    lantern.allies_with(third)
    carla = third.houses("carla", key=7)
    create = a_create(ana)
    await lantern.takes(an_ally, ana, create)
    ours = uri_of(lantern.house, a_member.posts("ours", "open"))

    forged = an_update(carla, create, attributedTo=carla.uri), said(carla, "Update", a_note(carla) | {"id": ours})
    told = [(await lantern.hears(third, carla, one)).status_code for one in forged]
    await lantern.works()

    assert told == [401, 401]
    assert "Hello from over here" in only(posts_from_afar(lantern.house)).content
    assert lantern.house.database.read_now(queries.one_by_uri, a_member.viewer, ours).edited_at is None


async def test_what_is_not_here_does_not_come_by_an_edit(lantern, an_ally, ana):
    create = a_create(ana)
    await lantern.takes(an_ally, ana, an_update(ana, create))
    unknown = posts_from_afar(lantern.house)

    await lantern.takes(an_ally, ana, create, said(ana, "Delete", create["object"]["id"]), an_update(ana, create))

    assert (unknown, posts_from_afar(lantern.house)) == ([], [])


async def test_an_older_edit_that_comes_later_changes_nothing(lantern, an_ally, ana):
    create = a_create(ana)
    await lantern.takes(an_ally, ana, create, an_update(ana, create, STILL_LATER, content="<p>newest</p>"))

    for updated in (LATER, STILL_LATER, "2024-10-01T12:00:00Z"):
        await lantern.takes(an_ally, ana, an_update(ana, create, updated, content="<p>older</p>"))

    assert only(posts_from_afar(lantern.house)).content == "<p>newest</p>"
    assert len(said_before(lantern.house, create["object"]["id"])) == 2


@pytest.mark.parametrize("updated", ["", "yesterday", "2999-01-01T00:00:00Z"])
async def test_a_time_that_cannot_be_is_now(lantern, an_ally, ana, clock, updated):
    create = a_create(ana)

    await lantern.takes(an_ally, ana, create, an_update(ana, create, updated))

    edited = lantern.house.database.read_now(lambda session: session.scalar(select(Post.edited_at)))
    assert clock() - timedelta(minutes=5) <= edited <= clock()


async def test_an_edit_that_another_clock_says_is_still_to_come_is_taken_as_it_is_told(lantern, an_ally, ana, clock):
    soon = (clock() + timedelta(seconds=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    create = a_create(ana)
    create["object"] |= {"published": clock().strftime("%Y-%m-%dT%H:%M:%SZ"), "updated": soon}

    await lantern.takes(an_ally, ana, create)

    edited = lantern.house.database.read_now(lambda session: session.scalar(select(Post.edited_at)))
    assert edited is not None
    assert edited.strftime("%Y-%m-%dT%H:%M:%SZ") == soon


async def test_an_update_that_says_nothing_new_leaves_no_version(lantern, an_ally, ana):
    create = a_create(ana)

    await lantern.takes(an_ally, ana, create, said(ana, "Update", {**create["object"], "updated": LATER}))

    assert len(said_before(lantern.house, create["object"]["id"])) == 1


@pytest.mark.parametrize(
    ("to", "then", "audience"),
    [
        (["{followers}"], [PUBLIC], "followers"),
        (["{member}"], [PUBLIC], "mentioned"),
        (["{member}"], ["{followers}"], "mentioned"),
        ([PUBLIC], ["{followers}"], "followers"),
        ([PUBLIC], ["{member}"], "mentioned"),
        ([PUBLIC], [PUBLIC], "open"),
    ],
)
async def test_an_edit_makes_an_audience_narrower_at_most(lantern, an_ally, ana, a_member, to, then, audience):
    places = {"{followers}": f"{ana.uri}/followers", "{member}": a_member.facts.uri}
    first = [places.get(one, one) for one in to] + [a_member.facts.uri]
    create = a_create(ana, to=first, cc=[])
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, ana, an_update(ana, create, to=[places.get(one, one) for one in then], cc=[]))

    assert only(posts_from_afar(lantern.house)).audience == audience


async def test_what_becomes_a_message_is_sealed_with_its_history(lantern, an_ally, ana, a_member):
    create = a_create(ana, to=[PUBLIC, a_member.facts.uri], content="<p>behind the lanternworks</p>")
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, ana, an_update(ana, create, to=[a_member.facts.uri], cc=[]))

    found = read_as(a_member, create["object"]["id"])
    first, second = (version.content for version in found.versions)
    assert (first, second) == ("<p>behind the lanternworks</p>", "<p>Hello, changed</p>")
    assert "lanternworks" not in repr(said_before(lantern.house, create["object"]["id"]))


async def test_a_message_is_sealed_anew_and_what_it_said_opens_for_its_readers_alone(
    lantern, an_ally, ana, a_member, another_member
):
    create = a_create(ana, to=[a_member.facts.uri], cc=[], content="<p>behind the lanternworks</p>")
    await lantern.takes(an_ally, ana, create)

    for updated, words in ((LATER, "dyehouse"), (STILL_LATER, "glassworks")):
        update = an_update(ana, create, updated, content=f"<p>behind the {words}</p>")
        await lantern.takes(an_ally, ana, update)

    found = read_as(a_member, create["object"]["id"])
    assert [version.content.split()[-1] for version in found.versions] == [
        "lanternworks</p>",
        "dyehouse</p>",
        "glassworks</p>",
    ]
    rows = repr(lantern.house.database.read_now(everything))
    assert not [word for word in ("lanternworks", "dyehouse", "glassworks") if word in rows]
    with_another_key = read_as(a_member, create["object"]["id"], key=another_member.key)
    assert [version.content for version in with_another_key.versions] == ["", "", ""]


async def test_no_word_of_an_arriving_message_is_said_to_the_database_before_it_is_sealed(
    lantern, an_ally, ana, a_member
):
    pictures = [
        {
            "type": "Document",
            "mediaType": "image/png",
            "url": f"{an_ally.origin}/media/{one}.png",
            "name": "the dyehouse",
        }
        for one in ("a", "b")
    ]
    create = a_create(ana, to=[a_member.facts.uri], cc=[], content="<p>the lanternworks</p>", attachment=pictures)
    update = an_update(ana, create, content="<p>the glassworks</p>", summary="worried", attachment=pictures[:1])

    with said_to_the_database(lantern.house) as values:
        await lantern.takes(an_ally, ana, create, update)

    said_openly = repr(values)
    assert read_as(a_member, create["object"]["id"]).versions[-1].content == "<p>the glassworks</p>"
    assert not [word for word in ("lanternworks", "dyehouse", "glassworks", "worried") if word in said_openly]


@pytest.mark.parametrize(("to", "named"), [("{followers}", {"marisol"}), (PUBLIC, {"marisol", "juno"})])
async def test_whoever_could_not_read_it_is_not_let_in_by_being_named(
    lantern, an_ally, ana, a_member, another_member, to, named
):
    to = to.format(followers=f"{ana.uri}/followers")
    create = a_create(ana, to=[to, a_member.facts.uri], cc=[])
    await lantern.takes(an_ally, ana, create)
    juno = another_member.facts.uri

    update = an_update(ana, create, to=[to, a_member.facts.uri, juno], tag=[{"type": "Mention", "href": juno}])
    await lantern.takes(an_ally, ana, update)

    assert only(posts_from_afar(lantern.house)).mentioned == named


async def test_whom_a_block_parts_from_the_author_is_not_told_of_being_named(
    lantern, an_ally, ana, a_member, another_member
):
    create = a_create(ana)
    await lantern.takes(an_ally, ana, create)
    author = lantern.house.database.read_now(lambda session: session.scalar(select(Post.author_id)))
    lantern.house.database.write_now(
        lambda session: session.add(Block(account_id=another_member.id, target_id=author, uri="", made_at=now()))
    )

    await lantern.takes(
        an_ally, ana, an_update(ana, create, tag=[{"type": "Mention", "href": another_member.facts.uri}])
    )

    assert only(posts_from_afar(lantern.house)).mentioned == frozenset()


async def test_whose_name_is_taken_out_goes_on_reading_it(lantern, an_ally, ana, a_member):
    create = a_create(ana, to=[a_member.facts.uri], cc=[])
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, ana, an_update(ana, create, to=[], cc=[]))

    assert read_as(a_member, create["object"]["id"]).versions[-1].content == "<p>Hello, changed</p>"


async def test_pictures_are_taken_out_added_and_described(lantern, an_ally, ana):
    one, two, three = ({"type": "Image", "url": f"https://harbour.example/{n}.png", "name": n} for n in ("1", "2", "3"))
    create = a_create(ana, attachment=[one, two])
    await lantern.takes(an_ally, ana, create)

    await lantern.takes(an_ally, ana, an_update(ana, create, attachment=[three, {**two, "name": "the second"}]))

    assert only(posts_from_afar(lantern.house)).pictures == (
        ("https://harbour.example/3.png", "3"),
        ("https://harbour.example/2.png", "the second"),
    )


async def test_an_earlier_end_holds_and_a_later_one_does_not(lantern, an_ally, ana):
    create = a_create(ana, endTime="2999-01-01T00:00:00Z")
    await lantern.takes(an_ally, ana, create)
    ends = []
    for updated, end in ((LATER, "2998-01-01T00:00:00Z"), (STILL_LATER, "2999-06-01T00:00:00Z")):
        await lantern.takes(an_ally, ana, an_update(ana, create, updated, endTime=end, content=f"<p>{end}</p>"))
        ends.append(lantern.house.database.read_now(lambda session: session.scalar(select(Post.ends_at))).year)

    assert ends == [2998, 2998]


def read_as(member, uri, key=None):
    """The history as a session of this member opens it, once they took the message."""
    read = member.house.database.read_now
    post_id = id_of(member.house, uri)
    member.house.database.write_now(lambda session: session.execute(update(Mention).values(requested=False)))
    found = read(versions.history, member.viewer, post_id)
    keys = read(opening.keys_for, member.id, [post_id])
    opened = opening.opened(found.post, keys.get(post_id), key or member.key)
    return versions.opened(found, opened, member.id, key or member.key)


def everything(session):
    return [*session.execute(select(Post.__table__)), *session.execute(select(PostVersion.__table__))]
