"""The passphrase, asked for again: a phone may be in somebody else's hand."""

from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Proven, WrongPair
from app.basics.errors import Invalid
from app.doors.limits import ASK_AGAIN
from app.web.visiting import Visit
from app.web.words import N_

NOT_YOURS = N_("That is not your passphrase.")


async def proven_again(visit: Visit, passphrase: str, *, field: str = "old") -> Proven:
    """The member, before something that must be theirs. Raises Invalid naming the field, TooMany."""
    # By account: whoever is signed in already is kept from nothing by a stranger's tries at their name.
    visit.limits.count(ASK_AGAIN, str(visit.me.account_id))
    found = await visit.house.database.read(signing_in.credential_by_id, visit.me.account_id)
    try:
        return await signing_in.prove(found, passphrase)
    except WrongPair as error:
        raise Invalid(field, NOT_YOURS) from error
