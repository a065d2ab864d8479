"""`/settings`: the name shown, a few words, light or dark, the language."""

from fastapi import Request, Response

import locales
from app.accounts import queries as accounts
from app.accounts.actions import profiles
from app.accounts.actions.profiles import LONGEST_ABOUT
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.tongues import own_name
from app.web.views import Field
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

NO_SUCH_LANGUAGE = N_("The house does not speak that language yet.")


@door.get("/settings", access=Access.MEMBER)
async def show_settings(request: Request) -> Response:
    who = await member(request)
    facts = await who.house.database.read(accounts.by_id, who.me.account_id)
    if facts is None:
        raise NotFound
    view = _view(who, Field(facts.display_name), Field(facts.about_source), facts.theme, facts.language)
    return await page(who, "settings/page.html", view, place="more")


@door.post("/settings", access=Access.MEMBER)
async def keep_settings(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(_keep, who, form)
    except Invalid as error:
        return await _again(who, form, error)
    return onward("/settings?done=kept")


def _keep(session: Session, who: Visit, form: Form) -> None:
    me, language = who.me.account_id, form.text("language")
    if language and language not in locales.languages():
        raise Invalid("language", NO_SUCH_LANGUAGE)
    profiles.change_profile(
        session, me, form.text("display_name"), form.text("about"), origin=who.house.settings.origin
    )
    profiles.change_appearance(session, me, form.text("theme"), language)


async def _again(who: Visit, form: Form, error: Invalid) -> Response:
    def typed(name: str) -> Field:
        return forms.typed(form, name, error.safe if error.field == name else "")

    view = _view(who, typed("display_name"), typed("about"), form.text("theme"), form.text("language"))
    return await page(who, "settings/page.html", view, status=error.status, place="more")


def _view(who: Visit, display_name: Field, about: Field, theme: str, language: str) -> views.SettingsPage:
    return views.SettingsPage(
        display_name=display_name,
        about=about,
        theme=theme if theme in profiles.THEMES else "system",  # type: ignore[arg-type]
        language=language if language in locales.languages() else "",
        languages=tuple((code, own_name(code)) for code in locales.languages()),
        about_limit=LONGEST_ABOUT,
    )
