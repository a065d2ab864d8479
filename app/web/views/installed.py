"""What stands on a device where the house was put on a home screen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """`GET /offline`, `house/offline.html`: what is shown when the line is gone, the same for everybody."""
