"""The pact between two houses: knock, yes, pause, parting (decision 0005). Where it stands is kept in `app.allies`.

A steward's yes is the only thing that makes this house contact one that is no ally yet (P20), and both yeses are
needed before anything moves (P22).
"""

from federation.pact.asking import accept, by_hand, knock
from federation.pact.ending import decline, end_partings, part
from federation.pact.hearing import Heard, hear
from federation.pact.pausing import REACTIONS, pause, resume

__all__ = [
    "REACTIONS",
    "Heard",
    "accept",
    "by_hand",
    "decline",
    "end_partings",
    "hear",
    "knock",
    "part",
    "pause",
    "resume",
]
