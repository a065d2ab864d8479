"""Lists as others publish them are read in every form that goes about, and in one way only."""

import idna
import pytest

from app.basics.errors import Invalid, ParasolError, TooLarge
from moderation.suggestions.reading_lists import (
    MADE_UNREADABLE,
    MOST_BYTES,
    MOST_LINES,
    NO_ADDRESS,
    NOT_ALLOWED,
    Line,
    read,
)
from moderation.suggestions.rules import Kind
from tests.world.advising import HEAD


def lines_of(text: str) -> list[tuple[str, str]]:
    listed = read(text.encode())
    assert listed.wrong == ()
    return [(line.kind.value, line.address) for line in listed.lines]


def test_mastodons_list_of_blocked_houses_is_read_with_what_it_says():
    text = (
        f'{HEAD}\r\nrude.example,suspend,TRUE,TRUE,"harassment, outing",FALSE\nloud.example,silence,false,false,,true\n'
    )

    assert read(text.encode()).lines == (
        Line(Kind.HOUSE, "rude.example", "harassment, outing", "suspend"),
        Line(Kind.HOUSE, "loud.example", "", "silence"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "domain,severity,public_comment\nrude.example,suspend,outing\n",
        "domain,public_comment,severity\nrude.example,outing,suspend\n",
        "\ufeff#Domain , #Severity, #Public_Comment\nrude.example,Suspend,outing",
        "host,reason,severity\nrude.example,outing,SUSPEND\n",
    ],
)
def test_columns_are_found_by_their_names_in_whatever_order(text: str):
    assert read(text.encode()).lines == (Line(Kind.HOUSE, "rude.example", "outing", "suspend"),)


def test_a_severity_that_nobody_knows_is_none():
    [line] = read(f"{HEAD}\nrude.example,burn,,,,\n".encode()).lines

    assert line.severity == ""


def test_mastodons_list_of_accounts_is_read():
    text = "Account address,Hide notifications\nana@harbour.example,true\n@Leila@Harbour.example,false\n"

    assert lines_of(text) == [("account", "ana@harbour.example"), ("account", "leila@harbour.example")]


def test_a_plain_list_may_have_both_and_remarks_and_empty_lines():
    text = (
        "# gathered in spring\nrude.example\n\n// and these\n@ana@harbour.example\n*.loud.example\nport.example:8443\n"
    )

    assert lines_of(text) == [
        ("house", "rude.example"),
        ("account", "ana@harbour.example"),
        ("house", "loud.example"),
        ("house", "port.example:8443"),
    ]


def test_a_thing_named_twice_is_one():
    assert lines_of("rude.example\nRUDE.example\n*.rude.example\n") == [("house", "rude.example")]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("r**e.example", MADE_UNREADABLE),
        ("rude", NO_ADDRESS),
        ("https://rude.example/", NO_ADDRESS),
        ("rude.example.", NO_ADDRESS),
        ("-rude.example", NO_ADDRESS),
        ("=HYPERLINK(1)", NO_ADDRESS),
        ("@SUM(1)@rude.example", NO_ADDRESS),
        ("+1@rude.example", NO_ADDRESS),
        ("<script>alert(1)</script>", NO_ADDRESS),
        ("ana@", NO_ADDRESS),
        ("@@rude.example", NO_ADDRESS),
        ("a@b@c.example", NO_ADDRESS),
        ("an\u0430@rude.example", NO_ADDRESS),
        ("rude\u2024example", NOT_ALLOWED),
        ("rud\u212f.example", NOT_ALLOWED),
        ("xn--\u0430.example", NOT_ALLOWED),
        ("xn--zz.example", NOT_ALLOWED),
        ("rude\u200b.example", NOT_ALLOWED),
        ("\u202erude.example", NOT_ALLOWED),
        ("a" * 64 + ".example", NO_ADDRESS),
        ("a." * 130 + "example", NO_ADDRESS),
        ('{"domain":"rude.example"}', NO_ADDRESS),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number_and_why(said: str, why: str):
    cell = '"' + said.replace('"', '""') + '"'
    listed = read(f"loud.example\n{cell}\nquiet.example\n".encode())

    assert [(one.number, one.why) for one in listed.wrong] == [(2, why)]
    assert [line.address for line in listed.lines] == ["loud.example", "quiet.example"]


def test_only_parts_in_other_scripts_are_worked_out_and_only_in_what_may_be_a_name(monkeypatch: pytest.MonkeyPatch):
    worked_out: list[str] = []

    def noted(label: str) -> bytes:
        worked_out.append(label)
        return alabel(label)

    alabel = idna.alabel
    monkeypatch.setattr(idna, "alabel", noted)

    long, many, longest = "a." * 60, [f"\u00e9{number}" for number in range(11)], "\u00e8" * 260
    listed = read(f"{long}\u00e4.example\n{'.'.join(many)}.example\n{longest}.example\n".encode())

    assert [line.address for line in listed.lines] == [f"{long}xn--4ca.example"]
    assert [(one.number, one.why) for one in listed.wrong] == [(2, NOT_ALLOWED), (3, NO_ADDRESS)]
    assert worked_out == ["\u00e4"]


def test_letters_of_another_script_that_look_like_ours_are_another_house():
    assert lines_of("h\u0430rbour.example\n") == [("house", "xn--hrbour-3nf.example")]
    assert lines_of("m\u00fcnchen.example\nXN--MNCHEN-3YA.example\n") == [("house", "xn--mnchen-3ya.example")]


@pytest.mark.parametrize("words", ["whores welcome", "=cmd|' /C calc'!A0", "<b>x</b>", "\u202eesrever", "шлюха"])
def test_what_a_list_says_is_words_and_nothing_else(words: str):
    [line] = read(f"{HEAD}\nrude.example,suspend,,,{words},\n".encode()).lines

    assert line.words == words


def test_long_words_are_cut_and_control_characters_taken_out():
    [line] = read(f'{HEAD}\nrude.example,,,,"a\x07\nb{"c" * 400}",\n'.encode()).lines

    assert line.words.startswith("a bccc")
    assert line.words.endswith("…")
    assert len(line.words) == 301


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing\n", HEAD.encode(), b"\xff\xfe", b"a\x00b", b'"open'])
def test_what_is_no_list_at_all_is_refused(data: bytes):
    with pytest.raises(Invalid) as told:
        read(data)

    assert told.value.field == "list"


@pytest.mark.parametrize("data", [b"rude.example\n" * (MOST_LINES + 1), b"x" * (MOST_BYTES + 1)])
def test_what_is_too_long_is_refused(data: bytes):
    with pytest.raises(TooLarge):
        read(data)


def test_a_cell_as_long_as_the_whole_list_is_refused_and_nothing_hangs():
    with pytest.raises(ParasolError):
        read(b'"' + b"a" * (MOST_BYTES - 2) + b'"')
