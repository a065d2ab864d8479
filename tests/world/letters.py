"""What members of other houses say, shaped as Mastodon shapes it. Every call makes something new."""

import json
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Follow
from app.posts.models import Boost, Post
from tests.world.cast import Member
from tests.world.peers import APeer, PeerMember, a_key

CONTEXT = "https://www.w3.org/ns/activitystreams"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
VERBS = (
    "Create",
    "Follow",
    "Accept",
    "Reject",
    "Undo",
    "Delete",
    "Announce",
    "Like",
    "Update",
    "Block",
    "Add",
    "Remove",
)

SHAPES = Path(__file__).parents[1] / "peers"

_number = count(1)


def as_written(shape: str, **places: str) -> dict[str, Any]:
    """A document as other software writes it, from `tests/peers`, with the places filled in."""
    text = (SHAPES / f"{shape}.json").read_text("utf-8")
    for name, value in places.items():
        text = text.replace("{" + name + "}", json.dumps(value)[1:-1])
    return json.loads(text)


def lives_at(peer: APeer, software: str) -> PeerMember:
    """Ana, at a house that runs that software; her actor (and her key, where it has its own address) is served."""
    uri = as_written(f"{software}_actor")["id"]
    key_id = as_written(f"{software}_actor")["publicKey"]["id"]
    ana = PeerMember("ana", uri, a_key(key_id, 5))
    peer.serves(uri, as_written(f"{software}_actor", key=ana.pem))
    if "#" not in key_id:
        peer.serves(key_id, as_written(f"{software}_key", key=ana.pem))
    return ana


def an_activity(verb: str, by: PeerMember, to: Member) -> dict[str, Any]:
    """One activity of that verb, about our member or about something of theirs."""
    theirs = to.facts.uri
    follow = {"id": f"{theirs}/follows/1", "type": "Follow", "actor": theirs, "object": by.uri}
    objects: dict[str, Any] = {
        "Create": a_note(by),
        "Follow": theirs,
        "Block": theirs,
        "Accept": follow,
        "Reject": follow,
        "Undo": {"id": f"{by.uri}#follows/1", "type": "Follow", "actor": by.uri, "object": theirs},
        "Delete": {"id": f"{by.uri}/statuses/{next(_number)}", "type": "Tombstone"},
        "Update": {"id": by.uri, "type": "Person"},
        "Add": f"{by.uri}/statuses/{next(_number)}",
        "Remove": f"{by.uri}/statuses/{next(_number)}",
    }
    more = {"target": f"{by.uri}/featured"} if verb in {"Add", "Remove"} else {}
    return said(by, verb, objects.get(verb, f"{theirs}/some-post"), **more)


def said(by: PeerMember, verb: str, what: Any, uri: str = "", **more: Any) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": uri or f"{by.uri}#{verb.lower()}s/{next(_number)}",
        "type": verb,
        "actor": by.uri,
        "object": what,
        **more,
    }


def a_note(by: PeerMember, **more: Any) -> dict[str, Any]:
    """A post for everybody."""
    return {
        "id": f"{by.uri}/statuses/{next(_number)}",
        "type": "Note",
        "attributedTo": by.uri,
        "content": "<p>Hello from over here</p>",
        "published": "2024-11-01T12:00:00Z",
        "to": [PUBLIC],
        "cc": [f"{by.uri}/followers"],
        **more,
    }


def a_create(by: PeerMember, **more: Any) -> dict[str, Any]:
    note = a_note(by, **more)
    return said(by, "Create", note, uri=f"{note['id']}/activity", to=note["to"], cc=note["cc"])


def everything_of(session: Session, uri: str) -> dict[str, int]:
    """How many follows, posts and boosts an account has here."""
    counted = {"follows": Follow.follower_id, "posts": Post.author_id, "boosts": Boost.account_id}
    me = session.scalar(select(Account.id).where(Account.uri == uri))
    return {
        name: session.scalar(select(func.count()).select_from(column.class_).where(column == me)) or 0
        for name, column in counted.items()
    }
