"""Whether a post reaches those whom it addresses: the one place that both writing and receiving ask.

Whoever is not welcome learns that one sentence and nothing more: not whether they are one of few or of many, and not
whom else somebody lets in. An author may always go on with their own posts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Follow
from app.accounts.queries import AccountFacts
from app.accounts.reach import Reach, Reception, Standing, Way, reception
from app.accounts.reach_queries import stand_to
from app.basics.errors import Invalid
from app.posts import rules
from app.posts.audience import FOR_MEMBERS, Audience
from app.posts.models import Mention, Post
from app.posts.queries import PostFacts

REFUSALS = {
    Way.REPLY: "This person does not take replies from you.",
    Way.MENTION: "Somebody you name here does not take mentions from you.",
    Way.MESSAGE: "Somebody this is for does not take messages from you.",
}


NOT_THEIRS = (
    "You name somebody who cannot read what you answer. Write to them anew, or take out the @ before their name."
)


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
    to = _answers(session, writer_id, parent)
    found = {one: _received(stand[one], _ways(audience, to, is_answered=one == answered)) for one in stand}
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


def must_have_what_is_answered(
    session: Session, writer_id: int, audience: Audience, parent: Post | None, named: Sequence[AccountFacts]
) -> None:
    """For a member here: an answer lets nobody read on who could not read what it answers (P23). Raises Invalid."""
    if parent is None or audience in FOR_MEMBERS:
        return
    stand_in_it = {writer_id, parent.author_id}
    stand_in_it |= set(session.scalars(select(Mention.account_id).where(Mention.post_id == parent.id)))
    to_oneself = parent.author_id == writer_id
    for one in named:
        follows = to_oneself and one.id not in stand_in_it and _follows(session, one.id, writer_id)
        if one.id not in stand_in_it and not rules.may_be_named_in_answer(
            Audience(parent.audience), to_oneself=to_oneself, is_ours=one.is_ours, follows=follows
        ):
            raise Invalid("text", NOT_THEIRS)


def takes_no_answer(session: Session, writer_id: int, authors: Collection[int]) -> frozenset[int]:
    """Of these authors, those who take no answers from somebody."""
    stand = stand_to(session, writer_id, sorted(set(authors) - {writer_id}))
    return frozenset(
        one for one, (reach, standing) in stand.items() if reception(reach, Way.REPLY, standing) is Reception.REFUSED
    )


def is_message(post: PostFacts | None) -> bool:
    """Whether an answer to it is the next message of a conversation, and no answer to a post."""
    return post is not None and post.audience is Audience.MENTIONED


def _received(reader: tuple[Reach, Standing], ways: Sequence[Way]) -> tuple[Way, Reception]:
    """The first way in which it is not taken, otherwise what becomes of it."""
    outcome = Way.MENTION, Reception.TAKEN
    for way in ways:
        outcome = way, reception(reader[0], way, reader[1])
        if outcome[1] is Reception.REFUSED:
            break
    return outcome


def _answers(session: Session, writer_id: int, parent: Post | None) -> Audience | None:
    """For whom the post was that is answered; None also for one for followers which the writer cannot have read.

    An ally could name its address all the same.
    """
    if parent is None:
        return None
    audience = Audience(parent.audience)
    if audience is not Audience.FOLLOWERS or parent.author_id == writer_id:
        return audience
    follows = _follows(session, writer_id, parent.author_id)
    has_read = follows or session.get(Mention, (parent.id, writer_id)) is not None
    return audience if has_read else None


def _follows(session: Session, account_id: int, followed_id: int) -> bool:
    follow = session.get(Follow, (account_id, followed_id))
    return follow is not None and follow.accepted


def _ways(audience: Audience, to: Audience | None, *, is_answered: bool) -> tuple[Way, ...]:
    """In which ways a post reaches somebody; more than one must all be welcome.

    What is for named people is a message. Two things follow. In a conversation of messages an answer is the next
    message and nothing else. And an answer to a post for followers can be for nobody but named people (P23), so it is
    an answer, though it looks like a message.
    """
    if audience is not Audience.MENTIONED:
        return (Way.REPLY,) if is_answered else (Way.MENTION,)
    if not is_answered or to is Audience.MENTIONED:
        return (Way.MESSAGE,)
    return (Way.REPLY,) if to is Audience.FOLLOWERS else (Way.REPLY, Way.MESSAGE)
