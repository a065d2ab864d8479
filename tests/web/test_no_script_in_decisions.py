"""No script runs out of what deciders write, on the page on which it is read."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from app.basics.clock import now
from moderation.measures import Measure
from tests.web.conftest import OpenHouse
from tests.web.test_no_script_runs import harm_in, portions, tab
from tests.world.cast import Member
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_ONE, NO_PICTURES, a_policy

__all__ = ["tab"]


def test_reasons_warnings_and_descriptions(
    lantern: OpenHouse, a_member: Member, a_steward: Member, tab: Page, tmp_path: Path
):
    a_policy(lantern.house, a_steward.id)
    vera, browser = Decider(a_steward, "steward"), lantern.browser_of(a_member)

    def pages() -> Iterator[bytes]:
        for some in portions(20):
            words, moment = "because\n\n" + "\n\n".join(some), now()
            post = a_case(lantern.house, post_id=a_member.posts())
            warned = vera.decides(
                post, Measure.ADD_WARNING, BY_ONE, words, at=moment, particulars={"warning": some[0][:500]}
            )
            account = a_case(lantern.house, account_id=a_member.id)
            paused = vera.decides(
                account, Measure.PAUSE_POSTING, NO_PICTURES, words, at=moment, described="\n".join(some)
            )
            for address in (f"/decisions/{warned}", f"/decisions/{paused}", "/decisions"):
                yield browser.get(address).body
            vera.eases(paused, at=now())

    assert harm_in(tab, tmp_path, pages()) == []
