"""Quotes as others write them (FEP-044f), read within bounds. Names of the wire stop here."""

from dataclasses import dataclass
from typing import Any, Final

from app.posts.quoting import WhoMayQuote as Quotable
from federation.wire import address, addresses, members

QUOTE_REQUEST: Final = "QuoteRequest"
AUTHORISATION: Final = "QuoteAuthorization"

# By whichever of these a post says that it quotes: only the first asks its author, the others never did.
_NAMES: Final = ("quote", "quoteUrl", "quoteUri", "_misskey_quote")
_PUBLIC: Final = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})


@dataclass(frozen=True, slots=True)
class WireQuote:
    """What a post quotes, and where they say that its author allows it."""

    uri: str
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class WireAuthorisation:
    """An author's yes to one quote, as their own house shows it."""

    uri: str
    kind: str
    author: str
    quoting: str
    quoted: str


def read_quote(document: dict[str, Any]) -> WireQuote | None:
    """None for a post that quotes nothing."""
    found = next((uri for name in _NAMES if (uri := address(document.get(name)))), "")
    return WireQuote(found, address(document.get("quoteAuthorization"))) if found else None


def read_authorisation(document: dict[str, Any]) -> WireAuthorisation:
    """With whatever of it can be used."""
    kind = document.get("type")
    return WireAuthorisation(
        uri=address(document.get("id")),
        kind=kind if isinstance(kind, str) else "",
        author=address(document.get("attributedTo")),
        quoting=address(document.get("interactingObject")),
        quoted=address(document.get("interactionTarget")),
    )


def read_quotable(document: dict[str, Any]) -> Quotable:
    """Who may ask: nobody where nothing is said of it. Whether somebody may is said by the answer (FEP-044f)."""
    policy = members(members(document.get("interactionPolicy")).get("canQuote"))
    asked = {*addresses(policy.get("automaticApproval")), *addresses(policy.get("manualApproval"))}
    if asked & _PUBLIC:
        return Quotable.READERS
    return Quotable.FOLLOWERS if f"{address(document.get('attributedTo'))}/followers" in asked else Quotable.NOBODY


def without_link(content: str) -> str:
    """What they wrote without the link that stands in it for software that knows no quotes."""
    for tag in ("p", "span"):
        begin = content.find(f'<{tag} class="quote-inline">')
        end = content.find(f"</{tag}>", begin)
        if 0 <= begin < end:
            return content[:begin] + content[end + len(f"</{tag}>") :]
    return content
