"""Bringing other people's lists along: what is wrong is said beside its field, and nothing typed is lost."""

import re

import pytest

from moderation.suggestions.reading_lists import MOST_BYTES
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.advising import HEAD, addresses, an_ally_at, kept, waiting
from tests.world.cast import Member

DESK, NEW = "/desk/suggestions", "/desk/suggestions/new"


def sends(browser: Browser, text: str = "", by: str = "Orchard House", file: bytes = b"", **filled: str) -> Page:
    """A list, pasted or as a file."""
    files = {"list_file": ("secret-name.csv", file, "text/csv")} if file else None
    return browser.submit(browser.get(NEW), DESK, files, by=by, list=text, **filled)


def test_a_moderator_brings_a_list_and_reads_what_concerns_people_here_first(
    lantern: OpenHouse, robin: Browser, a_member: Member
):
    an_ally_at(lantern.house)
    answer = sends(
        robin, f"{HEAD}\nharbour.example,suspend,,,outing,\nfar.example,,,,,\n@marisol@lantern.example,,,,,\n"
    )
    near, far = robin.follow(answer), robin.get(f"{DESK}?which=far")

    assert "Nothing follows from it until one of you decides." in near.text
    assert re.findall(r'<h2><bdi dir="ltr">([^<]*)</bdi>', near.text) == ["@marisol@lantern.example", "harbour.example"]
    assert "Orchard House" in near.text
    assert "outing" in near.text
    assert "they have nothing to do with it" in near.text
    assert "Nothing comes from there already" in far.text
    assert "far.example" in far.text
    assert DESK in robin.get("/desk").links()


def test_a_file_is_read_like_what_is_pasted_and_its_name_is_kept_nowhere(lantern: OpenHouse, robin: Browser):
    answer = sends(robin, file=b"\xef\xbb\xbf#domain,#severity\r\nfar.example,suspend\r\n")

    assert answer.status == 303
    assert "secret-name" not in robin.follow(answer).text
    assert "far.example" in robin.get(f"{DESK}?which=far").text


def test_lines_that_are_none_are_told_with_what_was_sent_and_left_out_if_one_wishes(
    lantern: OpenHouse, robin: Browser, a_moderator: Member
):
    sent = "far.example\r\nr**e.example\r\n=1+1\r\n"

    refused = sends(robin, file=sent.encode())

    assert refused.status == 422
    assert kept(lantern.house) == []
    assert "Line 2" in refused.text
    assert "hidden part of the name with asterisks" in refused.text
    assert "Line 3" in refused.text
    assert refused.values_of(DESK)["by"] == "Orchard House"
    assert refused.values_of(DESK)["list"].split() == sent.split()

    assert robin.submit(refused, DESK, {}, without="1").status == 303
    assert addresses(waiting(a_moderator, near=False)) == ["far.example"]


@pytest.mark.parametrize(
    ("filled", "fault", "status"),
    [
        ({"by": "", "text": "far.example"}, "by-fault", 422),
        ({"by": "x" * 121, "text": "far.example"}, "by-fault", 422),
        ({"text": ""}, "list-fault", 422),
        ({"text": "no house at all\n", "without": "1"}, "list-fault", 422),
        ({"text": 'far.example\n"open'}, "list-fault", 422),
        ({"file": b"\xff\xfe\x00"}, "list-fault", 422),
        ({"file": b"x" * (MOST_BYTES + 1)}, "list-fault", 413),
        ({"text": "far.example\n" * 5001}, "list-fault", 413),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_typed_is_lost(
    lantern: OpenHouse, robin: Browser, filled: dict[str, str], fault: str, status: int
):
    answer = sends(robin, **filled)  # type: ignore[arg-type]

    assert answer.status == status
    assert f'id="{fault}"' in answer.text
    assert answer.values_of(DESK)["by"] == filled.get("by", "Orchard House")
    assert answer.values_of(DESK)["list"].strip() == filled.get("text", answer.values_of(DESK)["list"]).strip()
    assert kept(lantern.house) == []


def test_a_form_that_was_open_too_long_comes_back_with_the_list(lantern: OpenHouse, robin: Browser):
    answer = robin.submit(robin.get(NEW), DESK, {}, by="Ana", list="far.example", csrf="old")

    assert answer.status == 403
    assert (answer.values_of(DESK)["by"], answer.values_of(DESK)["list"].strip()) == ("Ana", "far.example")


def test_lists_cannot_be_brought_without_end(lantern: OpenHouse, robin: Browser):
    lantern.counts()

    answers = [sends(robin, "far.example", f"List {number}") for number in range(21)]

    assert [answer.status for answer in answers] == [303] * 20 + [429]
    assert answers[-1].values_of(DESK)["list"].strip() == "far.example"


def test_where_this_house_is_in_the_list_that_is_said(lantern: OpenHouse, robin: Browser):
    answer = sends(robin, "lantern.example\n")

    assert "This house stands in it too, and nothing follows from that here." in robin.follow(answer).text
