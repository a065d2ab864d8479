"""What is typed into search, read: words, phrases, and what Mastodon has words for."""

from datetime import UTC, datetime

import pytest

from app.basics.errors import Invalid
from app.basics.word_forms import forms_of
from app.basics.words import Phrase
from app.timelines import asking
from app.timelines.asking import Asked, Within, read
from app.timelines.matching import Match, for_postgres, for_sqlite, holds


def test_words_phrases_and_beginnings():
    asked = read('тихо “Red Umbrella” «за окном» work* -police -"the press"')

    assert asked == Asked(
        phrases=(
            Phrase(("тихо",), forms=("тих", "==тих")),
            Phrase(("red", "umbrella")),
            Phrase(("за", "окном")),
            Phrase(("work",), open_ended=True),
        ),
        without=(Phrase(("police",), forms=forms_of("police")), Phrase(("the", "press"))),
    )


def test_operators_as_mastodon_has_them():
    asked = read("from:@juno@harbour.example -from:me has:media is:reply is:sensitive -has:link language:en-GB #Права")

    assert asked == Asked(
        marks=("=picture", "=reply", "=warned", "=inen", "=tagправа"),
        authors=("juno@harbour.example",),
        without_marks=("=link",),
        without_authors=("me",),
    )


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("before:2026-05-01", None, (2026, 5, 1)),
        ("after:2026-05-01", (2026, 5, 2), None),
        ("during:2026-05-01", (2026, 5, 1), (2026, 5, 2)),
        ("during:2026-12", (2026, 12, 1), (2027, 1, 1)),
        ("during:2026", (2026, 1, 1), (2027, 1, 1)),
        ("after:2026-03 before:2026-06 before:2026-05", (2026, 4, 1), (2026, 5, 1)),
    ],
)
def test_dates(typed: str, since: tuple[int, int, int] | None, until: tuple[int, int, int] | None):
    asked = read(typed)

    assert asked.since == (since and datetime(*since, tzinfo=UTC))
    assert asked.until == (until and datetime(*until, tzinfo=UTC))


@pytest.mark.parametrize(("word", "within"), [("bookmarks", Within.BOOKMARKS), ("library", Within.LIBRARY)])
def test_where_to_look(word: str, within: Within):
    assert read(f"in:{word}").within is within


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("before:yesterday", asking.NO_DATE),
        ("during:2026-02-30", asking.NO_DATE),
        ("after:0000", asking.NO_DATE),
        ("after:9999-12-31", asking.NO_DATE),
        ("has:soul", asking.NO_HAS),
        ("is:here", asking.NO_IS),
        ("in:trouble", asking.NO_IN),
        ("-in:bookmarks", asking.NO_MINUS),
        ("-before:2026", asking.NO_MINUS),
        ("a " * 21, asking.TOO_MANY),
        ("字" * 301, asking.TOO_LONG),
        ("x" * 500_000, asking.TOO_LONG),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(typed: str, sentence: str):
    with pytest.raises(Invalid, match=sentence[:20]) as refused:
        read(typed)

    assert (refused.value.field, refused.value.safe) == ("q", sentence)


def test_what_looks_like_an_operator_and_is_none_is_words():
    assert read("https://juno.example re:start").phrases == (
        Phrase(("https", "juno", "example")),
        Phrase(("re", "start")),
    )


def test_months_cover_every_moment_that_is_asked_for():
    assert read("during:2026-02-05").months == ("=m2026-2",)
    assert read("after:2024-10 before:2026-02").months == ("=m2024-11", "=m2024-12", "=m2026-1", "=y2025")
    assert read("after:2026").months == ()
    assert read("before:9998").months == ()
    assert read("after:2026 before:2025").is_never
    assert read("before:1999").is_never


def test_both_databases_and_no_database_are_asked_the_same():
    match = Match(
        groups=(("=all", "=by1"),),
        phrases=(Phrase(("red", "umbrella")), Phrase(("work",), open_ended=True)),
        none_of=("=link",),
        without=(Phrase(("police",)),),
    )

    assert for_sqlite(match) == '(("=all" OR "=by1") AND "red umbrella" AND "work" *) NOT ("=link" OR "police")'
    assert for_postgres(match) == "('=all' | '=by1') & ('red' <-> 'umbrella') & ('work':*) & !'=link' & !('police')"
    assert holds(match, "red umbrella workers =by1")
    assert not holds(match, "red umbrella workers =by12")
    assert not holds(match, "umbrella red workers =all")
    assert not holds(match, "red umbrella workers police =all")
    assert not holds(match, "red umbrella workers =all =link")
