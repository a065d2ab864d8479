"""Tags between houses: said as other software says them, read however they were sent, and nothing of a message's."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.posts.models import PostTag, Tag
from app.storage.house import House
from federation.activities import read_note
from tests.federation.reading import posts_from_afar
from tests.federation.test_documents import marisol, note_of  # noqa: F401 - fixtures
from tests.world.cast import Member
from tests.world.letters import a_create

pytestmark = pytest.mark.anyio
Note = Callable[[Member, int], dict[str, Any]]

THEIRS = (
    '<p>Know your <a href="https://harbour.example/tags/Rights" class="mention hashtag" rel="tag">#<span>Rights</span>'
    '</a>, see <a href="https://harbour.example/law">#law</a></p>'
)
RIGHTS = {"type": "Hashtag", "href": "https://harbour.example/tags/rights", "name": "#Rights"}


def carried(house: House) -> set[str]:
    query = select(Tag.name).join(PostTag, PostTag.tag_id == Tag.id)
    return set(house.database.read_now(lambda session: session.scalars(query).all()))


def everything_known(house: House) -> set[str]:
    return set(house.database.read_now(lambda session: session.scalars(select(Tag.name)).all()))


@pytest.mark.parametrize("audience", ["open", "allies", "followers"])
async def test_a_note_says_its_tags(marisol: Member, note_of: Note, audience: str):  # noqa: F811
    note = note_of(marisol, marisol.posts("#SexWork and #Права", audience))

    assert note["tag"] == [
        {"type": "Hashtag", "href": "https://lantern.example/tags/sexwork", "name": "#SexWork"},
        {
            "type": "Hashtag",
            "href": "https://lantern.example/tags/%D0%BF%D1%80%D0%B0%D0%B2%D0%B0",
            "name": "#Права",
        },
    ]
    assert 'rel="tag">#SexWork</a>' in note["content"]
    assert read_note(note).tags == ("#SexWork", "#Права")


async def test_an_allys_post_carries_its_tags_and_its_links_lead_here(lantern, an_ally, ana):
    await lantern.takes(an_ally, ana, a_create(ana, content=THEIRS, tag=[RIGHTS]))

    [post] = posts_from_afar(lantern.house)
    assert carried(lantern.house) == {"rights"}
    assert 'href="https://lantern.example/tags/rights" class="mention hashtag" rel="tag">#Rights</a>' in post.content
    assert "harbour.example/tags" not in post.content
    assert "harbour.example/law" in post.content, "what they did not call a tag is a link like any other"


async def test_tags_are_one_whichever_way_they_were_sent(lantern, an_ally, ana):
    ways = [
        {"type": "Hashtag", "name": "rights"},
        {"type": "Hashtag", "name": "#RIGHTS", "href": "javascript:alert(1)"},
        {"type": "Hashtag", "name": "＃ｒｉｇｈｔｓ"},
    ]
    for way in ways:
        await lantern.takes(an_ally, ana, a_create(ana, content="<p>Hello</p>", tag=way))

    posts = posts_from_afar(lantern.house)
    assert len(posts) == 3
    assert everything_known(lantern.house) == {"rights"}
    assert all("https://lantern.example/tags/rights" in post.content for post in posts)
    assert not any("javascript" in post.content for post in posts)


@pytest.mark.parametrize(
    "tag",
    [
        {"type": "Hashtag"},
        {"type": "Hashtag", "name": 7},
        {"type": "Hashtag", "name": "#2026"},
        {"type": "Hashtag", "name": "#<script>alert(1)</script>"},
        {"type": "Hashtag", "name": "#" + "a" * 5000},
        {"type": "Emoji", "name": "#rights"},
        ["#rights"],
        "#rights",
    ],
)
async def test_what_is_no_tag_is_left_out_and_the_post_is_kept(lantern, an_ally, ana, tag):
    await lantern.takes(an_ally, ana, a_create(ana, content="<p>Hello</p>", tag=tag))

    [post] = posts_from_afar(lantern.house)
    assert post.content == "<p>Hello</p>"
    assert everything_known(lantern.house) == set()


async def test_of_many_tags_thirty_are_kept(lantern, an_ally, ana):
    tags = [{"type": "Hashtag", "name": f"#tag{number}"} for number in range(5_000)]

    await lantern.takes(an_ally, ana, a_create(ana, content="<p>Hello</p>", tag=tags))

    assert len(everything_known(lantern.house)) == 30


async def test_a_link_that_calls_itself_a_tag_of_ours_is_none(lantern, an_ally, ana):
    feigned = '<p><a href="https://lantern.example/tags/x" class="mention hashtag" rel="tag">#x</a></p>'

    await lantern.takes(an_ally, ana, a_create(ana, content=feigned))

    assert everything_known(lantern.house) == set()


async def test_a_message_from_an_ally_leaves_its_tags_in_no_table(lantern, an_ally, ana, a_member):
    await lantern.takes(an_ally, ana, a_create(ana, to=[a_member.facts.uri], cc=[], content=THEIRS, tag=[RIGHTS]))

    [post] = posts_from_afar(lantern.house)
    assert (post.audience, post.content) == ("mentioned", "")
    assert everything_known(lantern.house) == set()
