"""The envelope around a backup: age (https://age-encryption.org/v1), streamed: nothing lies in clear anywhere."""

import contextlib
import os
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import pyrage

from app.storage.backup.frames import BackupRefused

_age: Any = pyrage  # it comes without types
Recipient: TypeAlias = Any  # age's own objects
Identity: TypeAlias = Any

_ALTERED = "The backup is cut off or altered. Nothing was changed."


def recipient(text: str) -> Recipient:
    """Who can open a backup: `age1…`, or an SSH public key; raises BackupRefused."""
    text = text.strip()
    if text.upper().startswith("AGE-SECRET-KEY"):
        raise BackupRefused("That is the secret half, which opens backups. Give the public one: it begins with age1.")
    try:
        if text.startswith("ssh-"):
            return _age.ssh.Recipient.from_str(text)
        return _age.x25519.Recipient.from_str(text)
    except _age.RecipientError as error:
        raise BackupRefused(
            f"{text[:80]!r} is nobody a backup can be made for. Give the public line that age-keygen prints "
            "(age1…), or an SSH public key."
        ) from error


def identities(path: Path) -> list[Identity]:
    """What opens a backup, out of an age identity file or an SSH private key; raises BackupRefused."""
    return identities_in(path.read_bytes(), str(path))


def identities_in(content: bytes, where: str) -> list[Identity]:
    """The same from what such a file holds."""
    try:
        if b"PRIVATE KEY-----" in content:
            return [_age.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("ascii").splitlines()]
        found = [_age.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (_age.IdentityError, UnicodeDecodeError) as error:
        raise BackupRefused(
            f"{where} is no identity that opens a backup: an age identity file (AGE-SECRET-KEY-1…), or an SSH private "
            "key without a passphrase."
        ) from error
    if not found:
        raise BackupRefused(f"There is no identity in {where}. Give it with --identity FILE, or on standard input.")
    return found


def encrypt(pieces: Iterator[bytes], out: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Write the pieces, encrypted to all of the recipients, as they come."""
    source = _Source(pieces)
    try:
        _age.encrypt_io(source, out, recipients)
    except (_age.EncryptError, OSError):
        if source.failure is not None:
            raise source.failure from None
        raise


@contextlib.contextmanager
def decrypted(path: Path, identities: Sequence[Identity]) -> Generator[BinaryIO]:
    """The plain stream, through a pipe and never through a file; raises BackupRefused for what cannot be opened.

    The cause of a stream that ends too early is told instead of what its reader made of that.
    """
    reading, writing = os.pipe()
    failures: list[Exception] = []
    thread = threading.Thread(target=_decrypt, args=(path, writing, identities, failures), daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
    except BackupRefused as refused:
        thread.join()
        raise _told(failures) or refused from None
    thread.join()
    told = _told(failures)
    if told is not None:
        raise told


class _Source:
    """What age reads from. It keeps what went wrong inside, of which age tells only the words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


def _decrypt(path: Path, writing: int, identities: Sequence[Identity], failures: list[Exception]) -> None:
    try:
        with os.fdopen(writing, "wb", buffering=0) as out, path.open("rb") as sealed:
            _age.decrypt_io(sealed, out, identities)
    except (_age.DecryptError, OSError) as error:
        failures.append(error)


def _told(failures: list[Exception]) -> Exception | None:
    """The sentence for what age says; a reader who went away early is no failure."""
    if not failures or isinstance(failures[0], BrokenPipeError):
        return None
    if isinstance(failures[0], OSError) and failures[0].errno is not None:
        return failures[0]
    if "No matching keys" in str(failures[0]):
        return BackupRefused("This identity does not open that backup: it was made for somebody else.")
    if isinstance(failures[0], OSError):
        return BackupRefused(_ALTERED)
    return BackupRefused("That file is no backup, or it is cut off near its beginning. Nothing was changed.")
