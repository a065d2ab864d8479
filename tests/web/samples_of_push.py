"""Samples of the pages about being told of something new."""

from collections.abc import Iterator

from app.web import views as v
from app.web.views.push import HousePushPage, PushPage, PushPlaceView, ServiceView

Changes = dict[str, object]
KEY = "B" + "A" * 86
MOZILLA = ServiceView("updates.push.services.mozilla.com", "Mozilla", "Firefox", on=True)
MICROSOFT = ServiceView("*.notify.windows.com", "Microsoft", "Edge")
TYPED = ServiceView("push.harbour.example", on=True)


def of_push() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    more: Changes = {"place": "more"}
    services = ("Mozilla", "push.harbour.example")
    elsewhere = (PushPlaceView(1, "the old phone"), PushPlaceView(2), PushPlaceView(3, "Tusk", is_app=True))
    yield "push-none", "push/page.html", PushPage(), more
    yield "push-off", "push/page.html", PushPage(KEY, services), more
    yield "push-on", "push/page.html", PushPage(KEY, services, here=True, elsewhere=elsewhere), more
    not_taken = "This house has not switched on the push service that your browser or app uses."
    yield "push-refused", "push/page.html", PushPage(KEY, services, error=not_taken), more
    steward = more | {"role": "steward"}
    all_of_them = (MOZILLA, MICROSOFT, TYPED)
    yield "house-push", "push/house.html", HousePushPage(all_of_them), steward
    wrong = v.Field("https://push.example/up?", "Write the name of a host alone, such as push.example.org.")
    yield "house-push-refused", "push/house.html", HousePushPage(all_of_them, wrong), steward
