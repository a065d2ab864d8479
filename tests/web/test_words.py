"""Words that depend on a value, and the small drawings beside them."""

from datetime import timedelta

import pytest

from app.web import assets, words
from app.web.tiles import tile, tile_file
from tests.web import cast


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({"seconds": -5}, "just now"),
        ({"seconds": 59}, "just now"),
        ({"minutes": 1}, "1 minute ago"),
        ({"hours": 2}, "2 hours ago"),
        ({"hours": 22}, "22 hours ago"),
        ({"hours": 26}, "yesterday"),
        ({"days": 3}, "3 days ago"),
        ({"days": 18}, "3 November"),
        ({"days": 400}, "17 October 2025"),
    ],
)
def test_an_age_is_said_in_words(span: dict[str, int], said: str):
    assert words.Words("en").age(cast.NOW - timedelta(**span), cast.NOW) == said


def test_the_second_of_a_post_is_not_told():
    at = cast.NOW.replace(second=42)

    assert 'datetime="2026-11-21T20:30Z"' in words.Words("en").since(at, cast.NOW)


def test_an_unknown_icon_is_a_mistake_at_once():
    with pytest.raises(KeyError):
        assets.icon("unicorn")


def test_a_tile_is_the_same_each_time_and_differs_between_accounts():
    drawn = [tile(number) for number in range(120)]

    assert len(set(drawn)) == len(drawn)
    assert tile(7) == tile(7)
    assert tile_file(7).startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert "style" not in "".join(drawn)
