"""What the forms share in which somebody writes: a post, an answer, an edit, a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LanguageField:
    """`language` in the form: `choices` are (code, its name in itself), the house's languages first."""

    value: str = ""
    error: str = ""
    choices: tuple[tuple[str, str], ...] = ()


UNSAID: Final = LanguageField()
