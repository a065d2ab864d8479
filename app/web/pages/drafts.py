"""`/drafts`: what somebody has begun. It is opened with their own session's key, for this answer only (P10)."""

from fastapi import Request, Response

from app.doors.access import Access
from app.doors.bodies import Form
from app.posts import begun as reading
from app.posts.actions import drafting
from app.posts.begun import Draft
from app.storage.member_keys import MemberKey
from app.web import forms, views
from app.web.answering import onward, page
from app.web.begun import begun_in, earlier_in, first_words
from app.web.pages import writing
from app.web.pages.uploading import Taken
from app.web.routing import page_door
from app.web.visiting import Visit, member

door = page_door()


@door.get("/drafts", access=Access.MEMBER)
async def show_drafts(request: Request) -> Response:
    who = await member(request)
    found = await who.house.database.read(reading.drafts_of, who.me.account_id)
    key = await who.member_key() if found else None
    view = views.DraftsPage(tuple(_shown(one, key) for one in found), sealed=bool(found) and key is None)
    return await page(who, "draft/list.html", view, place="more")


@door.post("/drafts", access=Access.MEMBER)
async def keep_draft(request: Request) -> Response:
    """The same form as for posting, sent with the other button."""
    return await writing.after_taking_pictures(request, _keep)


@door.get("/drafts/{draft}/deletion", access=Access.MEMBER)
async def show_deletion(request: Request, draft: str) -> Response:
    who, draft_id = await member(request), forms.the_id(draft)
    found = await who.house.database.read(reading.draft, who.me.account_id, draft_id)
    view = views.DraftDeletionPage(_shown(found, await who.member_key()))
    return await page(who, "draft/deletion.html", view, place="more")


@door.post("/drafts/{draft}/deletion", access=Access.MEMBER)
async def delete_draft(request: Request, draft: str) -> Response:
    who, draft_id = await member(request), forms.the_id(draft)
    await forms.sent(who)
    await who.house.database.write(drafting.delete_draft, who.me.account_id, draft_id, key=who.house.key, now=who.now)
    return onward("/drafts?done=draft-deleted")


async def _keep(who: Visit, form: Form, taken: Taken) -> Response:
    begun, earlier, key = begun_in(who, form, taken), await earlier_in(who, form), who.house.key
    await who.house.database.write(drafting.keep_draft, who.me.account_id, begun, earlier, key=key, now=who.now)
    return onward("/drafts?done=draft-kept")


def _shown(draft: Draft, key: MemberKey | None) -> views.DraftView:
    begun = None if key is None else draft.opened(key)
    if begun is None:
        return views.DraftView(draft.id, draft.saved_at, sealed=True)
    return views.DraftView(
        draft.id,
        draft.saved_at,
        words=first_words(begun),
        warning=begun.warning,
        language=begun.language,
        pictures=len(begun.pictures),
        answers=begun.reply_to is not None,
        asks=begun.poll is not None,
        why_not=begun.why_not,
    )
