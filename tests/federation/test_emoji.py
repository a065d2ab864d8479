"""Small pictures among words between two houses: named both ways, fetched from the ally alone, gone in time."""

from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import select

from app.accounts.actions import profiles
from app.accounts.viewer import Viewer
from app.allies.models import Ally
from app.emoji import queries, shown
from app.emoji.actions import of_the_house
from app.emoji.actions.of_allies import UNSEEN_LAST
from app.emoji.models import Emoji
from app.media import storing
from app.posts import queries as posts
from app.posts.actions import editing
from app.posts.actions.editing import Edit
from app.posts.models import Post
from federation import pact
from tests.world.alliance import Neighbour, Net, Sent, Told, settle
from tests.world.cast import Member
from tests.world.emoji import drawn_in, emoji_in
from tests.world.peers import AClock
from tests.world.pictures import four_corners, saved

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def noted_at(house: Neighbour) -> list[Emoji]:
    """Those of allies."""
    theirs = select(Emoji).where(Emoji.ally_id.is_not(None)).order_by(Emoji.shortcode)
    return house.house.database.read_now(lambda session: list(session.scalars(theirs)))


def only_post_at(house: Neighbour) -> Post:
    return house.house.database.read_now(lambda session: session.scalars(select(Post)).one())


def asked_for(net: Net) -> list[str]:
    return [sent.url for sent in net.sent if sent.method == "GET" and "/emoji/" in sent.url]


def has_scopes(house: Neighbour, other: Neighbour, scopes: str) -> None:
    house.house.database.write_now(lambda s: setattr(s.get_one(Ally, house.ally_id(other)), "scopes", scopes))


async def shown_by(house: Neighbour, address: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(house.app)) as client:
        return await client.get(address)


@pytest.fixture
async def written(allied: Houses) -> Member:
    """Marisol has written with a picture of her house, and the ally has it."""
    near, far = allied
    await emoji_in(near.house)
    marisol = near.houses("marisol")
    marisol.posts("Under the :parasol:", "allies")
    await settle(near, far)
    return marisol


async def test_what_a_member_writes_with_is_fetched_once_and_shown_from_here(
    allied: Houses, written: Member, net: Net
) -> None:
    near, far = allied

    written.posts("Again a :parasol:", "allies")
    await settle(near, far)

    [one] = noted_at(far)
    kept = far.house.database.read_now(lambda s: s.scalars(select(Post).order_by(Post.id)).first())
    assert kept is not None
    [entity] = shown.kept_in(kept.body)
    answer = await shown_by(far, entity.url)
    assert (one.shortcode, entity.shortcode) == ("parasol", "parasol")
    assert entity.url == f"{far.origin}/emoji/{one.word}"
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["cache-control"] == "no-store"
    assert near.origin not in kept.body.decode().replace(kept.uri, "")
    assert len(asked_for(net)) == 1


async def test_the_tag_is_as_others_read_it(allied: Houses, written: Member, net: Net) -> None:
    near, far = allied

    [note] = [a["object"] for a in net.posted_to(far.origin) if a["type"] == "Create"]

    [one] = near.house.database.read_now(queries.of_the_house)
    url = f"{near.origin}/emoji/{one.word}"
    assert note["tag"] == [
        {
            "id": f"{url}#emoji", "type": "Emoji", "name": ":parasol:",
            "updated": one.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "icon": {"type": "Image", "mediaType": "image/webp", "url": url},
        }
    ]  # fmt: skip
    assert ":parasol:" in note["content"]
    assert "<img" not in note["content"]


async def test_a_name_and_a_note_bring_theirs_along(allied: Houses) -> None:
    near, far = allied
    await emoji_in(near.house)
    await emoji_in(near.house, "lantern")
    marisol = near.houses("marisol")
    near.house.database.write_now(
        profiles.change_profile, marisol.id, "Marisol :lantern:", "Under a :parasol:", origin=near.origin
    )

    there = await far.knows(marisol)
    await settle(far)

    facts = far.account(there.id)
    assert facts is not None
    assert {one.shortcode for one in shown.kept_in(facts.card)} == {"lantern", "parasol"}
    assert all([(await shown_by(far, one.url)).status_code == 200 for one in shown.kept_in(facts.card)])


async def test_another_picture_comes_with_the_next_post_at_the_same_address_and_the_first_file_goes(
    allied: Houses, written: Member, hours: AClock
) -> None:
    near, far = allied
    [mine], [before] = near.house.database.read_now(queries.of_the_house), noted_at(far)
    blob = await drawn_in(near.house, saved(four_corners(80, 80).rotate(90), "PNG"))
    hours.moves(hours=2)
    await near.house.database.write(of_the_house.replace_picture, mine.id, blob, now=hours())

    written.posts("The new :parasol:", "allies")
    await settle(near, far)

    [after] = noted_at(far)
    assert (before.word, before.blob) != (after.word, after.blob)
    assert before.word == after.word
    assert far.files() == [storing.full(str(after.blob))]


async def test_however_often_they_say_that_it_changed_it_is_fetched_once_an_hour(
    allied: Houses, written: Member, hours: AClock, net: Net
) -> None:
    near, far = allied
    [mine] = near.house.database.read_now(queries.of_the_house)

    for minute in range(1, 6):
        blob = await drawn_in(near.house)
        at = hours() + timedelta(minutes=minute)
        await near.house.database.write(of_the_house.replace_picture, mine.id, blob, now=at)
        written.posts("The newest :parasol:", "allies")
        await settle(near, far)

    assert len(asked_for(net)) == 1


async def test_an_edit_brings_its_own_along(allied: Houses, written: Member, hours: AClock) -> None:
    near, far = allied
    await emoji_in(near.house, "lantern")
    post = only_post_at(near)
    hours.moves(minutes=1)

    near.house.database.write_now(
        editing.edit_post, written.id, post.id, Edit("By the :lantern:"),
        origin=near.origin, key=near.house.key, now=hours(),
    )  # fmt: skip
    await settle(near, far)

    assert [one.shortcode for one in shown.kept_in(only_post_at(far).body)] == ["lantern"]
    assert {one.shortcode for one in noted_at(far)} == {"lantern", "parasol"}


async def test_without_the_scope_none_is_named(allied: Houses, net: Net) -> None:
    near, far = allied
    await emoji_in(near.house)
    has_scopes(near, far, "posts")
    near.houses("marisol").posts("Under the :parasol:", "allies")

    await settle(near, far)

    [note] = [a["object"] for a in net.posted_to(far.origin) if a["type"] == "Create"]
    assert note["tag"] == []
    assert "/emoji/" not in str(note)
    assert noted_at(far) == []


async def test_a_house_that_takes_no_pictures_notes_and_fetches_none(allied: Houses, net: Net) -> None:
    near, far = allied
    await emoji_in(near.house)
    has_scopes(far, near, "posts")
    near.houses("marisol").posts("Under the :parasol:", "allies")

    await settle(near, far)

    assert (noted_at(far), asked_for(net), far.files()) == ([], [], [])
    assert ":parasol:" in only_post_at(far).content


@pytest.mark.parametrize(
    "answer",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50_000_000,
        b"",
    ],
    ids=["a drawing with a script", "damaged", "50 MB", "empty"],
)
async def test_what_cannot_be_drawn_stays_a_word_and_holds_nothing_up(allied: Houses, net: Net, answer: bytes) -> None:
    near, far = allied
    await emoji_in(near.house)
    near.houses("marisol").posts("Under the :parasol:", "allies")

    def rule(sent: Sent) -> Told | None:
        return (200, [], answer) if "/emoji/" in sent.url else None

    net.rules[near.origin] = rule
    await settle(near, far)
    await settle(near, far)

    [one] = noted_at(far)
    assert (one.blob, one.usable) == (None, False)
    assert (far.waiting("emoji"), far.files()) == ([], [])
    [entity] = shown.kept_in(only_post_at(far).body)
    assert (await shown_by(far, entity.url)).status_code == 404


async def test_an_ally_that_is_down_is_asked_later(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    await emoji_in(near.house)
    marisol = near.houses("marisol")
    await far.knows(marisol)
    marisol.posts("Under the :parasol:", "allies")
    await near.works()
    net.cuts(near.origin)
    await settle(far)
    waiting = far.waiting("emoji")

    net.mends(near.origin)
    hours.moves(hours=1)
    await settle(far)

    [one] = noted_at(far)
    assert waiting == ["emoji"]
    assert one.blob is not None


async def test_what_waited_through_a_long_pause_is_fetched_after_it(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    await emoji_in(near.house)
    marisol = near.houses("marisol")
    await far.knows(marisol)
    net.rules[near.origin] = lambda sent: (503, [], b"") if "/emoji/" in sent.url else None
    marisol.posts("Under the :parasol:", "allies")
    await settle(near, far)
    await pact.pause(far.envoy, near.origin)
    net.mends(near.origin)
    hours.moves(days=20)
    await settle(far)

    await pact.resume(far.envoy, near.origin)
    await settle(far)

    [one] = noted_at(far)
    assert one.blob is not None


async def test_what_lies_elsewhere_is_not_fetched(allied: Houses, net: Net, hours: AClock) -> None:
    near, far = allied
    await emoji_in(near.house)
    marisol = near.houses("marisol")
    await far.knows(marisol)
    marisol.posts("Under the :parasol:", "allies")
    await near.works()
    net.cuts(near.origin)
    await settle(far)
    elsewhere = "https://elsewhere.example/tracker.png"
    far.house.database.write_now(lambda s: setattr(s.scalars(select(Emoji)).one(), "source_uri", elsewhere))
    net.mends(near.origin)

    hours.moves(hours=1)
    await settle(far)

    assert not [sent for sent in net.sent if sent.url.startswith(elsewhere)]
    assert (far.waiting("emoji"), far.files()) == ([], [])


async def test_after_parting_all_of_theirs_is_gone_files_included(
    allied: Houses, written: Member, hours: AClock
) -> None:
    near, far = allied
    assert far.files()

    await pact.part(far.envoy, near.origin)
    hours.moves(days=8)
    await settle(far)

    assert (noted_at(far), far.files(), far.waiting("emoji")) == ([], [], [])


async def test_what_nobody_there_writes_with_any_more_goes(allied: Houses, written: Member, hours: AClock) -> None:
    near, far = allied
    hours.moves(days=UNSEEN_LAST.days - 2)
    written.posts("Still a :parasol:", "allies")
    await settle(near, far)
    hours.moves(days=UNSEEN_LAST.days - 2)
    await settle(far)
    still_there = noted_at(far)

    hours.moves(days=4)
    await settle(far)

    assert len(still_there) == 1
    assert (noted_at(far), far.files()) == ([], [])


async def test_a_message_tells_nobody_what_it_is_written_with(allied: Houses, net: Net) -> None:
    near, far = allied
    await emoji_in(near.house)
    ana, marisol = far.houses("ana"), near.houses("marisol")
    await near.knows(ana)
    post_id = marisol.posts("@ana@harbour.example under the :parasol:", "mentioned")
    await settle(near, far)

    here, there = only_post_at(near), only_post_at(far)

    opened = near.house.database.read_now(posts.one, Viewer.member(marisol.id), post_id)
    assert b'"emojis":[]' in here.body
    assert b'"emojis":[]' in there.body
    assert opened.sealed is not None
    assert noted_at(far) == []
    assert (far.waiting("emoji"), asked_for(net)) == ([], [])
