"""Marisol looks for the letter of last spring: by its words, by who wrote it, by its tag, by its day."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from app.posts.actions import writing
from app.timelines import posting
from tests.stories.conftest import Home
from tests.world.browsers import Person
from tests.world.cast import Member
from tests.world.servers import eventually

SPRING, SUMMER = datetime(2026, 4, 3, 20, 15, tzinfo=UTC), datetime(2026, 7, 9, 9, 0, tzinfo=UTC)
LETTER = "The letter to the landlord in three languages #canalstreet"
ANSWER = "He answered the letter, and says no #canalstreet"
QUIET = "My own letter to the landlord, about the heating"


@pytest.mark.story
def test_an_old_post_is_found_and_of_whoever_does_not_wish_it_nothing(home: Home):
    home.lives("marisol")
    juno, oda = home.lives("juno"), home.lives("oda")
    juno.chooses(findable=True)
    wrote(juno, LETTER, SPRING)
    wrote(juno, ANSWER, SUMMER)
    wrote(oda, QUIET, SPRING)
    marisol = home.person("marisol")
    marisol.opens("/community").sees(QUIET)

    eventually(lambda: found(marisol, q="letter") == [ANSWER, LETTER])
    marisol.keeps_four_looks("what was found by a word")
    assert found(marisol, q='"letter to the landlord"') == [LETTER]
    assert found(marisol, q="lett*", who="@juno", until="2026-05-01") == [LETTER]
    assert found(marisol, tag="canalstreet", since="2026-04-04") == [ANSWER]
    assert found(marisol, tag="canalstreet", since="2026-04-03", until="2026-04-03") == [LETTER]
    assert "letter" not in marisol.page.url

    assert found(marisol, q="heating") == []
    marisol.sees("Of others you find only what you may read, if they let it be found.")
    assert found(marisol, who="@oda") == []
    marisol.keeps_four_looks("nothing was found")

    looks_for(marisol, q="letter", since="2026-05-01", until="2026-04-01")
    expect(marisol.page.locator("input[name=q]")).to_have_value("letter")
    marisol.sees("This day is before the first one.")
    expect(marisol.page.locator("input[name=until][aria-invalid]")).to_have_value("2026-04-01")
    marisol.keeps_four_looks("days in the wrong order")
    marisol.complaints.clear()  # the browser says that a form was refused
    assert marisol.complaints == []


def wrote(member: Member, text: str, at: datetime) -> None:
    origin, key = member.house.settings.origin, member.house.key
    member.house.database.write_now(posting.post, member.id, writing.Draft(text), origin=origin, key=key, now=at)


def looks_for(person: Person, **filled: str) -> None:
    person.opens("/search")
    person.page.locator("summary", has_text="Narrow it down").click()
    for name, value in filled.items():
        person.page.locator(f"input[name={name}]").fill(value)
    person.presses("Search")


def found(person: Person, **filled: str) -> list[str]:
    """What stands under “Posts”, in its order."""
    looks_for(person, **filled)
    return person.page.locator("article.post .text").all_inner_texts()
