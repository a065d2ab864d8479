"""What is said, in every language the house has. English is the source: its sentences are the gettext message ids.

`parasol.pot` holds every sentence; `python -m locales` brings it up to date. A language is a folder with
`LC_MESSAGES/parasol.po` in it, read as it stands: nothing needs compiling.
"""

from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FOLDER = Path(__file__).parent


def languages() -> list[str]:
    """The codes of the languages there are, English first."""
    return ["en", *sorted(folder.parent.parent.name for folder in FOLDER.glob("*/LC_MESSAGES/parasol.po"))]


@lru_cache(maxsize=32)
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English, as it stands in the source, where there are none."""
    if language not in languages()[1:]:
        return NullTranslations()
    with (FOLDER / language / "LC_MESSAGES" / "parasol.po").open("rb") as source:
        catalog = read_po(source, locale=language.replace("-", "_"), domain="parasol")
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled, domain="parasol")
