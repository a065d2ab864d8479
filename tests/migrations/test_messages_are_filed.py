"""What was said before there were conversations is in them after the step to them: read, and in everybody's list."""

import importlib

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from app.posts import talks
from app.posts.models import Talk, Talker
from app.posts.talks import TalkFacts
from app.storage.house import House
from tests.world.cast import Member

step = importlib.import_module("migrations.versions.0006_talking")


def as_listed(member: Member) -> list[tuple[int, set[str], bool]]:
    found: list[TalkFacts] = member.house.database.read_now(talks.listed, member.viewer)
    return [(talk.newest.id, {one.name for one in talk.people}, talk.unread) for talk in found]


def files_anew(session: Session) -> None:
    session.execute(delete(Talk))
    assert session.scalar(text("SELECT count(*) FROM said")) == session.query(Talker).count() == 0
    step._file_messages(session.connection())


def test_every_message_is_filed_with_those_of_its_thread_among_the_same_people(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    for_both = a_member.posts("@juno @vera tea on Sunday?", "mentioned")
    last = a_steward.posts("@juno yes", "mentioned", reply_to=for_both)
    aside = another_member.posts("only to you", "mentioned", reply_to=for_both)
    a_member.posts("not a message")

    house.database.write_now(files_anew)

    assert as_listed(a_member) == [(aside, {"juno"}, False), (last, {"juno", "vera"}, False)]
    assert as_listed(a_steward) == [(last, {"marisol", "juno"}, False)]


def test_a_message_filed_by_the_step_and_the_next_one_are_one_conversation(
    house: House, a_member: Member, another_member: Member
):
    first = a_member.posts("@juno hello", "mentioned")
    house.database.write_now(files_anew)

    second = another_member.posts("hello to you", "mentioned", reply_to=first)

    assert as_listed(a_member) == [(second, {"juno"}, True)]
