"""What the tests of this folder look at: the files that a clone would hold."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "federation", "moderation", "migrations")


@cache
def tracked_files() -> list[Path]:
    """Every file that git knows or would add, so that a new one is looked at before its first commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def files(*suffixes: str, under: str = "") -> list[Path]:
    folder = ROOT / under
    return [path for path in tracked_files() if path.suffix in suffixes and path.is_relative_to(folder)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
