"""`/settings/codes`: new recovery codes and a new lock code, for whoever knows the passphrase. Shown once."""

from fastapi import Request, Response

from app.accounts.actions import codes
from app.accounts.actions.signing_in import Proven
from app.basics.errors import ParasolError
from app.doors.access import Access
from app.storage import Session
from app.storage.sealing import HouseKey
from app.web import forms, views
from app.web.answering import page
from app.web.pages.asking_again import proven_again
from app.web.routing import page_door
from app.web.visiting import Visit, member

door = page_door()


@door.get("/settings/codes", access=Access.MEMBER)
async def show_codes(request: Request) -> Response:
    return await _asked(await member(request))


@door.post("/settings/codes", access=Access.MEMBER)
async def renew_codes(request: Request) -> Response:
    """The codes stand in this answer alone; only their hashes are kept."""
    who = await member(request)
    try:
        form = await forms.sent(who)
        proven = await proven_again(who, form.text("old"))
        recovery, lock = await who.house.database.write(_renew, proven, who.house.key)
    except ParasolError as error:
        return await _asked(who, error.safe, status=error.status)
    view = views.RecoveryCodesPage(tuple(recovery), lock, onward="/settings")
    return await page(who, "recovery/codes.html", view, place="more", address="/settings/codes")


def _renew(session: Session, proven: Proven, key: HouseKey) -> tuple[list[str], str]:
    recovery = codes.renew_recovery_codes(session, proven.account_id, proven.member_key, key=key)
    return recovery, codes.renew_lock_code(session, proven.account_id, key=key)


async def _asked(who: Visit, error: str = "", *, status: int = 200) -> Response:
    view = views.NewCodesPage(error)
    return await page(who, "settings/codes.html", view, status=status, place="more", address="/settings/codes")
