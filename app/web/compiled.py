"""Compiled templates, kept as Python keeps its own modules: a start compiles only what has changed since the last."""

import contextlib
import os
import sys
from hashlib import blake2b
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """In memory, so that a second language costs nothing, and in `__pycache__` beside the templates.

    Where nothing may be written there everything works as well, only slower. `made_by` is what decides, besides the
    template, what comes out: kept code of another maker is not used.
    """

    def __init__(self, templates: Path, *, made_by: bytes) -> None:
        self._code: dict[str, bytes] = {}
        self._folder = templates / "__pycache__"
        self._maker = blake2b(made_by + jinja2.__version__.encode(), digest_size=16).digest()

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._code.get(bucket.key) or self._kept(bucket.key)
        if code:
            bucket.bytecode_from_string(code)  # refuses what an older template or another Python made
            self._code[bucket.key] = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                self._keep(bucket.key)

    def _kept(self, key: str) -> bytes | None:
        with contextlib.suppress(OSError):
            content = (self._folder / key).read_bytes()
            if content.startswith(self._maker):
                return content.removeprefix(self._maker)
        return None

    def _keep(self, key: str) -> None:
        """Whole or not at all: another process may be reading."""
        self._folder.mkdir(exist_ok=True)
        half = self._folder / f"{key}.{os.getpid()}"
        half.write_bytes(self._maker + self._code[key])
        half.replace(self._folder / key)
