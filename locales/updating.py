"""Brings the languages' files up to date with the template. No translation is ever lost: what is no longer said is
kept at the end of the file, commented out, and comes back with its sentence.
"""

import re
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

import locales
from locales import gathering

_HEAD = """\
# {name}. docs/translating.md says how, and which words this house keeps to.
msgid ""
msgstr ""
"Project-Id-Version: Parasol\\n"
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"
"X-Complete: no\\n"
"X-Reviewed: no\\n"

"""


def known() -> list[str]:
    """The languages that have a file, read anew."""
    return sorted(folder.parent.parent.name for folder in locales.FOLDER.glob("*/LC_MESSAGES/parasol.po"))


def template() -> Catalog:
    """Every message there is, as it was last gathered."""
    with gathering.POT.open("rb") as pot:
        return read_po(pot)


def begin(language: str) -> None:
    """An empty file for a language; one that is there already stays as it is."""
    locale = Locale.parse(language, sep="-")
    path = locales.source_of(language)
    if path.exists():
        return
    path.parent.mkdir(parents=True)
    plurals = get_plural(locale).plural_forms
    path.write_text(_HEAD.format(name=locale.english_name, language=language, plurals=plurals), "utf-8")


def bring_up_to_date(language: str) -> None:
    """What is new stands empty in the file, what is gone is commented out; its head stays as somebody wrote it."""
    path = locales.source_of(language)
    head = path.read_text("utf-8").partition("\n\n")[0]
    catalog = locales.translated(language)
    said = template()
    for key, message in list(catalog.obsolete.items()):
        if said.get(message.id, message.context) is not None:
            catalog[message.id] = catalog.obsolete.pop(key)
    catalog.update(said, no_fuzzy_matching=True, update_header_comment=False)
    _write(path, head, catalog)


def _write(path: Path, head: str, catalog: Catalog) -> None:
    half = path.with_suffix(".new")
    with half.open("wb") as po:
        po.write(f"{head}\n\n".encode())
        write_po(po, catalog, omit_header=True, include_lineno=False, sort_output=True, width=110)
    half.write_bytes(re.sub(rb"\n+\Z", b"\n", half.read_bytes()))
    half.replace(path)
