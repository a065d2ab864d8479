"""`parasol inventory`: what a seized disk would hold, counted from what is declared."""

import json
from datetime import UTC, datetime

from app import wiring
from app.storage.ages import Kept
from tests.world.cast import Member
from tests.world.hosts import Host, posts_a_picture

WHATS = [age.what for age in wiring.AGES if isinstance(age, Kept)]


def kinds(host: Host) -> dict[str, dict[str, object]]:
    return {each["what"]: each for each in json.loads(host.says("inventory", "--json"))["kept"]}


def test_every_declared_kind_is_counted(host: Host, a_member: Member):
    assert list(kinds(host)) == WHATS


def test_it_says_how_many_how_old_and_when_it_goes(host: Host, a_member: Member):
    a_member.posts("one")
    a_member.posts("two")
    a_member.posts("three", lasts_days=7)

    found = kinds(host)

    lasting = found["Your posts and messages that have no end; messages are sealed"]
    ending = found["Your posts and messages that go by themselves"]
    assert (lasting["count"], ending["count"]) == (2, 1)
    assert ending["at_most_days"] == 365
    assert ending["goes"] == "until its end, at most 1 year ahead"
    assert len(str(lasting["oldest"])) == len("2026-11")


def test_the_oldest_of_a_kind_is_told_by_its_month(host: Host, a_member: Member):
    for month in (11, 9, 10):
        a_member.signs_in(datetime(2026, month, 20, tzinfo=UTC))

    [signed_in] = [one for what, one in kinds(host).items() if what.startswith("Where you are signed in")]

    assert (signed_in["count"], signed_in["oldest"]) == (3, "2026-09")
    assert "the oldest from September 2026" in host.says("inventory")


def test_files_are_counted_and_what_it_cannot_know_is_said(host: Host, a_member: Member):
    posts_a_picture(a_member)

    said = host.says("inventory")

    assert "Files of pictures: 2" in said
    assert "a proxy's logs" in said
    assert "Backups: none of their places is written down here" in said
    told = json.loads(host.says("inventory", "--json"))
    assert told["files"]["count"] == 2
    assert told["backups"]["known"] is False
    assert told["backups"]["words"] in said
    assert told["cannot_know"] in said


def test_it_names_nobody_and_quotes_nothing(host: Host, a_member: Member):
    a_member.posts("a planted sentence")

    said = host.says("inventory") + host.says("inventory", "--json")

    assert "planted" not in said
    assert "marisol" not in said


def test_people_read_the_same_as_scripts(host: Host, a_member: Member):
    lines = host.says("inventory").splitlines()

    for what, told in kinds(host).items():
        [line] = [line for line in lines if f"  {what}" in line and line.endswith(f"; {told['goes']}")]
        assert line.split()[0] == str(told["count"])
