"""What a member says of themselves and how they like their pages; and what allies say of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import card
from app.accounts.events import FindableChanged, ProfileChanged
from app.accounts.may_post import must_be_free_to_post
from app.accounts.models import Account
from app.accounts.rules import folded
from app.allies.restricting import is_limited
from app.basics.errors import Conflict, Invalid
from app.basics.ids import new_id
from app.basics.text import clean, one_line, plain, render, tidy
from app.emoji.actions.of_allies import ForeignEmoji, note
from app.jobs.outbox import announce

THEMES = ("system", "light", "dark")
LONGEST_NAME = 60
LONGEST_ABOUT = 1000
LONGEST_FOREIGN_ABOUT = 20_000


@dataclass(frozen=True, slots=True)
class ForeignAccount:
    """An ally's member as their house describes them, checked by the gate; texts are still as they came."""

    uri: str
    name: str
    host: str
    ally_id: int
    display_name: str
    about: str
    inbox: str
    shared_inbox: str
    key_id: str
    public_key: str
    emoji: Sequence[ForeignEmoji] = ()
    findable: bool = False


def change_profile(session: Session, account_id: int, display_name: str, about: str, *, origin: str) -> None:
    """A new display name and note, rendered once. Raises Invalid naming the field.

    A profile is read like a post: while posting is paused nothing new is said in it, but all of it can be taken away.
    """
    name, note = one_line(display_name), tidy(about)
    if len(name) > LONGEST_NAME:
        raise Invalid("display_name", "A display name has at most 60 characters.")
    if len(note) > LONGEST_ABOUT:
        raise Invalid("about", "This is too long: at most 1,000 characters.")
    account = session.get_one(Account, account_id)
    for field, said, before in (("display_name", name, account.display_name), ("about", note, account.about_source)):
        if said and said != before:
            must_be_free_to_post(session, account_id, field)
    account.display_name, account.about_source, account.about_html = name, note, str(render(note, {}))
    account.card = card.encoded(session, account, origin)
    announce(session, ProfileChanged(account_id))


def change_appearance(session: Session, account_id: int, theme: str, language: str) -> None:
    """Light, dark or as the device has it; the language of the pages, empty for the browser's."""
    if theme not in THEMES:
        raise Invalid("theme", "Choose light, dark or as your device has it.")
    account = session.get_one(Account, account_id)
    account.theme, account.language = theme, language[:8]


def remember_foreign(session: Session, foreign: ForeignAccount, *, origin: str, now: datetime) -> int:
    """Write down (or refresh) an ally's member; the id of the account here.

    Raises Conflict when the name there is held by another address: the older one stays until their house ends it.
    """
    row = session.scalars(select(Account).where(Account.uri == foreign.uri)).one_or_none()
    if row is None:
        taken = session.scalar(
            select(Account.id).where(Account.folded == folded(foreign.name), Account.host == foreign.host)
        )
        if taken is not None:
            raise Conflict("Somebody else has that name there.", taken)
        row = Account(
            id=new_id(now), uri=foreign.uri, role="guest", joined_on=now.strftime("%Y-%m-01"), card=b"",
            host=foreign.host, ally_id=foreign.ally_id, name=foreign.name, folded=folded(foreign.name),
            limited=is_limited(session, foreign.ally_id),
        )  # fmt: skip
        session.add(row)
    row.display_name = plain(foreign.display_name)[:LONGEST_NAME]
    # Cut before it is cleaned: a tag cut in two afterwards would swallow what stands below it on the page.
    row.about_html = str(clean(foreign.about[:LONGEST_FOREIGN_ABOUT]))
    row.inbox, row.shared_inbox = foreign.inbox, foreign.shared_inbox
    row.key_id, row.public_key, row.key_seen_at = foreign.key_id, foreign.public_key, now
    was_findable, row.findable = row.findable is True, foreign.findable
    note(session, foreign.ally_id, foreign.emoji, now=now)
    row.card = card.encoded(session, row, origin)
    session.flush()
    if foreign.findable != was_findable:
        announce(session, FindableChanged(row.id))
    return row.id
