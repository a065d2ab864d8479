"""What a running house has in its hands: settings, key, database, files."""

from dataclasses import dataclass

from app.basics.settings import Settings
from app.storage.blobs import Blobs
from app.storage.database import Database
from app.storage.sealing import HouseKey


@dataclass(frozen=True)
class House:
    """Made once at the start and handed to every door; tests make two and more."""

    settings: Settings
    key: HouseKey
    database: Database
    blobs: Blobs

    @classmethod
    def opened(cls, settings: Settings) -> "House":
        """Open everything the settings name; the data folder and the key file are made when missing."""
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(
            settings=settings,
            key=HouseKey.kept_in(settings.key_file),
            database=Database(settings),
            blobs=Blobs.at(settings.media_url),
        )

    def close(self) -> None:
        self.database.close()
