"""What stands on a device where the house was put on a home screen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """`GET /offline`, `house/offline.html`: what is shown when the line is gone, the same for everybody."""


@dataclass(frozen=True, slots=True)
class PhonePage:
    """`GET /phone`, `more/phone.html`: how to put the house on a home screen. `host`: the address that phones know."""

    host: str
