"""Every page with the demo cast, as files that a browser can open without a server.

    python -m tests.web.gallery FOLDER [--look light|dark|system] [--language CODE]

`pages()` is also what the tests read: a template that isn't shown here fails them.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.web import assets
from app.web.render import render
from app.web.views import PageFrame
from tests.web.cast import a_frame, a_guest_frame
from tests.web.samples import for_guests, for_members


def pages() -> Iterator[tuple[str, str, object, PageFrame]]:
    """(name of the picture, template, view, frame) for every page in every state worth looking at."""
    for name, template, view in for_guests():
        yield name, template, view, replace(a_guest_frame(), address=f"/{name}")
    for name, template, view, changes in for_members():
        yield name, template, view, replace(a_frame(), address=f"/{name}", **changes)


def hang(
    folder: Path, *, look: str = "system", language: str = "en", direction: str = "", some: slice = slice(None)
) -> list[Path]:
    """Write the pages, or some, and what they load into a folder; returns their paths. Addresses are made relative."""
    (folder / "static").mkdir(parents=True, exist_ok=True)
    for address, asset in assets.served().items():
        (folder / address.lstrip("/")).write_bytes(asset.body)
    (folder / "static" / "balcony.svg").write_text(_BALCONY)
    return [_write(folder, page, look, language, direction) for page in list(pages())[some]]


def _write(folder: Path, page: tuple[str, str, object, PageFrame], look: str, language: str, direction: str) -> Path:
    name, template, view, frame = page
    body = render(template, view, replace(frame, theme=look, language=language)).decode()  # type: ignore[arg-type]
    body = body.replace('"/static/', '"static/')
    if direction:
        body = body.replace('dir="ltr"', f'dir="{direction}"', 1)
    path = folder / f"{name}.html"
    path.write_text(body, "utf-8")
    return path


_BALCONY = """<svg xmlns="http://www.w3.org/2000/svg" width="1180" height="680"><defs>
<linearGradient id="g" x2="1" y2=".8"><stop stop-color="#c9a37a"/><stop offset=".5" stop-color="#8d7090"/>
<stop offset="1" stop-color="#3d5873"/></linearGradient></defs><rect width="1180" height="680" fill="url(#g)"/></svg>"""


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--look", default="system")
    wanted.add_argument("--language", default="en")
    wanted.add_argument("--direction", default="")
    given = wanted.parse_args()
    for path in hang(given.folder, look=given.look, language=given.language, direction=given.direction):
        print(path)
