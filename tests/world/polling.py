"""Polls for tests: asked by the cast, through the same actions as the doors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select

from app.basics.clock import now
from app.jobs.models import Announcement
from app.notifications import ending_polls
from app.posts import polls
from app.posts.actions import polling
from app.posts.actions.receiving import ForeignPost, receive_post
from app.posts.actions.receiving_polls import ForeignPoll
from app.posts.asking import NewPoll
from app.posts.audience import Audience
from app.posts.polls import PollFacts
from app.storage.house import House
from tests.posts.test_who_may_read import befriend, guest
from tests.world.cast import Member

DAY = 24 * 3600
DAYS = ("Tuesday", "Wednesday", "neither")


def asks(member: Member, choices: Sequence[str] = DAYS, audience: str | None = None, **more: object) -> int:
    """A post with a poll; what is not about the poll goes to the post."""
    about_poll = {name: more.pop(name) for name in ("multiple", "lasts", "hides_counts") if name in more}
    poll = NewPoll(choices, **about_poll)  # type: ignore[arg-type]
    return member.posts(str(more.pop("text", "Which day?")), audience, poll=poll, **more)


def votes(member: Member, post_id: int, *chosen: int, at: datetime | None = None) -> None:
    house = member.house
    house.database.write_now(polling.vote, member.id, post_id, chosen, key=house.key, now=at or now())


def poll_of(member: Member, post_id: int) -> PollFacts:
    """As that member sees it; raises NotFound."""
    return member.house.database.read_now(polls.one, member.viewer, post_id)


def counts(member: Member, post_id: int) -> list[int]:
    return [choice.votes for choice in poll_of(member, post_id).choices]


def polls_end(house: House, at: datetime) -> None:
    """The sweep, as wiring runs it."""
    house.database.write_now(ending_polls.end_polls, at)


def in_days(days: float) -> datetime:
    return now() + timedelta(days=days)


def an_allys_poll(house: House) -> int:
    """A post of somebody at an ally's, with a poll; its copy here."""
    night = guest(house, befriend(house))
    foreign = ForeignPost(
        uri="https://harbour.example/posts/1", content="<p>Which day?</p>", warning="", language="",
        audience=Audience.ALLIES, reply_to_uri="", pictures=(), written_at=now(),
        poll=ForeignPoll([("Tuesday", 1), ("Wednesday", 2)], False, 3, now() + timedelta(days=1), is_closed=False),
    )  # fmt: skip
    kept = house.database.write_now(
        receive_post, night.facts, foreign, [], origin=house.settings.origin, key=house.key, now=now()
    )
    assert kept is not None
    return kept


def asked_about(house: House) -> list[int]:
    """The polls of which their houses are to be asked how they stand."""
    query = select(Announcement.payload).where(Announcement.event == "PollShown")
    found = house.database.read_now(lambda session: session.scalars(query).all())
    return [msgspec.json.decode(bytes(one))["post_id"] for one in found]
