"""The same 235 ways of bringing a script in, through what both sides of an appeal write (`test_no_script_runs.py`)."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from moderation.appeals import appealing, hearing
from tests.appeals.deciding import govern, viewer
from tests.web.conftest import OpenHouse
from tests.web.test_no_script_runs import harm_in, portions, tab  # noqa: F401 — a fixture
from tests.world.cast import join


def test_what_either_side_of_an_appeal_writes(lantern: OpenHouse, tab: Page, tmp_path: Path):
    governed = govern(lantern.house)
    tove = join(lantern.house, "tove", "moderator")
    appeal_id = governed.appeals(governed.suspended())
    governed.takes(governed.sasha, appeal_id)
    for some in portions(20):
        words = "\n\n".join(some)
        governed.does(appealing.say, governed.marisol.id, appeal_id, words)
        governed.does(hearing.ask, viewer(governed.sasha), appeal_id, words)
    governed.answers(governed.sasha, appeal_id, overturns=False, reason="\n".join(next(portions(20))))
    browsers = [lantern.browser_of(one) for one in (governed.marisol, governed.sasha, tove)]

    def pages() -> Iterator[bytes]:
        path = f"/appeals/{appeal_id}"
        for browser in browsers:
            yield browser.get(path).body
        for some in portions(20):
            words = "\n".join(some)
            looked = browsers[2].submit(browsers[2].get(path), f"{path}/answer", overturns="1", reason=words)
            yield looked.body
            yield browsers[0].submit(browsers[0].get(path), f"{path}/lines", words=words + "x" * 5_001).body
        governed.answers(tove, appeal_id, overturns=False)
        yield browsers[0].get(path).body

    assert harm_in(tab, tmp_path, pages()) == []
