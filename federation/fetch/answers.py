"""What comes of asking another house.

FetchProblem
├── FetchRefused   never tried: not an ally, not an address, or an address that is not on the open internet
└── FetchFailed    tried; `retryable` says whether later may be better, `answered` the status if there was one
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from app.basics.errors import ParasolError

_LONGEST_WAIT: Final = 7 * 24 * 3600
_AGAIN: Final = frozenset({408, 429})


class FetchProblem(ParasolError):
    """Another house could not be asked, or its answer could not be used."""

    status = 502
    safe = "The other house could not be reached."


class FetchRefused(FetchProblem):
    """We do not go there."""

    safe = "This house does not speak with that one."


class FetchFailed(FetchProblem):
    """We went there, and nothing usable came of it."""

    def __init__(self, why: str, *, retryable: bool, answered: int | None = None) -> None:
        super().__init__(None, why)
        self.retryable = retryable
        self.answered = answered


@dataclass(frozen=True)
class Answer:
    """How a delivery was received. `retry_after` is in seconds; the excerpt is for a steward, never a log."""

    status: int
    retry_after: int | None = None
    excerpt: str = ""

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def retryable(self) -> bool:
        """Whether later may be better. Only 4xx is a final no; a redirect is somebody mending something."""
        return not self.accepted and (self.status in _AGAIN or not 400 <= self.status < 500)


def is_worth_another_try(status: int) -> bool:
    return Answer(status).retryable


class Headers:
    """The headers of an answer, by lower-case name."""

    def __init__(self, raw: Sequence[tuple[bytes, bytes]]) -> None:
        self._raw = raw

    def get(self, name: str) -> str | None:
        """All values of a header joined, as RFC 9110 has it; None where there is none."""
        values = [value.decode("latin-1") for key, value in self._raw if key.lower() == name.encode("ascii")]
        return ", ".join(values) if values else None


def retry_after(headers: Headers, now: datetime) -> int | None:
    """Seconds to wait, given as a number or as a date; at most a week."""
    text = (headers.get("retry-after") or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        return min(int(text), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, min(int((aware - now).total_seconds()), _LONGEST_WAIT))
