"""P13: nothing restricts a post or an account without a person's decision; no number of words or reports does."""

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.clock import now
from app.basics.ids import new_id
from app.posts.models import Post
from app.storage.house import House
from moderation import decisions
from moderation.cases import reporting
from moderation.cases.models import Case
from moderation.cases.reporting import Told
from moderation.measures import ON_ACCOUNTS, ON_POSTS, Measure
from tests.architecture.repository import ROOT
from tests.web.conftest import OpenHouse, lantern
from tests.world.advising import HEAD, addresses, an_ally_at, brings, waiting
from tests.world.cast import Member, join
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_ONE, BY_TWO, a_policy

__all__ = ["lantern"]

SLURS = ("whore", "slut", "hooker", "tranny", "puta", "шлюха", "婊子", "faggot")
OFFERS = ("300 for an hour, no questions", "outcall tonight, cash or card", "duo with Juno, DM us", "rates in my bio")
EXPLICIT = ("her strap, my mouth, all night", "cum on the mirror", "bareback never, blowjob always", "fist and lube")
REPORTS = 100

# Every column that says how somebody or something stands, and every table that restricts.
STANDING = {
    "accounts": ("posting_paused", "limited", "suspended", "paused", "waits", "role"),
    "posts": ("held", "removed", "warning", "audience", "in_community"),
    "pictures": ("hidden",),
    "allies": ("limited", "state"),
}
RESTRICTIONS = ("account_restrictions", "post_restrictions", "ally_restrictions", "decisions", "agreements")
# The columns that decisions alone turn.
TURNED = re.compile(
    r"\b(?:UPDATE\s+(?:accounts\b.*\b(?:posting_paused|limited|suspended)|posts\b.*\b(?:held|removed)"
    r"|pictures\b.*\bhidden|allies\b.*\blimited)\s*=|INSERT INTO (?:account|post|ally)_restrictions)",
    re.IGNORECASE | re.DOTALL,
)


def how_all_stand(house: House) -> dict[str, list[Any]]:
    def read(session: Session) -> dict[str, list[Any]]:
        found = {
            table: sorted(map(tuple, session.execute(text(f"SELECT id, {', '.join(columns)} FROM {table}"))))
            for table, columns in STANDING.items()
        }
        return found | {
            table: sorted(map(str, session.execute(text(f"SELECT * FROM {table}")))) for table in RESTRICTIONS
        }

    return house.database.read_now(read)


def a_thousand_posts(house: House, author: Member) -> list[int]:
    """Of the words for which other places punish people: rows like one that was written, for speed."""
    made = [f"{one} {number}" for number in range(84) for one in (*SLURS, *OFFERS)][: 1000 - len(EXPLICIT)]
    first = author.posts(EXPLICIT[0])
    for one in EXPLICIT[1:]:
        author.posts(one)

    def write(session: Session) -> list[int]:
        like = dict(session.execute(select(Post.__table__).where(Post.id == first)).mappings().one())
        rows = []
        for words in made:
            post_id = new_id(now())
            rows.append(
                like
                | {"id": post_id, "thread_id": post_id, "uri": f"{like['uri']}-{post_id}", "source": words,
                   "content": f"<p>{words}</p>"}
            )  # fmt: skip
        session.execute(insert(Post), rows)
        return [row["id"] for row in rows]

    return house.database.write_now(write)


def test_a_thousand_posts_and_a_hundred_reports_change_nothing(
    lantern: OpenHouse, house: House, a_member: Member, a_steward: Member
):
    a_policy(house, a_steward.id)
    posts = a_thousand_posts(house, a_member)
    reporters = [join(house, f"reporter{number}") for number in range(REPORTS)]
    lantern.settles()
    before = how_all_stand(house)

    for number, reporter in enumerate(reporters):
        told = Told(BY_ONE, "this is disgusting", "remove", urgency=2, asks_hold=True)
        house.database.write_now(reporting.report_account, reporter.viewer, a_member.id, told, key=house.key, now=now())
        house.database.write_now(
            reporting.report_post, reporter.viewer, posts[number % 5], told, key=house.key, now=now()
        )
    lantern.settles()
    lantern.settles_at(now() + timedelta(days=3))

    assert len(before["posts"]) == 1000
    assert how_all_stand(house) == before


def test_a_list_of_a_thousand_brought_along_changes_nothing(
    lantern: OpenHouse, house: House, a_member: Member, a_steward: Member
):
    """Our ally is in it, an account there, members here and this house itself, as often as others say so."""
    a_policy(house, a_steward.id)
    an_ally_at(house)
    members = [a_member, *(join(house, f"member{number}") for number in range(100))]
    listed = ["harbour.example", "@ana@harbour.example", "lantern.example"]
    listed += [f"@{member.name}@lantern.example" for member in members]
    listed += [f"house{number}.example" for number in range(1000 - len(listed))]
    lantern.settles()
    before, moved = how_all_stand(house), house.database.read_now(what_waits)

    for by in ("Orchard House", "Ana", "everybody"):
        rows = [f'{one},suspend,true,true,"{" ".join(SLURS)}, ban at once",true' for one in listed]
        brings(a_steward, "\n".join([HEAD, *rows]), by)
    assert house.database.read_now(what_waits) == moved
    lantern.settles()
    lantern.settles_at(now() + timedelta(days=3))

    assert len(addresses(waiting(a_steward))) == 20
    assert how_all_stand(house) == before
    assert house.database.read_now(lambda session: session.scalars(select(Case.id)).all()) == []


def what_waits(session: Session) -> int:
    """How much was announced or queued."""
    counted = session.scalars(text("SELECT count(*) FROM outbox UNION ALL SELECT count(*) FROM jobs"))
    return sum(counted)


def test_what_restricts_is_compared_here():
    """A restriction that comes later has to be among what the test above looks at."""
    restricting = {measure for measure in Measure if measure in ON_ACCOUNTS | ON_POSTS}

    assert restricting == set(Measure) - {
        Measure.NO_BREACH, Measure.WORD, Measure.ALLY_LIMIT, Measure.ALLY_PAUSE, Measure.ALLY_PART,
    }  # fmt: skip
    tables = {table for table in Account.metadata.tables if table.endswith("_restrictions")}
    assert tables == {table for table in RESTRICTIONS if table.endswith("_restrictions")}


# --- nobody but moderation/decisions.py ---------------------------------------------------------------------------


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("app", "federation", "moderation"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text())


# Rooms in which something restricts or eases, and by what names.
ROOMS = {"app.accounts.actions.standing", "app.posts.actions.standing", "app.allies.restricting"}
ACTS = {"restrict", "ease"}


def restricts(tree: ast.Module) -> bool:
    """Whether a file calls what restricts: by its name, or out of its room."""
    rooms, acts = set[str](), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                called = one.asname or one.name
                if f"{node.module}.{one.name}" in ROOMS:
                    rooms.add(called)
                elif node.module in ROOMS and one.name in ACTS:
                    acts.add(called)
        elif isinstance(node, ast.Import):
            acts |= {"import" for one in node.names if one.name in ROOMS}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in ACTS:
            acts |= {node.attr} if node.value.id in rooms else set()
    return bool(acts)


def makes_a_decision(tree: ast.Module) -> bool:
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return bool({"Decision", "standing.Decision"} & called)


def test_one_file_makes_decisions_and_calls_what_restricts():
    made = {path for path, tree in sources() if makes_a_decision(tree)}
    restricting = {path for path, tree in sources() if restricts(tree)}

    assert made == {"moderation/decisions.py"}
    # What is decided about allies goes through the same room as what is decided about accounts.
    assert restricting == {"moderation/decisions.py", "app/accounts/actions/standing.py"}


@pytest.mark.parametrize(
    "source",
    [
        "from app.accounts.standing import Decision\nDecision(1, 'suspend')",
        "from app.accounts.actions import standing\nstanding.restrict(1, 2)",
        "from app.posts.actions.standing import restrict\nrestrict(1, 2)",
        "import app.allies.restricting",
    ],
)
def test_a_file_that_would_is_noticed(source: str):
    tree = ast.parse(source)

    assert makes_a_decision(tree) or restricts(tree)


# --- and the running system says the same ---------------------------------------------------------------------------


@contextmanager
def watched(house: House) -> Iterator[list[str]]:
    """What turned a standing while nobody was deciding: statements at the driver."""
    found: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if TURNED.search(statement) and not deciding():
            found.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(house.database.engine, "before_cursor_execute", look)


def deciding() -> bool:
    """Whether `moderation/decisions.py` is among those who are at work just now."""
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename == decisions.__file__:
            return True
        frame = frame.f_back
    return False


def test_while_the_house_lives_standings_change_within_decisions_alone(
    lantern: OpenHouse, house: House, a_member: Member, another_member: Member, a_steward: Member
):
    a_policy(house, a_steward.id)
    nao, vera = Decider(join(house, "nao", "moderator")), Decider(a_steward, "steward")

    with watched(house) as found:
        post_id = a_member.posts("a day like any other")
        another_member.follows(a_member)
        lantern.browser_of(a_member).get("/")
        told = Told(BY_ONE, "not kind", "remove")
        house.database.write_now(reporting.report_post, another_member.viewer, post_id, told, key=house.key, now=now())
        lantern.settles()
        moment = now()
        removed = nao.decides(a_case(house, post_id=a_member.posts("another")), Measure.REMOVE, BY_ONE, at=moment)
        paused = nao.decides(a_case(house, account_id=a_member.id), Measure.PAUSE_POSTING, BY_TWO, at=moment)
        vera.agrees(paused, at=moment)
        nao.eases(removed, at=moment)
        lantern.settles_at(moment + timedelta(days=8))

    assert found == []


def test_whoever_turned_one_past_the_decisions_would_be_seen(house: House, a_member: Member):
    with watched(house) as found:
        house.database.write_now(
            lambda session: session.execute(
                text("UPDATE accounts SET suspended = suspended WHERE id = :id"), {"id": a_member.id}
            )
        )

    assert len(found) == 1
