"""P3: after probation no row ties the member who vouched to the member vouched for."""
# ruff: noqa: F811 — fixtures are imported by their names

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts import community
from app.accounts.actions import admitting
from app.accounts.models import Account
from app.basics.clock import now
from app.storage.tables import Base
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.web.test_joining import joins
from tests.world.cast import PASSPHRASE, Member

PROBATION = timedelta(days=90)


def admits_by_vouches(lantern: OpenHouse) -> None:
    lantern.house.database.write_now(community.founded, lantern.house.key)
    lantern.house.database.write_now(admitting.choose_admission, "steward", "vouches", 2, 90, now=now())


def passes(lantern: OpenHouse, span: timedelta) -> None:
    """Time goes by, and whatever the house does by itself is done."""
    assert lantern.client.portal is not None
    moment = now() + span
    lantern.client.portal.call(wiring.runner(replace(lantern.envoy, clock=lambda: moment)).settle)


def ties(session: Session, voucher: Member, newcomer_id: int) -> list[str]:
    """Rows that name both, whatever the table and whatever the column, be it by the end of a number."""
    marks = (str(voucher.id)[-10:], f"{voucher.id:x}", voucher.name)
    found: list[str] = []
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            text = " ".join(str(value) for value in row)
            if any(mark in text for mark in marks) and (str(newcomer_id) in text or "lupe" in text):
                found.append(f"{table.name}: {row}")
    return found


def the_id_of(lantern: OpenHouse, name: str) -> int:
    found = lantern.house.database.read_now(lambda s: s.scalar(select(Account.id).where(Account.name == name)))
    assert found is not None
    return found


def test_after_probation_nothing_ties_whoever_vouched_to_whom(
    lantern: OpenHouse, a_member: Member, another_member: Member, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    admits_by_vouches(lantern)
    lupe = lantern.browser()
    joins(lupe, lantern.invitation_by(a_member), "lupe", PASSPHRASE)
    link = next(words for words in lupe.get("/waiting").text.split('dir="ltr">')[1:] if "/newcomers/" in words)
    path = link.split("<")[0].removeprefix(lantern.house.settings.origin)
    juno = lantern.browser_of(another_member)
    juno.submit(juno.get(path), path, answer="yes")
    lantern.settles()
    newcomer_id = the_id_of(lantern, "lupe")
    during = [lantern.house.database.read_now(ties, one, newcomer_id) for one in (a_member, another_member)]
    assert [len(found) for found in during] == [1, 1]
    assert all("vouches" in found[0] for found in during)

    passes(lantern, PROBATION)

    assert lantern.house.database.read_now(ties, a_member, newcomer_id) == []
    assert lantern.house.database.read_now(ties, another_member, newcomer_id) == []
    named = [record.getMessage() for record in caplog.records if "lupe" in record.getMessage()]
    assert [line for line in named if "juno" in line or "marisol" in line] == []


def test_nothing_fades_before_its_time(lantern: OpenHouse, a_member: Member):
    joins(lantern.browser(), lantern.invitation_by(a_member), "lupe", PASSPHRASE)

    passes(lantern, PROBATION - timedelta(hours=1))

    assert lantern.house.database.read_now(ties, a_member, the_id_of(lantern, "lupe"))


def test_who_vouched_is_shown_to_moderators_alone_and_gone_after(
    lantern: OpenHouse, a_member: Member, a_steward: Member
):
    marisol, vera = lantern.browser_of(a_member), lantern.browser_of(a_steward)
    joins(lantern.browser(), lantern.invitation_by(a_member), "lupe", PASSPHRASE)

    assert "Vouched for by @marisol" in vera.get("/house/newcomers").text
    assert marisol.get("/house/newcomers").status == 403
    passes(lantern, PROBATION)
    later = lantern.browser_of(a_steward).get("/house/newcomers")
    assert later.status == 200
    assert "lupe" not in later.text
