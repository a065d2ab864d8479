"""Search for a word finds its other forms on both databases; quotes, stars and minuses mean what they say."""

import pytest

from app.basics.clock import now
from app.posts.actions import bookmarking, deleting
from tests.timelines.searching import finds, indexed, settle
from tests.world.cast import Member


def test_a_word_finds_its_other_forms_in_both_alphabets(a_member: Member):
    looking, there_is = a_member.posts("Ищу работу в порту"), a_member.posts("Работа есть")
    meetings, meet = a_member.posts("Two meetings on Monday"), a_member.posts("We meet at nine")

    assert finds(a_member, "работа") == finds(a_member, "работами") == [there_is, looking]
    assert finds(a_member, "meeting") == finds(a_member, "MEETINGS") == finds(a_member, "meet") == [meet, meetings]


def test_in_quotes_a_word_is_found_only_as_it_is(a_member: Member):
    looking, there_is = a_member.posts("Ищу работу"), a_member.posts("Работа есть")

    assert finds(a_member, '"работа"') == finds(a_member, "«Работа»") == [there_is]
    assert finds(a_member, '"ищу работу"') == [looking]
    assert finds(a_member, '"ищу работа"') == []


def test_several_words_are_each_found_in_any_form(a_member: Member):
    post = a_member.posts("Красные зонты на улицах")
    a_member.posts("Красные дома")

    assert finds(a_member, "красный зонт") == [post]


def test_a_minus_leaves_out_every_form(a_member: Member):
    a_member.posts("umbrellas and meetings")
    post = a_member.posts("an umbrella")

    assert finds(a_member, "umbrella -meeting") == [post]
    assert len(finds(a_member, 'umbrella -"meeting"')) == 2


def test_a_star_still_means_a_beginning(a_member: Member):
    post = a_member.posts("working late")

    assert finds(a_member, "work*") == [post]
    assert finds(a_member, "wor") == []


def test_the_language_that_a_post_says_decides(a_member: Member):
    spanish = a_member.posts("los derechos", language="es")
    german = a_member.posts("meetings", language="de")

    assert finds(a_member, "derecho") == [spanish]
    assert finds(a_member, "meeting") == []
    assert finds(a_member, "meetings") == [german]


def test_what_somebody_kept_is_found_by_its_forms_too(a_member: Member, another_member: Member):
    post = another_member.posts("Two meetings on Monday")
    a_member.house.database.write_now(bookmarking.bookmark, a_member.id, post, now=now())

    assert finds(a_member, "meeting in:bookmarks") == [post]
    assert finds(a_member, '"meeting" in:bookmarks') == []


def test_a_mark_of_a_form_cannot_be_asked_for(a_member: Member):
    a_member.posts("Two meetings")

    for typed in ("==meet", '"==meet"', "=meet"):
        assert finds(a_member, typed) == finds(a_member, typed.replace("=", ""))


def test_the_forms_go_with_the_post(a_member: Member):
    post = a_member.posts("Two meetings")
    settle(a_member.house)
    assert "==meet" in indexed(a_member.house)[post]

    house = a_member.house
    house.database.write_now(deleting.delete_post, a_member.id, post, key=house.key, now=now())

    assert finds(a_member, "meeting") == []
    assert indexed(a_member.house) == {}


@pytest.mark.parametrize("typed", ["a" * 39 + "s", "й" * 40, "'s", "ing", "ние"])
def test_odd_words_break_nothing(a_member: Member, typed: str):
    post = a_member.posts(typed)

    assert finds(a_member, typed) in ([post], [])
