"""The passphrase, asked for again: a phone may be in somebody else's hand."""

from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Proven, WrongPair
from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.doors.limits import SIGN_IN
from app.web.visiting import Visit
from app.web.words import N_

NOT_YOURS = N_("That is not your passphrase.")


async def proven(who: Visit, form: Form) -> Proven:
    """The member, who knows the passphrase; raises Invalid naming the field, or TooMany."""
    who.limits.count(SIGN_IN, f"again {who.me.account_id}")
    found = await who.house.database.read(signing_in.credential_by_id, who.me.account_id)
    try:
        return await signing_in.prove(found, form.text("passphrase"))
    except WrongPair as error:
        raise Invalid("passphrase", NOT_YOURS) from error
