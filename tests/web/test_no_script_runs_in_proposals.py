"""The same 235 ways of bringing a script in, through every field of a proposal and of what is said to it."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from app.basics.clock import now
from app.deciding import proposing as deciding_proposing
from app.deciding import talking
from moderation.amending import proposing
from moderation.measures import Measure
from moderation.policy.rules import NewClause
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.web.test_no_script_runs import harm_in, portions, tab  # noqa: F401 — a fixture
from tests.world.amending import a_charter
from tests.world.cast import Member
from tests.world.governing import a_policy


def test_what_is_proposed_and_said_to_it(
    lantern: OpenHouse, a_member: Member, another_member: Member, a_steward: Member, tab: Page, tmp_path: Path
):
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward)
    browser, write = lantern.browser_of(a_member), lantern.house.database.write_now

    def pages() -> Iterator[bytes]:
        for some in portions(5):
            clause = NewClause(0, "9.9", some[0][:200], "\n".join(some), some[-1], (Measure.WORD,))
            proposal_id = write(proposing.propose_clause, a_member.id, 0, clause, "\n".join(some), 0, now=now())
            said = write(
                talking.object_to, another_member.id, proposal_id, "\n".join(some)[:2_000], edition=1, now=now()
            )
            write(talking.answer, a_member.id, said, "\n\n".join(some)[:2_000], now=now())
            for address in (f"/proposals/{proposal_id}", f"/proposals/{proposal_id}/editing", "/proposals"):
                yield browser.get(address).body
            write(deciding_proposing.withdraw, a_member.id, proposal_id, now=now())
            introduced = write(
                proposing.propose_introduction, a_member.id, "\n\n".join(some), "\n".join(some), 0, now=now()
            )
            for address in (f"/proposals/{introduced}", f"/proposals/{introduced}/editing"):
                yield browser.get(address).body
            write(deciding_proposing.withdraw, a_member.id, introduced, now=now())

    assert harm_in(tab, tmp_path, pages()) == []


def test_what_is_typed_wrongly_into_a_proposal_and_comes_back(
    lantern: OpenHouse, a_member: Member, a_steward: Member, tab: Page, tmp_path: Path
):
    a_policy(lantern.house, a_steward.id)
    a_charter(a_steward)
    browser = lantern.browser_of(a_member)
    kinds = ("clause", "introduction", "charter", "role")
    clause, introduction, charter, role = (f"/proposals/new/{kind}" for kind in kinds)
    forms = {action: browser.get(action) for action in (clause, introduction, charter, role)}

    def pages() -> Iterator[bytes]:
        for some in portions(5):
            words = " ".join(some).replace("\x00", "")
            yield browser.submit(
                forms[clause], clause, label=words, title=words, asks=words, why=words, measures=[words], reason=words
            ).body
            paragraphs = "\n\n".join(some).replace("\x00", "")
            looked = browser.submit(forms[introduction], introduction, introduction=paragraphs, look="1")
            yield looked.body
            yield browser.submit(looked, introduction, introduction=paragraphs, reason="").body
            yield browser.submit(forms[charter], charter, quorum=words, talk_days=words, reason=words).body
            yield browser.submit(forms[role], role, name=words, role=words, reason=words).body

    assert harm_in(tab, tmp_path, pages()) == []
