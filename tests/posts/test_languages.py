"""What may stand as the language of a post, and how a message keeps its own to itself."""

import weakref

import pytest
from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.basics.errors import Invalid
from app.posts import languages, queries
from app.posts.models import Post
from app.storage import Session
from app.storage.house import House
from tests.world.cast import Member


@pytest.mark.parametrize(
    ("said", "kept"),
    [("en", "en"), ("pt-br", "pt-BR"), ("ZH_hant", "zh-Hant"), ("zh-hant-tw", "zh-Hant-TW"), ("ase", "ase"), ("", "")],
)
def test_a_language_is_kept_as_the_standard_writes_it(said: str, kept: str):
    assert languages.checked(said) == languages.known(said) == kept


@pytest.mark.parametrize("said", ["xx", "und", "english", "en-", "e", "en-ZZZZ", "en-QQ", 'en" onload="x', "en\u202e"])
def test_what_is_no_language_is_refused_and_from_outside_forgotten(said: str):
    with pytest.raises(Invalid) as refused:
        languages.checked(said)

    assert refused.value.field == "language"
    assert languages.known(said) == ""


def test_the_few_that_apps_of_mastodon_offer_beside_babels_can_be_said():
    beside = {"kmr": "kmr", "cnr": "cnr", "ldn": "ldn", "zba": "zba", "zh-YUE": "yue", "bh": "bho"}

    assert {said: languages.checked(said) for said in beside} == beside


def test_what_somebody_sends_for_a_language_is_held_by_nothing_afterwards():
    class Sent(str):
        """A text that tells whether somebody still holds it."""

    sent = Sent("x" * 60_000)
    held = weakref.ref(sent)

    assert languages.known(sent) == ""
    del sent

    assert held() is None


def test_every_language_that_is_offered_is_one():
    assert [code for code in languages.OFFERED if languages.known(code) != code] == []


def test_the_last_language_is_that_of_the_newest_post_which_says_one(house: House, a_member: Member):
    a_member.posts("Té", language="es")
    a_member.posts("чай", language="ru")
    a_member.posts("?")

    assert house.database.read_now(queries.last_language, a_member.id) == "ru"


def test_a_message_says_its_language_only_to_its_readers(house: House, a_member: Member, another_member: Member):
    post_id = a_member.posts("@juno привет", "mentioned", language="ru")

    column = house.database.read_now(_column, post_id)
    sealed = house.database.read_now(queries.one, Viewer.member(another_member.id), post_id)

    assert column == sealed.language == ""
    assert b'"language":"ru"' not in sealed.body


def _column(session: Session, post_id: int) -> str | None:
    return session.scalar(select(Post.language).where(Post.id == post_id))
