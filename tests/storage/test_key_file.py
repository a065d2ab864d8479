"""The key on paper: printed, typed back with every slip found, and never written over another."""

import os
import stat
from pathlib import Path

import pytest

from app.storage import key_file
from app.storage.key_file import NoSuchKey

SECRET = bytes(range(32))


def test_what_was_printed_is_understood():
    for secret in (SECRET, bytes(32), os.urandom(32)):
        assert key_file.understood("\n".join(key_file.printed(secret))) == secret


def test_spaces_capitals_and_line_ends_do_not_matter():
    typed = "\r\n".join(key_file.printed(SECRET)).upper().replace(" ", "   ")

    assert key_file.understood(typed) == SECRET
    assert key_file.understood("".join(key_file.printed(SECRET)).replace(" ", "")) == SECRET


def test_a_key_files_own_text_is_understood():
    assert key_file.understood(SECRET.hex() + "\n") == SECRET


@pytest.mark.parametrize("line", range(4))
def test_a_slip_is_found_in_its_line(line: int):
    lines = key_file.printed(SECRET)
    lines[line] = ("0" if lines[line][0] != "0" else "1") + lines[line][1:]

    with pytest.raises(NoSuchKey, match=f"Line {line + 1} does not fit"):
        key_file.understood("\n".join(lines))


def test_two_lines_in_the_wrong_order_are_found():
    first, second, *others = key_file.printed(SECRET)

    with pytest.raises(NoSuchKey, match="Line 1 does not fit"):
        key_file.understood("\n".join([second, first, *others]))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ab" * 31,
        "ab" * 33,
        "\n".join(key_file.printed(SECRET)[:3]),
        "\n".join(key_file.printed(SECRET))[:-2],  # without the last line's check letters
        "hello there",
        "é" * 64,
        SECRET.hex() + "!",
    ],
)
def test_what_is_no_key_is_refused(typed: str):
    with pytest.raises(NoSuchKey):
        key_file.understood(typed)


def test_a_new_file_is_for_its_owner_alone_and_replaces_nothing(tmp_path: Path):
    path = tmp_path / "keys" / "parasol.key"
    key_file.write_new(path, SECRET)

    with pytest.raises(FileExistsError):
        key_file.write_new(path, bytes(32))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key_file.read(path) == SECRET
    assert [each.name for each in path.parent.iterdir()] == ["parasol.key"]


def test_a_forgotten_key_is_overwritten_where_it_lay(tmp_path: Path):
    path, also = tmp_path / "parasol.key", tmp_path / "the same bytes"
    key_file.write_new(path, SECRET)
    also.hardlink_to(path)

    assert key_file.forget(path)

    assert not path.exists()
    assert set(also.read_bytes()) == {0}
    assert not key_file.forget(path)


def test_a_file_that_holds_something_else_is_said(tmp_path: Path):
    path = tmp_path / "parasol.key"
    path.write_text("my shopping list")

    with pytest.raises(NoSuchKey, match="holds no house key"):
        key_file.read(path)
