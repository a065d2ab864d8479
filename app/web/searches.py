"""A search in an address: locked with the house's key, for one session, for a few hours (P8).

What somebody looked for can out them, so it is in no history and no log: the address says nothing without the key, and
it opens only in the session that made it. So pages can follow each other, and a way back leads to what was found.
"""

import base64
from binascii import Error as NotBase64
from datetime import timedelta
from typing import Final

import msgspec

from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.storage.sealing import SealBroken
from app.timelines import asking
from app.timelines.asking import Asked, Within
from app.web.visiting import Visit
from app.web.words import N_

LASTS: Final = timedelta(hours=12)
FIELDS: Final = ("q", "who", "tag", "since", "until", "where", "pictures")
TOO_LONG: Final = N_("This is longer than anybody's name.")
NOWHERE: Final = N_("Please choose one of these.")
BACKWARDS: Final = N_("This day is before the first one.")

_PURPOSE: Final = "search"
_LONGEST: Final = 4_000
_LONGEST_NAME: Final = 300
_BLOCK: Final = 128


class Search(msgspec.Struct, frozen=True):
    """The fields as they were typed, and from which post on."""

    q: str = ""
    who: str = ""
    tag: str = ""
    since: str = ""
    until: str = ""
    where: str = ""
    pictures: str = ""
    before: int | None = None

    @classmethod
    def typed(cls, form: Form) -> "Search":
        return msgspec.convert({name: form.text(name).strip() for name in FIELDS}, cls)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is more to it than words."""
        return any((self.who, self.tag, self.since, self.until, self.where, self.pictures))

    def beginning(self, before: int | None) -> "Search":
        """The same from that post on."""
        return msgspec.structs.replace(self, before=before)

    def asked(self) -> Asked:
        """What it asks for; raises Invalid naming the field."""
        asked = asking.read(self.q)
        if len(self.who) > _LONGEST_NAME:
            raise Invalid("who", TOO_LONG)
        asked = asking.from_author(asked, self.who) if self.who else asked
        asked = asking.with_tag(asked, self.tag) if self.tag else asked
        asked = asking.since(asked, self.since) if self.since else asked
        asked = asking.until(asked, self.until) if self.until else asked
        if self.since and self.until and asked.is_never:
            raise Invalid("until", BACKWARDS)
        asked = asking.with_pictures(asked) if self.pictures else asked
        if self.where not in {one.value for one in Within}:
            raise Invalid("where", NOWHERE)
        asked = asking.within(asked, Within(self.where)) if self.where else asked
        if asked.is_empty:
            raise Invalid("q", asking.NOTHING)
        return asked


class _Sealed(msgspec.Struct, frozen=True):
    """What stands in an address, with a hash of the session and when it ends, in seconds."""

    search: Search
    session: bytes
    until: int


def address_of(who: Visit, search: Search) -> str:
    """The page that shows what is found. Its length tells nothing of the words but roughly how many."""
    until = int((who.now + LASTS).timestamp())
    plain = msgspec.json.encode(_Sealed(search, _session(who), until))
    plain += b" " * (-len(plain) % _BLOCK)
    return "/search?s=" + base64.urlsafe_b64encode(who.house.key.seal(plain, _PURPOSE)).decode().rstrip("=")


def search_in(who: Visit, word: str) -> Search | None:
    """What an address holds; None for one of another session, one that is too old, and what is none."""
    try:
        sealed = base64.urlsafe_b64decode(word[:_LONGEST] + "=" * (-len(word) % 4))
        kept = msgspec.json.decode(who.house.key.open(sealed, _PURPOSE), type=_Sealed)
    except (NotBase64, ValueError, SealBroken):
        return None
    fits = kept.session == _session(who) and who.now.timestamp() < kept.until
    return kept.search if fits else None


def _session(who: Visit) -> bytes:
    return who.house.key.keyed_hash(who.secret.encode(), _PURPOSE)
