"""The database's two doors, files, and sealing. Knows no table of ours and decides nothing."""

from app.storage.among import among
from app.storage.database import Database, Session, after_commit, quick
from app.storage.prepared import Prepared

__all__ = ["Database", "Prepared", "Session", "after_commit", "among", "quick"]
