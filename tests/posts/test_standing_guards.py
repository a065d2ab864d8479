"""The database itself refuses to hold or remove a post that no decision in force stands behind (P13)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.posts.models import Picture, Post
from app.storage.house import House
from tests.world.cast import Member
from tests.world.decided import Moderators

RESTRICTS = "INSERT INTO post_restrictions (decision_id, post_id, measure) VALUES ({decision}, {post}, '{measure}')"
FORBIDDEN = (
    "UPDATE posts SET held = true",
    "UPDATE posts SET removed = true",
    "UPDATE posts SET held = true, removed = true WHERE id = {post}",
    "UPDATE pictures SET hidden = true",
    RESTRICTS.format(decision=1, post="{post}", measure="remove"),
)


def tries(house: House, statement: str) -> None:
    house.database.write_now(lambda session: session.execute(text(statement)))


def restrictions(house: House) -> tuple[bool, bool, bool]:
    def read(session: Session) -> tuple[bool, bool, bool]:
        return (
            bool(session.query(Post).where(Post.held | Post.removed).count()),
            bool(session.query(Picture).where(Picture.hidden).count()),
            bool(session.scalar(text("SELECT count(*) FROM post_restrictions"))),
        )

    return house.database.read_now(read)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_is_restricted_by_hand(house: House, a_member: Member, statement: str):
    post_id = a_member.posts("hello")
    house.database.write_now(_a_picture_in, post_id)

    with pytest.raises(IntegrityError, match="no decision in force"):
        tries(house, statement.format(post=post_id))

    assert restrictions(house) == (False, False, False)


@pytest.mark.parametrize(
    ("decided", "on_this_post", "in_force", "over"),
    [("hold", True, True, False), ("remove", False, True, False), ("remove", True, False, False),
     ("remove", True, True, True)],
)  # fmt: skip
def test_a_restriction_needs_a_decision_in_force_about_this_post_with_this_measure(
    house: House, a_member: Member, moderators: Moderators, decided: str, on_this_post: bool, in_force: bool, over: bool
):
    post_id, other = a_member.posts("hello"), a_member.posts("hello too")
    about = post_id if on_this_post else other
    decision_id = moderators.propose(decided, about, in_force=in_force)
    if over:
        moderators.end(decision_id)

    with pytest.raises(IntegrityError, match="no decision in force"):
        tries(house, RESTRICTS.format(decision=decision_id, post=post_id, measure="remove"))

    assert restrictions(house) == (False, False, False)


def test_a_restriction_is_moved_to_no_other_post(house: House, a_member: Member, moderators: Moderators):
    post_id, other = a_member.posts("hello"), a_member.posts("hello too")
    moderators.decide("hold", post_id)

    for change in (f"post_id = {other}", "measure = 'remove'", "decision_id = 1"):
        with pytest.raises(IntegrityError, match="no decision in force"):
            tries(house, f"UPDATE post_restrictions SET {change}")
    with pytest.raises(IntegrityError, match="no decision in force"):
        tries(house, f"UPDATE posts SET held = true WHERE id = {other}")
    with pytest.raises(IntegrityError, match="no decision in force"):
        tries(house, f"UPDATE posts SET removed = true WHERE id = {post_id}")


def test_nothing_begins_restricted(house: House, a_member: Member):
    post_id = a_member.posts("hello")
    house.database.write_now(_a_picture_in, post_id)

    for table, column in (("posts", "held"), ("posts", "removed"), ("pictures", "hidden")):
        with pytest.raises(IntegrityError, match="no decision in force"):
            house.database.write_now(_copied, table, column)


def test_easing_needs_nobody(house: House, a_member: Member, moderators: Moderators):
    post_id = a_member.posts("hello")
    moderators.decide("hold", post_id)

    tries(house, "UPDATE posts SET held = false")
    tries(house, "DELETE FROM post_restrictions")

    assert restrictions(house) == (False, False, False)


def _a_picture_in(session: Session, post_id: int) -> None:
    owner_id = session.scalar(text("SELECT author_id FROM posts WHERE id = :id"), {"id": post_id}) or 0
    session.add(Picture(id=1, owner_id=owner_id, post_id=post_id, blob="b" * 22, made_at=now()))


def _copied(session: Session, table: str, column: str) -> None:
    """Its first row once more, as if somebody had put it there restricted."""
    row = dict(session.execute(text(f"SELECT * FROM {table} LIMIT 1")).mappings().one())
    row |= {"id": 2, column: True} | ({"uri": "https://lantern.example/2"} if table == "posts" else {"blob": "c" * 22})
    names = ", ".join(row)
    session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"), row)
