"""What joining, setting up, signing in and recovering share: the passphrase, and a fresh session."""

import re

from fastapi import Response

from app.accounts import secrets
from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Proven
from app.accounts.holders import session_holder
from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.storage import Session
from app.web import security
from app.web.visiting import Visit
from app.web.words import N_

NOT_THE_SAME = N_("The two passphrases are not the same.")
AN_ADULT = N_("Only adults can be here. If you are one, please say so.")
NOT_YOURS = N_("That is not your passphrase.")
_SUGGESTED = re.compile(r"[a-z]{4}( [a-z]{4}){5}")


def new_passphrase(form: Form) -> str:
    """The passphrase, if it was typed the same twice; raises Invalid."""
    if form.text("passphrase") != form.text("again"):
        raise Invalid("passphrase", NOT_THE_SAME)
    return form.text("passphrase")


def must_be_an_adult(form: Form) -> None:
    """They say so, and that is all: no date, no document, nothing kept. Raises Invalid."""
    if not form.truth("adult"):
        raise Invalid("adult", AN_ADULT)


def suggestion_again(form: Form) -> str:
    """The passphrase that was suggested before: by now it may stand on somebody's paper."""
    earlier = form.text("suggestion")
    return earlier if _SUGGESTED.fullmatch(earlier) else secrets.suggest_passphrase()


def begin_anew(session: Session, visit: Visit, proven: Proven) -> str:
    """What the browser holds from now on, for `with_session`: a new session, and those of other accounts after it.

    What this account had here before is over, whoever put it there (no fixation). Beyond five, the one used longest
    ago is forgotten and not ended: two accounts never meet in one transaction (P2).
    """
    held = security.sessions_in(visit.request, visit.house.settings)
    holders = {secret: session_holder(session, secret, now=visit.now) for secret in held if secret}
    for secret, holder in holders.items():
        if holder and holder.account_id == proven.account_id:
            signing_in.end_session(session, secret)
    others = [secret for secret, holder in holders.items() if holder and holder.account_id != proven.account_id]
    fresh = signing_in.begin_session(session, proven.account_id, proven.member_key, now=visit.now)
    return security.joined([fresh, *others])


def with_session(answer: Response, visit: Visit, held: str) -> Response:
    """The answer that puts the sessions into the browser."""
    security.give_sessions(answer, visit.house.settings, held)
    return answer
