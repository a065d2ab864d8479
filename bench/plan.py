"""How much is measured: enough to mean something, or only enough to see that everything runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """`runs` of each figure, `seconds` each; how much lies in the house, comes in, and goes out to how many allies.

    `page_turns`: how often each page is asked for `pages_a_turn` times. `million`: what `--million` makes of the posts.
    """

    runs: int
    seconds: float
    members: int
    posts: int
    incoming: int
    to_home: int
    allies: int
    outgoing: int
    connections: tuple[int, ...] = (1, 8, 32)
    page_turns: int = 15
    pages_a_turn: int = 20
    million: int = 1_000_000


FULL = Plan(runs=3, seconds=1.5, members=50, posts=10_000, incoming=1_000, to_home=20, allies=10, outgoing=10)
QUICK = Plan(
    runs=1, seconds=0.2, members=12, posts=200, incoming=40, to_home=2, allies=2, outgoing=3, connections=(1, 8),
    page_turns=1, pages_a_turn=2, million=600,
)  # fmt: skip
