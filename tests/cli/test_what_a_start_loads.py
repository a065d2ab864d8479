"""A start loads what every house needs, and nothing that only some need: that alone was a third of it."""

import subprocess
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

from migrations import run
from tests.world.servers import ROOT

SERVING = """
import sys
import app.cli.commands, app.cli.serving, app.cli.server, app.cli.bounded_head
import app.main, migrations.run, migrations.tables
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
FOR_SOME = {
    "PIL": "pictures are for a process of their own",
    "alembic": "the newest schema needs no change",
    "bleach": "the first link somebody writes",
    "http_message_signatures": "the first signature",
    "httpsig": "the first signature",
    "psycopg": "PostgreSQL",
    "webauthn": "the first passkey",
}


def test_what_only_some_houses_need_waits_until_it_is_needed():
    loaded = subprocess.run([sys.executable, "-c", SERVING], cwd=ROOT, capture_output=True, check=True, text=True)

    assert "sqlalchemy" in loaded.stdout.split()
    assert FOR_SOME.keys() & set(loaded.stdout.split()) == set()


def test_the_steps_that_their_files_name_are_those_that_alembic_knows():
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    settings.set_main_option("path_separator", "os")
    known = ScriptDirectory.from_config(settings)

    assert run.steps() == [step.revision for step in reversed(list(known.walk_revisions()))]
    assert run.newest() == known.get_current_head()
