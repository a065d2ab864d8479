"""Moments as the wire writes them."""

from datetime import datetime


def wire_moment(at: datetime) -> str:
    """To the second, as everybody writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
