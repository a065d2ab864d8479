"""One-time codes from a device (RFC 6238, with the values every app knows: SHA-1, six digits, thirty seconds). Pure."""

import hmac
from datetime import datetime
from typing import Final

import pyotp
from pyotp.totp import TOTP

SECONDS: Final = 30
DIGITS: Final = 6
# The device's clock may be one step early or late (RFC 6238, section 5.2).
DRIFT: Final = (0, -1, 1)


def new_secret() -> str:
    """160 bits in base 32."""
    return pyotp.random_base32()


def looks_like_one(typed: str) -> bool:
    """Whether this is a code from a device rather than one from paper."""
    tidy = _tidy(typed)
    return len(tidy) == DIGITS and tidy.isascii() and tidy.isdigit()


def step_meant(secret: str, typed: str, *, now: datetime, after: int) -> int | None:
    """The step of time this code belongs to, if it holds and is newer than `after`: a code works once.

    However the clock is set, nothing up to the last step that was used holds again.
    """
    tidy, current = _tidy(typed), int(now.timestamp()) // SECONDS
    codes = TOTP(secret)
    held = [
        step
        for step in (current + drift for drift in DRIFT)
        if hmac.compare_digest(codes.generate_otp(max(step, 0)).encode(), tidy.encode())
    ]
    return next((step for step in held if step > after), None)


def address_for_apps(secret: str, label: str, issuer: str) -> str:
    """`otpauth://…`, which apps open and read from a square code."""
    return TOTP(secret).provisioning_uri(name=label, issuer_name=issuer)


def in_groups(secret: str) -> str:
    """In fours, to be typed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _tidy(typed: str) -> str:
    return "".join(typed.split())
