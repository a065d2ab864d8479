"""Who lives in the invented house and in the houses it is allied with."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Person:
    """A name, how it is shown, what they say of themselves, and their role here (a guest is an ally's)."""

    name: str
    shown: str = ""
    about: str = ""
    role: str = "member"


HOUSE = ("Lantern House", "Notes", "https://www.wikipedia.org/")

# In the order of moving in: a small house has the first of them.
MEMBERS = (
    Person("vera", "Vera", "I keep the keys and the minutes. Write to me if something here does not work.", "steward"),
    Person("marisol", "Marisol", "Canal Street, ten years. Tenants’ union on Tuesdays."),
    Person("juno", "Juno", "Open from the 9th. No new clients in December."),
    Person("oda_by_the_river", "", "Tea, slippers, no advice unless you ask."),
    Person("tamsin", "Tamsin", "Moderator. She/her. I read everything twice.", "moderator"),
    Person("priya", "Priya", "Numbers person. Ask me about invoices.", "moderator"),
    Person("leo_after_dark", "Leo", "Statue, host, terrible dancer."),
    Person("the_cat", "The Cat", "I take twenty percent."),
)

ALLIES = (
    ("harbour.example", (Person("nightdesk", "Night Desk", "Somebody is awake here every night."), Person("fenna"))),
    ("maisonrouge.example", (Person("leila", "ليلى", "البيت الأحمر"), Person("claire", "Claire"))),
)

_FIRST = (
    "velvet", "amber", "quiet", "silver", "early", "paper", "copper", "winter", "plum", "salt", "brave", "moss",
    "tall", "lucky", "night", "river", "sugar", "ivory", "wild", "second",
)  # fmt: skip
_SECOND = (
    "heron", "anchor", "willow", "sparrow", "lantern", "thimble", "comet", "orchid", "kettle", "fox", "marble",
    "ribbon", "tango", "clover", "magpie", "saffron", "pepper", "harp", "violet", "button",
)  # fmt: skip


def members(number: int, chance: Random) -> list[Person]:
    """That many people, the cast first; every name once."""
    pairs = [f"{first}_{second}" for first in _FIRST for second in _SECOND]
    chance.shuffle(pairs)
    others = (Person(_numbered(pairs, at), _shown(pairs[at % len(pairs)], chance)) for at in range(number))
    return [*MEMBERS[:number], *(next(others) for _ in range(number - len(MEMBERS)))]


def houses(number: int) -> list[tuple[str, tuple[Person, ...]]]:
    """That many allies, each a host with its people."""
    made = ((f"house{at}.example", (Person(f"desk{at}", f"Desk {at}"),)) for at in range(3, number + 1))
    return [*ALLIES[:number], *made]


def _numbered(pairs: list[str], at: int) -> str:
    return pairs[at % len(pairs)] + (str(at // len(pairs) + 1) if at >= len(pairs) else "")


def _shown(pair: str, chance: Random) -> str:
    """Some show another name than the one they signed up with, many do not."""
    return chance.choice(("", pair.partition("_")[0].title(), pair.replace("_", " ").title()))
