"""`/oauth/authorize`: a member lets an app act for them (RFC 6749, section 4.1; RFC 7636 with S256 alone).

Whatever is wrong with what an app asks is said on a page of ours: without a person's answer nobody is sent anywhere,
so that an address of this house leads to no other (RFC 9700, section 4.11).
"""

import re
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response

from app.accounts.actions import apps
from app.accounts.actions.apps import OUT_OF_BAND, Asked, Registered
from app.basics.errors import Invalid
from app.doors.access import Access
from app.doors.bodies import Form, query_form
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

NO_APP = N_("This house does not know that app. Please begin again in the app.")
NOT_ITS_ADDRESS = N_("The app wants to be sent back to an address that it did not name before.")
NO_CODE = N_("The app asks in a way that this house does not know.")
TOO_MUCH = N_("The app asks for more than it said it would.")
WEAK_PROOF = N_("The app's proof is of a kind that is not taken here. It has to be S256.")
NO_ANSWER = N_("Please allow or refuse.")
LONGEST = 2000

_PARAMETERS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_SAFE_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")


@door.get("/oauth/authorize", access=Access.MEMBER)
async def show_authorise(request: Request) -> Response:
    who = await member(request)
    asked = query_form(request)
    app, wanted = await _checked(who, asked)
    view = views.AuthoriseAppPage(
        app=app.name,
        scopes=tuple(wanted.scopes.split()),
        hidden=tuple((name, asked.text(name)) for name in _PARAMETERS if asked.text(name)),
        returns_to=_place(wanted.redirect),
    )
    return await page(who, "app/authorise.html", view, address="/", form_targets=_form_targets(wanted.redirect))


@door.post("/oauth/authorize", access=Access.MEMBER)
async def authorise(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    app, wanted = await _checked(who, form)
    match form.text("answer"):
        case "allow":
            member_key = await who.member_key()
            code = await who.house.database.write(
                apps.authorise, who.me.account_id, wanted, member_key=member_key, now=who.now
            )
        case "refuse":
            return _back(wanted.redirect, {"error": "access_denied"}, form)
        case _:
            raise Invalid("answer", NO_ANSWER)
    if wanted.redirect == OUT_OF_BAND:
        return await page(who, "app/code.html", views.OutOfBandCodePage(app.name, code))
    return _back(wanted.redirect, {"code": code}, form)


async def _checked(who: Visit, asked: Form) -> tuple[Registered, Asked]:
    """The app and what it asks for, if it may; raises Invalid."""
    if any(len(asked.text(name)) > LONGEST or "\x00" in asked.text(name) for name in _PARAMETERS):
        raise Invalid("request", NO_CODE)
    app = await who.house.database.read(apps.known, asked.text("client_id"), key=who.house.key)
    if app is None:
        raise Invalid("client_id", NO_APP)
    if asked.text("redirect_uri") not in app.redirects:
        raise Invalid("redirect_uri", NOT_ITS_ADDRESS)
    if asked.text("response_type") != "code":
        raise Invalid("response_type", NO_CODE)
    return app, Asked(app.id, asked.text("redirect_uri"), _scopes(app, asked), _challenge(asked))


def _scopes(app: Registered, asked: Form) -> str:
    """What is asked for, each within a scope that the app named when it registered."""
    wanted = apps.checked_scopes(asked.text("scope").replace("+", " "))
    named = set(app.scopes.split())
    if any(scope not in named and scope.partition(":")[0] not in named for scope in wanted.split()):
        raise Invalid("scope", TOO_MUCH)
    return wanted


def _challenge(asked: Form) -> str:
    challenge, method = asked.text("code_challenge"), asked.text("code_challenge_method")
    if not challenge and not method:
        return ""
    if method != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise Invalid("code_challenge", WEAK_PROOF)
    return challenge


def _back(redirect: str, answer: dict[str, str], form: Form) -> Response:
    """To the app, with its own state."""
    if redirect == OUT_OF_BAND:
        return onward("/")
    if form.text("state"):
        answer["state"] = form.text("state")
    return onward(f"{redirect}{'&' if '?' in redirect else '?'}{urlencode(answer)}")


def _place(redirect: str) -> str:
    """Where that is, for people: a host, or an app's own scheme."""
    if redirect == OUT_OF_BAND:
        return ""
    parts = urlsplit(redirect)
    return parts.netloc if parts.scheme in {"http", "https"} else parts.scheme


def _form_targets(redirect: str) -> tuple[str, ...]:
    """What the page's policy must allow, because browsers hold it against the redirect as well."""
    if redirect == OUT_OF_BAND:
        return ()
    parts = urlsplit(redirect)
    if parts.scheme in {"http", "https"} and _SAFE_HOST.fullmatch(parts.netloc):
        return (f"{parts.scheme}://{parts.netloc}",)
    return (f"{parts.scheme}:",)
