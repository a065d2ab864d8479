"""A member says who may reach them, and with whom they write."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.accounts import card
from app.accounts.events import FindableChanged, ProfileChanged
from app.accounts.models import Account, Correspondent
from app.accounts.reach import Reach, WhoMay
from app.accounts.reach_queries import reach_of
from app.jobs.outbox import announce
from app.storage.inserting import insert_missing


def change_reach(session: Session, account_id: int, reach: Reach, *, origin: str) -> None:
    """From now on it is so; what arrived before stays. Questions to follow that wait go on waiting for an answer."""
    account = session.get_one(Account, account_id)
    account.replies_from, account.mentions_from = reach.replies, reach.mentions
    account.messages_from, account.open_page = reach.messages, reach.open_page
    shown = (account.asks_before_follow, account.findable)
    if shown != (reach.asks_before_follow, reach.findable):
        account.asks_before_follow, account.findable = reach.asks_before_follow, reach.findable
        account.card = card.encoded(session, account, origin)
        announce(session, ProfileChanged(account_id))
    if reach.findable != shown[1]:
        announce(session, FindableChanged(account_id))


def ask_before_follow(session: Session, account_id: int, asks: bool, *, origin: str) -> None:
    """Only whether follows need a yes, as an app says it (`locked`)."""
    change_reach(session, account_id, replace(reach_of(session, account_id), asks_before_follow=asks), origin=origin)


def be_findable(session: Session, account_id: int, findable: bool, *, origin: str) -> None:
    """Only whether others find the member's posts by search, as an app says it (`indexable`)."""
    change_reach(session, account_id, replace(reach_of(session, account_id), findable=findable), origin=origin)


def take_messages_from(session: Session, account_id: int, whom: WhoMay, *, origin: str) -> None:
    """Only who may send messages, as an app says it."""
    change_reach(session, account_id, replace(reach_of(session, account_id), messages=whom), origin=origin)


def correspond(session: Session, account_id: int, other_id: int) -> None:
    """From now on the other's messages arrive without being asked for; twice changes nothing."""
    insert_missing(session, Correspondent, {"account_id": account_id, "other_id": other_id})
