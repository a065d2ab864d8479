"""The few files a browser loads beside the page: one style sheet, a small script or two, one neutral icon.

Each has an address that changes with its content, so it may be kept for ever. They are read once, at start.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "static"
ICON_SIZES = (180, 192, 512)
_USED = re.compile(r'href="#i-([a-z]+)"')
_SYMBOL = re.compile(r'<symbol id="i-([a-z]+)".*?</symbol>', re.S)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve: `body` as it is, `packed` with gzip. Safe to cache for a year."""

    address: str
    media_type: str
    body: bytes
    packed: bytes


@cache
def style() -> Asset:
    """All style sheets as one, in the order of the layers."""
    css = FOLDER / "css"
    parts = [
        css / "reset.css",
        css / "tokens.css",
        css / "base.css",
        *sorted((css / "parts").glob("*.css")),
        css / "helpers.css",
    ]
    joined = "@layer reset,tokens,base,parts,helpers;" + "".join(path.read_text("utf-8") for path in parts)
    return _asset("look", "css", "text/css; charset=utf-8", _tightened(joined).encode())


@cache
def script() -> Asset:
    """The module of every page; all of them work without it."""
    return _asset("page", "js", "text/javascript; charset=utf-8", (FOLDER / "script" / "app.js").read_bytes())


@cache
def passkey_script() -> Asset:
    """What the few pages with a passkey load besides."""
    return _asset("passkey", "js", "text/javascript; charset=utf-8", (FOLDER / "script" / "passkey.js").read_bytes())


@cache
def live_script() -> Asset:
    """What pages load besides that say when there is something newer."""
    return _asset("live", "js", "text/javascript; charset=utf-8", (FOLDER / "script" / "live.js").read_bytes())


@cache
def complete_script() -> Asset:
    """What pages load besides where somebody writes."""
    source = (FOLDER / "script" / "complete.js").read_bytes()
    return _asset("complete", "js", "text/javascript; charset=utf-8", source)


@cache
def installed_script() -> Asset:
    """What members' pages load besides, for those who have the house on their home screen."""
    source = (FOLDER / "script" / "installed.js").read_bytes()
    return _asset("installed", "js", "text/javascript; charset=utf-8", source)


@cache
def push_script() -> Asset:
    """What the one page loads besides on which a browser is asked to be told of something new."""
    return _asset("push", "js", "text/javascript; charset=utf-8", (FOLDER / "script" / "push.js").read_bytes())


def worker_script() -> str:
    """What a browser runs that has the house on a home screen; what it keeps is put before it."""
    return (FOLDER / "script" / "worker.js").read_text("utf-8")


@cache
def icon_file(size: int) -> Asset:
    """The same sheet of paper for home screens, which take no drawing but pixels: 180, 192 or 512 of them a side."""
    return _asset(f"icon-{size}", "png", "image/png", (FOLDER / "icons" / f"icon-{size}.png").read_bytes())


@cache
def favicon() -> Asset:
    """A sheet of paper: says nothing to whoever glances at the tabs."""
    return _asset("icon", "svg", "image/svg+xml", (FOLDER / "icons" / "favicon.svg").read_bytes())


@cache
def served() -> dict[str, Asset]:
    """Every asset by its address, for the route that serves `/static/{name}`."""
    scripts = (script(), passkey_script(), live_script(), installed_script(), push_script(), complete_script())
    return {asset.address: asset for asset in (style(), *scripts, favicon(), *map(icon_file, ICON_SIZES))}


@cache
def symbols() -> dict[str, str]:
    """Each icon's `<symbol>` by its name."""
    sprite = (FOLDER / "icons" / "sprite.svg").read_text("utf-8")
    return {match[1]: match[0] for match in _SYMBOL.finditer(sprite)}


@cache
def icon(name: str, kind: str = "") -> Markup:
    """An icon beside words that say the same. `kind`: `turns` with the direction of writing, `fills` when chosen."""
    if name not in symbols():
        raise KeyError(f"there is no icon {name}")
    kinds = f"icon {kind}".strip()
    drawing = f'<svg class="{kinds}" width="20" height="20" aria-hidden="true"><use href="#i-{name}"/></svg>'
    return Markup(drawing)  # noqa: S704 — the name is one of our own


def sprite_for(page: str) -> str:
    """The sprite with only the icons this page uses."""
    used = sorted(set(_USED.findall(page)))
    return "".join(symbols()[name] for name in used)


def _asset(name: str, ending: str, media_type: str, body: bytes) -> Asset:
    mark = hashlib.blake2s(body, digest_size=6).hexdigest()
    return Asset(f"/static/{name}-{mark}.{ending}", media_type, body, gzip.compress(body, 9, mtime=0))


def _tightened(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}")
