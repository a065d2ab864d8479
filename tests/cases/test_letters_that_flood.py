"""Whoever writes very many letters from outside shuts the door for nobody else for long, and fills no disk."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.basics.errors import Invalid, TooMany
from app.storage.house import House
from moderation.cases import destroying, finding, outside
from moderation.cases.models import Case, OutsideLetter
from tests.world.cast import NOON, Member


@pytest.fixture(autouse=True)
def a_small_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bounds with smaller numbers."""
    monkeypatch.setattr(outside, "MOST_A_DAY", 6)
    monkeypatch.setattr(outside, "A_LOT_A_DAY", 3)
    monkeypatch.setattr(destroying, "MOST_WAITING", 8)
    monkeypatch.setattr(finding, "MOST_A_DAY", 3)


def writes(house: House, about: str = "@nobody", *, at: datetime = NOON) -> str:
    return house.database.write_now(outside.write_letter, about, "that is me", 0, key=house.key, now=at)


def says_more(house: House, code: str) -> None:
    house.database.write_now(outside.add_words, code, "and again", key=house.key, now=NOON)


def kept(house: House) -> list[datetime]:
    return house.database.read_now(
        lambda session: list(session.scalars(select(OutsideLetter.made_at).order_by(OutsideLetter.id)))
    )


def finds(house: House) -> list[bool]:
    """What is meant is looked for; of each letter, in order, whether it was found."""

    def looks(session: Session) -> list[bool]:
        rows = session.scalars(select(OutsideLetter).order_by(OutsideLetter.id)).all()
        for row in rows:
            finding.find_what_is_meant(session, row.id, host=house.settings.host, key=house.key, now=NOON)
        return [row.case_id is not None for row in rows]

    return house.database.write_now(looks)


def forgets(house: House, at: datetime) -> None:
    while house.database.write_now(destroying.forget_old, at):
        pass


def is_answered(house: House, at: datetime) -> None:
    house.database.write_now(
        lambda session: setattr(
            session.scalars(select(OutsideLetter).where(OutsideLetter.made_at == at)).one(), "answered_at", at
        )
    )


def test_a_day_takes_so_many_and_the_next_one_as_many_though_nobody_answered(house: House):
    for _ in range(6):
        writes(house)
    with pytest.raises(TooMany) as refused:
        writes(house, at=NOON + timedelta(hours=23))
    assert "Nothing was kept" in refused.value.safe

    writes(house, at=NOON + timedelta(hours=25))

    assert len(kept(house)) == 7


def test_where_many_write_it_is_known_before_the_day_is_full(house: House):
    seen = list[bool]()
    for _ in range(3):
        writes(house)
        seen.append(house.database.read_now(outside.many_write, NOON))

    assert seen == [False, False, True]
    assert not house.database.read_now(outside.many_write, NOON + timedelta(hours=25))


def test_where_there_is_no_more_room_the_oldest_that_nobody_answered_make_it(house: House):
    moments = [NOON + timedelta(days=day) for day in range(11)]
    for at in moments:
        writes(house, at=at)
    is_answered(house, moments[0])

    forgets(house, moments[-1])

    assert kept(house) == [moments[0], *moments[3:]]


def test_a_flood_pushes_out_itself_and_not_who_wrote_before_and_after(house: House):
    before, after = NOON - timedelta(days=3), NOON + timedelta(days=2)
    flood = [NOON + timedelta(days=day, hours=hour) for day in range(2) for hour in range(4)]
    for at in (before, *flood, after):
        writes(house, at=at)

    forgets(house, after)

    assert kept(house) == [before, *flood[1:4], *flood[5:], after]


def test_what_is_pushed_out_tells_nothing_of_what_it_names(house: House, a_member: Member):
    """Or whoever floods the door would learn by it who is here (P6)."""
    for about in (f"@{a_member.name}", "@nobody"):
        writes(house, about)
    assert finds(house) == [True, False]
    flood = [NOON + timedelta(minutes=minute) for minute in range(1, 5)]
    flood += [NOON + timedelta(days=1, minutes=minute) for minute in range(1, 5)]
    for at in flood:
        writes(house, at=at)

    forgets(house, flood[-1])

    assert kept(house) == flood


def test_one_letter_is_not_filled_without_an_answer(house: House):
    code = writes(house)
    for _ in range(outside.MOST_IN_A_ROW):
        says_more(house, code)

    with pytest.raises(Invalid, match="wait for an answer"):
        says_more(house, code)

    def answers(session: Session) -> None:
        row = session.scalars(select(OutsideLetter)).one()
        outside.say(session, row, "We are here.", from_house=True, key=house.key, now=NOON)

    house.database.write_now(answers)
    says_more(house, code)


def about_posts(house: House, member: Member, many: int) -> list[int]:
    """So many letters, each about another post of one member; the posts' ids."""
    posts = [member.posts(f"number {number}", "community") for number in range(many)]
    for minute, post_id in enumerate(posts):
        writes(house, f"/@{member.name}/{post_id}", at=NOON - timedelta(minutes=10 - minute))
    return posts


def cases(house: House) -> set[tuple[str, int | None, int]]:
    rows = select(Case.subject, Case.post_id, Case.reports)
    return house.database.read_now(lambda session: {(row[0], row[1], row[2]) for row in session.execute(rows)})


def test_letters_about_one_account_open_so_many_cases_and_the_rest_are_one(house: House, a_member: Member):
    posts = about_posts(house, a_member, 6)

    assert finds(house) == [True] * 6

    assert cases(house) == {*(("post", post_id, 1) for post_id in posts[:3]), ("account", None, 3)}


def test_what_is_in_a_case_already_is_joined_to_it_and_nobody_elses_is_hindered(
    house: House, a_member: Member, another_member: Member
):
    posts = about_posts(house, a_member, 4)
    writes(house, f"/@{a_member.name}/{posts[0]}")
    theirs = another_member.posts("somebody else's", "community")
    writes(house, f"/@{another_member.name}/{theirs}")

    finds(house)

    assert cases(house) == {
        ("post", posts[0], 2), ("post", posts[1], 1), ("post", posts[2], 1), ("account", None, 1),
        ("post", theirs, 1),
    }  # fmt: skip


def test_after_a_day_or_a_decision_others_are_cases_again(house: House, a_member: Member):
    about_posts(house, a_member, 4)
    finds(house)
    house.database.write_now(lambda session: session.execute(update(Case).values(closed_at=NOON, state="decided")))

    again = a_member.posts("another", "community")
    writes(house, f"/@{a_member.name}/{again}")
    finds(house)

    assert ("post", again, 1) in cases(house)
