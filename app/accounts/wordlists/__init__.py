"""What people choose: common passwords, words, names and sentences, written down by hand, each with its price in bits.

The price is how many guesses (as a power of two) whoever tries the likeliest first needs to come by it.
"""

from functools import cache
from itertools import pairwise
from pathlib import Path

_FOLDER = Path(__file__).parent
_ROWS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm", "147", "258", "369", "!@#$%^&*()",
)  # fmt: skip
PASSWORD, NAME, WORD, SENTENCE = 7.0, 9.0, 11.0, 10.0


@cache
def words() -> dict[str, float]:
    """Every word with its price, small letters without accents."""
    priced = dict.fromkeys(_read("words"), WORD)
    priced |= dict.fromkeys(_read("names"), NAME)
    return priced | dict.fromkeys(_read("passwords"), PASSWORD)


@cache
def sentences() -> tuple[str, ...]:
    """Without their spaces."""
    lines = (_FOLDER / "sentences.txt").read_text("utf-8").splitlines()
    return tuple(line.replace(" ", "") for line in lines if not line.startswith("#"))


@cache
def neighbours() -> frozenset[tuple[str, str]]:
    """The pairs of keys that lie side by side, or that people press one after the other."""
    pairs = {pair for row in _ROWS for pair in pairwise(row)}
    return frozenset(pairs | {(after, before) for before, after in pairs})


def _read(name: str) -> list[str]:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
