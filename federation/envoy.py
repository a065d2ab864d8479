"""What everybody in federation has in their hands: the house, who it is, and the one way out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.accounts.addresses import instance_actor_uri
from app.accounts.community import CommunityFacts
from app.basics.clock import now as clock_now
from app.storage.house import House
from federation.fetch import Fetcher
from federation.signatures import SigningKey, load_private_key


@dataclass(frozen=True)
class Envoy:
    """Made once at the start (`app.main`, `app.worker`); tests make one for each house."""

    house: House
    community: CommunityFacts
    fetcher: Fetcher
    clock: Callable[[], datetime] = clock_now

    @property
    def origin(self) -> str:
        return self.house.settings.origin

    @property
    def lab(self) -> bool:
        return self.house.settings.lab

    def instance_key(self) -> SigningKey:
        """The house's own key: it signs fetches and the pact, never a member's act."""
        return SigningKey(
            instance_actor_uri(self.origin) + "#key", load_private_key(self.community.private_key.decode())
        )
