"""A form that comes back is begun at what is wrong; what was posted, at itself. Without script."""

import pytest

from app.web.beginning import begun_at_what_is_wrong
from app.web.render import render
from tests.web.browser import Browser
from tests.web.gallery import pages
from tests.web.pages_read import Attributes, read
from tests.web.test_writing import writes

BODIES = {name: render(template, view, frame) for name, template, view, frame in pages()}  # type: ignore[arg-type]
AT_A_FIELD = [name for name, body in BODIES.items() if b" aria-invalid=" in body]
ON_TOP = [name for name, body in BODIES.items() if b' id="trouble"' in body and name not in AT_A_FIELD]
REST = [name for name in BODIES if name not in AT_A_FIELD + ON_TOP]


def begins(body: bytes) -> list[Attributes]:
    return [attrs for _, attrs in read(body).tags if "autofocus" in attrs]


@pytest.mark.parametrize("name", AT_A_FIELD)
def test_where_a_field_is_wrong_one_begins_there(name: str):
    [place] = begins(begun_at_what_is_wrong(BODIES[name]))

    assert place["aria-invalid"] == "true"
    assert place["aria-describedby"].endswith("-fault")
    assert b" aria-invalid=" not in begun_at_what_is_wrong(BODIES[name]).partition(b" autofocus")[0].rpartition(b"<")[0]


@pytest.mark.parametrize("name", ON_TOP)
def test_where_no_field_is_one_begins_at_the_sentence(name: str):
    [place] = begins(begun_at_what_is_wrong(BODIES[name]))

    assert (place["id"], place["role"], place["tabindex"]) == ("trouble", "alert", "-1")


@pytest.mark.parametrize("name", REST)
def test_a_page_with_nothing_wrong_stays_as_it_is(name: str):
    assert begun_at_what_is_wrong(BODIES[name]) == BODIES[name]
    assert begins(BODIES[name]) == []


def test_a_post_that_speaks_of_fields_is_no_field(marisol: Browser):
    writes(marisol, '<input aria-invalid="true"> id="trouble"')

    home = marisol.get("/").body

    assert b"autofocus" not in begun_at_what_is_wrong(home)


def test_what_is_refused_comes_back_begun_and_what_is_not_does_not(stranger: Browser, marisol: Browser):
    refused = writes(marisol, "Tea?", choice_1="Tea", choice_2="Tea")
    not_known = stranger.submit(stranger.get("/sign-in"), "/sign-in", name="marisol", passphrase="not hers at all")

    assert [place.get("id") for place in begins(refused.body)] == ["choice_2"]
    assert [place.get("id") for place in begins(not_known.body)] == ["trouble"]
    assert begins(marisol.get("/write").body) == []


def test_after_posting_one_goes_on_at_the_post(marisol: Browser):
    answer = writes(marisol, "Soup at eight")

    home = marisol.follow(answer)
    [post] = [attrs["id"] for tag, attrs in home.read.tags if tag == "article"]
    assert answer.location == f"/?done=posted#{post}"
