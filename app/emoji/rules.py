"""What may stand among words, as pure decisions."""

from typing import Final

from app.basics.emoji import is_shortcode
from app.basics.errors import Invalid

MOST_OF_THE_HOUSE: Final = 120
"""Whoever writes sees all of them in one list, also on a slow line."""
MOST_OF_AN_ALLY: Final = 500
LONGEST_CATEGORY: Final = 40


def checked_shortcode(typed: str) -> str:
    """The shortcode as it stands between the colons, which may be typed along; raises Invalid."""
    shortcode = typed.strip().strip(":")
    if not is_shortcode(shortcode):
        raise Invalid("shortcode", "Take 2 to 30 letters from a to z, figures and underscores, such as red_umbrella.")
    return shortcode


def checked_category(words: str) -> str:
    if len(words) > LONGEST_CATEGORY:
        raise Invalid("category", "At most 40 characters.")
    return words
