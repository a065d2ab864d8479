"""JSON from others is read within bounds, or refused with a sentence."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.basics.errors import Invalid, TooLarge
from federation.json_in import json_bounded

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


def depth_of(value) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(st.dictionaries(st.text(), VALUES), st.booleans())
def test_what_others_write_is_read_as_they_meant_it(value, ascii_only):
    written = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    assert json_bounded(written, max_depth=100) == value


@given(st.dictionaries(st.text(alphabet='[]{}"\\a'), VALUES), st.integers(1, 6))
def test_depth_is_counted_outside_of_strings_only(value, most):
    written = json.dumps(value).encode()

    if depth_of(value) <= most:
        assert json_bounded(written, max_depth=most) == value
    else:
        with pytest.raises(Invalid):
            json_bounded(written, max_depth=most)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{",
        b"{} {}",
        b"{'a':1}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b"\xef\xbb\xbf{}",
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a":' + b"[" * 500_000,
        b'{"a":"' + b"[" * 500_000,
        b'{"a":"\\' + b'"[' * 300_000,
    ],
)
def test_what_is_no_sound_object_is_refused_quickly(data):
    start = time.thread_time()

    with pytest.raises(Invalid):
        json_bounded(data)

    assert time.thread_time() - start < 1


def test_a_generous_depth_ends_in_a_refusal_too():
    with pytest.raises(Invalid):
        json_bounded(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, max_depth=100_000)


def test_of_a_name_given_twice_the_last_counts():
    assert json_bounded(b'{"a":1,"a":2}') == {"a": 2}


def test_too_many_bytes_are_refused_unread():
    assert json_bounded(b'{"a": 1}', max_bytes=8)
    with pytest.raises(TooLarge):
        json_bounded(b'{"a": 1}', max_bytes=7)
