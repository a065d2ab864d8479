"""Choosing a passphrase: the reason why one is refused stands beside its field, wherever it is chosen."""

import re

import pytest

from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.second import codes_on_paper
from tests.web.test_joining import joins
from tests.world.cast import PASSPHRASE, Member

BESIDE = re.compile(r'id="passphrase-fault">.*?<span>(?:<span class="unseen">[^<]*</span>)?([^<]*)</span></p>', re.S)
WEAK = {
    "iloveyou2024!": "a common one",
    "Lanternhouse1!": "words of this house",
    "lantern.example!": "words of this house",
    "nnnnnnnnnnnn": "repeats itself",
}


def beside_the_field(page: Page) -> str:
    found = BESIDE.search(page.text)
    assert found, page.text
    return found[1]


@pytest.mark.parametrize("passphrase", WEAK)
def test_whoever_joins_recovers_or_changes_it_is_told_why_and_loses_nothing(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member, passphrase: str
):
    code = codes_on_paper(a_member)[0]
    twice = {"passphrase": passphrase, "again": passphrase}

    joining = joins(stranger, lantern.invitation_by(a_member), "oda", passphrase)
    recovering = stranger.submit(stranger.get("/recover"), "/recover", name="marisol", code=code, **twice)
    changing = marisol.submit(marisol.get("/settings/passphrase"), "/settings/passphrase", old=PASSPHRASE, **twice)

    for page in (joining, recovering, changing):
        assert page.status == 422
        assert WEAK[passphrase] in beside_the_field(page)
        assert passphrase not in page.text
    assert recovering.values_of("/recover")["code"] == code
    assert stranger.cookies == {}


def test_ones_own_name_is_no_passphrase(lantern: OpenHouse, marisol: Browser, stranger: Browser, a_member: Member):
    joining = joins(stranger, lantern.invitation_by(a_member), "oda_by_the_river", "Oda.By.The.River!")
    changing = marisol.submit(
        marisol.get("/settings/passphrase"),
        "/settings/passphrase",
        old=PASSPHRASE,
        passphrase="marisol-MARISOL",
        again="marisol-MARISOL",
    )

    for page in (joining, changing):
        assert "made of your name" in beside_the_field(page)
