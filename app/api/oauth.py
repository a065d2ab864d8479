"""Tokens for apps (RFC 6749, 7009, 7636, 8414). The page where a member says yes is the pages' own (`app.web`)."""

import base64
import hmac
from urllib.parse import unquote_plus

from fastapi import Request, Response

from app.accounts.actions import apps
from app.accounts.actions.apps import Registered
from app.api.answering import answer
from app.api.holding import house_of
from app.api.reading import sent
from app.api.refusing import ApiRoute
from app.api.whence import address_of
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.doors.limits import REGISTER_APP

door = Door(route_class=ApiRoute)


class OAuthRefusal(Exception):
    """An error of RFC 6749, section 5.2: its word and a sentence."""

    def __init__(self, error: str, sentence: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.sentence, self.status = error, sentence, status


@door.get("/.well-known/oauth-authorization-server", access=Access.OPEN)
async def metadata(request: Request) -> Response:
    """Where everything is (RFC 8414, which knows only https: a house tried out without it tells nothing)."""
    origin = house_of(request).settings.origin
    if not origin.startswith("https://"):
        raise NotFound
    return answer(
        {
            "issuer": f"{origin}/",
            "authorization_endpoint": f"{origin}/oauth/authorize",
            "token_endpoint": f"{origin}/oauth/token",
            "revocation_endpoint": f"{origin}/oauth/revoke",
            "app_registration_endpoint": f"{origin}/api/v1/apps",
            "scopes_supported": sorted(apps.SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
    )


@door.post("/oauth/token", access=Access.OPEN)
async def token(request: Request) -> Response:
    """A bearer token for a code, or the app's own."""
    try:
        form = await _read(request)
        app = await _client(request, form)
        given, scopes = await _granted(request, app, form)
    except OAuthRefusal as refusal:
        return _refused(refusal)
    created = int(now().timestamp())
    return answer({"access_token": given, "token_type": "Bearer", "scope": scopes, "created_at": created})


@door.post("/oauth/revoke", access=Access.OPEN)
async def revoke(request: Request) -> Response:
    """End a token of the asking app; the answer is the same whether or not there was one (RFC 7009)."""
    try:
        form = await _read(request)
        app = await _client(request, form)
    except OAuthRefusal as refusal:
        return _refused(refusal)
    await house_of(request).database.write(apps.revoke, app.id, form.text("token"))
    return answer({})


async def _granted(request: Request, app: Registered, form: Form) -> tuple[str, str]:
    kind = form.text("grant_type")
    if kind == "authorization_code":
        return await _for_code(request, app, form)
    if kind == "client_credentials":
        return await _for_itself(request, app, form)
    if not kind:
        raise OAuthRefusal("invalid_request", "grant_type is missing.")
    raise OAuthRefusal("unsupported_grant_type", "Only authorization_code and client_credentials are possible here.")


async def _for_code(request: Request, app: Registered, form: Form) -> tuple[str, str]:
    given = await house_of(request).database.write(
        apps.exchange, app, form.text("code"), form.text("redirect_uri"), form.text("code_verifier"), now=now()
    )
    if given is None:
        raise OAuthRefusal("invalid_grant", "This code does not work, or not any more.")
    return given


async def _for_itself(request: Request, app: Registered, form: Form) -> tuple[str, str]:
    request.app.state.limits.count(REGISTER_APP, address_of(request))
    house = house_of(request)
    try:
        scopes = apps.checked_scopes(form.text("scope"))
    except Invalid as error:
        raise OAuthRefusal("invalid_scope", error.safe) from error
    if not apps.within(scopes, app.scopes):
        raise OAuthRefusal("invalid_scope", "This app asks for more than it said it would.")
    return await house.database.write(apps.own_token, app, scopes, key=house.key, now=now()), scopes


async def _client(request: Request, form: Form) -> Registered:
    """The app that proves itself with its secret, in the header or in the body."""
    client_id, secret = _basic(request) or (form.text("client_id"), form.text("client_secret"))
    house = house_of(request)
    app = await house.database.read(apps.known, client_id, key=house.key)
    if app is None or not hmac.compare_digest(app.client_secret.encode(), secret.encode()):
        raise OAuthRefusal("invalid_client", "This app is not known here, or its secret is wrong.", status=401)
    return app


def _basic(request: Request) -> tuple[str, str] | None:
    """RFC 6749, section 2.3.1: both parts are form-encoded before they are joined."""
    scheme, _, packed = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except ValueError:  # not base64, not ASCII, not UTF-8
        return ("", "")
    return unquote_plus(user).replace("\x00", ""), unquote_plus(secret)


async def _read(request: Request) -> Form:
    try:
        return await sent(request)
    except Invalid as error:
        raise OAuthRefusal("invalid_request", error.safe) from error


def _refused(refusal: OAuthRefusal) -> Response:
    headers = {"WWW-Authenticate": 'Basic realm="oauth"'} if refusal.status == 401 else None
    return answer({"error": refusal.error, "error_description": refusal.sentence}, refusal.status, headers)
