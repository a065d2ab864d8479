"""`/ap/quotes/{token}`: where this house says that a member allows a quote, to allies that may read what is quoted."""

import re

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.viewer import Viewer
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.errors import NotFound, ParasolError
from app.doors.access import Access, Door
from app.posts import queries as posts
from app.posts.models import Post, Quote
from app.posts.quoting import State
from federation.answers import as_it_came, document, refusal
from federation.documents import Json, authorisation_of
from federation.envoy import Envoy

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")

door = Door()


@door.get("/ap/quotes/{token}", access=Access.ALLY_SIGNED)
async def show_authorisation(request: Request, token: str) -> Response:
    """Once taken back it is not there any more, like one that never was."""
    envoy: Envoy = request.app.state.envoy
    try:
        ally, asker = await request.app.state.gate.verified_asker(as_it_came(request))
        if Scope.POSTS not in ally.scopes or not _TOKEN.fullmatch(token):
            raise NotFound
        shown = await envoy.house.database.read(_authorisation, ally, asker, f"{envoy.origin}/ap/quotes/{token}")
    except ParasolError as error:
        return refusal(error)
    return document(shown)


def _authorisation(session: Session, ally: AllyFacts, asker: str, uri: str) -> Json:
    quoting = session.scalars(
        select(Quote).where(Quote.authorisation == uri, Quote.authorisation != "", Quote.state == State.ALLOWED)
    ).one_or_none()
    account = accounts.by_uri(session, asker) if asker else None
    if quoting is None or quoting.quoted_id is None:
        raise NotFound
    quoted = posts.several(session, Viewer.ally(ally.id, account and account.id), [quoting.quoted_id])
    post = session.get(Post, quoting.post_id)
    if quoting.quoted_id not in quoted or post is None:
        raise NotFound
    found = quoted[quoting.quoted_id]
    return authorisation_of(uri, found.author_uri, post.uri, found.uri)
