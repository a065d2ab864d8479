"""One way of writing each word, in every language: what is searched and what is asked for meet there."""

import pytest

from app.basics.words import LONGEST, MOST, Phrase, phrase_of, words_in


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The Night Market", "night MARKET"),
        ("Сегодня пришёл доктор", "ПРИШЕЛ"),
        ("Ёлка во дворе", "елка"),
        ("за\u0301мок на горе", "замок"),
        ("a café on the corner", "cafe"),
        ("Straße", "STRASSE"),
        ("ＦＵＬＬ　ＷＩＤＴＨ", "full width"),
        ("z\u200be\u200bro \u202ewi\u00addth", "zero width"),
        ("sex-work", "sex work"),
        ("don't", "don’t"),
        ("性工作者的权利", "工作者"),
        ("性工作者的权利", "利"),
        ("性工作者的权利", "性"),
        ("见面 open 中文", "open 中"),
        ("我在abc中文网", "在abc中文"),
        ("東京のカフェ", "カフェ"),
        ("성노동자 권리", "노동자"),
        ("สวัสดีครับ", "ดีครับ"),
        ("हिन्दी शब्द", "शब्द"),
        ("שָׁלוֹם", "שלום"),
        ("مَرْحَبًا", "مرحبا"),
        ("a snake_case _word_", "snake_case word"),
    ],
)
def test_a_word_is_found_however_it_is_written(written: str, asked: str):
    phrase = phrase_of(asked)

    assert phrase is not None
    assert stands(phrase, words_in(written))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("йод", "иод"),  # another letter, not an accented one
        ("性工作者", "工者"),
        ("性工作者", "者性"),
        ("the night", "nigh"),
        ("night market", "market night"),
    ],
)
def test_other_words_are_not_found(written: str, asked: str):
    phrase = phrase_of(asked)

    assert phrase is not None
    assert not stands(phrase, words_in(written))


@pytest.mark.parametrize(
    "asked", ["", "!?", "“”", "\u200b\u202e", "\ud800", "___", "'); DROP TABLE posts; --"[:4], "*"]
)
def test_what_has_no_word_in_it_is_no_phrase(asked: str):
    assert phrase_of(asked) is None


def test_nothing_but_letters_marks_digits_and_underscores_is_ever_in_a_word():
    words = words_in("a\"b 'c' NEAR(x y) x:y ^z {q} -w w* (o) AND\\n=all \x00 \ud800 %_ 😀")

    assert words == ["a", "b", "c", "near", "x", "y", "x", "y", "z", "q", "w", "w", "o", "and", "n", "all"]


def test_a_long_text_and_a_long_word_are_cut():
    assert len(words_in("word " * 500_000)) == MOST
    assert words_in("w" * 500_000) == ["w" * LONGEST]
    assert len(words_in("字" * 500_000)) == MOST


def stands(phrase: Phrase, words: list[str]) -> bool:
    asked = f" {' '.join(phrase.words)}{'' if phrase.open_ended else ' '}"
    return asked in f" {' '.join(words)} "
