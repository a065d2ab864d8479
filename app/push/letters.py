"""What an app is told: that there is something new, in its member's language, and nothing of what or whose."""

from typing import Final

import msgspec

import locales
from app.storage.ages import N_

SOMETHING_NEW: Final = N_("Something new")
# Apps demand a kind and a number of each notification. These are the same for everybody, whatever rang.
_KIND: Final = "mention"
_NUMBER: Final = 0
_ROUND: Final = 256


def neutral(title: str, language: str) -> bytes:
    """JSON as Mastodon's apps read it, without a token, a name, a picture or a word of anybody's.

    Filled up with blanks, so that its length does not tell the language.
    """
    said = {
        "notification_id": _NUMBER,
        "notification_type": _KIND,
        "preferred_locale": language,
        "icon": "",
        "title": title,
        "body": locales.catalogue(language).gettext(SOMETHING_NEW),
    }
    written = msgspec.json.encode(said)
    return written + b" " * (-len(written) % _ROUND)


def in_every_language() -> dict[str, str]:
    """What a browser shows, by language: it knows its own. Languages that are not whole yet are left to be chosen."""
    return {language: locales.catalogue(language).gettext(SOMETHING_NEW) for language in locales.complete()}
