"""Where tests keep their files: in memory when there is room, else where everything temporary lies.

A house is hundreds of small files, made and removed for each test; on a disk that alone took a third of a run.
"""

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 1024**3  # what a whole run has been seen to use, several times over
READ_ONLY_OR_NO_PROGRAMS = os.ST_RDONLY | os.ST_NOEXEC


def roomy_folder() -> Path:
    """A folder for temporary files; a container's `/dev/shm` is often too small, and then it is not used."""
    return MEMORY if _has_room(MEMORY) else Path(tempfile.gettempdir())


def _has_room(folder: Path) -> bool:
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize >= ENOUGH and not there.f_flag & READ_ONLY_OR_NO_PROGRAMS
