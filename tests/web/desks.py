"""A desk with something on it, and the moderators in front of it."""

from dataclasses import dataclass

import pytest

from app.storage.house import House
from moderation.cases.models import Case
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member
from tests.world.governing import BY_ONE, a_policy
from tests.world.governing_cases import case_of, reports, telling

WORDS = "He waits for her outside the clinic."
POST = "Does anybody know this woman?"


@dataclass
class Matter:
    """Marisol's post, which Juno reported, and the number under which it lies on the desk."""

    house: House
    post_id: int
    case_id: int
    number: int

    @property
    def address(self) -> str:
        return f"/desk/{self.number}"

    @property
    def case(self) -> Case:
        return case_of(self.house, self.case_id)


def matter_of(house: House, post_id: int, case_id: int) -> Matter:
    return Matter(house, post_id, case_id, case_of(house, case_id).number)


def looks_at(browser: Browser, matter: Matter, **filled: str | list[str]) -> Page:
    """Fills in the form and looks at what it comes to."""
    return browser.submit(browser.get(matter.address), f"{matter.address}/decision#look", **filled)


def sends(browser: Browser, matter: Matter, looked: Page, **filled: str | list[str]) -> Page:
    """Sends what was looked at."""
    return browser.submit(looked, f"{matter.address}/decision#look", **{"send": "1", **filled})


@pytest.fixture
def matter(lantern: OpenHouse, a_steward: Member, a_member: Member, another_member: Member) -> Matter:
    """A post by Marisol that Juno reported, in a house with a policy."""
    a_policy(lantern.house, a_steward.id)
    post_id = a_member.posts(POST)
    return matter_of(lantern.house, post_id, reports(another_member, post_id, telling(WORDS, BY_ONE, "remove")))


@pytest.fixture
def robin(lantern: OpenHouse, a_moderator: Member) -> Browser:
    """A moderator's browser."""
    return lantern.browser_of(a_moderator)


@pytest.fixture
def sasha(lantern: OpenHouse, another_moderator: Member) -> Browser:
    """Another moderator's browser."""
    return lantern.browser_of(another_moderator)
