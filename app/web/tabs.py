"""The parts of somebody's page: which was asked for, what it holds, and where each lies. Pure.

A part is named in the query, so that a stranger, to whom only the open page is shown, learns nothing by asking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.timelines.author_queries import Wanted
from app.web.views.people import Tab, TabView

TABS: tuple[Tab, ...] = ("", "answers", "pictures")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page at `path`, with what its owner boosted or without."""

    path: str
    tab: Tab
    with_boosts: bool = False

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            answers=self.tab != "", boosts=self.with_boosts and self.has_boosts, pictures=self.tab == "pictures"
        )

    @property
    def has_boosts(self) -> bool:
        """Whether there can be any: a boost has no picture of its own."""
        return self.tab != "pictures"

    @property
    def others(self) -> tuple[TabView, ...]:
        """All parts, this one too; boosts stay as they were chosen."""
        return tuple(TabView(tab, replace(self, tab=tab).address()) for tab in TABS)

    @property
    def switched(self) -> str:
        """Where the same part lies with boosts, or without."""
        return replace(self, with_boosts=not self.with_boosts).address()

    def address(self, before: int | None = None) -> str:
        """Where it lies, from the newest on or from further down."""
        asked = {"show": self.tab, "boosts": "1" if self.with_boosts else "", "before": before or ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.path}?{query}" if query else self.path


def part_asked(path: str, query: Mapping[str, str]) -> Part:
    """The part that the address names; a made-up one is the first."""
    with_boosts = query.get("boosts") == "1"
    match query.get("show"):
        case "answers" | "pictures" as tab:
            return Part(path, tab, with_boosts)
        case _:
            return Part(path, "", with_boosts)
