"""A poll in a post, and the part of the write form that asks one."""

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """`votes` and `share` (per cent of those who voted) are None while nobody may know. `picked`: sent and refused."""

    words: str
    votes: int | None = None
    share: int | None = None
    picked: bool = False


@dataclass(frozen=True, slots=True)
class PollView:
    """One poll for one viewer. `when`: how long it lasts, or since when it is over, in words.

    With `may_vote` it is a form that posts `choice` (places from 0) and `back` to `/posts/{id}/votes`; `error` is what
    became of it.
    """

    choices: tuple[ChoiceView, ...]
    when: str
    voters: int = 0
    multiple: bool = False
    may_vote: bool = False
    voted: bool = False
    is_over: bool = False
    error: str = ""

    @property
    def counts_are_shown(self) -> bool:
        return all(choice.votes is not None for choice in self.choices)


@dataclass(frozen=True, slots=True)
class PollForm:
    """`choice_1` … `choice_8`, `poll_multiple`, `poll_hides`, `poll_lasts` (seconds, one of `spans` with its words).

    `error`: about the poll as a whole.
    """

    choices: tuple[Field, ...] = (EMPTY,) * 8
    multiple: bool = False
    hides: bool = False
    lasts: Field = EMPTY
    spans: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.error or self.lasts.error or any(one.value or one.error for one in self.choices))


NOTHING_ASKED = PollForm()
