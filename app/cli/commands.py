"""The commands. What takes long to import is imported inside, so that each starts quickly."""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.saying import say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
member = typer.Typer(no_args_is_help=True, help="Members of this house.")
ally = typer.Typer(no_args_is_help=True, help="Houses that this one is allied with.")
app.add_typer(member, name="member")
app.add_typer(ally, name="ally")
key = typer.Typer(no_args_is_help=True, help="The key of this house, on paper and back.")
app.add_typer(key, name="key")

Origin = Annotated[str, typer.Argument(help="The other house, e.g. https://harbour.example")]
Scopes = Annotated[str, typer.Option(help="What may pass: posts,media,alerts,reports")]
AllTheSame = Annotated[bool, typer.Option("--all-the-same", help="also where others advise against it")]


@app.command()
def serve() -> None:
    """Serve the web and work on jobs, in one process."""
    gc.disable()  # until it serves: nothing that imports make is garbage, and looking for it takes its time
    from app.cli import serving

    serving.serve()


@app.command()
def worker() -> None:
    """Only work on jobs."""
    from app.cli import serving

    serving.work()


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from app.cli.opening import opened

    with opened(migrating=True):
        say("The database is at the newest schema.")


@member.command("add")
def add_member(name: str, role: str = "member") -> None:
    """Add a member; the passphrase is read from standard input."""
    from app.cli import members

    members.add(name, role, sys.stdin.readline().rstrip("\n"))


@app.command()
def token(
    name: str,
    scope: Annotated[str, typer.Option(help='e.g. "read write follow push"')] = "read",
    sealed: Annotated[bool, typer.Option(help="open sealed messages too; passphrase from standard input")] = False,
) -> None:
    """Print a bearer token of the client API for a member, for scripts."""
    from app.cli import members

    members.give_token(name, scope, sys.stdin.readline().rstrip("\n") if sealed else None)


@ally.command("add")
def ally_add(
    origin: Origin,
    scopes: Scopes = "posts,media",
    by_hand: Annotated[bool, typer.Option("--by-hand", help="other software, where their operator lists us")] = False,
    all_the_same: AllTheSame = False,
) -> None:
    """Say this side's yes to another house, and knock at its door."""
    from app.cli import allies

    allies.add(origin, scopes, by_hand=by_hand, all_the_same=all_the_same)


@ally.command("list")
def ally_list(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show every house on the list, with its fingerprint."""
    from app.cli import allies

    allies.show(as_json=as_json)


@ally.command("accept")
def ally_accept(
    origin: Origin,
    scopes: Annotated[str | None, typer.Option(help="What may pass")] = None,
    all_the_same: AllTheSame = False,
) -> None:
    """Say yes to a house that knocked."""
    from app.cli import allies

    allies.accept(origin, scopes, all_the_same=all_the_same)


@ally.command("pause")
def ally_pause(origin: Origin) -> None:
    """Stop everything with a house until resumed."""
    from app.cli import allies

    allies.move(origin, "pause")


@ally.command("resume")
def ally_resume(origin: Origin) -> None:
    """Go on after a pause."""
    from app.cli import allies

    allies.move(origin, "resume")


@ally.command("part")
def ally_part(origin: Origin) -> None:
    """End an alliance; after seven days their content is gone here."""
    from app.cli import allies

    allies.move(origin, "part")


@app.command()
def inventory(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show what a seized disk would hold: each kind, how many, the oldest, when it goes."""
    from app.cli import inventory

    inventory.show(as_json=as_json)


@app.command()
def doctor(
    head: Annotated[str, typer.Option(metavar="HEAD", help="a head of the log of reading that somebody kept")] = "",
    ask_allies: Annotated[bool, typer.Option("--ask-allies", help="compare with the heads that allies keep")] = False,
) -> None:
    """Say what is wrong with this installation, and how to mend it."""
    from app.cli import doctor

    doctor.examine(head, ask_allies=ask_allies)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="the backup to make")],
    to: Annotated[list[str], typer.Option(help="who can open it: age1… or an SSH public key; may be repeated")],
    force: Annotated[bool, typer.Option("--force", help="replace a file of that name")] = False,
) -> None:
    """Copy everything but the key file, encrypted with age, while the house goes on."""
    from app.cli import backup

    backup.take(file, to, force=force)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="the backup")],
    identity: Annotated[Path | None, typer.Option(help="the age identity file that opens it")] = None,
    check: Annotated[bool, typer.Option("--check", help="only say whether it could be restored")] = False,
) -> None:
    """Put a backup in the place of what is here, and delete again what was deleted since."""
    from app.cli import restore

    restore.restore(file, identity, only_check=check)


@key.command("export")
def key_export() -> None:
    """Print the key of the house, to keep on paper elsewhere."""
    from app.cli import keys

    keys.export()


@key.command("import")
def key_import() -> None:
    """Bring the key back from paper; it is read from standard input."""
    from app.cli import keys

    keys.bring_back()


@app.command()
def panic(
    yes: Annotated[str | None, typer.Option(metavar="HOST", help="the house's host, instead of typing it")] = None,
) -> None:
    """Forget the key of the house and sign everybody out, at once."""
    from app.cli import panic

    panic.panic(yes)


@app.command()
def seed(
    members: Annotated[int, typer.Option(min=1)] = 40,
    posts: Annotated[int, typer.Option(min=0)] = 600,
    allies: Annotated[int, typer.Option(min=0)] = 0,
    random: Annotated[int, typer.Option(help="the same number makes the same data")] = 1,
) -> None:
    """Fill the house with realistic data."""
    from app.cli import seeding

    seeding.seed(members=members, posts=posts, allies=allies, random_seed=random)
