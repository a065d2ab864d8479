"""Text in and HTML out: the only user of bleach and nh3, and the only maker of Markup.

`nh3` is the boundary for everything from outside; `bleach`'s Linker makes links in our own members' capped text.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, cast
from urllib.parse import unquote

import nh3
from markupsafe import Markup

from app.basics import tags

SANITISER = 2  # raised whenever what `clean` lets through changes; kept beside each rendered post

MOST_CHARACTERS = 5_000
MOST_FOREIGN_BYTES = 100_000

_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "i", "li", "ol", "p", "pre", "span", "strong", "u", "ul",
}  # fmt: skip
_CLASSES = {"mention", "hashtag", "u-url", "h-card", "invisible", "ellipsis"}
_DOCUMENT = _TAGS | {"h2", "h3"}
_SCHEMES = {"http", "https"}
_REL = "nofollow noopener noreferrer"
MENTION = 'class="u-url mention"'  # in each link that names somebody; nobody can type it

_NO_TAGS: Final[Mapping[str, str]] = MappingProxyType({})
_TAG = 'class="mention hashtag" rel="tag"'  # in each link to a tag's page here; it cannot come from outside

_link = re.compile(r"\bhttps?://[^\s<>\"'\x00-\x1f]+[^\s<>\"'.,;:!?)\]}»”’]", re.IGNORECASE)
_mention = re.compile(r"(?<![\w@/.])@([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9.-]{1,253}(?::\d{1,5})?))?(?![\w@])")
_block = re.compile(r"</?(?:p|br|li|ul|ol|pre|blockquote)\b[^>]*>")
_MARKS = {"#": "h2", "##": "h3", "-": "ul", "*": "ul"}
_mark = re.compile(r"^(##?|[-*])\s+(?=\S)")
_tag = re.compile(r"<[^>]*>")
_anchor = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_tag_link = re.compile(rf'<a href="[^"]*/tags/([^"/]*)" {_TAG}>#([^<]*)</a>')
_invisible = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u2028\u2029\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def tidy(source: str) -> str:
    """A member's text without control characters, in NFC, lines ended by \\n, trimmed."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", _invisible.sub("", text)).strip()


def one_line(source: str) -> str:
    """The same for a name or a warning: a single line."""
    return " ".join(tidy(source).split())


def mentions_in(source: str) -> list[tuple[str, str]]:
    """The (name, host) pairs addressed in a text, host empty for this house, lower-cased, each once."""
    found = ((name.lower(), (host or "").lower().rstrip(".")) for name, host in _mention.findall(source))
    return list(dict.fromkeys(found))


def render(source: str, addresses: Mapping[tuple[str, str], str], tag_pages: Mapping[str, str] = _NO_TAGS) -> Markup:
    """A member's tidy text as HTML: paragraphs, links, mentions where `addresses` knows them, tags that have a page."""
    paragraphs = (part for part in re.split(r"\n{2,}", source) if part.strip())
    return Markup("".join(f"<p>{_paragraph(part, addresses, tag_pages)}</p>" for part in paragraphs))  # noqa: S704 - made here


def written(source: str) -> Markup:
    """A tidy document as HTML: `# ` and `## ` begin headings, `- ` an item of a list, an empty line a new paragraph."""
    blocks = (block for part in re.split(r"\n{2,}", source) for block in _blocks(part))
    made = "".join(blocks)
    return Markup(nh3.clean(made, tags=_DOCUMENT, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=_REL))  # noqa: S704 - made and cleaned here


def clean(foreign: str) -> Markup:
    """HTML from outside, with only what may stay: no images, styles, scripts, forms or strange addresses."""
    cut = foreign.encode("utf-8", "replace")[:MOST_FOREIGN_BYTES].decode("utf-8", "ignore")
    return Markup(  # noqa: S704 - cleaned here
        nh3.clean(
            _invisible.sub("", cut),
            tags=_TAGS,
            attributes={"a": {"href"}},
            allowed_classes={"a": _CLASSES, "span": _CLASSES},
            url_schemes=_SCHEMES,
            url_relative="deny",  # it would lead into this house
            link_rel=_REL,
            strip_comments=True,
        )
    )


def with_tags(cleaned: str, written: Mapping[str, str], tag_pages: Mapping[str, str]) -> Markup:
    """What `clean` made, its links to tags leading to their pages here; a tag that stands nowhere comes at the end.

    `written`: how each tag is written, by its name.
    """

    def to_its_page(link: re.Match[str]) -> str:
        words = html.unescape(_tag.sub("", link[1])).strip()
        name = tags.name_of(words[1:]) if words[:1] in {"#", "\uff03"} else ""
        return _link_to_tag(words[1:], tag_pages[name]) if name in tag_pages else link[0]

    led = _anchor.sub(to_its_page, cleaned)
    there = tags_linked(led)
    left = [_link_to_tag(written[name], page) for name, page in tag_pages.items() if name not in there]
    return Markup(f"{led}<p>{' '.join(left)}</p>" if left else led)  # noqa: S704 - cleaned before, and made here


def tags_linked(rendered: str) -> dict[str, str]:
    """The tags that `render` or `with_tags` linked to their pages: how each is written, by its name."""
    if _TAG not in rendered:
        return {}
    found: dict[str, str] = {}
    for link in _tag_link.finditer(rendered):
        found.setdefault(unquote(link[1]), html.unescape(link[2]))
    return found


def kept(rendered: str) -> Markup:
    """What `render` or `clean` made, read back from where it was kept."""
    return Markup(rendered)  # noqa: S704 - cleaned when it was kept


def plain(foreign: str) -> str:
    """HTML from outside as one line of text, for names and warnings."""
    return one_line(html.unescape(nh3.clean(foreign[:MOST_FOREIGN_BYTES], tags=set())))


def words_of(rendered: str) -> str:
    """The words in what `render` or `clean` made, as one line, to be compared and never shown."""
    apart = _block.sub(" ", rendered)
    return " ".join(html.unescape(_tag.sub("", apart)).split())


def without_ways_in(rendered: str, origin: str) -> Markup:
    """The same HTML without links to the pages of this house; their words stay."""
    inward = re.compile(rf'<a (?=[^>]*href="{re.escape(html.escape(origin))}[/"])[^>]*>(.*?)</a>', re.DOTALL)
    return Markup(inward.sub(r"\1", rendered))  # noqa: S704 - cleaned when it was kept


def _paragraph(part: str, addresses: Mapping[tuple[str, str], str], tag_pages: Mapping[str, str]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, link in sorted([*_mentions(part, addresses), *_tags(part, tag_pages)]):
        pieces += [_linked(part[done:start]), link]
        done = end
    pieces.append(_linked(part[done:]))
    return "".join(pieces).replace("\n", "<br>")


def _mentions(part: str, addresses: Mapping[tuple[str, str], str]) -> Iterator[tuple[int, int, str]]:
    for match in _mention.finditer(part):
        address = addresses.get((match[1].lower(), (match[2] or "").lower().rstrip(".")))
        if address is not None:
            yield match.start(), match.end(), _mention_link(match[0], address)


def _tags(part: str, tag_pages: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for found in tags.found_in(part) if tag_pages else ():
        if found.name in tag_pages:
            yield found.start, found.end, _link_to_tag(found.written, tag_pages[found.name])


def _blocks(part: str) -> Iterator[str]:
    """Lines of one kind run together: those of a list, those of a paragraph. A heading stands alone."""
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    for kind, together in groupby(lines, _kind_of):
        texts = [_linked(_mark.sub("", line)) for line in together]
        if kind == "ul":
            yield "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
        elif kind == "p":
            yield "<p>" + "<br>".join(texts) + "</p>"
        else:
            yield "".join(f"<{kind}>{text}</{kind}>" for text in texts)


def _kind_of(line: str) -> str:
    """The element that a line of a document belongs to; whatever begins like nothing else is a paragraph's."""
    found = _mark.match(line)
    return _MARKS[found[1]] if found else "p"


def _mention_link(text: str, address: str) -> str:
    shown = html.escape(text.split("@")[1])
    return f'<a href="{html.escape(address)}" {MENTION} rel="{_REL}">@{shown}</a>'


def _link_to_tag(written: str, address: str) -> str:
    return f'<a href="{html.escape(address)}" {_TAG}>#{html.escape(written)}</a>'


def _linked(text: str) -> str:
    escaped = html.escape(text, quote=False)
    return _linker().linkify(escaped) if "://" in escaped else escaped


def _set_rel(attrs: dict[tuple[str | None, str] | str, str], new: bool = False) -> dict[object, str]:
    attrs[None, "rel"] = _REL
    return attrs  # type: ignore[return-value]


@cache
def _linker() -> Any:
    from bleach.linkifier import Linker  # its parser takes long to load: for the first link, not at each start

    return Linker(callbacks=cast(Any, [_set_rel]), url_re=_link, parse_email=False)
