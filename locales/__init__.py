"""What is said, in every language the house has. English is the source: its sentences are the gettext message ids.

`parasol.pot` holds every sentence; `python -m locales` brings it and the languages up to date. A language is a folder
with `LC_MESSAGES/parasol.po` in it, read as it stands: nothing needs compiling. docs/translating.md says how to help.
"""

import re
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FOLDER = Path(__file__).parent
SOURCE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages there are, English first."""
    return (SOURCE, *sorted(folder.parent.parent.name for folder in FOLDER.glob("*/LC_MESSAGES/parasol.po")))


@cache
def complete() -> tuple[str, ...]:
    """Those that say everything. Only these speak to somebody who has not chosen; the others can be chosen."""
    return (SOURCE, *(language for language in languages()[1:] if marks(language).get("Complete") == "yes"))


@cache
def reviewed(language: str) -> bool:
    """Whether somebody whose own language it is has read it."""
    return language == SOURCE or marks(language).get("Reviewed") == "yes"


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English, as it stands in the source, where there are none."""
    if language not in languages()[1:]:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, translated(language))
    compiled.seek(0)
    return Translations(compiled, domain="parasol")


def translated(language: str) -> Catalog:
    """A language's file, as its translators see it."""
    with source_of(language).open("rb") as source:
        return read_po(source, locale=language.replace("-", "_"), domain="parasol")


def source_of(language: str) -> Path:
    """Where the file of a language lies."""
    return FOLDER / language / "LC_MESSAGES" / "parasol.po"


def marks(language: str) -> dict[str, str]:
    """What the head of a language's file says of it: `Complete` and `Reviewed`, each `yes` or `no`."""
    head = source_of(language).read_text("utf-8").partition("\n\n")[0]
    return dict(re.findall(r'^"X-(Complete|Reviewed): (yes|no)\\n"$', head, re.M))
