"""P4: nobody can see who voted for what, whoever looks and wherever: in no table, no page, no app, no house."""
# ruff: noqa: F811 — fixtures are imported by their names

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import apps
from app.basics.clock import now
from app.posts.models import PollVote, Post
from app.storage.house import House
from app.storage.tables import Base
from tests.promises.test_p04_the_graph_is_private import _DRAWN
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.world.cast import Member, join
from tests.world.polling import DAY, asks, in_days, polls_end, votes

TWO = ["Tuesday", "Wednesday"]


def test_two_polls_in_which_the_same_people_chose_otherwise_are_alike_in_every_table(house: House, a_member: Member):
    juno, priya = join(house, "juno"), join(house, "priya")
    one, other = asks(a_member, TWO), asks(a_member, TWO)

    for post_id, first in ((one, 0), (other, 1)):
        votes(juno, post_id, first)
        votes(priya, post_id, 1 - first)

    rows = house.database.read_now(rows_about)
    assert rows[one] == rows[other]
    assert rows[one]["poll_choices"] == [(0, "Tuesday", 1), (1, "Wednesday", 1)]


def test_a_vote_leaves_nothing_else_anywhere(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member, TWO)
    before = house.database.read_now(sizes)

    votes(another_member, post_id, 1)

    after = house.database.read_now(sizes)
    assert {name for name in after if after[name] != before[name]} == {"poll_votes"}


def test_who_voted_is_read_by_nobody_else(lantern: OpenHouse, a_member: Member, another_member: Member):
    """The same number of voters, another voter: the same to the byte for everybody but those two."""
    priya, reader = join(lantern.house, "priya"), join(lantern.house, "vera", "steward")
    post_id = asks(a_member, TWO)
    votes(another_member, post_id, 0)
    seen = {who.name: everything_shown(lantern, who, post_id) for who in (a_member, reader)}

    lantern.house.database.write_now(somebody_else_voted, post_id, another_member.id, priya.id)

    for who in (a_member, reader):
        assert everything_shown(lantern, who, post_id) == seen[who.name]
        assert "1 person voted" in seen[who.name][0]
        assert "juno" not in seen[who.name][0]


def test_after_the_end_not_even_the_house_knows_who_voted(house: House, a_member: Member, another_member: Member):
    post_id = asks(a_member, TWO, lasts=DAY)
    votes(another_member, post_id, 1)

    polls_end(house, in_days(1.1))

    assert house.database.read_now(lambda session: session.scalars(select(PollVote)).all()) == []
    assert house.database.read_now(rows_about)[post_id]["poll_choices"][1][2] == 1


def rows_about(session: Session) -> dict[int, dict[str, list[tuple[object, ...]]]]:
    """Whatever every table says of each post, without its own id and moments."""
    found: dict[int, dict[str, list[tuple[object, ...]]]] = {
        post_id: {} for post_id in session.scalars(select(Post.id).order_by(Post.id))
    }
    for table in Base.metadata.tables.values():
        if table.name == "posts" or "post_id" not in table.c:
            continue
        kept = [
            column for column in table.c if column.name not in {"post_id", "entry_id", "ends_at", "until", "tells_at"}
        ]
        for post_id, rows in found.items():
            rows[table.name] = sorted(
                tuple(row) for row in session.execute(select(*kept).where(table.c.post_id == post_id))
            )
    return found


def sizes(session: Session) -> dict[str, int]:
    return {name: len(session.execute(select(table)).all()) for name, table in Base.metadata.tables.items()}


def somebody_else_voted(session: Session, post_id: int, who: int, instead: int) -> None:
    vote = session.get_one(PollVote, (post_id, who))
    session.add(PollVote(post_id=post_id, account_id=instead, until=vote.until))
    session.delete(vote)


def everything_shown(lantern: OpenHouse, who: Member, post_id: int) -> list[str]:
    """The poll on its page and in lists, for the browser and the app of somebody."""
    browser, headers = (
        lantern.browser_of(who),
        {"authorization": "Bearer " + lantern.house.database.write_now(token_of, lantern, who)},
    )
    pages = [browser.get(path).body for path in (f"/posts/{post_id}", "/community", "/@marisol")]
    apis = (f"/api/v1/polls/{post_id}", f"/api/v1/statuses/{post_id}", "/api/v1/timelines/public")
    answers = [lantern.client.get(path, headers=headers).content for path in apis]
    return [_DRAWN.sub(b"", page).decode() for page in (*pages, *answers)]


def token_of(session: Session, lantern: OpenHouse, member: Member) -> str:
    key = lantern.house.key
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read", "", key=key, now=now())
    return apps.give_token(session, app.id, member.id, "read", member_key=None, now=now())
