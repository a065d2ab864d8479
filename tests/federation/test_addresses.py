"""An address is read in exactly one way, or not at all."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.addresses import NotAnAddress, origin_of, read_address, same_origin

ALLY = "https://ally.example"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://ally.example",
        "https://ally.example/",
        "https://ally.example:443",
        "https://ally.example:443/users/a?b=c",
        "HTTPS://ALLY.example/Users",
        "https://ally.example/actor#main-key",
        "https://ally.example?page=1",
        "https://ally.example//evil.example/@evil",
    ],
)
def test_spellings_of_one_house_have_one_origin(spelling):
    assert origin_of(spelling) == ALLY
    assert same_origin(spelling, ALLY)


@pytest.mark.parametrize(
    ("spelling", "origin"),
    [
        ("https://ally.example.evil.example/ally.example", "https://ally.example.evil.example"),
        ("https://evil.example/https://ally.example", "https://evil.example"),
        ("https://ally.example:444", "https://ally.example:444"),
        ("https://ally.example:80", "https://ally.example:80"),
        ("https://al1y.example", "https://al1y.example"),
        ("https://www.ally.example", "https://www.ally.example"),
        ("https://\u0430lly.example", "https://xn--lly-5cd.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_house_that_only_resembles_an_ally_is_another_house(spelling, origin):
    assert origin_of(spelling) == origin
    assert not same_origin(spelling, ALLY)


@pytest.mark.parametrize(
    "trick",
    [
        "https://ally.example@evil.example",
        "https://ally.example:pw@evil.example/",
        "https://ally.example:443@evil.example",
        "https://@ally.example",
        "https://ally.example\\@evil.example",
        "https:\\\\ally.example",
        "https://evil.example\\.ally.example",
        "https://ally.example#@evil.example",
        "https://ally.example/#@evil.example/",
        "https://ally.example.",
        "https://ally..example",
        "https://.ally.example",
        "https://-ally.example",
        "https://ally_.example",
        "https://ally.example:",
        "https://ally.example:0",
        "https://ally.example:0443",
        "https://ally.example:65536",
        "https://ally.example:４４３",
        "https://ally.example:443:443",
        "https://al\tly.example",
        "https://ally.example\n",
        "\nhttps://ally.example",
        " https://ally.example",
        "https://ally.example /",
        "https://ally.example/a b",
        "https://ally.example/\r\nhost: evil.example",
        "https://ally.example/\x00",
        "https://ally%2eexample",
        "https://ally。example",
        "https://ａlly.example",
        "https://\u212aally.example",
        "https://ally\u00ad.example",
        "https://al\u200dly.example",
        "https://BÜCHER.example",
        "https://xn--ally-.example",
        "https://xn--bcher-KVB.example",
        "https://ally.example/ü",
        "https:ally.example",
        "https:/ally.example",
        "https:///ally.example",
        "//ally.example",
        "ally.example",
        "",
        "http://ally.example",
        "ftp://ally.example",
        "javascript://ally.example/%0aalert(1)",
        "https://ally",
        "https://localhost",
        "https://127.0.0.1",
        "https://127.1",
        "https://2130706433",
        "https://0x7f000001",
        "https://ally.example.0x7f",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://" + "a." * 130 + "example",
        "https://ally.example/" + "a" * 2048,
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(trick):
    with pytest.raises(NotAnAddress):
        origin_of(trick)

    assert not same_origin(trick, trick)


def test_a_lab_may_use_http_and_loopback():
    assert origin_of("http://127.0.0.1:8001/inbox", lab=True) == "http://127.0.0.1:8001"
    assert origin_of("http://localhost:80", lab=True) == "http://localhost"
    assert origin_of("http://[::1]:8001", lab=True) == "http://[::1]:8001"
    assert not same_origin("http://ally.example", "https://ally.example", lab=True)


@pytest.mark.parametrize("literal", ["http://127.1", "http://0x7f000001", "http://[::0001]", "http://127.0.0.01"])
def test_a_lab_reads_ip_literals_in_one_spelling_only(literal):
    with pytest.raises(NotAnAddress):
        origin_of(literal, lab=True)


def test_the_target_is_kept_as_it_was_written():
    address = read_address("https://ally.example/a%2Fb/../c?d=%20&e#f")

    assert address.target == "/a%2Fb/../c?d=%20&e"
    assert address.url == "https://ally.example/a%2Fb/../c?d=%20&e"


@given(st.text(alphabet=string.printable + "аé。\u200b", max_size=30))
def test_no_text_around_an_ally_makes_another_house_pass_for_it(text):
    for url in (f"https://ally.example{text}", f"https://{text}ally.example", f"{text}{ALLY}"):
        try:
            address = read_address(url)
        except NotAnAddress:
            continue
        if address.origin == ALLY:
            assert url.lower().startswith(ALLY)
            assert text[:1] in {"", "/", "?", "#", ":"}


@given(st.text(max_size=60))
def test_reading_what_was_read_changes_nothing(text):
    try:
        address = read_address("https://" + text)
    except NotAnAddress:
        return

    assert read_address(address.url) == address
    assert address.origin.isascii()
