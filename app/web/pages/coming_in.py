"""What joining, setting up, signing in and recovering share: the passphrase typed twice, and a fresh session."""

import re

from fastapi import Response

from app.accounts import secrets
from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Proven
from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.storage import Session
from app.web import security
from app.web.visiting import Visit
from app.web.words import N_

NOT_THE_SAME = N_("The two passphrases are not the same.")
_SUGGESTED = re.compile(r"[a-z]{4}( [a-z]{4}){5}")


def new_passphrase(form: Form) -> str:
    """The passphrase, if it was typed the same twice; raises Invalid."""
    if form.text("passphrase") != form.text("again"):
        raise Invalid("passphrase", NOT_THE_SAME)
    return form.text("passphrase")


def suggestion_again(form: Form) -> str:
    """The passphrase that was suggested before: by now it may stand on somebody's paper."""
    earlier = form.text("suggestion")
    return earlier if _SUGGESTED.fullmatch(earlier) else secrets.suggest_passphrase()


def begin_anew(session: Session, visit: Visit, proven: Proven) -> str:
    """A new session's secret; the one this browser had is over, whoever put it there (no fixation)."""
    earlier = security.session_in(visit.request, visit.house.settings)
    if earlier:
        signing_in.end_session(session, earlier)
    return signing_in.begin_session(session, proven.account_id, proven.member_key, now=visit.now)


def with_session(answer: Response, visit: Visit, secret: str) -> Response:
    """The answer that puts the session into the browser."""
    security.give_session(answer, visit.house.settings, secret)
    return answer
