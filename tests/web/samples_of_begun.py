"""Samples of drafts and of what is posted later."""

from collections.abc import Iterator

from app.web import views as v
from tests.web.cast import ago


def begun() -> Iterator[tuple[str, str, object, dict[str, object]]]:
    """(name, template, view, what differs in the frame)"""
    more: dict[str, object] = {"place": "more"}
    opened = v.DraftView(1, ago(hours=2), "We meet at the canal at eight.", "police", pictures=2, answers=True)
    unposted = v.DraftView(
        2, ago(days=3), "Is the clinic open?", why_not="What it answers is not there for you any more."
    )
    yield "drafts", "draft/list.html", v.DraftsPage((opened, unposted, v.DraftView(3, ago(days=9), pictures=1))), more
    yield "drafts-sealed", "draft/list.html", v.DraftsPage((v.DraftView(1, ago(hours=2), sealed=True),), True), more
    yield "drafts-none", "draft/list.html", v.DraftsPage(), more
    yield "draft-deletion", "draft/deletion.html", v.DraftDeletionPage(opened), more
    yield (
        "draft-deletion-sealed",
        "draft/deletion.html",
        v.DraftDeletionPage(v.DraftView(1, ago(hours=1), sealed=True)),
        more,
    )
