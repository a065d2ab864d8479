"""A bar on standard error: drawn over itself on a terminal, a line for each tenth in a log."""

import sys
from typing import TextIO

_WIDTH = 30


class Progress:
    """How far a long piece of work is. `step` as often as you like."""

    def __init__(self, what: str, total: int, out: TextIO | None = None) -> None:
        self._what = what
        self._total = max(total, 1)
        self._out = out or sys.stderr
        self._done = 0
        self._shown = -1
        self._show()

    def step(self, more: int) -> None:
        self._done += more
        self._show()

    def _show(self) -> None:
        terminal = self._out.isatty()
        grain = 100 if terminal else 10
        part = min(self._done * grain // self._total, grain)
        if part == self._shown:
            return
        self._shown = part
        filled = "#" * (part * _WIDTH // grain)
        bar = f"{self._what} [{filled:<{_WIDTH}}] {part * 100 // grain:3d}%"
        ending = "\n" if not terminal or part == grain else ""
        self._out.write(("\r" if terminal else "") + bar + ending)
        self._out.flush()
