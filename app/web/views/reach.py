"""Who reaches a member and what of them the world sees: settings, requests for messages, filters, the open page."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.basics.emoji import Pictures
from app.web.views.frame import EMPTY, Field
from app.web.views.people import NOTHING, AccountView
from app.web.views.posts import PictureView, PostView

FOLD = Field("warn")


@dataclass(frozen=True, slots=True)
class ReachPage:
    """`GET /settings/reach`, `settings/reach.html`. Posts `replies mentions messages follows findable open_page` there.

    The first three are `everybody`, `followed` or `nobody`; `follows` is `asks` or `at_once`, the last two `on`/`off`.
    """

    replies: Field
    mentions: Field
    messages: Field
    follows: Field
    findable: Field
    open_page: Field
    address: str


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filter in the list of one's own."""

    id: int
    title: str
    words: tuple[str, ...]
    contexts: tuple[str, ...]
    hides: bool
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FiltersPage:
    """`GET /settings/filters`, `settings/filters.html`. `/settings/filters/{id}/end` ends one."""

    filters: tuple[FilterView, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterPage:
    """`GET /settings/filters/new` and `/settings/filters/{id}`, `settings/filter.html`.

    Posts `title words parts contexts… outcome lasts` to `send_to`. `words` are one a line; `lasts` is a number of days,
    empty for good, or `keep`. `ends` is when it ends as it is.
    """

    send_to: str
    title: Field = EMPTY
    words: Field = EMPTY
    parts: bool = False
    contexts: tuple[str, ...] = ("home", "notifications", "public", "thread", "account")
    contexts_error: str = ""
    outcome: Field = FOLD
    lasts: Field = EMPTY
    ends: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class RequestView:
    """Somebody who wants to write to the reader."""

    id: int
    account: AccountView
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """`GET /messages/requests`, `message/requests.html`: who asks, the newest first, and nothing of what they wrote."""

    requests: tuple[RequestView, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestPage:
    """`GET /messages/requests/{id}`, `message/request.html`: what one of them wrote, oldest first.

    Posts `answer=accept|decline` there. Pictures wait until asked for.
    """

    id: int
    account: AccountView
    posts: tuple[PostView, ...]
    ask_for_pictures: bool = True

    @property
    def address(self) -> str:
        return f"/messages/requests/{self.id}"


@dataclass(frozen=True, slots=True)
class OpenPostView:
    """A post as strangers see it: of its time only month and year, no mark of anybody; of its poll only `choices`."""

    address: str
    month: datetime
    html: Markup
    warning: str = ""
    pictures: tuple[PictureView, ...] = ()
    emoji: Pictures | None = None
    choices: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """`GET /@name` and `/@name/{post}` for strangers, `open/page.html`, where the member has it on."""

    account: AccountView
    about: Markup = NOTHING
    posts: tuple[OpenPostView, ...] = ()
    older: str = ""
    is_one_post: bool = False
