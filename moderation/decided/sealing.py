"""What was written in a decision, with the house key and without (P10)."""

import json
from collections.abc import Mapping
from typing import Any, Final

from app.storage.sealing import HouseKey
from moderation.decided.models import DecisionRow

REASON: Final = "decision reason"
PARTICULARS: Final = "decision particulars"
DESCRIBED: Final = "decision description"


def seal_words(words: str, purpose: str, key: HouseKey) -> bytes:
    return key.seal(words.encode(), purpose)


def reason_of(row: DecisionRow, key: HouseKey) -> str:
    return key.open(row.reason_sealed, REASON).decode()


def described_in(row: DecisionRow, key: HouseKey) -> str:
    """What the decider saw; empty where pictures are kept."""
    return "" if row.described_sealed is None else key.open(row.described_sealed, DESCRIBED).decode()


def seal_particulars(particulars: Mapping[str, Any], key: HouseKey) -> bytes | None:
    return key.seal(json.dumps(dict(particulars)).encode(), PARTICULARS) if particulars else None


def particulars_of(row: DecisionRow, key: HouseKey) -> dict[str, Any]:
    """`warning`: words. `pictures`: ids."""
    return {} if row.particulars_sealed is None else json.loads(key.open(row.particulars_sealed, PARTICULARS))
