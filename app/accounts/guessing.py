"""How many guesses a passphrase withstands: the cheapest way to say it in words, names, rows of keys and repetitions.

Not how many kinds of characters there are: whoever guesses tries what people choose, with a capital in front and a
year behind. The price is in bits, rather too low than too high.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from app.accounts import wordlists

LOOKED_AT = 80  # characters: what follows makes it no easier
_LONGEST_WORD, _SHORTEST_WORD = 24, 3
_BETWEEN = frozenset(" -_.,;:'’\"/+")
_OWN, _AGAIN, _YEAR, _ROW = 4.0, 3.0, 6.0, 5.0
_LETTER, _HARD_LETTER, _DIGIT, _SIGN, _IDEOGRAPH = 3.0, 4.5, 3.3, 5.0, 8.0
_DISGUISES = (
    str.maketrans("4@831!0$57+", "aabeiiosstt"),
    str.maketrans("4@831!0$57+", "aabeliosstt"),
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_VOWELS = frozenset("aeiouy")


class Kind(Enum):
    """What a part of a passphrase is."""

    OWN = "a name of one's own or the house's"
    COMMON = "what everybody takes"
    KEYS = "a row of keys"
    ORDER = "letters or digits in their order"
    REPEATED = "what stood there before"
    NUMBER = "a number"
    WORD = "a word or a name"
    OTHER = "nothing known"


@dataclass(frozen=True, slots=True)
class Guess:
    """`bits`: the price of all of it. `covers`: how many of its characters are of which kind."""

    bits: float
    covers: Counter[Kind]


@dataclass(frozen=True, slots=True)
class _Part:
    length: int
    bits: float
    kind: Kind


def guess(passphrase: str, own: Collection[str] = ()) -> Guess:
    """The cheapest way to come by it. `own`: names and words that somebody who knows the member tries first."""
    typed = unicodedata.normalize("NFC", passphrase)
    plain = [(_bare(letter), letter) for letter in typed]
    kept = [(bare, letter) for bare, letter in plain if bare not in _BETWEEN][:LOOKED_AT]
    text = "".join(bare for bare, _ in kept)
    prices = wordlists.words() | dict.fromkeys(_own_words(own), _OWN)
    found = _cheapest(text, "".join(letter for _, letter in kept), prices)
    gaps = sum(1 for bare, _ in plain[:LOOKED_AT] if bare in _BETWEEN)
    return Guess(found.bits + min(gaps, 6), found.covers)


def _bare(letter: str) -> str:
    """One character for one: small, without its accent."""
    return unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or letter


def _own_words(own: Collection[str]) -> set[str]:
    words: set[str] = set()
    for name in own:
        bare = "".join(map(_bare, name))
        pieces = [bare, *re.split(r"[\W_]+", bare)]
        words |= {re.sub(r"[\W_]+", "", piece) for piece in pieces}
    return {word for word in words if len(word) >= _SHORTEST_WORD}


def _cheapest(text: str, typed: str, prices: dict[str, float]) -> Guess:
    """From the end to the beginning: what follows each place costs least if the place's part costs least with it."""
    after = [Guess(0.0, Counter[Kind]())] * (len(text) + 1)
    disguised = [text.translate(table) for table in _DISGUISES]
    for at in range(len(text) - 1, -1, -1):
        parts = _parts(text, at, disguised, prices)
        best = min(parts, key=lambda part: _price(part, typed, at) + after[at + part.length].bits)
        rest = after[at + best.length]
        after[at] = Guess(_price(best, typed, at) + rest.bits, rest.covers + Counter({best.kind: best.length}))
    return after[0]


def _price(part: _Part, typed: str, at: int) -> float:
    """Capitals cost a little: one in front or all of them are tried first."""
    piece = typed[at : at + part.length]
    if piece == piece.lower():
        return part.bits
    usual = piece in {piece.capitalize(), piece.upper()} and len(piece) > 1
    return part.bits + (1.0 if usual else 1.5 * sum(letter.isupper() for letter in piece))


def _parts(text: str, at: int, disguised: list[str], prices: dict[str, float]) -> Iterator[_Part]:
    """Everything that could stand at this place."""
    yield _Part(1, _single(text, at), Kind.NUMBER if text[at].isdigit() else Kind.OTHER)
    yield from _words(text, at, disguised, prices)
    yield from _rows(text, at)
    yield from _repeated(text, at)
    yield from _numbers(text, at)
    yield from _sentences(text, at)


def _single(text: str, at: int) -> float:
    letter = text[at]
    if letter.isdigit():
        return _DIGIT
    if not letter.isalpha():
        return _SIGN
    if unicodedata.category(letter) == "Lo" and ord(letter) >= 0x2E80:
        return _IDEOGRAPH
    return _LETTER if letter in _VOWELS or at == 0 or text[at - 1] in _VOWELS else _HARD_LETTER


def _words(text: str, at: int, disguised: list[str], prices: dict[str, float]) -> Iterator[_Part]:
    for end in range(at + _SHORTEST_WORD, min(at + _LONGEST_WORD, len(text)) + 1):
        written = text[at:end]
        for word, extra in [(written, 0.0), (written[::-1], 1.0), *((one[at:end], 1.0) for one in disguised)]:
            price = prices.get(word)
            if price is not None:
                yield _Part(end - at, price + extra, _kind_of(price))


def _kind_of(price: float) -> Kind:
    return Kind.OWN if price == _OWN else Kind.COMMON if price == wordlists.PASSWORD else Kind.WORD


def _rows(text: str, at: int) -> Iterator[_Part]:
    """`qwertz`, `asdf`; `abcd`, `4321`."""
    beside = wordlists.neighbours()
    end = at + 1
    while end < len(text) and (text[end - 1], text[end]) in beside:
        end += 1
    yield from (_Part(length, _ROW + length / 2, Kind.KEYS) for length in range(4, end - at + 1))
    for step in (1, -1):
        end = at + 1
        while end < len(text) and ord(text[end]) - ord(text[end - 1]) == step:
            end += 1
        yield from (_Part(length, _ROW + length / 4, Kind.ORDER) for length in range(3, end - at + 1))


def _repeated(text: str, at: int) -> Iterator[_Part]:
    """What stood there before, or the same character again and again."""
    for length in range(3, len(text) - at + 1):
        if text[at : at + length] not in text[:at]:
            break
        yield _Part(length, _AGAIN, Kind.REPEATED)
    end = at + 1
    while end < len(text) and text[end] == text[at]:
        end += 1
    if end - at >= 3:
        yield _Part(end - at, _SIGN + 1, Kind.REPEATED)


def _numbers(text: str, at: int) -> Iterator[_Part]:
    """Years; and from six digits on what could be a date or a telephone number."""
    if _A_YEAR.match(text, at):
        yield _Part(4, _YEAR, Kind.NUMBER)
    end = at
    while end < len(text) and text[end].isdigit():
        end += 1
    yield from (_Part(length, 5 * _DIGIT + 1.5 * (length - 5), Kind.NUMBER) for length in range(6, end - at + 1))


def _sentences(text: str, at: int) -> Iterator[_Part]:
    for sentence in _beginning_with(text[at : at + 4]):
        length = _common_start(text[at:], sentence)
        if length >= 12:
            yield _Part(length, wordlists.SENTENCE, Kind.COMMON)


@cache
def _beginnings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sentence in wordlists.sentences():
        found.setdefault(sentence[:4], []).append(sentence)
    return found


def _beginning_with(start: str) -> list[str]:
    return _beginnings().get(start, [])


def _common_start(one: str, other: str) -> int:
    length = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        length += 1
    return length
