"""`/@name` and `/@name@host`: somebody's page for members, and asking to follow them.

Strangers get what the member has opened to the web, or nothing (`open_page`).
"""

from dataclasses import dataclass, replace

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.actions import following
from app.accounts.filtering import ACCOUNT
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import Stance
from app.accounts.viewer import Viewer
from app.basics.text import kept
from app.doors.access import Access
from app.doors.pace import Act, count_act
from app.storage import Session
from app.timelines import author_queries
from app.timelines.queries import Entry, Page
from app.web import forms, showing, views
from app.web.answering import onward, page
from app.web.pages.listed import lists_for
from app.web.pages.listing import one_page
from app.web.pages.open_page import open_page_of
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import sifted_entries
from app.web.tabs import Part, part_asked
from app.web.views import FollowState
from app.web.views.lists import InListView
from app.web.visiting import Visit, member, visit

door = page_door()

_STATES: dict[str, FollowState] = {"": "none", "asked": "asked", "yes": "following"}


@dataclass(frozen=True, slots=True)
class _Profile:
    account: AccountFacts
    stance: Stance
    read: Gathered
    older: int | None
    pinned: frozenset[int]
    may_see_boosts: bool
    in_lists: tuple[InListView, ...]


@door.get("/@{handle}", access=Access.OPEN)
async def show_profile(request: Request, handle: str) -> Response:
    who, before = await visit(request), forms.before(request)
    if who.who is None:
        return await open_page_of(who, handle)
    await member(request)
    wanted = forms.the_handle(handle)
    part = part_asked(f"/@{wanted}", request.query_params)
    found = await who.house.database.read(_profile, who, wanted, part, before)
    account, part = found.account, replace(part, path=f"/@{found.account.handle}")
    own, stands = account.id == who.me.account_id, found.stance.between
    view = views.ProfilePage(
        account=showing.account_view(account),
        about=kept(account.about_html),
        follow="own" if own else _STATES[stands.follows],
        ally=account.host,
        follower=account.id if stands.followed_by == "yes" else 0,
        posts=_with_pinned_marked(await sifted_entries(who, ACCOUNT, found.read), found.pinned),
        older=part.address(found.older) if found.older else "",
        apart=None if own else _apart(account, found.stance),
        in_lists=found.in_lists,
        rings=stands.follows == "yes" and found.stance.rings,
        tabs=part.others,
        tab=part.tab,
        boosts=part.switched if found.may_see_boosts and part.has_boosts else "",
        with_boosts=part.with_boosts,
    )
    return await page(who, "profile/page.html", view, place="more" if own else "", address=part.address(before))


@door.post("/@{handle}/follow", access=Access.MEMBER)
async def follow(request: Request, handle: str) -> Response:
    """`follow=1` asks, `follow=0` takes the question back or stops following."""
    who, wanted = await member(request), forms.the_handle(handle)
    form = await forms.sent(who)
    back = forms.local(form.text("back"), f"/@{wanted}")
    if form.text("follow") == "1":
        await count_act(request, Act.FOLLOW, who.me.account_id, now=who.now)
        await who.house.database.write(_ask, who, wanted)
        return onward(f"{back}{'&' if '?' in back else '?'}done=asked")
    await who.house.database.write(_stop, who, wanted)
    return onward(back)


@door.post("/@{handle}/bell", access=Access.MEMBER)
async def ring(request: Request, handle: str) -> Response:
    """`bell=1`: be told when they post; `bell=0`: no more. They do not learn of it."""
    who, wanted = await member(request), forms.the_handle(handle)
    form = await forms.sent(who)
    await who.house.database.write(_ring, who, wanted, wanted=forms.pressed(form, "bell"))
    return onward(forms.local(form.text("back"), f"/@{wanted}"))


def _ring(session: Session, who: Visit, handle: str, *, wanted: bool) -> None:
    following.ring_for_posts(session, who.me.account_id, _account(session, who, handle).id, wanted=wanted)


def _profile(session: Session, who: Visit, handle: str, part: Part, before: int | None) -> _Profile:
    account = _account(session, who, handle)

    def theirs(session: Session, viewer: Viewer, page: Page) -> list[Entry]:
        return author_queries.of_author(session, viewer, account.id, page, part.wanted)

    read, older = one_page(session, theirs, who.viewer, before)
    stance = between.stances(session, who.me.account_id, [account.id])[account.id]
    at_the_top = before is None and part.tab == ""
    first = author_queries.pinned(session, who.viewer, account.id) if at_the_top else []
    return _Profile(
        account,
        stance,
        _put_first(session, who.viewer, first, read),
        older,
        frozenset(one.id for one in first),
        author_queries.may_see_boosts(session, who.viewer, account.id),
        lists_for(session, who, account.id) if stance.between.follows == "yes" else (),
    )


def _put_first(session: Session, viewer: Viewer, first: list[Entry], read: Gathered) -> Gathered:
    """What is pinned stands once, before everything else."""
    if not first:
        return read
    there = {entry.id for entry in first}
    return showing.gathered(session, viewer, [*first, *(e for e in read.entries if e.id not in there)])


def _with_pinned_marked(posts: tuple[views.PostView, ...], pinned: frozenset[int]) -> tuple[views.PostView, ...]:
    return tuple(replace(post, on_top=True) if post.id in pinned else post for post in posts)


def _apart(account: AccountFacts, stance: Stance) -> views.ApartView:
    return views.ApartView(
        blocks=stance.blocks,
        mutes=stance.mutes,
        mute_ends=stance.mute_ends,
        mutes_notifications=stance.mutes_notifications,
        follows=bool(stance.between.follows),
        hides_boosts=stance.hides_boosts,
        house=account.host,
        house_id=account.ally_id or 0,
        blocks_house=stance.blocks_house,
    )


def _ask(session: Session, who: Visit, handle: str) -> None:
    following.ask_to_follow(session, who.me.account_id, _account(session, who, handle).id, now=who.now)


def _stop(session: Session, who: Visit, handle: str) -> None:
    following.unfollow(session, who.me.account_id, _account(session, who, handle).id)


def _account(session: Session, who: Visit, handle: str) -> AccountFacts:
    """Raises NotFound, also for whoever has blocked the member."""
    return between.seen_by(session, who.viewer, accounts.by_handle(session, handle, who.house.settings.host))
