"""The languages that a post can say it is in, as BCP 47 writes them (`pt-BR`). Pure.

Whichever Babel has a name for, and those few beside them that Mastodon's apps let people choose.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from babel import Locale

from app.basics.errors import Invalid

NO_SUCH: Final = "Please choose one of the languages."
_OFFERED: Final = """
    af am ar az be bg bn bs ca ckb cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr ht hu hy id ig is it
    ja ka kk km kn ko ku ky lo lt lv mg mk ml mn mr ms my nb ne nl nn om or pa pl ps pt pt-BR qu ro ru rw sd si sk
    sl so sq sr sv sw ta te tg th ti tk tr ug uk ur uz vi wo xh yi yo yue zh zh-Hant zu
"""
OFFERED: Final = tuple(_OFFERED.split())
"""Those in the list of a form, beside the house's own. An app may say any other."""

BESIDE: Final[Mapping[str, str]] = {"cnr": "crnogorski", "kmr": "Kurmancî", "ldn": "Láadan", "zba": "باليبلن"}
"""Each with its name in itself."""

_WRITTEN_OTHERWISE: Final[Mapping[str, str]] = {"bh": "bho", "zh-yue": "yue"}
_UNKNOWN: Final = {"und", "mul", "mis", "zxx", "root", "Zinh", "Zxxx", "Zyyy", "Zzzz", "ZZ"}
_shape = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.ASCII | re.IGNORECASE)


def checked(code: str) -> str:
    """The language as it is kept, empty for one that is not said; raises Invalid."""
    found = known(code)
    if code.strip() and not found:
        raise Invalid("language", NO_SUCH)
    return found


def known(code: str) -> str:
    """The same for what comes from outside: empty for whatever is none."""
    return _known(code.strip()[:20])  # no more of what somebody sends is ever held


@lru_cache(maxsize=1024)
def _known(code: str) -> str:
    found = _shape.fullmatch(_WRITTEN_OTHERWISE.get(code.lower(), code))
    if found is None:
        return ""
    language, script, region = found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()
    parts = [part for part in (language, script, region) if part]
    return "-".join(parts) if _has_names(language, script, region) and _UNKNOWN.isdisjoint(parts) else ""


def _has_names(language: str, script: str, region: str) -> bool:
    names = Locale("en")
    is_named = language in names.languages or language in BESIDE
    return is_named and (not script or script in names.scripts) and (not region or region in names.territories)
