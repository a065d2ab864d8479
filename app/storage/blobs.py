"""Files: a folder or an S3-compatible bucket, behind one interface (obstore)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

TROUBLE = (OSError, BaseError)
"""What is raised by a store that is full, read-only or does not answer."""


class Blobs:
    """Named bytes. Names are ours (random), never a member's."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, url: str) -> "Blobs":
        """`file:///folder` or `s3://bucket?endpoint=https://…` (credentials from the environment)."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            folder = Path(parts.path)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return cls(LocalStore(folder))
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        plain = options.get("endpoint", "").startswith("http://")
        return cls(
            S3Store(
                parts.netloc,
                client_options={"allow_http": plain, "timeout": timedelta(seconds=30)},
                **options,  # type: ignore[arg-type]
            )
        )

    async def put(self, name: str, content: bytes) -> None:
        await self._store.put_async(name, content)

    async def get(self, name: str) -> bytes | None:
        """The bytes, or None when there are none of that name."""
        try:
            found = await self._store.get_async(name)
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def delete(self, name: str) -> None:
        """Gone afterwards, whether or not it was there."""
        try:
            await self._store.delete_async(name)
        except FileNotFoundError:
            return

    def get_now(self, name: str) -> bytes | None:
        """`get` for commands, in the calling thread."""
        try:
            return bytes(self._store.get(name).bytes())
        except FileNotFoundError:
            return None

    def put_now(self, name: str, content: bytes) -> None:
        """`put` for commands, in the calling thread."""
        self._store.put(name, content)

    def delete_now(self, name: str) -> None:
        """`delete` for commands, in the calling thread."""
        try:
            self._store.delete(name)
        except FileNotFoundError:
            return

    def names(self) -> Iterator[str]:
        """Every name there is, a portion at a time."""
        for portion in self._store.list():
            yield from (found["path"] for found in portion)
