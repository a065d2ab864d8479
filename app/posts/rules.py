"""Who may read a post: the one pure answer. `readable.readable` is its SQL form; a property test holds them equal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.viewer import Viewer
from app.basics.errors import Invalid
from app.basics.text import MOST_CHARACTERS
from app.posts.audience import FOR_ALLIES, FOR_MEMBERS, Audience, as_limited

MOST_PICTURES = 4
MOST_PINNED = 5
LONGEST_WARNING = 300
LONGEST_DESCRIPTION = 1500


@dataclass(frozen=True, slots=True)
class Readers:
    """What the answer depends on, beside the viewer.

    `followed`, `mentioned`: by the viewer, or by somebody of the asking house whom nobody here suspended and between
    whom and the author no block stands. `away`: the author has paused or was suspended. `blocked`: the author and the
    viewer (or for whom the house asks) are apart. `limited`: what its author wrote for many is for followers.
    `restricted`: people decided that nobody but its author reads it.
    """

    author_id: int
    is_ours: bool
    audience: Audience
    bound_ally_id: int | None
    followed: bool
    mentioned: bool
    away: bool = False
    blocked: bool = False
    limited: bool = False
    restricted: bool = False

    @property
    def reaches(self) -> Audience:
        """For whom it is as things stand."""
        return as_limited(self.audience) if self.limited else self.audience


def may_read(viewer: Viewer, post: Readers) -> bool:
    """Members read what is for members, for their followed or addressed to them; a house what is for its people."""
    if post.blocked or ((post.away or post.restricted) and viewer.account_id != post.author_id):
        return False
    if viewer.account_id is not None:
        return _member_may_read(viewer.account_id, post)
    if viewer.ally_id is not None:
        return _ally_may_read(viewer.ally_id, post)
    return False


def _member_may_read(account_id: int, post: Readers) -> bool:
    if account_id == post.author_id or post.mentioned:
        return True
    return post.reaches in FOR_MEMBERS or (post.reaches is Audience.FOLLOWERS and post.followed)


def _ally_may_read(ally_id: int, post: Readers) -> bool:
    if not post.is_ours or post.audience is Audience.COMMUNITY:
        return False
    if post.bound_ally_id is not None and post.bound_ally_id != ally_id:
        return False
    if post.reaches in FOR_ALLIES or post.mentioned:
        return True
    return post.reaches is Audience.FOLLOWERS and post.followed


def checked_text(source: str, *, has_pictures: bool) -> str:
    """A tidy text that may be posted; raises Invalid."""
    if not source and not has_pictures:
        raise Invalid("text", "Please write something, or add a picture.")
    if len(source) > MOST_CHARACTERS:
        raise Invalid("text", "This is too long: at most 5,000 characters.")
    return source


def checked_warning(warning: str) -> str:
    if len(warning) > LONGEST_WARNING:
        raise Invalid("warning", "A warning has at most 300 characters.")
    return warning


def checked_description(description: str) -> str:
    if len(description) > LONGEST_DESCRIPTION:
        raise Invalid("description", "A description has at most 1,500 characters.")
    return description


def next_edit(before: datetime, *, now: datetime) -> datetime:
    """When an edit happened: in a later second than what it replaces, for the wire tells seconds and no less."""
    return max(now, before.replace(microsecond=0) + timedelta(seconds=1))


def widens(audience: Audience, *, follows: bool) -> bool:
    """Whether to be named in a post afterwards would let somebody read it who could not before (P23)."""
    return audience is Audience.MENTIONED or (audience is Audience.FOLLOWERS and not follows)


def may_be_named_in_answer(parent: Audience, *, to_oneself: bool, is_ours: bool, follows: bool) -> bool:
    """Whether somebody who stands not in the post that is answered could read it, as far as its audience alone tells.

    `follows`: the writer, who answers a post of their own. Whom somebody else lets follow them is not asked, because
    the answer would tell it (P4).
    """
    if parent in FOR_ALLIES:
        return True
    if parent is Audience.COMMUNITY:
        return is_ours
    return parent is Audience.FOLLOWERS and to_oneself and follows


def may_pin(audience: Audience) -> bool:
    """Whether it may stand first on its author's page: messages stand on no page."""
    return audience is not Audience.MENTIONED
