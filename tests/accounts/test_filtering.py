"""Word filters as a rule: which words stand in a text, for which lists, until when; and how they are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import filter_queries
from app.accounts.actions import filters
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import MOST_FILTERS, Sieve, Word, WordFilter, folded, stands_in
from app.accounts.models import Account
from app.accounts.models import WordFilter as Row
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, Refused
from app.storage.house import House
from tests.world.cast import NOON, Member

DRAFT = FilterDraft("Landlords", (Word(0, "visitor fee"), Word(0, "Miete")), ("home", "public"))


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("fear", "no FEAR here", True),
        ("fear", "fearless", False),
        ("fear", "fear's, (fear) fear.", True),
        ("visitor fee", "the Visitor  Fee again", True),
        ("STRASSE", "in der Straße", True),
        ("naïve", "nai\u0308ve", True),
        ("полиция", "Полиция!", True),
        ("полиц", "полиция", False),
        ("警察", "我爱警察局", True),
        ("ตำรวจ", "เจอตำรวจที่", True),
        ("e", "e\u0301", False),
        ("c++", "c++17 and c++", True),
        ("#swerf", "a #swerf again", True),
        ("ＡＢＣ", "abc", True),
        ("पुल", "पुलिस आई", False),
        ("पुलिस", "कल पुलिस आई", True),
    ],
)  # fmt: skip
def test_a_whole_word_is_found_in_any_case_and_script(word: str, text: str, stands: bool):
    assert stands_in(folded(word), folded(" ".join(text.split())), whole=True) is stands


def test_a_part_of_a_word_is_found_only_if_one_wants_that():
    assert stands_in("land", "landlord", whole=False)
    assert not stands_in("land", "landlord", whole=True)


def test_a_sieve_holds_what_is_for_its_list_and_not_over():
    here = a_filter(1, ("home",))
    elsewhere, over = a_filter(2, ("thread",)), replace(a_filter(3, ("home",)), until=NOON)

    found = Sieve([here, elsewhere, over], "home", now=NOON).held_against("the police came")

    assert [(one.filter.id, one.words) for one in found] == [(1, ("police",))]
    assert Sieve([here], "home", now=NOON).held_against("nobody came") == []


def test_a_filter_is_kept_sealed_and_read_by_its_member_alone(house: House, a_member: Member, another_member: Member):
    kept = add(house, a_member, DRAFT)

    mine, theirs = filters_of(house, a_member), filters_of(house, another_member)

    assert [(one.title, [word.text for word in one.words], one.contexts, one.action) for one in mine] == [
        ("Landlords", ["visitor fee", "Miete"], ("home", "public"), "warn")
    ]
    assert theirs == []
    assert b"visitor" not in house.database.read_now(lambda s: b"".join(rows_as_bytes(s)))
    with pytest.raises(NotFound):
        house.database.read_now(filter_queries.one_filter, another_member.id, kept, key=house.key)


def test_only_members_with_filters_are_marked_as_such(house: House, a_member: Member, another_member: Member):
    kept = add(house, a_member, DRAFT)
    assert marked(house) == {a_member.id}

    house.database.write_now(filters.end_filter, a_member.id, kept)
    assert marked(house) == set()


def test_a_filter_with_an_end_ends(house: House, a_member: Member):
    add(house, a_member, replace(DRAFT, until=now() + timedelta(hours=1)))

    house.database.write_now(filters.forget_old, now() + timedelta(hours=2))

    assert filters_of(house, a_member) == []
    assert marked(house) == set()


def test_changing_keeps_what_a_word_is_called_by(house: House, a_member: Member):
    kept = add(house, a_member, DRAFT)
    before = filters_of(house, a_member)[0].words

    changed = replace(DRAFT, title="Rent", words=(before[0], Word(0, "deposit", whole=False)), action="hide")
    house.database.write_now(filters.change_filter, a_member.id, kept, changed, key=house.key, now=now())

    after = filters_of(house, a_member)[0]
    assert (after.id, after.title, after.action) == (kept, "Rent", "hide")
    assert after.words[0] == before[0]
    assert (after.words[1].text, after.words[1].whole) == ("deposit", False)


def test_nobody_changes_or_ends_anothers_filter(house: House, a_member: Member, another_member: Member):
    kept = add(house, a_member, DRAFT)

    with pytest.raises(NotFound):
        house.database.write_now(filters.end_filter, another_member.id, kept)
    with pytest.raises(NotFound):
        house.database.write_now(
            filters.change_filter, another_member.id, kept, replace(DRAFT, title="x"), key=house.key, now=now()
        )

    assert [one.title for one in filters_of(house, a_member)] == ["Landlords"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"words": ()}, "words"),
        ({"words": (Word(0, "x" * 201),)}, "words"),
        ({"words": tuple(Word(0, f"w{n}") for n in range(101))}, "words"),
        ({"contexts": ()}, "contexts"),
        ({"contexts": ("home", "everywhere")}, "contexts"),
        ({"action": "delete"}, "outcome"),
    ],
)
def test_what_cannot_be_a_filter_names_its_field(house: House, a_member: Member, wrong: dict[str, object], field: str):
    with pytest.raises(Invalid) as refused:
        add(house, a_member, replace(DRAFT, **wrong))  # type: ignore[arg-type]

    assert refused.value.field == field
    assert marked(house) == set()


def test_there_is_an_end_to_filters(house: House, a_member: Member):
    house.database.write_now(lambda s: [add_in(s, house, a_member) for _ in range(MOST_FILTERS)])

    with pytest.raises(Refused):
        add(house, a_member, DRAFT)


def a_filter(number: int, contexts: Sequence[str]) -> WordFilter:
    return WordFilter(number, "Police", (Word(1, "police"),), tuple(contexts), "warn")


def add(house: House, member: Member, draft: FilterDraft) -> int:
    return house.database.write_now(filters.add_filter, member.id, draft, key=house.key, now=now())


def add_in(session: Session, house: House, member: Member) -> int:
    return filters.add_filter(session, member.id, DRAFT, key=house.key, now=now())


def filters_of(house: House, member: Member) -> list[WordFilter]:
    return house.database.read_now(filter_queries.filters_of, member.id, key=house.key, now=now())


def rows_as_bytes(session: Session) -> list[bytes]:
    return [row.title_sealed + row.words_sealed + row.contexts.encode() for row in session.scalars(select(Row))]


def marked(house: House) -> set[int]:
    return house.database.read_now(lambda s: set(s.scalars(select(Account.id).where(Account.has_filters))))
