"""Pictures stand in the order that their writer gives them: before it is posted, in drafts, afterwards, and by apps."""

import pytest

from app.doors.bodies import Form
from app.web.ordering import in_order
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.test_drafts import goes_on, sends_to_drafts
from tests.web.test_previews import previews, the_preview
from tests.web.test_writing import a_photo

THREE = {f"picture_{n}": a_photo() for n in (1, 2, 3)}
WORDS = {"description_1": "one", "description_2": "two", "description_3": "three"}


def described(page: Page) -> list[str]:
    shown = [attrs["alt"] for tag, attrs in page.read.tags if tag == "img" and attrs["alt"] in WORDS.values()]
    assert shown
    return shown


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({}, "abc"),
        ({"place_3": "1"}, "cab"),
        ({"place_1": "3"}, "bca"),
        ({"place_1": "2"}, "bac"),
        ({"place_1": "3", "place_2": "1"}, "bca"),
        ({"place_2": "x", "place_1": "-1", "place_3": "99"}, "abc"),
    ],
)
def test_whichever_is_moved_goes_before_or_after_whom_it_meets(places: dict[str, str], order: str):
    form = Form({name: [word] for name, word in places.items()})

    assert "".join(in_order(form, "abc", "123")) == order


def test_a_post_has_its_pictures_in_the_order_that_was_chosen(lantern: OpenHouse, marisol: Browser):
    looked = previews(marisol, "The balcony", files=THREE, **WORDS)

    again = marisol.submit(looked, "/posts", place_3="1", preview="1")
    posted = marisol.submit(again, "/posts")
    lantern.settles()

    assert described(looked) == ["one", "two", "three"]
    assert described(again) == ["three", "one", "two"]
    assert again.values_of("/posts")["place_1"] == "1"
    assert again.values_of("/posts")["description_1"] == "three"
    assert the_preview(again)
    assert described(marisol.follow(posted)) == ["three", "one", "two"]


def test_a_draft_keeps_the_order(marisol: Browser):
    looked = previews(marisol, "The balcony", files=THREE, **WORDS)
    sends_to_drafts(marisol, looked, place_1="2")

    kept = goes_on(marisol).values_of("/posts")

    assert [kept[f"description_{n}"] for n in (1, 2, 3)] == ["two", "one", "three"]


def test_an_edit_puts_them_in_another_order_and_history_keeps_the_first(lantern: OpenHouse, marisol: Browser):
    posted = marisol.submit(previews(marisol, "The balcony", files=THREE, **WORDS), "/posts")
    lantern.settles()
    way = next(link for link in marisol.follow(posted).links() if link.endswith("/editing"))
    third = [name for name in marisol.get(way).values_of(way) if name.startswith("place_")][2]

    looked = marisol.submit(marisol.get(way), way, preview="1", **{third: "1"})
    marisol.submit(marisol.get(way), way, **{third: "1"})
    lantern.settles()

    assert described(looked) == ["three", "one", "two"]
    assert described(marisol.get(way.removesuffix("/editing"))) == ["three", "one", "two"]
    history = next(link for link in marisol.get(way.removesuffix("/editing")).links() if link.endswith("/history"))
    assert described(marisol.get(history)) == ["one", "two", "three", "three", "one", "two"]


def test_one_picture_has_no_place_to_choose(marisol: Browser):
    looked = previews(marisol, "The balcony", files={"picture_1": a_photo()}, description_1="one")

    assert "place_1" not in looked.values_of("/posts")
