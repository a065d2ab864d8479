"""Other people's lists, brought along by the cast."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.allies.actions import ally_by_hand
from app.allies.rules import USUAL
from app.basics.clock import now
from app.storage.house import House
from moderation.suggestions import actions, queries, reading_lists
from moderation.suggestions.models import Suggestion
from moderation.suggestions.queries import Ours, Suggested
from tests.world.cast import Member

HEAD = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate"
"""As Mastodon writes it."""


def ours(house: House) -> Ours:
    return Ours(house.settings.host, house.key)


def as_who_they_are(member: Member) -> Viewer:
    return Viewer.member(member.id, member.facts.role)


def brings(member: Member, text: str, by: str = "Orchard House", at: datetime | None = None) -> actions.Taken:
    """They bring a list along, as the page does."""
    lines = reading_lists.read(text.encode()).lines
    write = member.house.database.write_now
    return write(actions.take_list, as_who_they_are(member), lines, by, ours=ours(member.house), now=at or now())


def waiting(member: Member, *, near: bool = True, before: int | None = None) -> list[Suggested]:
    """What they are shown."""
    read = member.house.database.read_now
    return read(queries.waiting, as_who_they_are(member), ours=ours(member.house), near=near, before=before)


def addresses(found: Sequence[Suggested]) -> list[str]:
    return [one.address for one in found]


def set_aside(member: Member, suggestion_id: int) -> None:
    member.house.database.write_now(actions.settle, as_who_they_are(member), suggestion_id, ours=ours(member.house))


def kept(house: House) -> list[Suggestion]:
    """The rows themselves."""

    def read(session: Session) -> list[Suggestion]:
        return list(session.scalars(select(Suggestion).order_by(Suggestion.id)))

    return house.database.read_now(read)


def an_ally_at(house: House, host: str = "harbour.example") -> int:
    """Other software, by our own yes."""
    return house.database.write_now(ally_by_hand, f"https://{host}", frozenset(USUAL), now=now()).id
