"""What we say of ourselves: enough for other software, and nothing that tells more than it must."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.accounts import queries as accounts
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State
from app.posts import picture_queries
from app.posts import queries as posts
from federation import documents
from federation.activities import read_activity, read_actor, read_note
from federation.documents import PUBLIC
from tests.world.alliance import Neighbour
from tests.world.cast import NOON, Member

AN_ALLY = AllyFacts(
    7, "https://harbour.example", "harbour.example", State.ALLIED, False, frozenset(Scope), None, None, None, None, NOON
)


@pytest.fixture
def marisol(near: Neighbour) -> Member:
    return near.houses("marisol")


@pytest.fixture
def note_of(near: Neighbour) -> Callable[[Member, int], dict[str, Any]]:
    """The Note of a member's post, as an ally is given it."""

    def make(author: Member, post_id: int) -> dict[str, Any]:
        read = near.house.database.read_now
        ids = read(posts.mentioned_in, [post_id])[post_id]
        mentioned = list(read(accounts.several, ids).values())
        pictures = read(picture_queries.pictures_of, [post_id])[post_id]
        return documents.note_document(
            read(posts.one, author.viewer, post_id), mentioned, pictures, near.envoy, AN_ALLY
        )

    return make


@pytest.mark.anyio
async def test_the_house_says_where_to_knock_and_with_which_key_and_nothing_else(near: Neighbour) -> None:
    document = documents.instance_document(near.envoy)

    assert set(document) == {"@context", "id", "type", "preferredUsername", "inbox", "publicKey"}
    assert document["publicKey"]["publicKeyPem"] == near.envoy.community.public_key
    assert document["preferredUsername"] == "lantern.example"


@pytest.mark.anyio
async def test_a_member_is_shown_without_a_date_or_a_count(near: Neighbour, marisol: Member) -> None:
    document = documents.actor_document(marisol.facts, near.envoy, AN_ALLY)

    assert document["manuallyApprovesFollowers"] is True
    assert (document["discoverable"], document["indexable"]) == (False, False)
    assert "published" not in document
    assert document["tag"] == []
    assert str(marisol.id) not in str(document)
    read = read_actor(document)
    assert (read.uri, read.name, read.key_owner) == (marisol.facts.uri, "marisol", marisol.facts.uri)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("audience", "public", "followers", "for_allies"),
    [("open", True, True, False), ("allies", False, True, True), ("followers", False, True, False)],
)
async def test_a_note_is_addressed_as_its_audience_says(
    audience: str,
    public: bool,
    followers: bool,
    for_allies: bool,
    near: Neighbour,
    marisol: Member,
    note_of: Callable[[Member, int], dict[str, Any]],
) -> None:
    juno = near.houses("juno")

    note = note_of(marisol, marisol.posts("Dear @juno", audience))

    everybody = note["to"] + note["cc"]
    assert (PUBLIC in everybody, f"{marisol.facts.uri}/followers" in everybody) == (public, followers)
    assert juno.facts.uri in everybody
    assert note["tag"] == [{"type": "Mention", "href": juno.facts.uri, "name": "@juno@lantern.example"}]
    assert read_note(note).for_allies == for_allies


@pytest.mark.anyio
async def test_a_note_for_people_named_is_addressed_to_them_alone(
    near: Neighbour, marisol: Member, note_of: Callable[[Member, int], dict[str, Any]]
) -> None:
    juno = near.houses("juno")

    note = note_of(marisol, marisol.posts("Dear @juno", "mentioned"))

    assert (note["to"], note["cc"]) == ([juno.facts.uri], [])


@pytest.mark.anyio
async def test_what_is_for_this_community_cannot_be_put_into_words_for_others(
    marisol: Member, note_of: Callable[[Member, int], dict[str, Any]]
) -> None:
    with pytest.raises(ValueError, match="community"):
        note_of(marisol, marisol.posts("Only here", "community"))


@pytest.mark.anyio
async def test_a_warning_hides_and_a_row_id_is_never_told(
    marisol: Member, note_of: Callable[[Member, int], dict[str, Any]]
) -> None:
    post = marisol.posts("Soup", "open", warning="Food", language="es")

    note = note_of(marisol, post)

    assert (note["summary"], note["sensitive"], note["contentMap"]) == ("Food", True, {"es": "<p>Soup</p>"})
    assert note["summaryMap"] == {"es": "Food"}
    assert str(post) not in msgspec.json.encode(note).decode()


@pytest.mark.anyio
async def test_every_act_has_an_address_and_reads_back_as_what_it_is(
    marisol: Member, note_of: Callable[[Member, int], dict[str, Any]]
) -> None:
    me, them, post = marisol.facts.uri, "https://harbour.example/users/ana", "https://harbour.example/posts/1"
    note = note_of(marisol, marisol.posts("Hello", "open"))
    acts = [
        documents.create_of(note),
        documents.delete_of(me, note["id"]),
        documents.announce_of(f"{me}/boosts/1", me, post, them, NOON),
        documents.like_of(f"{me}/likes/1", me, post, them),
        documents.follow_of(f"{me}/follows/1", me, them),
        documents.accept_of(f"{them}/follows/1", them, me),
        documents.refusal_of(f"{them}/follows/1", them, me),
        documents.undo_of("Follow", f"{me}/follows/1", me, them, them),
    ]

    read = [read_activity(msgspec.json.decode(msgspec.json.encode(act))) for act in acts]

    assert [a.verb for a in read] == ["Create", "Delete", "Announce", "Like", "Follow", "Accept", "Reject", "Undo"]
    assert {a.actor for a in read} == {me}
    assert len({a.uri for a in read}) == len(read)
    assert all(act["@context"] == documents.CONTEXT and "@context" not in act["object"] for act in acts)
