"""Choosing a passphrase: typed twice, and held against what whoever knows the member would try first."""

from urllib.parse import urlsplit

from app.accounts.passphrases import checked_passphrase
from app.doors.bodies import Form
from app.web import framing
from app.web.pages.coming_in import new_passphrase
from app.web.visiting import Visit


async def chosen_passphrase(who: Visit, form: Form, name: str = "") -> str:
    """The new passphrase of whoever is called that; raises Invalid with the reason."""
    return checked_passphrase(new_passphrase(form), name, *await house_words(who))


async def house_words(who: Visit) -> tuple[str, ...]:
    """What this house is called, everywhere it is called something."""
    facts = (await framing.house_shown(who.request, who.house)).community
    host = urlsplit(who.house.settings.origin).hostname or ""
    return (host,) if facts is None else (host, facts.name, facts.neutral_title)
