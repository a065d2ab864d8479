"""To whom a post is addressed, and how that is never widened (P23). Pure."""

from enum import StrEnum

from app.basics.errors import Invalid


class Audience(StrEnum):
    """Widest first. `open` goes beyond members only when the member's own page is on."""

    OPEN = "open"
    ALLIES = "allies"
    COMMUNITY = "community"
    FOLLOWERS = "followers"
    MENTIONED = "mentioned"


DEFAULT = Audience.COMMUNITY

# Audiences that every member of this house may read.
FOR_MEMBERS = (Audience.OPEN, Audience.ALLIES, Audience.COMMUNITY)
# Audiences that every ally with the scope may read.
FOR_ALLIES = (Audience.OPEN, Audience.ALLIES)

# Whoever reads the answer must be able to read what it answers: the followers of one person are not those of another.
_ANSWERS: dict[Audience, tuple[Audience, ...]] = {
    Audience.OPEN: tuple(Audience),
    Audience.ALLIES: (Audience.ALLIES, Audience.COMMUNITY, Audience.FOLLOWERS, Audience.MENTIONED),
    Audience.COMMUNITY: (Audience.COMMUNITY, Audience.MENTIONED),
    Audience.FOLLOWERS: (Audience.MENTIONED,),
    Audience.MENTIONED: (Audience.MENTIONED,),
}


def answers_to(parent: Audience, *, to_oneself: bool = False) -> tuple[Audience, ...]:
    """The audiences an answer may have; one's own followers stay the same people, so a thread may go on for them."""
    if parent is Audience.FOLLOWERS and to_oneself:
        return (Audience.FOLLOWERS, Audience.MENTIONED)
    return _ANSWERS[parent]


def chosen(word: str) -> Audience:
    """The audience of that name; raises Invalid."""
    try:
        return Audience(word)
    except ValueError as error:
        raise Invalid("audience", "Please choose who this is for.") from error


def may_boost(audience: Audience) -> bool:
    """Whether showing it to one's followers could only reach people who may read it anyway."""
    return audience in FOR_MEMBERS


def narrower(one: Audience, other: Audience) -> Audience:
    """The one that is for fewer people."""
    return max(one, other, key=list(Audience).index)


def as_limited(audience: Audience) -> Audience:
    """For whom a post is while its author is limited: what was for many is for their followers."""
    return audience if audience is Audience.MENTIONED else Audience.FOLLOWERS
