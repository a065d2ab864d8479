"""Made-up translations, so that a test sees what was translated and what was not: every sentence within ⟦ ⟧."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

import locales
from app.web import render
from locales import gathering


@cache
def sentences() -> tuple[Message, ...]:
    """Every sentence that the house says."""
    return tuple(message for message in gathering.gather() if message.id)


@contextmanager
def spoken(folder: Path, *languages: str, begun: str = "") -> Iterator[None]:
    """The house speaks English and these languages, whole and unreviewed; in `begun` nothing is translated yet."""
    for language in languages:
        _write(folder, language, sentences(), "yes")
    if begun:
        _write(folder, begun, (), "no")
    known, locales.FOLDER = locales.FOLDER, folder
    _look_anew()
    try:
        yield
    finally:
        locales.FOLDER = known
        _look_anew()


def _write(folder: Path, language: str, said: tuple[Message, ...], complete: str) -> None:
    catalog = Catalog(locale=language)
    for message in said:
        several = [f"⟦{message.id[-1]}⟧"] * catalog.num_plurals if isinstance(message.id, tuple) else None
        catalog.add(message.id, several or f"⟦{message.id}⟧", context=message.context)
    path = folder / language / "LC_MESSAGES" / "parasol.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as po:
        po.write(f'msgid ""\nmsgstr ""\n"X-Complete: {complete}\\n"\n"X-Reviewed: no\\n"\n\n'.encode())
        write_po(po, catalog, omit_header=True)


def _look_anew() -> None:
    for known in (locales.languages, locales.complete, locales.reviewed, locales.catalogue, render._environment):
        known.cache_clear()
