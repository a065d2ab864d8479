"""Archives under a passphrase, in age's own format: whoever has the `age` program can open them without us."""

import re
from typing import Final

from pyrage import DecryptError  # pyright: ignore[reportAttributeAccessIssue]
from pyrage import passphrase as _age  # pyright: ignore[reportAttributeAccessIssue]

from app.basics.errors import Invalid, Refused

MAGIC: Final = b"age-encryption.org/v1\n"
# scrypt takes 1 KiB times two to this power: half a gigabyte is the most that a stranger's file may ask of us.
HARDEST: Final = 19

_HEAD = re.compile(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([0-9]{1,2})\n")


def lock(plain: bytes, passphrase: str) -> bytes:
    """Takes about a second: that is what makes a passphrase hard to guess."""
    return _age.encrypt(plain, passphrase)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Raises Invalid for another passphrase, Refused for what no passphrase opens here."""
    head = _HEAD.match(locked)
    if head is None:
        raise Refused("This archive is not encrypted with a passphrase, so it cannot be opened here.")
    if int(head[1]) > HARDEST:
        raise Refused("This archive takes too much to open here. Open it on your own device with age first.")
    if not passphrase:
        raise Invalid("archive_passphrase", "This archive is encrypted. Please type its passphrase.")
    try:
        return _age.decrypt(locked, passphrase)
    except DecryptError as error:
        raise Invalid("archive_passphrase", "This passphrase does not open the archive.") from error
