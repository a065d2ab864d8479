"""Marisol reads in lynx, at a terminal: no script, no style, no picture, and nothing that matters is missing."""

import re
from pathlib import Path

import pytest

from app.posts.asking import NewPoll
from tests.stories.conftest import Home
from tests.world.cast import PASSPHRASE
from tests.world.lynxes import Lynx
from tests.world.servers import eventually

QUESTION, SECRET = "Which day do we meet?", "They are at the stairs."


@pytest.mark.story
@pytest.mark.parametrize("script", ["without script"], indirect=True)
def test_a_day_at_a_terminal(home: Home, tmp_path: Path):
    marisol_here, juno_here = home.lives("marisol"), home.lives("juno")
    marisol_here.follows(juno_here)
    juno_here.chooses(findable=True)
    asked = juno_here.posts(QUESTION, poll=NewPoll(["Tuesday", "Wednesday"]))
    warned = juno_here.posts(SECRET, warning="police")
    marisol = Lynx(tmp_path, home.origin)

    signs_in(marisol)
    eventually(lambda: SECRET in marisol.opens("/"))
    reads_home(marisol)
    posts(marisol)
    votes(marisol, asked)
    answers(marisol, warned)
    looks_for_it(marisol)
    signs_out(marisol)


def signs_in(marisol: Lynx) -> None:
    assert {"Sign in", "Name", "Passphrase"} <= words_of(marisol.opens("/sign-in"))
    refused = marisol.sends("/sign-in", name="marisol", passphrase="not hers at all")
    assert "That name and passphrase do not go together." in refused
    assert "marisol" in refused, "what was typed stands in its field"
    assert QUESTION not in marisol.opens("/")
    marisol.opens("/sign-in")
    assert "Write to your people" in marisol.sends("/sign-in", name="marisol", passphrase=PASSPHRASE)


def reads_home(marisol: Lynx) -> None:
    """Where one is, the way out, the places; of each post who, for whom, since when, its warning before its words."""
    shown = marisol.opens("/")
    assert shown.index("Leave quickly") < shown.index("Community") < shown.index(QUESTION)
    assert {"Home", "* Messages", "* More"} <= words_of(shown)
    assert re.search(r"@juno · for this community · (just now|\d+ minutes? ago)$", shown, re.MULTILINE)
    assert shown.index("Warning: police") < shown.index(SECRET)
    assert "( ) Wednesday" in shown
    assert "0 people voted · ends in 23 hours" in shown
    names = [name for name, _ in marisol.links()]
    assert names[0] == "Skip to the page"
    assert "" not in names
    assert all(address.startswith("/") for _, address in marisol.links())


def posts(marisol: Lynx) -> None:
    shown = marisol.follows("Write")
    assert "(*) for this community Members here, nobody else." in shown
    again = marisol.sends("/posts", text="Soup at eight", choice_1="Leek", choice_2="Leek")
    assert "This choice is there already." in again
    assert "Soup at eight" in again, "nothing typed is lost"
    marisol.opens("/write")
    assert {"Posted.", "Soup at eight"} <= words_of(marisol.sends("/posts", text="Soup at eight"))


def votes(marisol: Lynx, asked: int) -> None:
    marisol.opens("/")
    assert {"+ Wednesday 1 vote", "1 person voted, you among them · ends in 23 hours"} <= words_of(
        marisol.sends(f"/posts/{asked}/votes", choice="1")
    )


def answers(marisol: Lynx, warned: int) -> None:
    shown = marisol.opens(f"/write?reply={warned}")
    assert shown.index(SECRET) < shown.index("Your answer")
    assert "An answer never reaches more people than what it answers." in shown
    sent = marisol.sends("/posts", text="Which stairs?")
    assert sent.index(SECRET) < sent.index("Which stairs?")
    thread = marisol.opens(f"/posts/{warned}")
    assert thread.index(SECRET) < thread.index("Answers") < thread.index("Which stairs?")


def looks_for_it(marisol: Lynx) -> None:
    marisol.opens("/more")
    assert "By whom" in marisol.follows("Search")
    found = marisol.sends("/search", q="meet", who="@juno")
    assert QUESTION in found.partition("Posts")[2]
    assert SECRET not in found


def signs_out(marisol: Lynx) -> None:
    assert "@marisol @marisol" in marisol.opens("/more"), "her name, and her handle"
    assert "Passphrase lost?" in marisol.sends("/sign-out")
    assert {"This place is for its members.", "Sign in"} <= words_of(marisol.opens("/"))


def words_of(shown: str) -> set[str]:
    """Each line, without what indents it or stands for a field."""
    return {line.replace("_", "").strip() for line in shown.splitlines()}
