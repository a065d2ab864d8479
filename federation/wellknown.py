"""What every server asks first. Answers without looking anything up, so that no answer tells who is here (P6)."""

from importlib import metadata
from typing import Final

from fastapi import Request, Response

from app.accounts.addresses import actor_uri, instance_actor_uri, page_address
from app.accounts.rules import well_formed
from app.doors.access import Access, Door
from app.doors.nothing import nothing
from federation.answers import document
from federation.envoy import Envoy
from federation.fetch.media_types import ACTIVITY

door = Door()

_JRD: Final = "application/jrd+json"
_NODEINFO: Final = 'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.0#"'
_SCHEMA: Final = "http://nodeinfo.diaspora.software/ns/schema/2.0"


@door.get("/.well-known/webfinger", access=Access.OPEN)
async def webfinger(request: Request) -> Response:
    """Every well-formed name of this house alike, whoever exists (decision 0004)."""
    envoy: Envoy = request.app.state.envoy
    resource = request.query_params.get("resource", "")
    name, _, host = resource.removeprefix("acct:").removeprefix("@").rpartition("@")
    ours = envoy.house.settings.host
    if not resource.startswith("acct:") or host.lower() != ours:
        return nothing()
    if name.lower() == ours:
        return document(_found(f"{ours}@{ours}", instance_actor_uri(envoy.origin)), media_type=_JRD, private=False)
    if not well_formed(name):
        return nothing()
    actor = actor_uri(envoy.origin, envoy.community.address_key, name)
    page = {
        "rel": "http://webfinger.net/rel/profile-page",
        "type": "text/html",
        "href": page_address(envoy.origin, name.lower()),
    }
    return document(_found(f"{name.lower()}@{ours}", actor, page), media_type=_JRD, private=False)


@door.get("/.well-known/nodeinfo", access=Access.OPEN)
async def nodeinfo_links(request: Request) -> Response:
    envoy: Envoy = request.app.state.envoy
    links = [{"rel": _SCHEMA, "href": f"{envoy.origin}/nodeinfo/2.0"}]
    return document({"links": links}, media_type="application/json", private=False)


@door.get("/nodeinfo/2.0", access=Access.OPEN)
async def nodeinfo(request: Request) -> Response:
    """What software this is; how many people use it is nobody's business (P4)."""
    facts = {
        "version": "2.0",
        "software": {"name": "parasol", "version": metadata.version("parasol")},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": False,
        "usage": {"users": {}},
        "metadata": {},
    }
    return document(facts, media_type=_NODEINFO, private=False)


@door.get("/.well-known/host-meta", access=Access.OPEN)
async def host_meta(request: Request) -> Response:
    envoy: Envoy = request.app.state.envoy
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">'
        f'<Link rel="lrdd" template="{envoy.origin}/.well-known/webfinger?resource={{uri}}"/></XRD>\n'
    )
    return Response(xml, headers={"content-type": "application/xrd+xml"})


def _found(subject: str, actor: str, *more: dict[str, str]) -> dict[str, object]:
    link = {"rel": "self", "type": ACTIVITY, "href": actor}
    return {"subject": f"acct:{subject}", "aliases": [actor], "links": [link, *more]}
