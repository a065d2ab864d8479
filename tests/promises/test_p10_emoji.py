"""P10: what a message is written with is inside its seal, and no word of it is said to the database."""

from sqlalchemy import select

from app.emoji import shown
from app.posts import opening, queries
from app.posts.models import Post
from app.storage import Session
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member
from tests.world.emoji import emoji_of
from tests.world.saying import said_to_the_database


def kept_bytes(session: Session) -> bytes:
    return session.scalars(select(Post.body)).one()


def opened_by(member: Member, post_id: int) -> queries.PostFacts:
    def read(session: Session) -> queries.PostFacts:
        facts = queries.one(session, member.viewer, post_id)
        return opening.opened(facts, opening.keys_for(session, member.id, [post_id]).get(post_id), member.key)

    return member.house.database.read_now(read)


def test_its_readers_see_the_pictures_and_the_bytes_beside_the_seal_name_none(a_member: Member, another_member: Member):
    one = emoji_of(a_member.house)

    post_id = a_member.posts("@juno under the :parasol:", "mentioned")

    assert b'"emojis":[]' in a_member.house.database.read_now(kept_bytes)
    for reader in (a_member, another_member):
        assert shown.pictures_in(opened_by(reader, post_id).body) == {"parasol": one.word}


def test_no_statement_carries_the_name_of_one(a_member: Member, another_member: Member):
    emoji_of(a_member.house, "bluebell")

    with said_to_the_database(a_member.house) as said:
        a_member.posts("@juno among the :bluebell:", "mentioned")

    assert said
    assert "bluebell" not in "".join(said)


def test_the_page_of_the_message_shows_them(
    lantern: OpenHouse,  # noqa: F811
    a_member: Member,
    another_member: Member,
):
    one = emoji_of(a_member.house)
    post_id = a_member.posts("@juno under the :parasol:", "mentioned")

    page = lantern.browser_of(another_member).get(f"/posts/{post_id}")

    assert f'src="/emoji/{one.word}" alt=":parasol:"' in page.text
