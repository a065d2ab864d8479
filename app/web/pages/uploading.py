"""Pictures in a form: cleaned and kept one by one, so that what was right is not asked for twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound, ParasolError, Unavailable
from app.basics.ids import new_token
from app.basics.text import tidy
from app.doors.bodies import Form
from app.doors.limits import UPLOAD
from app.media import storing
from app.media.cleaning import MAX_BYTES, clean_picture
from app.posts import picture_queries
from app.posts.actions import picturing
from app.posts.begun import BegunPicture
from app.posts.rules import MOST_PICTURES, checked_description
from app.storage import Session
from app.storage.blobs import TROUBLE
from app.web import forms, views
from app.web.ordering import in_order
from app.web.visiting import Visit
from app.web.words import N_

__all__ = ["MAX_BYTES", "MOST_IN_ALL", "Taken", "kept_before", "taken"]

MOST_IN_ALL = 48 * 1024 * 1024
GONE = N_("This picture is not there any more. Please choose it again.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form's four places: the pictures now kept, and the first trouble, if any."""

    ids: Sequence[int] = ()
    shown: tuple[views.KeptPicture, ...] = ()
    trouble: ParasolError | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """What stands in one place; `id` where it can be posted."""

    number: int
    shown: views.KeptPicture
    id: int | None = None


async def taken(who: Visit, form: Form) -> Taken:
    """Take every picture of the form, in its order. Nothing is raised: what is wrong stands beside its picture."""
    placed: list[_Placed] = []
    trouble: ParasolError | None = None
    for number in range(1, MOST_PICTURES + 1):
        description = form.text(f"description_{number}")
        try:
            picture_id = await _one(who, form, number, description)
        except ParasolError as error:
            trouble = trouble or error
            placed.append(_Placed(number, await _with_error(who, form, number, description, error)))
            continue
        if picture_id is not None:
            placed.append(_Placed(number, _kept(picture_id, description), picture_id))
    ordered = in_order(form, placed, [str(one.number) for one in placed])
    ids = [one.id for one in ordered if one.id is not None]
    return Taken(ids, tuple(one.shown for one in ordered), trouble)


async def kept_before(who: Visit, pictures: Sequence[BegunPicture]) -> Taken:
    """The pictures of something that was begun, as far as they are still there."""
    shown = [await _if_mine(who, str(one.id), one.description) for one in pictures]
    return Taken(shown=tuple(shown))


async def _one(who: Visit, form: Form, number: int, description: str) -> int | None:
    """The picture in this place: a new one, one kept from before, or none.

    The words for it stay in the form: they are written down with what is posted, sealed where that is (P10).
    """
    checked_description(tidy(description))
    uploads, earlier = form.uploads(f"picture_{number}"), form.text(f"media_{number}")
    if uploads:
        return await _taken_in(who, uploads[0])
    if not earlier or form.truth(f"drop_{number}"):
        return None
    picture_id = forms.the_id(earlier)
    await who.house.database.write(picturing.describe, who.me.account_id, picture_id, "")
    return picture_id


async def _taken_in(who: Visit, data: bytes) -> int:
    me = who.me.account_id
    who.limits.count(UPLOAD, str(me))
    clean, blob = await clean_picture(data), new_token()
    try:
        await storing.store(who.house.blobs, blob, clean)
    except TROUBLE as error:
        raise Unavailable from error
    try:
        return await who.house.database.write(picturing.add_picture, me, clean, blob, "", now=who.now)
    except ParasolError:
        await storing.remove(who.house.blobs, blob)
        raise


async def _with_error(who: Visit, form: Form, number: int, description: str, error: ParasolError) -> views.KeptPicture:
    """The place as it was, with what is wrong; a picture kept before stays if it is still there."""
    earlier = form.text(f"media_{number}")
    if earlier and not form.uploads(f"picture_{number}"):
        return await _if_mine(who, earlier, description, error.safe)
    return views.KeptPicture(description=description, error=error.safe)


async def _if_mine(who: Visit, picture_id: str, description: str, error: str = "") -> views.KeptPicture:
    try:
        await who.house.database.read(_is_mine, who.viewer, forms.the_id(picture_id))
    except NotFound:
        return views.KeptPicture(description=description, error=GONE)
    return views.KeptPicture(picture_id, f"/media/{picture_id}/small", description, error)


def _is_mine(session: Session, viewer: Viewer, picture_id: int) -> None:
    """Raises NotFound unless it is the viewer's own and not posted yet."""
    picture = picture_queries.picture(session, viewer, picture_id)
    if picture.owner_id != viewer.account_id or picture.post_id is not None:
        raise NotFound


def _kept(picture_id: int, description: str) -> views.KeptPicture:
    return views.KeptPicture(str(picture_id), f"/media/{picture_id}/small", description)
