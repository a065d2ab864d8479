"""Where a shortcode stands for a picture, and where it is only words."""

import time

import pytest

from app.basics.emoji import MOST, drawn, drawn_words, shortcodes_in, shortcodes_in_words
from app.basics.text import clean, render

WORD = "AAAAAAAAAAAAAAAAAAAAAA"
HAS = dict.fromkeys(("parasol", "script", "ab", "red_umbrella", "x1"), WORD)
PICTURE = (
    f'<img class="emoji" src="/emoji/{WORD}" alt=":parasol:" title=":parasol:" '
    'width="20" height="20" loading="lazy" decoding="async">'
)


def pictures_in(html: str) -> int:
    return html.count("<img")


def test_a_shortcode_among_words_becomes_a_picture_that_says_what_it_was():
    html = drawn(render("Meet me under the :parasol: at nine", {}), HAS)

    assert html == f"<p>Meet me under the {PICTURE} at nine</p>"


@pytest.mark.parametrize(
    "words",
    [
        ":parasol:",
        "(:parasol:)",
        "Yes! :parasol:.",
        "你好:parasol:你好",
        "«:parasol:»",
        "a\n:parasol:\nb",
        "<:parasol:>",
    ],
)
def test_it_stands_beside_everything_that_is_no_letter_of_its_own(words):
    assert shortcodes_in(render(words, {})) == ["parasol"]
    assert pictures_in(drawn(render(words, {}), HAS)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "10:30:45", "std::ab::vector", "a:parasol:b", ":parasol", "parasol:", "::parasol::", ": parasol :", ":a:",
        ":" + "a" * 31 + ":", "and/:parasol:/or", "@:parasol:", "#:parasol:", "q=:parasol:", ":pärasol:", ":par-asol:",
    ],
)  # fmt: skip
def test_times_paths_and_what_is_no_shortcode_stay_words(words):
    assert shortcodes_in(render(words, {})) == []
    assert drawn(render(words, {}), HAS | {"30": WORD, "a" * 31: WORD}) == render(words, {})


@pytest.mark.parametrize(
    "html",
    [
        "<p><a href=\"https://harbour.example/:parasol:\">https://harbour.example/ :parasol: </a></p>",
        "<p><code>:parasol:</code></p>",
        "<pre><code>a </code> :parasol: </pre>",
        '<p><a href="https://harbour.example/?a=> :parasol: ">here</a></p>',
        '<p><span class="h-card"><a class="mention" href="https://h.example/">@<span> :parasol: </span></a></span></p>',
    ],
)  # fmt: skip
def test_in_links_mentions_code_and_attributes_nothing_is_put(html):
    shown = clean(html)

    assert ":parasol:" in shown or "%3Aparasol" in shown
    assert shortcodes_in(shown) == []
    assert drawn(shown, HAS) == shown


def test_behind_a_link_words_are_words_again():
    html = clean('<p><a href="https://h.example/">one</a> :parasol: <code>two</code> :ab:</p>')

    assert shortcodes_in(html) == ["parasol", "ab"]
    assert pictures_in(drawn(html, HAS)) == 2


def test_what_is_unknown_stays_as_it_was_typed():
    assert drawn(render("Where is :nobody_knows:?", {}), HAS) == "<p>Where is :nobody_knows:?</p>"


def test_a_name_and_a_warning_are_plain_words_and_stay_escaped():
    html = drawn_words('<script>alert(1)</script> :parasol: & "Juno"', HAS)

    assert html == f"&lt;script&gt;alert(1)&lt;/script&gt; {PICTURE} &amp; &quot;Juno&quot;"
    assert shortcodes_in_words('"Juno" :parasol:') == ["parasol"]


@pytest.mark.parametrize(
    "word", ['"onerror=alert(1) x="aaa', "../../sign-out", "https://evil.example", "", "A" * 21, "A" * 23, "А" * 22]
)
def test_an_address_that_is_none_of_ours_is_never_put_into_a_page(word):
    assert drawn_words(":parasol:", {"parasol": word}) == ":parasol:"


def test_a_shortcode_called_script_is_a_shortcode():
    html = drawn(render(":script: <script>alert(1)</script>", {}), HAS)

    assert 'alt=":script:"' in html
    assert "<script" not in html


def test_signs_that_turn_the_line_round_are_no_part_of_a_shortcode():
    for sign in ("\u202e", "\u2066", "\u200b", "\u0430"):
        assert shortcodes_in(render(f":par{sign}asol:", {})) == []


def test_only_so_many_different_ones_in_one_text():
    text = " ".join(f":code_{number}:" for number in range(1000))

    assert shortcodes_in(render(text, {})) == [f"code_{number}" for number in range(MOST)]


def test_long_and_twisted_text_takes_no_time():
    for text in (":a" * 50_000, '<a href="' * 20_000, ":ab: " * 20_000, "<a>" * 30_000, '<a "' * 30_000):
        begun = time.thread_time()
        drawn(text, HAS)
        shortcodes_in(text)
        assert time.thread_time() - begun < 3, text[:10]
