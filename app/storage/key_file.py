"""The key file: read, written, printed for paper, read back from paper, and forgotten.

On paper it is four lines, each ending in two letters that check that line: hexadecimal digits and check letters have
no character in common, so that nothing else need be typed exactly.
"""

import contextlib
import os
import re
from hashlib import blake2b
from pathlib import Path

from app.basics.errors import Refused
from app.storage.sealing import SIZE

LINES = 4
_PER_LINE = SIZE // LINES
_CHECKS = "ghkmnprstuvwxyz"
_WORD = re.compile(rf"[0-9a-f]+|[{_CHECKS}]+")


class NoSuchKey(Refused):
    """What was given is no house key, or has a slip in it."""


def printed(secret: bytes) -> list[str]:
    """Four lines to write down, e.g. `9f3a 22b1 04ce 77d0  km`."""
    return [f"{_grouped(part)}  {_check(number, part)}" for number, part in enumerate(_parts(secret))]


def understood(text: str) -> bytes:
    """The secret, from what was printed or from a key file's own text; raises NoSuchKey naming the line."""
    words = _WORD.findall(text.lower())
    if "".join(words) != "".join(text.lower().split()):
        raise NoSuchKey("That is no house key: it has only the digits 0-9, the letters a-f and the check letters.")
    digits = "".join(word for word in words if word[0] not in _CHECKS)
    checks = [word for word in words if word[0] in _CHECKS]
    _must_check(words)
    if len(digits) != 2 * SIZE or len(checks) not in {0, LINES}:
        raise NoSuchKey(f"A house key has {2 * SIZE} digits; these are {len(digits)}. Is a line missing?")
    return bytes.fromhex(digits)


def read(path: Path) -> bytes | None:
    """The secret in that file, None when there is none; raises NoSuchKey for a file that holds something else."""
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = "?"
    try:
        return understood(text)
    except NoSuchKey as error:
        raise NoSuchKey(f"{path} is there and holds no house key. Nothing was changed.") from error


def write_new(path: Path, secret: bytes) -> None:
    """Write the file, whole or not at all, for its owner alone; raises FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    finally:
        beside.unlink()
    _sync(path.parent)


def forget(path: Path) -> bool:
    """Overwrite the file and remove it; False when there was none. On flash storage the first proves nothing."""
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return False
    with os.fdopen(handle, "wb") as file:
        size = max(os.fstat(file.fileno()).st_size, 2 * SIZE + 1)
        for filling in (os.urandom(size), bytes(size)):
            file.seek(0)
            file.write(filling)
            file.flush()
            os.fsync(file.fileno())
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    _sync(path.parent)
    return True


def _must_check(words: list[str]) -> None:
    """Each run of digits before check letters must fit them; the line is named by its number, from 1."""
    line, digits = 0, ""
    for word in words:
        if word[0] not in _CHECKS:
            digits += word
            continue
        if len(digits) != 2 * _PER_LINE or _check(line, bytes.fromhex(digits)) != word:
            raise NoSuchKey(f"Line {line + 1} does not fit its check letters. Please read it again.")
        line, digits = line + 1, ""


def _parts(secret: bytes) -> list[bytes]:
    return [secret[start : start + _PER_LINE] for start in range(0, SIZE, _PER_LINE)]


def _grouped(part: bytes) -> str:
    return part.hex(" ", 2)


def _check(number: int, part: bytes) -> str:
    digest = blake2b(bytes([number]) + part, digest_size=2, person=b"key on paper").digest()
    return "".join(_CHECKS[byte % len(_CHECKS)] for byte in digest)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
