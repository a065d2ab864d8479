"""`parasol key export` and `parasol key import`: the house key on paper, and back from it."""

import sys

from app.accounts import house_key
from app.basics.errors import Refused
from app.basics.settings import Settings, load
from app.cli.saying import say
from app.storage import Database, key_file, locks
from app.storage.sealing import HouseKey


def export() -> None:
    """Print the key for paper, to a person at a terminal; into a pipe or a file its lines alone, with a caution."""
    settings = load()
    secret = key_file.read(settings.key_file)
    if secret is None:
        raise Refused(f"There is no key file {settings.key_file}.")
    if not sys.stdout.isatty():
        print("The key of the house goes into a file or a pipe. Keep it away from the data.", file=sys.stderr)
        say(*key_file.printed(secret))
        return
    say(
        "The key of this house. Write it down or print it, and keep it away from this machine and from every backup:",
        "",
        *(f"    {line}" for line in key_file.printed(secret)),
        "",
        "The two letters at the end of a line check that line. To give it back: parasol key import, and type the four",
        "lines. Whoever has these lines and the data reads what the house has sealed. Clear this screen now.",
    )


def bring_back() -> None:
    """Take the key from standard input, and keep it if it is the one that this house was made with."""
    settings = load()
    there = key_file.read(settings.key_file)
    secret = key_file.understood(_typed())
    if there is not None and there != secret:
        raise Refused(
            f"Another key lies in {settings.key_file}. It is not replaced: move it away first if you are certain."
        )
    with locks.shared(settings):
        _welcome(settings, secret)
        if there is None:
            key_file.write_new(settings.key_file, secret)
    say("That key was here already." if there else f"The key is back in {settings.key_file}.")


def _welcome(settings: Settings, secret: bytes) -> None:
    """Refuse a key that does not open this house, and let processes start again."""
    from migrations import tables

    tables.must_be_known()
    database = Database(settings)
    try:
        if not database.read_now(house_key.opens, HouseKey(secret)):
            raise Refused("That is a house key, and not the one of this house. Nothing was changed.")
        database.write_now(house_key.note_back)
    finally:
        database.close()


def _typed() -> str:
    """Everything on standard input, or four lines from a person."""
    if not sys.stdin.isatty():
        return sys.stdin.read(10_000)
    say(f"Type the {key_file.LINES} lines of the key:")
    return "\n".join(input(f"{number}: ") for number in range(1, key_file.LINES + 1))
