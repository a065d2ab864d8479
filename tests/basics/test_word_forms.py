"""A word is found in its other forms, in the languages whose endings are known; in quotes only as it is."""

import threading

import pytest

from app.basics.word_forms import MARK, forms_in, forms_of
from app.basics.words import phrase_of, words_in


def finds(asked: str, written: str, language: str = "") -> bool:
    words = words_in(written)
    return bool({asked, *forms_of(asked)} & {*words, *forms_in(words, language)})


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("работа", "Ищу работу", "ru"),
        ("работу", "работа есть", ""),
        ("работы", "о работе", "en"),
        ("дом", "домами", ""),
        ("женщина", "Женщинам", ""),
        ("еж", "ёж", ""),
        ("meeting", "two meetings", "en"),
        ("meetings", "the meeting", ""),
        ("meet", "MEETING", "ru"),
        ("meeting", "we meet", "en-GB"),
        ("police", "Policed", ""),
        ("derechos", "el derecho", "es"),
        ("reunion", "reuniónes", "es"),
        ("travailleuses", "travailleuse", "fr"),
        ("direitos", "direito", "pt-BR"),
    ],
)
def test_one_form_finds_another(asked: str, written: str, language: str):
    assert finds(asked, written, language)


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("работа", "робота", ""),
        ("работа", "роботу", "uk"),
        ("роботу", "робота", "uk"),
        ("meeting", "meetings", "de"),
        ("cat", "dog", ""),
        ("2026", "2025", ""),
        ("工作", "工人", "zh"),
    ],
)
def test_another_word_is_not_found(asked: str, written: str, language: str):
    assert not finds(asked, written, language)


def test_only_words_with_an_ending_add_a_mark_each_stem_once():
    assert forms_in(["tea", "meeting", "meetings", "2026", "工作", "a"], "") == [f"{MARK}meet"]


@pytest.mark.parametrize("language", ["<script>", "x" * 12, "\u202e", "EN", "zh", "tlh"])
def test_whatever_an_ally_calls_a_language_does_no_harm(language: str):
    assert set(forms_in(["meetings", "работу"], language)) <= {f"{MARK}meet", f"{MARK}работ"}


def test_a_single_word_has_forms_and_a_phrase_a_beginning_and_what_is_quoted_have_none():
    assert phrase_of("meeting", any_form=True).forms  # type: ignore[union-attr]
    for phrase in (
        phrase_of("meeting"),
        phrase_of("well-being", any_form=True),
        phrase_of("meet", open_ended=True, any_form=True),
        phrase_of("工作", any_form=True),
    ):
        assert phrase is not None
        assert phrase.forms == ()


def test_several_threads_ask_at_once():
    wrong = list[object]()

    def ask() -> None:
        wrong.extend(one for _ in range(500) if (one := forms_of("meetings")) != forms_of("meetings"))
        wrong.extend(one for _ in range(500) if (one := forms_in(["работу"], "")) != [f"{MARK}работ"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
