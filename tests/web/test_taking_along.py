"""Taking one's things along and bringing them again, as a member does it on the pages."""

import io
import zipfile

import pytest

from app.accounts import queries as accounts
from app.accounts.actions import calming
from app.basics.clock import now
from app.leaving import taking_in
from app.leaving.locking import unlock
from app.web.pages import importing
from tests.leaving.archives import a_note, a_zip, an_archive
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import PASSPHRASE, Member

EXPORT, IMPORT = "/settings/export", "/settings/import"


def exports(browser: Browser, **filled: str) -> Page:
    return browser.submit(browser.get(EXPORT), EXPORT, **{"passphrase": PASSPHRASE, **filled})


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
