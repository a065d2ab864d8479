"""Whether a post reaches those whom it addresses: the one place that both writing and receiving ask.

Whoever is not welcome learns that one sentence and nothing more: not whether they are one of few or of many, and not
whom else somebody lets in. An author may always go on with their own posts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.accounts.queries import AccountFacts
from app.accounts.reach import Reach, Reception, Standing, Way, reception
from app.accounts.reach_queries import stand_to
from app.basics.errors import Invalid
from app.posts.audience import Audience
from app.posts.models import Post

REFUSALS = {
    Way.REPLY: "This person does not take replies from you.",
    Way.MENTION: "Somebody you name here does not take mentions from you.",
    Way.MESSAGE: "Somebody this is for does not take messages from you.",
}

_Stand = Mapping[int, tuple[Reach, Standing]]


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a post reaches: `people` whom it is addressed to, of whom those `requested` are asked first.

    `refused` are those of this house who do not take it, and in which way.
    """

    people: tuple[AccountFacts, ...] = ()
    requested: frozenset[int] = frozenset()
    refused: Mapping[int, Way] = field(default_factory=dict[int, Way])

    @property
    def is_refused_answer(self) -> bool:
        """Whether it answers somebody who takes no answers from its writer."""
        return Way.REPLY in self.refused.values()


def addressed(
    session: Session, writer_id: int, audience: Audience, parent: Post | None, named: Sequence[AccountFacts]
) -> Addressed:
    """Among those named (and the one answered, named or not), who takes it. One query for all of them."""
    answered = None if parent is None or parent.author_id == writer_id else parent.author_id
    asked = {account.id for account in named if account.is_ours} | ({answered} if answered else set())
    if not asked:
        return Addressed(tuple(named))
    stand = stand_to(session, writer_id, sorted(asked))
    found = {one: _received(one, audience, parent, answered, stand) for one in stand}
    refused = {one: way for one, (way, what) in found.items() if what is Reception.REFUSED}
    return Addressed(
        people=tuple(account for account in named if account.id not in refused),
        requested=frozenset(one for one, (_, what) in found.items() if what is Reception.REQUESTED),
        refused=refused,
    )


def must_be_welcome(found: Addressed) -> None:
    """For a member here: raises Invalid beside the text, so that nothing typed is lost."""
    for way in Way:
        if way in found.refused.values():
            raise Invalid("text", REFUSALS[way])


def takes_no_answer(session: Session, writer_id: int, authors: Collection[int]) -> frozenset[int]:
    """Of these authors, those who take no answers from somebody."""
    stand = stand_to(session, writer_id, sorted(set(authors) - {writer_id}))
    return frozenset(
        one for one, (reach, standing) in stand.items() if reception(reach, Way.REPLY, standing) is Reception.REFUSED
    )


def _received(
    reader: int, audience: Audience, parent: Post | None, answered: int | None, stand: _Stand
) -> tuple[Way, Reception]:
    """The first way in which it is not taken, otherwise what becomes of it."""
    outcome = Way.MENTION, Reception.TAKEN
    for way in _ways(audience, parent, is_answered=reader == answered):
        outcome = way, reception(stand[reader][0], way, stand[reader][1])
        if outcome[1] is Reception.REFUSED:
            break
    return outcome


def _ways(audience: Audience, parent: Post | None, *, is_answered: bool) -> tuple[Way, ...]:
    """In which ways a post reaches somebody; more than one must all be welcome.

    What is for named people is a message. Two things follow. In a conversation of messages an answer is the next
    message and nothing else. And an answer to a post for followers can be for nobody but named people (P23), so it is
    an answer, though it looks like a message.
    """
    to = None if parent is None else Audience(parent.audience)
    if audience is not Audience.MENTIONED:
        return (Way.REPLY,) if is_answered else (Way.MENTION,)
    if not is_answered or to is Audience.MENTIONED:
        return (Way.MESSAGE,)
    return (Way.REPLY,) if to is Audience.FOLLOWERS else (Way.REPLY, Way.MESSAGE)
