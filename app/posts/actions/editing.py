"""A member edits a post: what it says, never for whom it is (P23). What it said before stays to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.may_post import PostingPaused
from app.accounts.models import Follow
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import without_blocked
from app.accounts.viewer import Viewer
from app.basics.errors import Forbidden, Invalid, NotFound, Refused
from app.basics.tags import pages_of, tags_in
from app.basics.text import SANITISER, mentions_in, one_line, render, tidy
from app.jobs.outbox import announce
from app.posts import body, languages, opening, permissions, queries, rules, standing, versions
from app.posts.actions.deciding import last_said
from app.posts.actions.keeping_versions import how_many, keep_version
from app.posts.actions.quoting import take_out
from app.posts.actions.storing import emojis_of, encode_again, for_the_queue
from app.posts.actions.tagging import tag_anew
from app.posts.actions.writing import links
from app.posts.audience import Audience
from app.posts.events import BlobsOrphaned, PostEdited
from app.posts.models import Mention, Picture, Post
from app.storage.sealing import HouseKey, SealBroken

NOT_OPEN = "This message is sealed, and this session cannot open it. Sign in again to edit it."
TOO_OFTEN = "This was edited a hundred times. Delete it and write it anew."
NOBODY_NEW = "You name somebody who could not read this before. An edit shows it to nobody new: write to them anew."
KEPT_BACK = "Moderators keep this post from readers. It cannot be changed until that is over."
NO_NEW_PICTURES = "A picture cannot be added afterwards. Delete the post and write it anew."


@dataclass(frozen=True, slots=True)
class Edit:
    """What a post is to say. None leaves as it is: its language, which `pictures` stay (in this order).

    `descriptions` by the pictures' ids; whose is not among them keeps its own. `drops_quote`: it quotes nothing any
    more; that it quotes something cannot be said afterwards.
    """

    text: str
    warning: str = ""
    language: str | None = None
    pictures: Sequence[int] | None = None
    descriptions: Mapping[int, str] = field(default_factory=dict[int, str])
    drops_quote: bool = False


def edit_post(
    session: Session,
    author_id: int,
    post_id: int,
    edit: Edit,
    *,
    origin: str,
    key: HouseKey,
    now: datetime,
    message_key: bytes = b"",
) -> bool:
    """Edit one's own post; False where nothing changes. `message_key`: what opens it, for a message.

    Raises NotFound for what is gone or not to be read, Forbidden for somebody else's, Invalid naming the field, and
    PostingPaused.
    """
    if _own(session, author_id, post_id).may_not_post:
        raise PostingPaused
    post = session.get(Post, post_id, with_for_update=True)  # two edits at once are two versions
    if post is None:
        raise NotFound
    if post.held or post.removed:
        raise Refused(KEPT_BACK)
    ready = must_be_possible(session, author_id, post, edit, origin=origin, message_key=message_key)
    dropped = edit.drops_quote and take_out(session, post_id)
    if ready.says_the_same and not dropped:
        return False
    if how_many(session, post_id) >= versions.MOST:
        raise Refused(TOO_OFTEN)
    keep_version(session, post, ready.pictures)
    with session.no_autoflush:  # a message's words are said to the database once they are sealed, not before (P10)
        ready.say(post, now=now)
        post.sanitiser = SANITISER
        _arrange(session, post, ready.pictures, ready.staying, ready.after.descriptions)
        if post.sealed is not None:
            opening.close(post, ready.staying, message_key, emojis=emojis_of(session, post, origin=origin))
    session.add_all(Mention(post_id=post.id, account_id=one) for one in ready.newly_named)
    session.flush()
    tags = tag_anew(session, post)
    encode_again(session, post, ready.author, ready.named, origin=origin)
    opens = _for_abroad(post, ready.named, message_key, key)
    announce(session, PostEdited(post.id, opens, tuple(sorted(ready.newly_named)), tags.added, tags.removed))
    return True


@dataclass(frozen=True, slots=True)
class Ready:
    """An edit that passed every question, and stands in no row yet. `named`: everybody the post is addressed to."""

    author: AccountFacts
    before: opening.Inside
    after: opening.Inside
    pictures: list[Picture]
    staying: list[Picture]
    named: list[AccountFacts]
    newly_named: set[int]

    @property
    def says_the_same(self) -> bool:
        """Its words, its language and its pictures, in their order, with theirs."""
        same_pictures = [*self.before.descriptions.items()] == [*self.after.descriptions.items()]
        before, after = ((one.source, one.warning, one.language) for one in (self.before, self.after))
        return before == after and same_pictures

    def say(self, post: Post, *, now: datetime) -> None:
        """Put its words into the post."""
        after = self.after
        post.source, post.content, post.warning = after.source, after.content, after.warning
        post.language = after.language
        post.edited_at = rules.next_edit(last_said(post), now=now)


def must_be_possible(
    session: Session, author_id: int, post: Post, edit: Edit, *, origin: str, message_key: bytes = b""
) -> Ready:
    """What one's own post would say; nothing of it is said to the database. Raises what `edit_post` raises."""
    author = _own(session, author_id, post.id)
    pictures = list(session.scalars(select(Picture).where(Picture.post_id == post.id).order_by(Picture.position)))
    before = _words(post, pictures, message_key)
    staying = _staying(pictures, edit)
    source = rules.checked_text(tidy(edit.text), has_pictures=bool(staying))
    is_warned = standing.ADD_WARNING in body.decided(post.body)  # those words are not the author's to change
    warning = post.warning if is_warned else rules.checked_warning(one_line(edit.warning))
    descriptions = {one.id: _description(edit, one.id, before.descriptions) for one in staying}
    language = before.language if edit.language is None else languages.checked(edit.language)
    named, newly_named = _named(session, post, author, source, origin)
    content = str(render(source, links(named, source, origin), pages_of(origin, tags_in(source))))
    after = opening.Inside(source, content, warning, descriptions, language=language)
    return Ready(author, before, after, pictures, staying, named, newly_named)


def _own(session: Session, author_id: int, post_id: int) -> AccountFacts:
    """Its author; raises NotFound for what is not to be read, Forbidden for somebody else's."""
    if queries.one(session, Viewer.member(author_id), post_id).author_id != author_id:
        raise Forbidden("Only its author may edit a post.")
    author = accounts.by_id(session, author_id)
    if author is None:
        raise NotFound
    return author


def _words(post: Post, pictures: Sequence[Picture], message_key: bytes) -> opening.Inside:
    if post.sealed is None:
        described = {one.id: one.description for one in pictures}
        return opening.Inside(post.source, post.content, post.warning, described, language=post.language)
    try:
        return opening.inside(post.sealed, message_key)
    except SealBroken as error:
        raise Refused(NOT_OPEN) from error


def _staying(pictures: Sequence[Picture], edit: Edit) -> list[Picture]:
    if edit.pictures is None:
        return list(pictures)
    here = {one.id: one for one in pictures}
    if not here.keys() >= set(edit.pictures):
        raise Invalid("pictures", NO_NEW_PICTURES)
    return [here[one] for one in dict.fromkeys(edit.pictures)]


def _description(edit: Edit, picture_id: int, described: Mapping[int, str]) -> str:
    given = edit.descriptions.get(picture_id)
    return described.get(picture_id, "") if given is None else rules.checked_description(tidy(given))


def _named(
    session: Session, post: Post, author: AccountFacts, source: str, origin: str
) -> tuple[list[AccountFacts], set[int]]:
    """Everybody it is addressed to, and who of them is new: nobody who could not read it before (P23).

    Whoever is named no longer stays addressed: what was sent to them is with them.
    """
    earlier = set(session.scalars(select(Mention.account_id).where(Mention.post_id == post.id)))
    found = accounts.named_in_text(session, mentions_in(source), origin.partition("://")[2])
    found = without_blocked(session, author.id, found)
    new = {one.id: one for one in found if one.id != author.id and one.id not in earlier}
    audience = Audience(post.audience)
    if any(rules.widens(audience, follows=_follows(session, one, author.id)) for one in new):
        raise Invalid("text", NOBODY_NEW)
    if new:
        permissions.must_be_welcome(permissions.addressed(session, author.id, audience, None, list(new.values())))
    return [*accounts.several(session, sorted(earlier)).values(), *new.values()], set(new)


def _follows(session: Session, account_id: int, author_id: int) -> bool:
    follow = session.get(Follow, (account_id, author_id))
    return follow is not None and follow.accepted


def _arrange(
    session: Session, post: Post, pictures: Sequence[Picture], staying: Sequence[Picture], described: Mapping[int, str]
) -> None:
    """Those that stay in their new order, described anew; the others are destroyed with their files (P11)."""
    gone = [one for one in pictures if one not in staying]
    if gone:
        announce(session, BlobsOrphaned(tuple(one.blob for one in gone)))
        session.execute(delete(Picture).where(Picture.id.in_([one.id for one in gone])))
    for position, picture in enumerate(staying):
        picture.position, picture.description = position, described[picture.id]
    post.pictures = len(staying)


def _for_abroad(post: Post, named: Sequence[AccountFacts], message_key: bytes, key: HouseKey) -> str:
    """A message's key goes into a queue only where somebody abroad is to read it."""
    goes_abroad = post.sealed is not None and any(not one.is_ours for one in named)
    return for_the_queue(message_key, key) if goes_abroad else ""
