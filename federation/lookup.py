"""Finding what a member typed: @name@host, or an address. Asks allies, and nobody else ever hears of it (P20)."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import may_fetch
from app.basics.errors import Invalid, ParasolError
from federation.activities import ACTORS, NOTES, read_actor, read_note
from federation.actors import fetch_actor
from federation.addresses import NotAnAddress, read_address
from federation.envoy import Envoy
from federation.gate import house_of
from federation.missing import fetch_post
from federation.pins import have_asked
from federation.posts_here import post_at
from federation.wire import address

_PAGE = re.compile(r"/(?P<handle>@[^/?]{1,320})(?:/(?P<post>[0-9]{1,18}))?")


@dataclass(frozen=True, slots=True)
class Found:
    """An account or a post of ours or of an ally, by its id here. Who may read it is for the query that shows it."""

    account_id: int | None = None
    post_id: int | None = None


async def find(envoy: Envoy, words: str) -> Found | None:
    """Whatever the words name, fetched from its ally where it is not here yet; None when there is nothing."""
    words = words.strip()
    try:
        if "://" in words:
            return await _by_address(envoy, words)
        return await _by_handle(envoy, words)
    except ParasolError:
        return None


async def account_called(envoy: Envoy, handle: str) -> int | None:
    """The account that answers to `name@host`, here or at an ally; nobody else is asked."""
    found = await find(envoy, f"@{handle}")
    return None if found is None else found.account_id


async def _by_handle(envoy: Envoy, words: str) -> Found | None:
    name, _, host = words.removeprefix("@").partition("@")
    host = "" if host.lower() == envoy.house.settings.host else host.lower()
    known = await envoy.house.database.read(accounts.by_name, name, host)
    if known is not None:
        return Found(account_id=known.id)
    ally = await envoy.house.database.read(allies.by_host, host) if host else None
    if ally is None or not may_fetch(ally.state):
        return None
    return await _met(envoy, ally, await _ask_where(envoy, ally, f"{name}@{host}"))


async def _ask_where(envoy: Envoy, ally: AllyFacts, handle: str) -> str:
    """WebFinger (RFC 7033), at the ally's own origin; raises Invalid for an answer that leads elsewhere."""
    url = f"{ally.origin}/.well-known/webfinger?resource={quote('acct:' + handle, safe=':@')}"
    answer = await envoy.fetcher.get_json(url, signer=None, wanted="webfinger")
    links = answer.get("links")
    for link in links if isinstance(links, list) else []:
        uri = address(link)
        if isinstance(link, dict) and link.get("rel") == "self" and house_of(uri, lab=envoy.lab) == ally.origin:
            return uri
    raise Invalid("handle", "That is not an account of that house.")


async def _by_address(envoy: Envoy, words: str) -> Found | None:
    try:
        asked = read_address(words, lab=envoy.lab)
    except NotAnAddress:
        return None
    known = await envoy.house.database.read(_here, words)
    if known is None and asked.origin == envoy.origin:
        return await _by_page(envoy, asked.target)
    if known is not None:
        return known
    ally = await envoy.house.database.read(allies.by_origin, asked.origin)
    if ally is None or not may_fetch(ally.state):
        return None
    return await _fetched(envoy, ally, asked.url)


async def _by_page(envoy: Envoy, target: str) -> Found | None:
    """One of our own pages: `/@name`, `/@name@host`, or a post's page below it."""
    page = _PAGE.fullmatch(target)
    if page is None:
        return None
    return Found(post_id=int(page["post"])) if page["post"] else await _by_handle(envoy, page["handle"])


async def _fetched(envoy: Envoy, ally: AllyFacts, url: str) -> Found | None:
    """A page's address answers with the actor's or post's own: they are kept from there alone."""
    document = await envoy.fetcher.get_json(url, signer=envoy.instance_key())
    actor, note = read_actor(document), read_note(document)
    if house_of(actor.uri, lab=envoy.lab) != ally.origin:
        return None
    if actor.kind in ACTORS:
        return await _met(envoy, ally, actor.uri)
    if note.kind in NOTES:
        return Found(post_id=await fetch_post(envoy, note.uri))
    return None


async def _met(envoy: Envoy, ally: AllyFacts, uri: str) -> Found:
    """Somebody who was not known here: what they put first on their page is asked for afterwards."""
    account_id = await fetch_actor(envoy, ally, uri)
    await envoy.house.database.write(have_asked, envoy, account_id)
    return Found(account_id=account_id)


def _here(session: Session, uri: str) -> Found | None:
    account = accounts.by_uri(session, uri)
    if account is not None:
        return Found(account_id=account.id)
    post = post_at(session, uri)
    return None if post is None else Found(post_id=post.id)
