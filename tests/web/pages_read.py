"""Reads a page as a browser would: its tags in order, its forms with their fields, the text inside a tag."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]


@dataclass
class Form:
    """A form and the names of what it sends."""

    attrs: Attributes
    fields: set[str] = field(default_factory=set)


@dataclass
class Read:
    """What was read."""

    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def first(self, tag: str) -> Attributes:
        """The attributes of the first tag of that name."""
        return next(attrs for name, attrs in self.tags if name == tag)

    def text_in(self, tag: str) -> str:
        """All text directly inside tags of that name."""
        return self.texts.get(tag, "").strip()


def read(page: bytes) -> Read:
    """Read a page."""
    reader = _Reader()
    reader.feed(page.decode())
    return reader.read


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag
        self.read.tags.append((tag, given))
        if tag == "form":
            self.read.forms.append(Form(given))
        if tag in {"input", "button", "select", "textarea"} and "name" in given and self.read.forms:
            self.read.forms[-1].fields.add(given["name"])

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        self.read.texts[self._inside] = self.read.texts.get(self._inside, "") + data
