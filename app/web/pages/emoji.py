"""`/house/emoji`: the small pictures that everybody here can write with, for stewards to make, replace and delete."""

from collections.abc import Callable

from fastapi import Request, Response

from app.accounts import rules
from app.basics.errors import Invalid, ParasolError, Unavailable
from app.basics.ids import new_token
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import UPLOAD
from app.emoji import queries
from app.emoji.actions import of_the_house
from app.media import storing
from app.media.cleaning import EMOJI_BYTES, clean_emoji
from app.web import forms
from app.web.answering import onward, page
from app.web.choosing_emoji import shown
from app.web.routing import page_door
from app.web.views.emoji import EmojiDeletionPage, EmojiPage
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

ADDRESS = "/house/emoji"
NO_PICTURE = N_("Choose a picture first.")
CHOOSE_AGAIN = N_("Please choose the picture once more: it is not kept until everything is right.")
_MOST_AROUND_IT = 64 * 1024
_BESIDE = {"shortcode", "category"}


@door.get(ADDRESS, access=Access.MEMBER)
async def show_emoji(request: Request) -> Response:
    return await _page(await _steward(request))


@door.post(ADDRESS, access=Access.MEMBER)
async def add(request: Request) -> Response:
    """What it is called is looked at before its picture is drawn, so that a mistake there costs nothing."""
    who = await _steward(request)
    form = await _sent(who)
    shortcode, category = form.text("shortcode"), form.text("category")
    try:
        await who.house.database.read(of_the_house.must_be_free, shortcode)
        blob = await _drawn(who, form)
        await _or_removed(who, blob, of_the_house.add, shortcode, category, blob, now=who.now)
    except ParasolError as error:
        return await _page(who, form, error)
    return onward(f"{ADDRESS}?done=emoji-kept")


@door.post(ADDRESS + "/{number}", access=Access.MEMBER)
async def change(request: Request, number: str) -> Response:
    """`hidden=1|0`, or else another `picture`."""
    who, emoji_id = await _steward(request), forms.the_id(number)
    form = await _sent(who)
    if "hidden" in form:
        await who.house.database.write(of_the_house.hide, emoji_id, hidden=form.truth("hidden"))
        return onward(f"{ADDRESS}?done=emoji-kept")
    await who.house.database.read(queries.one_of_the_house, emoji_id)
    try:
        blob = await _drawn(who, form)
    except ParasolError as error:
        return await _page(who, error=error, replacing=emoji_id)
    await _or_removed(who, blob, of_the_house.replace_picture, emoji_id, blob, now=who.now)
    return onward(f"{ADDRESS}?done=emoji-kept")


@door.get(ADDRESS + "/{number}/deletion", access=Access.MEMBER)
async def show_deletion(request: Request, number: str) -> Response:
    who = await _steward(request)
    facts = await who.house.database.read(queries.one_of_the_house, forms.the_id(number))
    return await page(who, "emoji/deletion.html", EmojiDeletionPage(shown(facts)), place="more")


@door.post(ADDRESS + "/{number}/deletion", access=Access.MEMBER)
async def delete(request: Request, number: str) -> Response:
    who = await _steward(request)
    await forms.sent(who)
    await who.house.database.write(of_the_house.delete, forms.the_id(number), key=who.house.key, now=who.now)
    return onward(f"{ADDRESS}?done=emoji-deleted")


async def _steward(request: Request) -> Visit:
    who = await member(request)
    rules.must_be_steward(who.me.role)
    return who


async def _sent(who: Visit) -> Form:
    return await forms.sent(who, EMOJI_BYTES * 8 + _MOST_AROUND_IT, most_file=EMOJI_BYTES)


async def _drawn(who: Visit, form: Form) -> str:
    """The form's picture, cleaned and stored; the name of its files. Raises what is wrong with it."""
    uploads = form.uploads("picture")
    if not uploads:
        raise Invalid("picture", NO_PICTURE)
    who.limits.count(UPLOAD, str(who.me.account_id))
    clean, blob = await clean_emoji(uploads[-1]), new_token()
    try:
        await who.house.blobs.put(storing.full(blob), clean.full)
    except OSError as error:
        raise Unavailable from error
    return blob


async def _or_removed(who: Visit, blob: str, act: Callable[..., object], *arguments: object, **named: object) -> None:
    """Write it down; what was refused leaves no file behind."""
    try:
        await who.house.database.write(act, *arguments, **named)
    except ParasolError:
        await storing.remove(who.house.blobs, blob)
        raise


async def _page(
    who: Visit, form: Form | None = None, error: ParasolError | None = None, *, replacing: int = 0
) -> Response:
    found = await who.house.database.read(queries.of_the_house)
    wrong = error.field if isinstance(error, Invalid) else ""
    beside = {wrong: error.safe} if error and wrong in _BESIDE else {}
    about_picture = error.safe if error and not beside else ""
    view = EmojiPage(
        emoji=tuple(shown(one) for one in found),
        shortcode=forms.typed(form or Form(), "shortcode", beside.get("shortcode", "")),
        category=forms.typed(form or Form(), "category", beside.get("category", "")),
        picture_error=CHOOSE_AGAIN if beside and form and form.uploads("picture") else about_picture,
        replacing=replacing,
    )
    status = error.status if error else 200
    return await page(who, "emoji/list.html", view, status=status, place="more", address=ADDRESS)
