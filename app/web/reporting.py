"""What somebody is about to report, read for the form and for sending it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from app.accounts import queries as accounts
from app.accounts.filtering import NO_SIEVE
from app.basics.errors import NotFound
from app.basics.text import plain
from app.posts.audience import Audience
from app.posts.queries import PostFacts
from app.storage import Session
from app.web import showing
from app.web.opening import opened_posts
from app.web.showing import Gathered
from app.web.sifting import completed
from app.web.views.reporting import MessageChoice, ReportPage
from app.web.visiting import Visit
from moderation.cases import reported, rules
from moderation.cases.reporting import Told, report_account, report_ally, report_post

LONGEST_SHOWN = 300

Send = Callable[[Session, Told], int]


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about, as the form shows it, and how it is sent. `then`: where that leads."""

    view: ReportPage
    send: Send
    messages: Sequence[PostFacts] = ()
    reported: int = 0
    then: str = "/reports?done=reported"

    def choices(self, me: int, chosen: Collection[int]) -> tuple[MessageChoice, ...]:
        """Of a message: those around it, to be included or not."""
        return tuple(_choice(one, me, one.id == self.reported, chosen) for one in self.messages)


async def a_post(who: Visit, post_id: int) -> Subject:
    """Raises NotFound, and Refused for one's own."""
    read, around = await who.house.database.read(_post, who, post_id)
    around = await opened_posts(who, around)
    post = next((one for one in around if one.id == post_id), read.entries[0].post)
    [shown] = await completed(who, NO_SIEVE, showing.post_views(_with(read, post), who.me.account_id))
    view = ReportPage(
        f"/report/posts/{post_id}", shown.address, post=shown, is_message=post.audience is Audience.MENTIONED
    )

    def send(session: Session, told: Told) -> int:
        return report_post(session, who.viewer, post_id, told, key=who.house.key, now=who.now, opened=around)

    return Subject(view, send, around, post_id)


async def an_account(who: Visit, handle: str) -> Subject:
    """The same for somebody, by their handle."""
    found = await who.house.database.read(_account, who, handle)
    view = ReportPage(f"/report/@{found.handle}", f"/@{found.handle}", account=showing.account_view(found))
    send = partial(report_account, viewer=who.viewer, account_id=found.id, key=who.house.key, now=who.now)
    return Subject(view, lambda session, told: send(session, told=told))


async def an_ally(who: Visit, ally_id: int) -> Subject:
    """The same for a whole house."""
    found = await who.house.database.read(reported.ally, who.viewer, ally_id)
    view = ReportPage(f"/report/allies/{ally_id}", "/allies", house=found.host)
    send = partial(report_ally, viewer=who.viewer, ally_id=ally_id, key=who.house.key, now=who.now)
    return Subject(view, lambda session, told: send(session, told=told))


def _post(session: Session, who: Visit, post_id: int) -> tuple[Gathered, Sequence[PostFacts]]:
    found = reported.post(session, who.viewer, post_id)
    rules.must_be_somebody_elses(found.author_id, who.me.account_id)
    around = reported.around(session, who.viewer, found) if found.audience is Audience.MENTIONED else ()
    return showing.gathered_posts(session, who.viewer, [found]), around


def _account(session: Session, who: Visit, handle: str) -> accounts.AccountFacts:
    named = accounts.by_handle(session, handle, who.house.settings.host)
    if named is None:
        raise NotFound
    found = reported.account(session, who.viewer, named.id)
    rules.must_be_somebody_elses(found.id, who.me.account_id)
    return found


def _with(read: Gathered, post: PostFacts) -> Gathered:
    """The same with the message as it was opened."""
    return Gathered([showing.Entry(post.id, post)], read.people, read.pictures)


def _choice(post: PostFacts, me: int, is_reported: bool, chosen: Collection[int]) -> MessageChoice:
    words = plain(post.content)
    return MessageChoice(
        id=post.id,
        author=showing.author_of(post),
        at=post.written_at,
        words=words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…",
        pictures=post.pictures,
        opens=post.sealed is None,
        chosen=is_reported or post.id in chosen,
        reported=is_reported,
    )
