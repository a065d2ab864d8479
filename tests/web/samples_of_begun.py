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
    yield from _later(more)


def _later(more: dict[str, object]) -> Iterator[tuple[str, str, object, dict[str, object]]]:
    at = v.Field("2026-11-23T18:30")
    tea = v.ScheduledView(1, "23 November, 18:30 UTC", at, "Tea at mine on Sunday", audience="community", pictures=1)
    wrong = v.Field("2026-11-21T08:00", "Please choose a moment at least five minutes from now.")
    answer = v.ScheduledView(2, "1 December, 09:00 UTC", wrong, "I have", "keys", "followers", answers=True)
    waiting = v.ScheduledPage((tea, answer), "06:41", "2026-11-21T12:06", "2027-11-21T12:00")
    yield "scheduled", "scheduled/list.html", waiting, more
    yield "scheduled-none", "scheduled/list.html", v.ScheduledPage(), more
    yield "scheduled-deletion", "scheduled/deletion.html", v.ScheduledDeletionPage(tea), more
    later = v.WritePage(
        v.Field("Tea at mine on Sunday"), scheduled="1", later=wrong, clock="06:41", error="Not posted yet: see below."
    )
    yield "write-later", "post/write.html", later, {"place": "write"}
