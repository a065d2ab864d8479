"""Samples of the pages about the second factor."""

from collections.abc import Iterator
from datetime import UTC, datetime

from app.accounts import one_time
from app.web.qr import square_code
from app.web.views import Field
from app.web.views.second import (
    BeginCodesPage,
    ConfirmCodesPage,
    EndCodesPage,
    NewPasskeyPage,
    OfferPasskeyPage,
    PasskeyView,
    RemovePasskeyPage,
    SecondFactorPage,
    SecondStepPage,
)

Changes = dict[str, object]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MORE: Changes = {"place": "more"}
NOT_YOURS = "That is not your passphrase."
NOT_HELD = "That does not hold. A code works once and for half a minute: wait for the next one."
A_STICK = PasskeyView(11, "The blue stick", datetime(2026, 10, 1, tzinfo=UTC))


def the_second_step() -> Iterator[tuple[str, str, object]]:
    """(name, template, view): nobody is signed in yet."""
    yield "second-step", "session/second.html", SecondStepPage("token", "/", codes=True)
    yield "second-step-refused", "session/second.html", SecondStepPage("token", "/", codes=True, error=NOT_HELD)
    yield "second-step-passkey", "session/second.html", SecondStepPage("token", "/", codes=False, question="{}")
    yield "second-step-both", "session/second.html", SecondStepPage("token", "/", codes=True, question="{}")


def for_second() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    address = one_time.address_for_apps(SECRET, "Notes", "Notes")
    secret = one_time.in_groups(SECRET)
    confirm = ConfirmCodesPage("token", secret, address, square_code(address))
    refused = ConfirmCodesPage("token", secret, address, square_code(address), NOT_HELD)
    keys = (A_STICK, PasskeyView(12, "", datetime(2025, 2, 1, tzinfo=UTC)))
    yield "second-factor", "second/page.html", SecondFactorPage(codes=False, passkeys=(), recovery_codes_left=8), MORE
    yield "second-factor-on", "second/page.html", SecondFactorPage(True, keys, 1, full=True), MORE
    yield "second-factor-bare", "second/page.html", SecondFactorPage(True, (), 0), MORE
    yield "codes-begin", "second/begin.html", BeginCodesPage(Field("Notes")), MORE
    wrong = BeginCodesPage(Field("Notes", "That is too long: at most 40 characters."), NOT_YOURS, "Please wait.")
    yield "codes-begin-refused", "second/begin.html", wrong, MORE
    yield "codes-confirm", "second/confirm.html", confirm, MORE
    yield "codes-confirm-refused", "second/confirm.html", refused, MORE
    yield "codes-end", "second/end.html", EndCodesPage(), MORE
    yield "codes-end-refused", "second/end.html", EndCodesPage(NOT_YOURS, NOT_HELD, "Please wait."), MORE
    yield "passkey-new", "second/passkey_new.html", NewPasskeyPage(), MORE
    yield (
        "passkey-new-refused",
        "second/passkey_new.html",
        NewPasskeyPage(Field("x" * 41, "Too long."), NOT_YOURS),
        MORE,
    )
    yield "passkey-offer", "second/passkey_offer.html", OfferPasskeyPage("token", "{}"), MORE
    yield "passkey-offer-refused", "second/passkey_offer.html", OfferPasskeyPage("token", "{}", "Not taken."), MORE
    yield "passkey-end", "second/passkey_end.html", RemovePasskeyPage(A_STICK), MORE
    yield "passkey-end-refused", "second/passkey_end.html", RemovePasskeyPage(A_STICK, NOT_YOURS), MORE
