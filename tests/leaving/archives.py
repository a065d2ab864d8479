"""Archives for tests: honest ones, and every kind that is not."""

import io
import json
import zipfile
from typing import Any

ME = "https://elsewhere.example/users/marisol"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def a_zip(files: dict[str, bytes | str], **entry: Any) -> bytes:
    """A ZIP; `entry` sets attributes of each entry, such as a link's."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for attribute, value in entry.items():
                setattr(info, attribute, value)
            archive.writestr(info, content)
    return made.getvalue()


def a_note(number: int, text: str = "Words from elsewhere", by: str = ME, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{by}/statuses/{number}",
        "type": "Note",
        "attributedTo": by,
        "published": f"2024-03-0{number % 9 + 1}T12:00:00Z",
        "to": [PUBLIC],
        "cc": [f"{by}/followers"],
        "content": f"<p>{text}</p>",
        **more,
    }


def an_outbox(*notes: dict[str, Any], **more: Any) -> str:
    creates = [{"type": "Create", "actor": note["attributedTo"], "object": note} for note in notes]
    return json.dumps({"type": "OrderedCollection", "orderedItems": creates, **more})


def an_archive(*notes: dict[str, Any], actor: str = ME, **files: bytes | str) -> bytes:
    """An archive of that person's posts; further files by their names with `_` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in files.items()}
    return a_zip({"actor.json": json.dumps({"id": actor}), "outbox.json": an_outbox(*notes), **named})
