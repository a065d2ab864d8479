"""Which language a page speaks. What a browser asks for is looked at for the answer and kept nowhere (P1, P2)."""

from collections.abc import Iterator

from babel import Locale

import locales

_LONGEST = 200  # characters of the header that are looked at


def asked_for(header: str, otherwise: str) -> str:
    """The language an Accept-Language header likes best among those that say everything here.

    A wider one stands in for a narrower: `zh` for `zh-TW`. `*`, and what the house does not speak, is `otherwise`.
    """
    spoken = {code.lower(): code for code in locales.complete()}
    for wanted in _best_first(header[:_LONGEST].lower()):
        if wanted == "*":
            return otherwise
        for code in _ever_wider(wanted):
            if code in spoken:
                return spoken[code]
    return otherwise


def own_name(code: str) -> str:
    """A language's name in itself."""
    name = Locale.parse(code, sep="-").get_display_name() or code
    return name[:1].upper() + name[1:]


def _best_first(header: str) -> list[str]:
    """In the order of their weights, equal ones as they stand (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        code, _, parameters = part.partition(";")
        weight = _weight(parameters)
        if code.strip() and weight > 0:
            weighed.append((weight, code.strip()))
    return [code for _, code in sorted(weighed, key=lambda each: -each[0])]


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _ever_wider(code: str) -> Iterator[str]:
    """`zh-hant-tw`, `zh-hant`, `zh`"""
    parts = code.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
