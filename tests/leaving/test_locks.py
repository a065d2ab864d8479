"""An archive's lock is age's own, takes the same work however busy the machine is, and shows whatever was changed."""

import os
from base64 import b64decode

import pytest
from pyrage import passphrase as age

from app.basics.errors import Invalid
from app.leaving import locking

PASSPHRASE = "a passphrase for the file"
WORDS = b"Two lanterns on a windowsill"
BY_AGE = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCB0Y1kxc3BHVXF0ZmdpZ3NsYlF5SVBBIDE2CnBRSHNtcFAzS2xNL0xwYXB3dTZOd3FLQzlH"
    "M0Q1ZzEvUzNWUW1VbGpPL00KLS0tIFlOSEdqYUFBR0ZiV25OS2txMHJZTmRFOFVOZnpxVS9FNmJIcjRhbjB3eHMKw4A+uCamGf0XTqXIR7S92IBH"
    "splregML76Z+Zs3LAOfa65i0Oss3MCZTPCFuJBBoPE+JNEzMsSkgmbhp"
)


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks that take no time."""
    monkeypatch.setattr(locking, "HARD", 10)


def test_the_work_is_the_same_however_fast_the_machine_is_just_now():
    locked = locking.lock(WORDS, PASSPHRASE)

    assert locked.split(b"\n")[1].split(b" ")[-1] == b"18"
    assert locking.unlock(locked, PASSPHRASE) == WORDS


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_whoever_has_age_opens_what_we_locked(light: None, size: int):
    plain = os.urandom(size)

    locked = locking.lock(plain, PASSPHRASE)

    assert age.decrypt(locked, PASSPHRASE) == plain
    assert locking.unlock(locked, PASSPHRASE) == plain


def test_what_age_locked_is_opened_here():
    assert locking.unlock(BY_AGE, PASSPHRASE) == WORDS


def test_two_locks_have_nothing_in_common(light: None):
    one, other = (locking.lock(WORDS, PASSPHRASE) for _ in range(2))

    assert one[len(locking.MAGIC) + 10 : 60] != other[len(locking.MAGIC) + 10 : 60]
    assert one[-len(WORDS) :] != other[-len(WORDS) :]


def test_whatever_was_changed_or_cut_off_is_seen(light: None):
    locked = locking.lock(os.urandom(70_000), PASSPHRASE)
    kept, signed = locked.index(b"\n", 40) + 5, locked.index(b"\n--- ") + 10
    first_piece = len(locked) - 16 - (70_000 - 65_536)
    altered = [_with_another_letter_at(locked, at) for at in (40, kept, signed)]
    altered += [_with_another_byte_at(locked, at) for at in (signed + 50, first_piece - 99, len(locked) - 1)]
    cut = [locked[:first_piece], locked[:-1], locked[:signed], locked[: signed + 60], locked + b"x"]

    for one in altered + cut:
        with pytest.raises(Invalid) as error:
            locking.unlock(one, PASSPHRASE)
        assert error.value.field == "archive_passphrase"


def _with_another_letter_at(locked: bytes, at: int) -> bytes:
    return locked[:at] + (b"A" if locked[at : at + 1] != b"A" else b"B") + locked[at + 1 :]


def _with_another_byte_at(locked: bytes, at: int) -> bytes:
    return locked[:at] + bytes([locked[at] ^ 1]) + locked[at + 1 :]
