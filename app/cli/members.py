"""`member add` and `token`."""

import asyncio

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actions import apps, joining, signing_in
from app.basics.clock import now
from app.basics.errors import NotFound, Refused
from app.cli.opening import opened
from app.cli.saying import say
from app.storage.member_keys import MemberKey
from app.storage.sealing import HouseKey

SCRIPTS = "Scripts on this machine"


def add(name: str, role: str, passphrase: str) -> None:
    """Make the account and print its recovery codes, the only time they are seen."""
    if role not in joining.ROLES:
        raise Refused("A role is member, moderator or steward.")
    newcomer = asyncio.run(joining.prepare_newcomer(name, passphrase))
    with opened() as house:
        house.database.write_now(
            joining.add_member, newcomer, role=role, origin=house.settings.origin, key=house.key, now=now()
        )
    say(f"@{name} is a {role} of this house. Recovery codes, each works once; they are not shown again:")
    say(*(f"  {code}" for code in newcomer.recovery_codes))
    say("The lock code, which ends every session and app of the account from any device:", f"  {newcomer.lock_code}")


def give_token(name: str, scope: str, passphrase: str | None) -> None:
    """Print a token and nothing else."""
    with opened() as house:
        proven = None
        if passphrase is not None:
            proven = asyncio.run(signing_in.prove(house.database.read_now(signing_in.credential_of, name), passphrase))
        say(house.database.write_now(_token, name, scope, house.key, proven and proven.member_key))


def _token(session: Session, name: str, scope: str, key: HouseKey, member_key: MemberKey | None) -> str:
    account = queries.by_name(session, name)
    if account is None:
        raise NotFound("There is no member of that name.")
    scopes = apps.checked_scopes(scope)
    app = apps.register(session, SCRIPTS, [apps.OUT_OF_BAND], "follow push read write", "", key=key, now=now())
    return apps.give_token(session, app.id, account.id, scopes, member_key=member_key, now=now())
