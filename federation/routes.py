"""The addresses at which other houses find this one. All but the house's own actor are for allies that sign (P21)."""

import re
from dataclasses import replace
from typing import Final

from fastapi import FastAPI, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import ShownTo
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.errors import NotFound, ParasolError
from app.doors.access import Access, Door
from app.doors.bodies import read_bytes
from app.posts import queries as posts
from app.posts.models import Post, Reach
from app.posts.queries import PostFacts
from federation import head_routes, pact_routes, stamps, wellknown
from federation.answers import as_it_came, document, refusal
from federation.departing import departed_document
from federation.documents import Json, actor_document, in_context, instance_document
from federation.envoy import Envoy
from federation.gate import MOST_BYTES, Gate
from federation.note_for import note_for
from federation.pins import pins_document

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")
COLLECTIONS: Final = frozenset({"followers", "following", "outbox"})

door = Door()


def mount(app: FastAPI) -> None:
    """Open the doors to other houses; `app.state.envoy` stands before."""
    app.state.gate = Gate(app.state.envoy)
    door.opens_in(app)
    wellknown.door.opens_in(app)
    pact_routes.door.opens_in(app)
    stamps.door.opens_in(app)
    head_routes.door.opens_in(app)


@door.get("/ap/instance", access=Access.OPEN)
async def show_instance(request: Request) -> Response:
    """The house's own actor: key and inbox, nothing else. Open, so that verifying us never needs verifying you."""
    return document(instance_document(_envoy(request)), private=False)


@door.post("/ap/inbox", access=Access.ALLY_SIGNED)
async def take_in(request: Request) -> Response:
    """202 once it is on the disk. Whoever is no ally is not even listened to."""
    gate: Gate = request.app.state.gate
    head = as_it_came(request)
    try:
        ally = await gate.claimed_house(head)
        body = await read_bytes(request, MOST_BYTES)
        await gate.admit(replace(head, body=body), ally)
    except ParasolError as error:
        return refusal(error)
    return Response(status_code=202)


@door.get("/ap/actors/{token}", access=Access.ALLY_SIGNED)
async def show_actor(request: Request, token: str) -> Response:
    """A member, or the key of one who has gone. The house is told when the account is deleted (P11)."""
    try:
        shown = await _actor(_envoy(request), await _reader(request), token)
    except ParasolError as error:
        return refusal(error)
    return document(shown)


@door.get("/ap/actors/{token}/{collection}", access=Access.ALLY_SIGNED)
async def show_collection(request: Request, token: str, collection: str) -> Response:
    """Whose followers and posts there are is for nobody to count (P4): the name of a list, and nothing in it.

    Except what a member put first on their page, as far as it is for allies.
    """
    envoy = _envoy(request)
    try:
        ally, asker = await request.app.state.gate.verified_asker(as_it_came(request))
        account = await _member(envoy, token)
        if collection == "featured":
            return document(await envoy.house.database.read(pins_document, ally, asker, account))
    except ParasolError as error:
        return refusal(error)
    if collection not in COLLECTIONS:
        return refusal(NotFound())
    return document(in_context({"id": f"{account.uri}/{collection}", "type": "OrderedCollection"}))


@door.get("/ap/posts/{token}", access=Access.ALLY_SIGNED)
async def show_post(request: Request, token: str) -> Response:
    """A post that somebody of that house may read; from now on the house is told when it is deleted (P11).

    Whoever signs with their own key asks for themselves: across a block there is nothing.
    """
    envoy = _envoy(request)
    try:
        ally, asker = await request.app.state.gate.verified_asker(as_it_came(request))
        if Scope.POSTS not in ally.scopes:
            raise NotFound
        uri = f"{envoy.origin}/ap/posts/{_a_token(token)}"
        note = await envoy.house.database.read(_note, envoy, ally, asker, uri)
        await envoy.house.database.write(_note_reach, uri, ally.id)
    except ParasolError as error:
        return refusal(error)
    return document(in_context(note))


def _envoy(request: Request) -> Envoy:
    return request.app.state.envoy


async def _reader(request: Request) -> AllyFacts:
    return await request.app.state.gate.verified_reader(as_it_came(request))


async def _actor(envoy: Envoy, ally: AllyFacts, token: str) -> Json:
    try:
        account = await _member(envoy, token)
    except NotFound:
        gone = await envoy.house.database.read(departed_document, f"{envoy.origin}/ap/actors/{_a_token(token)}")
        if gone is None:
            raise
        return gone
    if not await envoy.house.database.read(_was_shown, account.id, ally.id):
        await envoy.house.database.write(_note_shown, account.id, ally.id)
    return actor_document(account, envoy, ally)


async def _member(envoy: Envoy, token: str) -> AccountFacts:
    account = await envoy.house.database.read(accounts.by_uri, f"{envoy.origin}/ap/actors/{_a_token(token)}")
    if account is None or not account.is_ours:
        raise NotFound
    return account


def _a_token(word: str) -> str:
    """The end of one of our addresses; raises NotFound for what can be none (PostgreSQL takes no NUL)."""
    if not _TOKEN.fullmatch(word):
        raise NotFound
    return word


def _note(session: Session, envoy: Envoy, ally: AllyFacts, asker: str, uri: str) -> Json:
    account = accounts.by_uri(session, asker) if asker else None
    post: PostFacts = posts.one_by_uri(session, Viewer.ally(ally.id, account and account.id), uri)
    if post.sealed is not None:
        raise NotFound  # sent once, to those it is for; here it is sealed to its readers (P10)
    return note_for(session, envoy, ally, post)


def _was_shown(session: Session, account_id: int, ally_id: int) -> bool:
    return session.get(ShownTo, (account_id, ally_id)) is not None


def _note_shown(session: Session, account_id: int, ally_id: int) -> None:
    """Raises NotFound for somebody who has left or paused meanwhile: their profile must not go out after a Delete."""
    if accounts.present(session, account_id) is None:
        raise NotFound
    if not _was_shown(session, account_id, ally_id):
        session.add(ShownTo(account_id=account_id, ally_id=ally_id))


def _note_reach(session: Session, uri: str, ally_id: int) -> None:
    """Raises NotFound for what was deleted in the meantime: it must not go out after its Delete did."""
    post_id = session.scalar(select(Post.id).where(Post.uri == uri))
    if post_id is None:
        raise NotFound
    if session.get(Reach, (post_id, ally_id)) is None:
        session.add(Reach(post_id=post_id, ally_id=ally_id))
