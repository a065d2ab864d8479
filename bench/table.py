"""What was measured, as lines of a table."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, the unit it is in, what is worth knowing beside it, and what we build to (docs/performance.md)."""

    work: str
    figure: float
    unit: str
    beside: str = ""
    goal: str = ""

    @property
    def shown(self) -> str:
        return f"{self.figure:,.0f}" if self.figure >= 100 else f"{self.figure:.2f}".rstrip("0").rstrip(".")


def median(figures: Sequence[float]) -> float:
    return statistics.median(figures)


def header(runs: int) -> str:
    """The machine and the day: a figure says nothing without them."""
    day = datetime.now(UTC).strftime("%d %B %Y")
    return (
        f"{day}, {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}. Medians of {runs} runs."
    )


def printed(lines: Sequence[Line]) -> str:
    """A Markdown table, so that it can be kept as it is."""
    rows = [("work", "measured", "unit", "beside", "goal")]
    rows += [(line.work, line.shown, line.unit, line.beside, line.goal) for line in lines]
    wide = [max(len(row[at]) for row in rows) for at in range(5)]
    drawn = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)) + " |" for row in rows]
    return "\n".join([drawn[0], "|" + "|".join("-" * (width + 2) for width in wide) + "|", *drawn[1:]])


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
