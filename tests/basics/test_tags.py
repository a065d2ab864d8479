"""What is a tag in a text, and what is one word however it is written."""

import time

import pytest

from app.basics import tags, text

HOUSE = "https://lantern.example"


def linked(source: str) -> str:
    return text.render(source, {}, tags.pages_of(HOUSE, tags.tags_in(source)))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("#rights", ["rights"]),
        ("our #Rights, their #RIGHTS.", ["rights"]),
        ("#права и #Работа", ["права", "работа"]),
        ("#性工作。#工作", ["性工作", "工作"]),
        ("#हिन्दी #ไทย", ["हिन्दी", "ไทย"]),
        ("#e\u0301te\u0301 #\u00e9t\u00e9", ["\u00e9t\u00e9"]),
        ("#sex_work #24hours #covid19", ["sex_work", "24hours", "covid19"]),
        ("#Straße #STRASSE", ["strasse"]),
        ("＃ｗｉｄｅ", ["wide"]),
        ("(#one) “#two” #three's #four-five", ["one", "two", "three", "four"]),
        ("first\n#second\n\n#third", ["second", "third"]),
    ],
)
def test_a_word_after_a_number_sign_is_a_tag_in_any_script(source: str, names: list[str]):
    assert tags.tags_in(source) == names
    assert linked(source).count('class="mention hashtag"') >= len(names)


@pytest.mark.parametrize(
    "source",
    [
        "#", "# rights", "#2026", "#١٢", "#_", "##rights", "a#b", "C#", "&#39;", "@marisol#rights", "/#rights",
        "https://a.example/#rights", "https://a.example/?q=,#rights", "http://a.example/b(#rights)", "#\u200brights",
        "#\u3164", "#\u0301", "#ﷺ", "#" + "a" * 101, "#" + "ﬃ" * 60,
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(source: str):
    assert tags.tags_in(source) == []
    assert "hashtag" not in linked(source)


def test_a_tag_of_a_hundred_letters_is_the_longest():
    assert tags.tags_in("#" + "a" * 100) == ["a" * 100]


def test_what_nobody_sees_makes_no_other_tag():
    assert tags.tags_in("#rights\ufe0f #ri\u3164ghts #rights\U000e0100") == ["rights", "ri"]


def test_thirty_are_taken_and_the_rest_stay_words():
    source = " ".join(f"#tag{number}" for number in range(31))

    assert len(tags.tags_in(source)) == 30
    assert linked(source).endswith(" #tag30</p>")


def test_a_tag_leads_to_its_page_as_it_was_written():
    assert linked("#Привет & <b>") == (
        '<p><a href="https://lantern.example/tags/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82" class="mention hashtag" '
        'rel="tag">#Привет</a> &amp; &lt;b&gt;</p>'
    )


def test_without_pages_a_tag_is_a_word():
    assert text.render("#rights", {}) == "<p>#rights</p>"


def test_tags_and_people_stand_side_by_side():
    people = {("juno", ""): f"{HOUSE}/@juno"}

    shown = text.render("@juno #rights https://a.example/#x @juno", people, tags.pages_of(HOUSE, ["rights"]))

    assert (shown.count('class="u-url mention"'), shown.count('class="mention hashtag"')) == (2, 1)
    assert 'href="https://a.example/#x"' in shown


def test_many_signs_and_addresses_take_no_time():
    began = time.thread_time()

    for source in ("#a " * 1700, "#" * 5000, "#a://" * 1000, "#" + "a" * 5000):
        linked(source)

    assert time.thread_time() - began < 2


MASTODONS = (
    '<p>For <a href="https://harbour.example/tags/Rights" class="mention hashtag" rel="tag">#<span>Rights</span></a>'
    ' see <a href="https://harbour.example/law">#law</a></p>'
)


def taken_in(foreign: str, *words: str) -> str:
    written = tags.named(words)
    return text.with_tags(text.clean(foreign), written, tags.pages_of(HOUSE, written))


def test_an_allys_link_to_a_tag_leads_to_ours():
    shown = taken_in(MASTODONS, "#rights")

    assert '<a href="https://lantern.example/tags/rights" class="mention hashtag" rel="tag">#Rights</a>' in shown
    assert 'href="https://harbour.example/law"' in shown, "what they did not call a tag is a link"
    assert text.tags_linked(shown) == {"rights": "Rights"}


def test_a_tag_that_stands_nowhere_in_their_text_stands_under_it():
    shown = taken_in("<p>Hello</p>", "#Soup", "bread", "#soup")

    assert shown.startswith("<p>Hello</p><p><a ")
    assert text.tags_linked(shown) == {"soup": "Soup", "bread": "bread"}


def test_nobody_can_write_a_link_that_passes_for_a_tag():
    theirs = text.clean('<a href="https://lantern.example/tags/x" class="mention hashtag" rel="tag">#x</a>')
    ours = linked('<a href="/tags/x" class="mention hashtag" rel="tag">#</a> https://lantern.example/tags/x')

    assert text.tags_linked(theirs) == text.tags_linked(ours) == {}


@pytest.mark.parametrize("word", ["#<b>x</b>", '#x"onclick="', "", "#", "#1", "#" + "x" * 101])
def test_what_an_ally_calls_a_tag_and_is_none_is_left_out(word: str):
    assert taken_in("<p>Hello</p>", word) == "<p>Hello</p>"


def test_of_an_allys_tags_thirty_are_taken():
    assert len(tags.named([f"#tag{number}" for number in range(100)])) == 30
