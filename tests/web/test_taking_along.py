"""Taking one's things along and bringing them again, as a member does it on the pages."""

import io
import json
import zipfile

import pytest

from app.accounts import queries as accounts
from app.accounts.actions import calming
from app.basics.clock import now
from app.leaving import taking_in
from app.leaving.locking import unlock
from app.web.pages import importing
from moderation.appeals import hearing
from moderation.appeals.models import Appeal
from moderation.cases import handling
from moderation.cases.models import Case, Report
from moderation.decided.models import DecisionRow
from moderation.measures import Measure
from tests.appeals.deciding import govern, viewer
from tests.leaving.archives import a_note, a_zip, an_archive
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.deciding import Decider, a_case
from tests.world.governing import BY_ONE, BY_TWO, a_policy
from tests.world.governing_cases import reports, telling

EXPORT, IMPORT = "/settings/export", "/settings/import"


def exports(browser: Browser, **filled: str) -> Page:
    return browser.submit(browser.get(EXPORT), EXPORT, **{"passphrase": PASSPHRASE, **filled})


def taken_along(browser: Browser, **filled: str) -> dict[str, bytes]:
    """The files in their archive, with what they reported and appealed against unless it is said otherwise."""
    found = zipfile.ZipFile(io.BytesIO(exports(browser, **{"reported": "1", **filled}).body))
    return {name: found.read(name) for name in found.namelist()}


def brings(browser: Browser, data: bytes, **filled: str) -> Page:
    upload = ("whatever.bin", data, "application/octet-stream")
    return browser.submit(browser.get(IMPORT), IMPORT, files={"archive": upload}, **filled)


def test_the_archive_comes_as_a_download_that_is_kept_nowhere(lantern: OpenHouse, marisol: Browser, a_member: Member):
    a_member.posts("Words of marisol", "community")

    answer = exports(marisol)

    assert answer.headers["content-disposition"] == 'attachment; filename="archive.zip"'
    assert answer.headers["cache-control"] == "no-store"
    found = zipfile.ZipFile(io.BytesIO(answer.body))
    assert b"Words of marisol" in found.read("outbox.json")
    assert b"There is no key in it" in found.read("README.txt")
    kept = [path for path in lantern.house.settings.data.rglob("*") if path.is_file() and "parasol.db" not in path.name]
    assert kept == []


def test_messages_come_along_for_whoever_types_the_passphrase(marisol: Browser, juno: Browser, a_member: Member):
    a_member.posts("@juno a planted secret", "mentioned")

    assert b"a planted secret" in zipfile.ZipFile(io.BytesIO(exports(marisol).body)).read("messages.json")


def test_what_was_decided_about_them_comes_along_with_why(marisol: Browser, a_member: Member, a_steward: Member):
    a_policy(a_member.house, a_steward.id)
    case_id = a_case(a_member.house, account_id=a_member.id)
    before = zipfile.ZipFile(io.BytesIO(exports(marisol).body)).namelist()
    Decider(a_steward, "steward").decides(case_id, Measure.WORD, BY_ONE, "You were asked twice to stop.", at=now())

    [told] = json.loads(zipfile.ZipFile(io.BytesIO(exports(marisol).body)).read("decisions.json"))

    assert "decisions.json" not in before
    assert (told["measure"], told["reason"]) == ("word", "You were asked twice to stop.")
    assert told["policy"]["title"] == "Be good to each other"
    assert told["appeal_until"] > told["in_force_at"]


def test_what_they_appealed_comes_along_as_both_sides_said_it_without_a_name(lantern: OpenHouse):
    governed = govern(lantern.house)
    decision_id = governed.removed()[1]
    appeal_id = governed.appeals(decision_id, "I never said that.")
    governed.takes(governed.sasha, appeal_id)
    governed.does(hearing.ask, viewer(governed.sasha), appeal_id, "Who did, then?")
    governed.answers(governed.sasha, appeal_id, overturns=True, reason="You did not.")

    files = taken_along(lantern.browser_of(governed.marisol))

    [told] = json.loads(files["appeals.json"])
    assert [told["decision"]] == [decision["id"] for decision in json.loads(files["decisions.json"])]
    assert [(said["by"], said["words"]) for said in told["said"]] == [
        ("you", "I never said that."), ("house", "Who did, then?"),
    ]  # fmt: skip
    assert (told["outcome"], told["answer"]) == ("overturned", "You did not.")
    assert b"sasha" not in files["appeals.json"] + files["decisions.json"]


def test_what_nobody_answered_yet_comes_along_without_what_one_of_two_thinks(lantern: OpenHouse):
    governed = govern(lantern.house)
    appeal_id = governed.appeals(governed.is_decided(Measure.SUSPEND, clause=BY_TWO))
    tess = join(lantern.house, "tess", "moderator")
    governed.takes(tess, appeal_id)
    governed.answers(tess, appeal_id, overturns=False, reason="It should stay.")

    [told] = json.loads(taken_along(lantern.browser_of(governed.marisol))["appeals.json"])

    assert (told["outcome"], told["answer"], told["answered_at"]) == ("", "", None)


def test_what_they_reported_comes_along_in_their_words_with_what_came_of_it(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    a_policy(lantern.house, a_steward.id)
    post_id = a_member.posts("a post of hers")
    before = taken_along(juno)
    case_id = reports(another_member, post_id, telling("He waits for me", BY_ONE, "remove", urgency=2))
    reports(another_member, post_id, telling("and again today", BY_ONE, "remove"))
    Decider(a_steward, "steward").decides(case_id, Measure.REMOVE, BY_ONE, "It is nobody's business.", at=now())

    [told] = json.loads(taken_along(juno)["reports.json"])

    assert "reports.json" not in before
    assert (told["about"], told["id"]) == ("post", str(post_id))
    assert told["words"] == ["He waits for me", "and again today"]
    assert (told["wish"], told["urgency"], told["outcomes"]) == ("remove", 2, ["removed"])
    assert told["policy"] == {"version": 1, "clause": "1", "title": "Be good to each other"}


def test_it_does_not_tell_whether_somebody_else_reported_the_same(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    """Neither a friend's words, nor that they were first, nor that somebody has looked already."""
    a_policy(lantern.house, a_steward.id)
    alone, after_a_friend = a_member.posts("a post of hers"), a_member.posts("a post of hers")
    case_id = reports(join(lantern.house, "kofi"), after_a_friend, telling("planted by kofi", BY_ONE, urgency=2))
    robin = join(lantern.house, "robin", "moderator")
    lantern.house.database.write_now(handling.note_first_look, viewer(robin), case_id, now=now())
    for post_id in (alone, after_a_friend):
        reports(another_member, post_id, telling("He waits for me"))

    told = json.loads(taken_along(juno)["reports.json"])

    assert [one.pop("id") for one in told] == [str(alone), str(after_a_friend)]
    first, second = ({**one, "reported_at": ""} for one in told)
    assert first == second


def test_nobody_elses_reports_and_appeals_come_along(lantern: OpenHouse):
    governed = govern(lantern.house)
    governed.appeals(governed.removed()[1])

    for member, mine in ((governed.marisol, "appeals.json"), (governed.juno, "reports.json")):
        files = taken_along(lantern.browser_of(member))
        assert {"appeals.json", "reports.json"} & set(files) == {mine}
    assert not {"appeals.json", "reports.json", "decisions.json"} & set(taken_along(lantern.browser_of(governed.robin)))


def test_what_they_reported_and_appealed_against_comes_along_only_where_they_ask_for_it(lantern: OpenHouse):
    """Most archives are handed to another house, and these say who was reported (P17)."""
    governed = govern(lantern.house)
    governed.appeals(governed.removed()[1])

    for member in (governed.marisol, governed.juno):
        browser = lantern.browser_of(member)
        assert not {"appeals.json", "reports.json"} & set(taken_along(browser, reported=""))
        assert 'name="reported" value="1">' in browser.get(EXPORT).text
    assert "decisions.json" in taken_along(lantern.browser_of(governed.marisol), reported="")


def test_that_they_asked_for_it_is_kept_where_something_is_wrong(marisol: Browser):
    for reported, ticked in (("1", True), ("", False)):
        answer = exports(marisol, passphrase="not it at all", reported=reported)
        assert ('name="reported" value="1" checked>' in answer.text) is ticked


def test_brought_along_elsewhere_they_are_passed_over(lantern: OpenHouse, marisol: Browser, a_member: Member):
    archive = an_archive(
        a_note(1, "Words from elsewhere"), decisions_dot_json="[{}]", appeals_dot_json="[{}]", reports_dot_json="no"
    )

    begun = brings(marisol, archive, mine="1")
    lantern.settles()

    assert begun.status == 303
    assert "Posts brought along: 1" in marisol.get(IMPORT).text
    counted = lantern.house.database.read_now(
        lambda session: [session.query(table).count() for table in (Case, Report, Appeal, DecisionRow)]
    )
    assert counted == [0, 0, 0, 0]


@pytest.mark.parametrize("passphrase", ["", "another passphrase entirely"])
def test_without_the_passphrase_there_is_no_archive(marisol: Browser, passphrase: str):
    answer = exports(marisol, passphrase=passphrase)

    assert answer.status == 422
    assert "That is not your passphrase." in answer.text


def test_an_archive_is_encrypted_if_wanted(marisol: Browser, a_member: Member):
    lock = "another passphrase for the file"

    answer = exports(marisol, lock=lock, again=lock)

    assert answer.headers["content-disposition"] == 'attachment; filename="archive.zip.age"'
    assert "actor.json" in zipfile.ZipFile(io.BytesIO(unlock(answer.body, lock))).namelist()


@pytest.mark.parametrize(
    ("lock", "again", "sentence"), [("short", "short", "at least 12"), ("long enough to be one", "x", "not the same")]
)
def test_a_lock_mistyped_or_too_short_is_said_beside_its_field(marisol: Browser, lock: str, again: str, sentence: str):
    answer = exports(marisol, lock=lock, again=again)

    assert answer.status == 422
    assert sentence in answer.text
    assert "archive.zip" not in answer.headers.get("content-disposition", "")


def test_it_is_asked_for_by_our_own_page_alone(marisol: Browser):
    page = marisol.get(EXPORT)

    assert marisol.submit(page, EXPORT, headers={"origin": "https://evil.example"}, passphrase=PASSPHRASE).status == 403
    assert marisol.submit(page, EXPORT, csrf="made-up", passphrase=PASSPHRASE).status == 403


def test_an_import_shows_how_far_it_is_and_what_came_of_it(lantern: OpenHouse, marisol: Browser):
    begun = brings(marisol, an_archive(a_note(1, "Words from elsewhere")), mine="1")

    assert (begun.status, begun.location) == (303, IMPORT)
    assert "0 of 1 step" in marisol.get(IMPORT).text
    lantern.settles()
    done = marisol.get(IMPORT)
    assert "Posts brought along: 1" in done.text
    assert "Words from elsewhere" in marisol.get("/@marisol").text
    put_away = marisol.submit(done, f"{IMPORT}/putting-away")
    assert "Posts brought along" not in marisol.follow(put_away).text


def test_what_was_brought_is_for_followers(lantern: OpenHouse, marisol: Browser, juno: Browser):
    brings(marisol, an_archive(a_note(1, "Words from elsewhere")), mine="1")
    lantern.settles()

    assert "Words from elsewhere" not in juno.get("/@marisol").text
    assert "Words from elsewhere" not in juno.get("/community").text


def test_whoever_cannot_be_reached_is_listed(lantern: OpenHouse, marisol: Browser):
    brings(marisol, b"Account address\noda@nowhere.example\n", kind="following")
    lantern.settles()

    page = marisol.get(IMPORT)
    assert "oda@nowhere.example" in page.text
    assert "not an ally" in page.text


@pytest.mark.parametrize(
    ("data", "filled", "sentence"),
    [
        (b"", {}, "Please choose a file."),
        (b"nothing", {}, "choose what it is a list of"),
        (b"=1+1\n", {"kind": "blocks"}, "is not an address"),
        (an_archive(a_note(1)), {}, "Say that they are your own"),
        (a_zip({"../x": "y"}), {"mine": "1"}, "leads out of it"),
        (an_archive(a_note(1), a_note(2, by="https://x.example/users/y")), {"mine": "1"}, "more than one person"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(
    marisol: Browser, data: bytes, filled: dict[str, str], sentence: str
):
    answer = brings(marisol, data, **filled)

    assert answer.status == 422
    assert sentence in answer.text
    assert "steps" not in marisol.get(IMPORT).text


def test_a_file_over_the_limit_is_refused_before_it_is_read(marisol: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(importing, "MOST_BYTES", 1000)
    monkeypatch.setattr(importing, "MOST_AROUND_IT", 1000)

    answer = brings(marisol, b"x" * 5000, kind="blocks")

    assert answer.status == 413
    assert "at most 64 MB" in answer.text


def test_a_gigabyte_is_refused_by_what_it_says_of_itself(lantern: OpenHouse, marisol: Browser):
    said = {"content-length": str(1 << 30)}

    answer = marisol.submit(marisol.get(IMPORT), IMPORT, files={"archive": ("x", b"x", "")}, headers=said)

    assert answer.status == 413
    assert taking_in.MOST_BYTES < 1 << 30


def test_a_second_import_waits_for_the_first(marisol: Browser):
    brings(marisol, an_archive(a_note(1)), mine="1")

    answer = brings(marisol, an_archive(a_note(2)), mine="1")

    assert answer.status == 409
    assert "still under way" in answer.text


def test_while_everybody_is_slowed_down_no_list_asks_thousands(
    lantern: OpenHouse, marisol: Browser, another_member: Member
):
    lantern.house.database.write_now(calming.slow_down, "moderator", 6, now=now())

    answer = brings(marisol, b"juno@lantern.example\n", kind="following")
    lantern.settles()

    assert answer.status == 429
    assert "slowed everybody down" in answer.text
    assert not lantern.house.database.read_now(accounts.who_asks, another_member.id)
