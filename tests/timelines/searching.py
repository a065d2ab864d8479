"""How these tests search: what waits is done first, as it is moments after an act."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import wiring
from app.basics.clock import now
from app.basics.events import Event
from app.jobs import outbox
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.audience import Audience
from app.posts.models import Post, PostWords
from app.storage.house import House
from app.timelines import asking, search_queries
from app.timelines.queries import Page
from app.timelines.search_queries import Found
from tests.world.cast import Member


def settle(house: House) -> None:
    """React to every fact, as the runner does."""
    envoy = wiring.envoy_of(house)

    def react(session: Session, event: Event) -> None:
        for reaction in wiring.AT_HOME.get(type(event), ()):
            reaction(envoy, session, event)

    while ids := house.database.read_now(outbox.waiting):
        done = house.database.write_now(outbox.react_to, ids, react)
        assert not done.failed, done.failed


def search(member: Member, typed: str, **page: int) -> Found:
    asked = asking.read(typed)
    return member.house.database.read_now(
        search_queries.found, member.viewer, asked, Page(**page), host=member.house.settings.host
    )


def finds(member: Member, typed: str, **page: int) -> list[int]:
    """The posts that a member finds, in their order."""
    settle(member.house)
    return [entry.id for entry in search(member, typed, **page).entries]


def indexed(house: House) -> dict[int, str]:
    """Everything that is indexed, by post."""
    rows = house.database.read_now(lambda session: session.execute(select(PostWords.post_id, PostWords.words)).all())
    return {row[0]: str(row[1]) for row in rows}


def arrives(house: House, author: Member, words: str, audience: Audience = Audience.OPEN) -> int:
    """An ally's post."""
    foreign = ForeignPost(
        uri=f"https://harbour.example/posts/{words}{audience}", content=f"<p>{words}</p>", warning="", language="",
        audience=audience, reply_to_uri="", pictures=(), written_at=now(),
    )  # fmt: skip
    kept = house.database.write_now(
        receive_post, author.facts, foreign, [], origin=house.settings.origin, key=house.key, now=now()
    )
    assert kept is not None
    return kept


def was_written(house: House, post_id: int, at: datetime) -> None:
    """As if it had been written then."""

    def set_back(session: Session) -> None:
        session.execute(update(Post).where(Post.id == post_id).values(written_at=at))

    house.database.write_now(set_back)
