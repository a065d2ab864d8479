"""Samples of the pages about whose news is held back, and of choosing it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.web import views as v
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]


def of_news(happened: Sequence[v.NotificationView]) -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    here = {"place": "notifications"}
    waiting = v.NotificationsPage(tuple(happened[:1]), waiting=True)
    yield "notifications-held-back", "notification/list.html", waiting, here
    juno = v.WaitingView(1, cast.JUNO, 1, ago(hours=2))
    night = v.WaitingView(2, cast.NIGHT_DESK, 100, ago(days=3))
    yield "held-news", "notification/held.html", v.HeldNewsPage((juno, night), "/notifications/held?before=2"), here
    yield "held-news-empty", "notification/held.html", v.HeldNewsPage(), here
    yield "held-news-of", "notification/held_of.html", v.HeldNewsOfPage(juno, tuple(happened[:2])), here
    yield "held-news-of-nothing-left", "notification/held_of.html", v.HeldNewsOfPage(juno), here
    yield from _policy()


def _policy() -> Iterator[tuple[str, str, object, Changes]]:
    chosen = v.NewsPolicyPage(v.Field("filter"), v.Field("accept"), v.Field("drop"), (v.LetInView(1, cast.JUNO),))
    yield "news", "settings/news.html", chosen, {"place": "more"}
    wrong = replace(chosen, new_accounts=v.Field("perhaps", "Please choose one of these."), let_in=())
    yield "news-refused", "settings/news.html", wrong, {"place": "more"}
