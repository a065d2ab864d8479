"""What other software, or somebody with bad intentions, may call an emoji: little of it is believed, nothing breaks."""

from typing import Any

import pytest
from sqlalchemy import select

from app.emoji import shown
from app.emoji.models import Emoji
from app.emoji.rules import MOST_OF_AN_ALLY
from app.posts.models import Post
from tests.world.letters import a_create, lives_at, said

pytestmark = pytest.mark.anyio


def an_emoji(name: Any = ":blobcat:", uri: Any = "https://harbour.example/emoji/blobcat.png", **more: Any) -> Any:
    """As Mastodon writes one."""
    return {
        "id": "https://harbour.example/emojis/1", "type": "Emoji", "name": name, "updated": "2024-11-01T12:00:00Z",
        "icon": {"type": "Image", "mediaType": "image/png", "url": uri}, **more,
    }  # fmt: skip


def noted(house: Any) -> list[str]:
    return house.database.read_now(lambda s: list(s.scalars(select(Emoji.shortcode).order_by(Emoji.shortcode))))


def written_with(house: Any) -> list[str]:
    body = house.database.read_now(lambda s: s.scalars(select(Post.body)).one())
    return [one.shortcode for one in shown.kept_in(body)]


async def takes(lantern: Any, an_ally: Any, content: str, tags: Any, **more: Any) -> None:
    ana = lives_at(an_ally, "mastodon")
    await lantern.takes(an_ally, ana, a_create(ana, content=content, tag=tags, **more))


async def test_mastodons_is_noted_in_words_and_warnings(lantern, an_ally, a_member):
    await takes(lantern, an_ally, "<p>A :blobcat:</p>", [an_emoji(), an_emoji(":wave:")], summary="See :wave:")

    assert noted(lantern.house) == ["blobcat", "wave"]
    assert written_with(lantern.house) == ["blobcat", "wave"]


async def test_one_that_is_no_list_and_one_whose_icon_is_a_link_are_understood(lantern, an_ally, a_member):
    link = {"type": "Link", "href": "https://harbour.example/emoji/blobcat.png"}

    await takes(lantern, an_ally, "<p>A :blobcat:</p>", an_emoji(icon=[{"type": "Image", "url": [link]}]))

    assert noted(lantern.house) == ["blobcat"]


async def test_what_lies_elsewhere_is_not_even_noted(lantern, an_ally, a_member):
    stranger = "https://elsewhere.example/tracker.png"

    await takes(lantern, an_ally, "<p>:blobcat: :wave:</p>", [an_emoji(), an_emoji(":wave:", stranger)])

    assert noted(lantern.house) == ["blobcat"]
    assert written_with(lantern.house) == ["blobcat"]


@pytest.mark.parametrize(
    "bad",
    [
        an_emoji(""), an_emoji(":a:"), an_emoji(":" + "a" * 31 + ":"), an_emoji(':"><script>:'),
        an_emoji(":bl\u202eob:"),
        an_emoji(":blobсat:"), an_emoji(":blob cat:"), an_emoji(None), an_emoji(7), an_emoji([":blobcat:"]),
        an_emoji(uri=""), an_emoji(uri="javascript:alert(1)"), an_emoji(uri={"a": 1}), an_emoji(uri="a b"),
        an_emoji(icon=None), an_emoji(icon="https://harbour.example/x.png"), an_emoji(icon=[]), an_emoji(updated={}),
        {"type": "Emoji"}, "Emoji", None, 7, [[an_emoji()]],
    ],
    ids=range(23),
)  # fmt: skip
async def test_what_is_none_stays_words_and_the_post_is_kept(lantern, an_ally, a_member, bad):
    await takes(lantern, an_ally, "<p>Hello &lt;:blobcat:&gt;</p>", [bad, an_emoji(":wave:")])

    assert set(noted(lantern.house)) <= {"wave", "blobcat"}
    assert "script" not in "".join(noted(lantern.house))
    body = lantern.house.database.read_now(lambda s: s.scalars(select(Post.content)).one())
    assert body == "<p>Hello &lt;:blobcat:&gt;</p>"
    assert not [uri for uri in sources(lantern.house) if not uri.startswith("https://harbour.example/")]


async def test_of_hundreds_thirty_are_noted(lantern, an_ally, a_member):
    tags = [an_emoji(f":code_{number}:", f"https://harbour.example/{number}.png") for number in range(500)]
    words = " ".join(f":code_{number}:" for number in range(500))

    await takes(lantern, an_ally, f"<p>{words}</p>", tags)

    assert len(noted(lantern.house)) == 30
    assert len(written_with(lantern.house)) == 30


async def test_of_one_house_so_many_are_kept_and_no_more(lantern, an_ally, a_member, monkeypatch):
    monkeypatch.setattr("app.emoji.actions.of_allies.MOST_OF_AN_ALLY", 3)

    await takes(lantern, an_ally, "<p>Hello</p>", [an_emoji(f":code_{number}:") for number in range(10)])

    assert noted(lantern.house) == ["code_0", "code_1", "code_2"]
    assert MOST_OF_AN_ALLY == 500


async def test_one_house_does_not_draw_in_the_words_of_another_nor_in_ours(lantern, an_ally, a_member, house):
    await takes(lantern, an_ally, "<p>:blobcat:</p>", [an_emoji()])

    post_id = a_member.posts("Mine is no :blobcat:")

    body = house.database.read_now(lambda s: s.get_one(Post, post_id).body)
    assert not shown.kept_in(body)
    assert b'"emojis":[]' in body


async def test_an_actor_may_bring_some(lantern, an_ally, a_member):
    ana = lives_at(an_ally, "mastodon")
    actor = dict(an_ally.served[ana.uri])
    await lantern.takes(an_ally, ana, a_create(ana))

    await lantern.takes(an_ally, ana, said(ana, "Update", actor | {"name": "Ana :wave:", "tag": [an_emoji(":wave:")]}))

    assert noted(lantern.house) == ["wave"]


def sources(house: Any) -> list[str]:
    return house.database.read_now(lambda s: list(s.scalars(select(Emoji.source_uri))))
