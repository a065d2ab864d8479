"""An ally's house learns that a member has blocked somebody there, and when it is over, so that it keeps them apart.

A Block and its Undo are among the last words: they pass while we part, and wait through a pause (P22).
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.events import Blocked, BlockEnded
from app.accounts.queries import AccountFacts
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.basics.events import Event
from federation import documents
from federation.envoy import Envoy
from federation.letters import Letter, write_letter


def tell_of_block(envoy: Envoy, session: Session, event: Blocked) -> None:
    """To the house of whoever is blocked, if a member of ours blocked them and has not ended it since."""
    uri = between.block_uri(session, event.account_id, event.target_id)
    found = _across(session, event.account_id, event.target_id)
    if found is not None and uri:
        member, them, ally = found
        act = documents.block_of(uri, member.uri, them.uri)
        write_letter(envoy, session, ally, "Block", Letter(member.id, act, inbox=them.inbox))


def tell_of_its_end(envoy: Envoy, session: Session, event: BlockEnded) -> None:
    found = _across(session, event.account_id, event.target_id)
    if found is not None:
        member, them, ally = found
        act = documents.undo_of("Block", event.uri, member.uri, them.uri, them.uri)
        write_letter(envoy, session, ally, "Undo", Letter(member.id, act, inbox=them.inbox))


def _across(session: Session, account_id: int, target_id: int) -> tuple[AccountFacts, AccountFacts, AllyFacts] | None:
    """Our member, the one at an ally, and that ally; None for what stays in this house or was done elsewhere."""
    member, them = accounts.by_id(session, account_id), accounts.by_id(session, target_id)
    if member is None or them is None or not member.is_ours or them.ally_id is None:
        return None
    ally = allies.by_id(session, them.ally_id)
    return None if ally is None else (member, them, ally)


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    Blocked: tell_of_block,
    BlockEnded: tell_of_its_end,
}
