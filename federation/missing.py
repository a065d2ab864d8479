"""What a handler needs and does not have: fetched between two transactions, from allies alone (P20)."""

from typing import Literal

from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, may_fetch
from app.basics.errors import Invalid, NotFound
from federation.activities import NOTES, WireNote, read_note
from federation.actors import fetch_actor
from federation.envoy import Envoy
from federation.gate import house_of
from federation.notes import keep_fetched


class Missing(Exception):
    """Handled once this was fetched; raised before anything was changed."""

    def __init__(self, uri: str, kind: Literal["actor", "post"]) -> None:
        super().__init__(kind)
        self.uri = uri
        self.kind = kind


async def fetch_missing(envoy: Envoy, ally: AllyFacts, missing: Missing) -> None:
    """Get it from where its address says, if that is an ally now. Raises FetchProblem, NotFound, Invalid, Conflict."""
    if missing.kind == "actor":
        await fetch_actor(envoy, ally, missing.uri)
    else:
        await fetch_post(envoy, missing.uri)


async def fetch_post(envoy: Envoy, uri: str) -> int:
    """Fetch an ally's post from its own house, its author too where unknown, and keep it; the post's id."""
    ally = await envoy.house.database.read(allies.by_origin, house_of(uri, lab=envoy.lab))
    if ally is None or not may_fetch(ally.state) or Scope.POSTS not in ally.scopes:
        raise NotFound
    note = await _note_at(envoy, uri)
    if house_of(note.author, lab=envoy.lab) != ally.origin or house_of(note.uri, lab=envoy.lab) != ally.origin:
        raise Invalid("post", "That is not a post of that house.")
    author_id = await fetch_actor(envoy, ally, note.author)
    return await envoy.house.database.write(keep_fetched, envoy, ally, author_id, note)


async def _note_at(envoy: Envoy, uri: str) -> WireNote:
    """The post at an address; one that calls itself otherwise is read again where it says it is, once."""
    signer = envoy.instance_key()
    note = read_note(await envoy.fetcher.get_json(uri, signer=signer))
    if note.uri and note.uri != uri and house_of(note.uri, lab=envoy.lab) == house_of(uri, lab=envoy.lab):
        uri = note.uri
        note = read_note(await envoy.fetcher.get_json(uri, signer=signer))
    if note.uri != uri or note.kind not in NOTES:
        raise Invalid("post", "That is not a post.")
    return note
