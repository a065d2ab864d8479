"""Samples of the pages about what is signed in, and of the lock code."""

from collections.abc import Iterator

from app.web import views as v
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]
SUGGESTION = "bavo pelu tizo neha rovi suda"


def locking() -> Iterator[tuple[str, str, object]]:
    """(name, template, view) of what somebody sees who locks an account from anywhere."""
    yield "lock", "lock/new.html", v.LockPage()
    wrong = v.Field("k7fm 29qx", "A lock code has twelve letters and digits. Please look at it again.")
    yield "lock-refused", "lock/new.html", v.LockPage(wrong)
    yield "locked", "lock/done.html", v.LockedPage()


def signed_in() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame) of the pages behind sign-in."""
    held = (v.HeldAccountView(cast.MARISOL, "a", in_use=True), v.HeldAccountView(cast.JUNO, "b"))
    several: Changes = {"place": "more", "others": True}
    yield "accounts", "account/list.html", v.AccountsPage(held), several
    yield "accounts-one", "account/list.html", v.AccountsPage(held[:1]), {"place": "more"}
    yield "accounts-full", "account/list.html", v.AccountsPage((*held, held[1], held[1], held[1]), full=True), several
    yield "sign-in-another", "session/new.html", v.SignInPage(), {}
    yield "home-of-several", "timeline/home.html", v.TimelinePage(cast.LETTERS[:2]), {"place": "home", "others": True}
    yield "write-of-several", "post/write.html", v.WritePage(), {"place": "write", "others": True}
    yield "devices", "settings/devices.html", v.DevicesPage(_sessions(), _apps()), {"place": "more"}
    yield "devices-one", "settings/devices.html", v.DevicesPage(_sessions()[:1]), {"place": "more"}
    yield "passphrase", "settings/passphrase.html", v.PassphrasePage(SUGGESTION), {"place": "more"}
    refused = v.PassphrasePage(SUGGESTION, "That is not your passphrase.", "This passphrase is too easy to guess.")
    yield "passphrase-refused", "settings/passphrase.html", refused, {"place": "more"}
    yield "new-codes", "settings/codes.html", v.NewCodesPage(), {"place": "more"}
    yield "new-codes-refused", "settings/codes.html", v.NewCodesPage("That is not your passphrase."), {"place": "more"}


def _sessions() -> tuple[v.SessionView, ...]:
    too_long = v.Field("the old phone with the crack, in the drawer by the door", "That is too long.")
    return (
        v.SessionView(1, v.Field("laptop"), ago(days=3), today=True, is_this_one=True),
        v.SessionView(2, v.Field(), ago(days=0), today=True),
        v.SessionView(3, too_long, ago(days=19)),
    )


def _apps() -> tuple[v.AppView, ...]:
    return (
        v.AppView(1, "Tusk for Phones", ("read", "write:statuses", "push"), ago(days=90), opens_messages=True),
        v.AppView(2, "a script", ("read",), ago(days=4)),
    )
