"""Polls and votes as others send them, and what of them is here."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.actions import blocking, following
from app.basics.clock import now
from app.posts import opening, queries
from app.posts.models import Poll
from tests.federation.reading import id_of, posts_from_afar
from tests.world.cast import _taken
from tests.world.letters import a_create, said
from tests.world.polling import in_days, poll_of

_number = count(1)


def wire(at) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def a_question(by, choices: Iterable[Any] = ("yes", "no"), kind: str = "oneOf", **more: Any) -> dict[str, Any]:
    """A Create of a poll for everybody."""
    options = [
        {"type": "Note", "name": one, "replies": {"type": "Collection", "totalItems": 0}}
        if isinstance(one, str) else one for one in choices
    ]  # fmt: skip
    return a_create(by, **{"type": "Question", kind: options, "endTime": wire(in_days(3)), "votersCount": 0, **more})


def a_vote(by, member, post_uri: str, name: str, **more: Any) -> dict[str, Any]:
    """As Mastodon sends it."""
    chosen = {
        "id": f"{by.uri}#votes/{next(_number)}", "type": "Note", "name": name, "attributedTo": by.uri,
        "inReplyTo": post_uri, "to": member.facts.uri, **more,
    }  # fmt: skip
    return said(by, "Create", chosen, to=member.facts.uri)


def polls_here(house) -> int:
    return house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(Poll)))


def rows(house, *tables) -> list[int]:
    return house.database.read_now(
        lambda session: [session.scalar(select(func.count()).select_from(one)) for one in tables]
    )


def only_poll(house, member):
    [post] = posts_from_afar(house)
    return poll_of(member, id_of(house, post.uri))


def opened_by(member, post_id: int) -> str:
    """What a message says to one of its readers, once they took it."""
    read = member.house.database.read_now
    member.house.database.write_now(_taken, post_id)
    post = read(queries.one, member.viewer, post_id)
    return opening.opened(post, read(opening.keys_for, member.id, [post_id]).get(post_id), member.key).content


def accepts_everybody(session, member) -> None:
    for asking in accounts.who_asks(session, member.id):
        following.accept_follower(session, member.id, asking.id)


def blocks_everybody(session, member) -> None:
    for asking in accounts.who_asks(session, member.id):
        blocking.block(session, member.id, asking.id, now=now())
