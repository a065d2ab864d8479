"""What depends on a value is said as each language says it: ages, days, lists, numbers, and how many of a thing."""

from datetime import timedelta

import pytest

from app.web import keeping
from app.web.render import words_in
from tests.web import cast


@pytest.mark.parametrize(
    ("span", "russian", "chinese"),
    [
        ({"seconds": 5}, "только что", "刚刚"),
        ({"minutes": 1}, "1 минуту назад", "1分钟前"),
        ({"hours": 2}, "2 часа назад", "2小时前"),
        ({"hours": 5}, "5 часов назад", "5小时前"),
        ({"hours": 26}, "вчера", "昨天"),
        ({"days": 18}, "3 ноября", "11月3日"),
        ({"days": 400}, "17 октября 2025\N{NARROW NO-BREAK SPACE}г.", "2025年10月17日"),
    ],
)
def test_an_age_is_said_as_the_language_says_it(span: dict[str, int], russian: str, chinese: str):
    at = cast.NOW - timedelta(**span)

    assert words_in("ru").age(at, cast.NOW) == russian
    assert words_in("zh").age(at, cast.NOW) == chinese


def test_an_end_is_said_as_the_language_says_it():
    end = cast.NOW + timedelta(days=3, hours=1)

    said = [keeping.until(words_in(language), end, cast.NOW) for language in ("en", "ru", "zh")]

    assert said == ["goes in 3 days", "исчезнет через 3 дня", "3天后消失"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 hour", "2 hours", "5 hours", "21 hours"]),
        ("ru", ["1 час", "2 часа", "5 часов", "21 час"]),
        ("zh", ["1 小时", "2 小时", "5 小时", "21 小时"]),
    ],
)
def test_how_many_is_said_with_the_plurals_of_the_language(language: str, said: list[str]):
    several = words_in(language).translations.ngettext

    assert [several("%(num)d hour", "%(num)d hours", n) % {"num": n} for n in (1, 2, 5, 21)] == said


@pytest.mark.parametrize(("language", "said"), [("en", "a, b and c"), ("ru", "a, b и c"), ("zh", "a、b和c")])
def test_several_things_are_joined_as_the_language_joins_them(language: str, said: str):
    assert words_in(language).all_of(["a", "b", "c"]) == said


def test_thousands_stand_apart_as_the_language_sets_them():
    said = [words_in(language).number(12_345) for language in ("en", "ru", "zh")]

    assert said == ["12,345", "12\N{NO-BREAK SPACE}345", "12,345"]


def test_one_word_that_is_two_elsewhere_is_told_apart_by_where_it_stands():
    russian = words_in("ru").translations

    assert russian.gettext("Post") == "Пост"
    assert russian.pgettext("button", "Post") == "Опубликовать"
