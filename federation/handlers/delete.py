"""Delete: a post of an ally's member is gone, or the member is, or what allowed a quote of theirs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.leaving import take_the_name_off
from app.accounts.models import Account
from app.leaving import removing
from app.posts.actions.receiving import receive_deletion
from app.posts.actions.receiving_quotes import take_back_theirs
from app.storage.deletions import note_deletion
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import sender


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """It goes here too, with its files, and a late Create does not bring it back.

    Both are looked for: anybody may have called a post an authorisation, and that is no reason to keep it.
    """
    activity = verified.activity
    if activity.object_uri == activity.actor:
        _forget(session, verified, envoy)
        return
    author = sender(session, verified)
    take_back_theirs(session, activity.object_uri, author.id)
    receive_deletion(session, activity.object_uri, author.id, key=envoy.house.key, now=envoy.clock())


def _forget(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Hidden at once; everything of theirs goes in portions, so that nobody here waits."""
    account = session.scalars(
        select(Account).where(Account.uri == verified.activity.actor, Account.ally_id == verified.ally.id)
    ).one_or_none()
    if account is not None:
        note_deletion(session, "account", account.uri, key=envoy.house.key, now=envoy.clock())
        take_the_name_off(account)
        removing.begin(session, account.id, key=envoy.house.key, now=envoy.clock())
