"""`parasol …`: commands for whoever hosts a house. They call actions and print what people need to know."""

import os
import sys

from app.cli.commands import app
from app.cli.saying import explained


def main() -> None:
    """The installed command; every expected failure is one sentence and exit code 1."""
    os.umask(0o077)  # whatever a command makes is for its host alone
    with explained():
        app()
    sys.exit(0)


__all__ = ["main"]
