"""Getting to know an ally's members: fetched from their own house, signed by ours, and written down."""

import re
from typing import Final

from app.accounts.actions.profiles import ForeignAccount, remember_foreign
from app.allies.queries import AllyFacts
from app.basics.errors import Invalid
from federation.activities import ACTORS, WireActor, read_actor
from federation.addresses import same_origin
from federation.emoji import allowed
from federation.envoy import Envoy
from federation.signatures import load_public_key

# Members' names; and those of houses' own actors, which are hosts.
_NAME = re.compile(r"(?=.{1,64}\Z)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?::[0-9]{1,5})?", re.ASCII)
_NOBODY: Final = "That is not an account of that house."


async def fetch_actor(envoy: Envoy, ally: AllyFacts, uri: str) -> int:
    """Fetch the actor at this address of an ally and remember it; the account's id.

    Raises FetchProblem, Invalid for a document that is not that actor, Conflict for a name held by another.
    """
    document = await envoy.fetcher.get_json(uri, signer=envoy.instance_key())
    foreign = described(read_actor(document), ally, lab=envoy.lab)
    if foreign.uri != uri:
        raise Invalid("actor", _NOBODY, "another address")
    return await envoy.house.database.write(remember_foreign, foreign, origin=envoy.origin, now=envoy.clock())


async def fetch_owner(envoy: Envoy, ally: AllyFacts, key_id: str) -> int:
    """The same for whoever owns a key. Some servers keep keys at addresses of their own, so this may ask twice."""
    uri = key_id.partition("#")[0]
    shown = read_actor(await envoy.fetcher.get_json(uri, signer=envoy.instance_key()))
    if shown.uri == uri and shown.kind in ACTORS:
        foreign = described(shown, ally, lab=envoy.lab)
        return await envoy.house.database.write(remember_foreign, foreign, origin=envoy.origin, now=envoy.clock())
    owner = shown.key_owner or shown.uri
    if owner == uri or not same_origin(owner, ally.origin, lab=envoy.lab):
        raise Invalid("actor", _NOBODY, "key without an owner")
    return await fetch_actor(envoy, ally, owner)


def described(actor: WireActor, ally: AllyFacts, *, lab: bool) -> ForeignAccount:
    """An actor as we keep it, if everything of it is that ally's own; raises Invalid. Texts are not cleaned yet."""
    theirs = [actor.uri, actor.inbox, actor.key_id]
    theirs += [actor.shared_inbox] if actor.shared_inbox else []
    if not all(same_origin(address.partition("#")[0], ally.origin, lab=lab) for address in theirs):
        raise Invalid("actor", _NOBODY, "another house")
    if actor.kind not in ACTORS or not _NAME.fullmatch(actor.name):
        raise Invalid("actor", _NOBODY, "kind or name")
    if ally.actor is not None and actor.uri == ally.actor:
        raise Invalid("actor", _NOBODY, "the house's own key is pinned")
    if actor.key_owner != actor.uri:
        raise Invalid("actor", _NOBODY, "another's key")
    load_public_key(actor.public_key)
    return ForeignAccount(
        uri=actor.uri,
        name=actor.name,
        host=ally.host,
        ally_id=ally.id,
        display_name=actor.display_name,
        about=actor.about,
        inbox=actor.inbox,
        shared_inbox=actor.shared_inbox or actor.inbox,
        key_id=actor.key_id,
        public_key=actor.public_key,
        emoji=allowed(ally, actor.emoji, lab=lab),
        findable=actor.findable,
    )
