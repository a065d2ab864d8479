"""Accounts as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from app.basics.emoji import Pictures

if TYPE_CHECKING:  # a frame holds an account and a settings page holds fields: only the types go in a circle
    from app.web.views.apart import ApartView
    from app.web.views.frame import Field, Theme
    from app.web.views.lists import InListView
    from app.web.views.posts import PostView

NOTHING = Markup()
FollowState = Literal["own", "none", "asked", "following"]


@dataclass(frozen=True, slots=True)
class AccountView:
    """A pseudonym. `handle` is without the first @ (`marisol`, `nightdesk@harbour.example`).

    `tile` is the number of its generated picture (`app.accounts.card.tile_of`), the same that client apps load from
    `/tiles/{number}.svg`. `picture` is the address of an avatar of its own, if it has one.
    `emoji`: the small pictures in its name and text, if any (`app.basics.emoji`).
    """

    handle: str
    name: str
    tile: int
    picture: str = ""
    emoji: Pictures | None = None

    @property
    def address(self) -> str:
        """The account's page here."""
        return f"/@{self.handle}"

    @property
    def called(self) -> str:
        """The name to show: the handle when no other was chosen."""
        return self.name or f"@{self.handle}"


Tab = Literal["", "answers", "pictures"]
"""A part of somebody's page: what they wrote, that with their answers to others, what has pictures."""


@dataclass(frozen=True, slots=True)
class TabView:
    """A part of a page, and where it lies."""

    tab: Tab
    address: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """`GET /@handle`, `profile/page.html`. The button posts `follow=1` or `follow=0` and `back` to `/@handle/follow`.

    No counts and no lists of who follows whom (P4). `follower` is the account's id when it follows the viewer, who may
    let it go: `answer=decline` and `back` to `/follow-requests/{id}`. `ally` is the house's host when the account lives
    elsewhere. `apart`: how the viewer keeps away from them, and the buttons for it; None on one's own page.
    `rings`: the viewer is told when they post; whoever follows posts `bell=1|0` and `back` to `/@handle/bell`.
    `in_lists`: the viewer's lists, of whom they follow: posts `put_in` or `take_out` with its id to `/@handle/lists`.
    `tabs`: the parts of the page, `tab` the one that is shown. `boosts`: where the same lies with what they boosted,
    or without it if that is shown (`with_boosts`); empty for whoever it is not for.
    """

    account: AccountView
    about: Markup = NOTHING
    follow: FollowState = "none"
    ally: str = ""
    posts: tuple[PostView, ...] = ()
    older: str = ""
    follower: int = 0
    apart: ApartView | None = None
    in_lists: tuple[InListView, ...] = ()
    rings: bool = False
    tabs: tuple[TabView, ...] = ()
    tab: Tab = ""
    boosts: str = ""
    with_boosts: bool = False


@dataclass(frozen=True, slots=True)
class FollowRequestView:
    """Somebody who asks to follow."""

    id: int
    account: AccountView


@dataclass(frozen=True, slots=True)
class FollowRequestsPage:
    """`GET /follow-requests`, `follow/requests.html`. Posts `answer=allow|decline` to `/follow-requests/{id}`."""

    requests: tuple[FollowRequestView, ...] = ()
    older: str = ""


@dataclass(frozen=True, slots=True)
class FollowView:
    """Somebody on either end of a follow of the viewer's."""

    id: int
    account: AccountView


@dataclass(frozen=True, slots=True)
class FollowsPage:
    """`GET /following` or `GET /followers` (`path`), `follow/people.html`: the viewer's own, and nobody else's (P4).

    Posts `follow=0` to `/@handle/follow`, or `answer=decline` to `/follow-requests/{id}`, each with `back`.
    """

    path: str
    people: tuple[FollowView, ...] = ()
    older: str = ""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """`GET /settings`, `settings/page.html`. Posts `display_name about theme language` there.

    `languages` are (code, own name) pairs.
    """

    display_name: Field
    about: Field
    theme: Theme
    language: str
    languages: tuple[tuple[str, str], ...]
    about_limit: int = 500
