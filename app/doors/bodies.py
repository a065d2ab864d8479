"""Request bodies, in bounded memory and never on a disk.

The framework's own form parser spools uploads into temporary files; a picture as it came, with its place and device
in it, must not touch one (P26). So forms are read here, by every door.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.basics.errors import Invalid, TooLarge, WrongType

MOST_BYTES = 256 * 1024
MOST_UPLOAD_BYTES = 20 * 1024 * 1024
MOST_FIELDS = 200


@dataclass(frozen=True)
class Form:
    """What was sent, whether as a form, as multipart or as JSON. A file's name is never kept."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict[str, list[str]])
    files: Mapping[str, Sequence[bytes]] = field(default_factory=dict[str, list[bytes]])

    def text(self, name: str, default: str = "") -> str:
        """The last value of a field."""
        values = self.fields.get(name)
        return values[-1] if values else default

    def texts(self, name: str) -> list[str]:
        """Every value of a field, also where the name carries Rails' brackets."""
        return [*self.fields.get(name, ()), *self.fields.get(name + "[]", ())]

    def truth(self, name: str, default: bool = False) -> bool:
        """A switch, as browsers and apps write them: on, true, 1."""
        value = self.text(name, "1" if default else "0").strip().lower()
        return value in {"1", "true", "on", "yes", "t"}

    def uploads(self, name: str) -> list[bytes]:
        """The files of a field; an empty file input sends none."""
        return [data for data in self.files.get(name, ()) if data]

    def __contains__(self, name: str) -> bool:
        return name in self.fields or name + "[]" in self.fields


async def read_bytes(request: Request, most: int = MOST_BYTES) -> bytes:
    """The whole body; raises TooLarge as soon as it is over `most`, whatever its header claimed."""
    claimed = request.headers.get("content-length", "")
    if claimed.isdigit() and int(claimed) > most:
        raise TooLarge(None, "claimed", claimed)
    return b"".join([chunk async for chunk in _bounded(request, most)])


async def read_form(request: Request, most: int = MOST_BYTES, *, most_file: int | None = None) -> Form:
    """The body as a form. Raises TooLarge, Invalid for what cannot be parsed, WrongType for another kind.

    Of a file over `most_file` only its beginning is kept, one byte too much: whoever takes it refuses that file alone,
    and the fields typed around it are not lost.
    """
    kind, options = parse_options_header(request.headers.get("content-type", "").encode("latin-1"))
    if kind == b"multipart/form-data":
        return await _multipart(request, options.get(b"boundary", b""), most, most_file)
    body = await read_bytes(request, most)
    if kind == b"application/json":
        return _json(body)
    if kind in {b"application/x-www-form-urlencoded", b""}:
        return _urlencoded(body)
    raise WrongType("That kind of content is not taken here.")


def query_form(request: Request) -> Form:
    """The query's parameters in the same shape."""
    fields: dict[str, list[str]] = {}
    for name, value in query_pairs(request):
        fields.setdefault(name, []).append(value)
    return Form(fields)


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """Names and values in their order, as `request.query_params` has them without its indexes."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


async def _bounded(request: Request, most: int) -> AsyncIterator[bytes]:
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > most:
            raise TooLarge
        yield chunk


def _urlencoded(body: bytes) -> Form:
    fields: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Invalid("form", "This form could not be read.") from error
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return Form(fields)


def _json(body: bytes) -> Form:
    """A JSON object; nested objects become `outer[inner]`, as Rails names them."""
    try:
        value = msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("json", "This is not valid JSON.") from error
    if not isinstance(value, dict):
        raise Invalid("json", "A JSON object is expected here.")
    fields: dict[str, list[str]] = {}
    _flatten(cast("dict[str, Any]", value), "", fields, depth=0)
    return Form(fields)


def _flatten(value: object, name: str, fields: dict[str, list[str]], depth: int) -> None:
    if depth > 4 or len(fields) > MOST_FIELDS:
        raise Invalid("json", "This JSON is too deep or too wide.")
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            _flatten(inner, f"{name}[{key}]" if name else key, fields, depth + 1)
    elif isinstance(value, list):
        for inner in cast("list[object]", value)[:MOST_FIELDS]:
            _flatten(inner, name, fields, depth + 1)
    elif value is not None:
        fields.setdefault(name, []).append(_word(value))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class _Parts:
    """Collects the parts of a multipart body in memory."""

    def __init__(self, most_file: int | None) -> None:
        self._most_file = most_file
        self.fields: dict[str, list[str]] = {}
        self.files: dict[str, list[bytes]] = {}
        self._header = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._data = bytearray()
        self._count = 0

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header,
            "on_header_value": self._on_value,
            "on_header_end": self._end_header,
            "on_part_data": self._on_data,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._count += 1
        if self._count > MOST_FIELDS:
            raise Invalid("form", "This form has too many fields.")
        self._headers, self._data = {}, bytearray()

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._most_file is None:
            self._data += data[start:end]
        else:
            self._data += data[start : min(end, start + self._most_file + 1 - len(self._data))]

    def _end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            self.files.setdefault(name, []).append(bytes(self._data))
        else:
            self.fields.setdefault(name, []).append(bytes(self._data).decode("utf-8", "replace"))


async def _multipart(request: Request, boundary: bytes, most: int, most_file: int | None) -> Form:
    if not boundary:
        raise Invalid("form", "This form could not be read.")
    claimed = request.headers.get("content-length", "")
    if claimed.isdigit() and int(claimed) > most:
        raise TooLarge(None, "claimed", claimed)
    parts = _Parts(most_file)
    try:
        parser = MultipartParser(boundary, cast(Any, parts.callbacks()))
        async for chunk in _bounded(request, most):
            parser.write(chunk)
        parser.finalize()
    except (FormParserError, UnicodeDecodeError) as error:
        raise Invalid("form", "This form could not be read.") from error
    return Form(parts.fields, parts.files)
