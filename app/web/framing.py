"""What stands around a page: the house, the viewer, the places with news, who the allies are."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil

from fastapi import Request

from app.accounts import community, friends
from app.accounts import newcomer_queries as newcomers
from app.accounts.card import tile_of
from app.accounts.community import CommunityFacts
from app.accounts.holders import SignedIn
from app.allies import queries as allies
from app.allies.rules import State
from app.deciding import queries as proposals
from app.notifications.queries import anything_new
from app.storage import Session
from app.storage.house import House
from app.storage.sealing import HouseKey
from app.web import security, views
from app.web.decided import TOLD
from app.web.notices import NOTICES
from app.web.render import words_in
from app.web.views.frame import DecidedAbout, Place, Standing
from app.web.visiting import Visit
from app.web.words import Words
from moderation.amending import terms
from moderation.cases.reporting import reporters_mark
from moderation.cases.telling import marks_with_news
from moderation.cases.urgent import Urgent, calls, urgent
from moderation.decided import queries as decided
from moderation.jurors import queries as jurors
from moderation.policy import queries as policies

FRESH_FOR = 5.0  # seconds: what a steward changes is on every page within them
LEFT = "/left"


@dataclass(frozen=True, slots=True)
class Shown:
    """What every page says of the house, read a moment ago."""

    community: CommunityFacts | None
    policy: int = 0
    coming_policy: int = 0
    policy_comes_at: datetime | None = None
    somebody_waits: bool = False
    urgent: tuple[Urgent, ...] = ()
    allied: tuple[str, ...] = ()
    knocks: bool = False
    reports_with_news: frozenset[bytes] = frozenset()
    proposed: int = 0
    drawn: frozenset[int] = frozenset()
    terms_ending: Mapping[int, datetime] = field(default_factory=dict[int, datetime])
    read_at: float = 0.0

    @property
    def exit(self) -> str:
        """Where *Leave quickly* ends."""
        return (self.community.exit_address if self.community else "") or LEFT


async def around(
    visit: Visit, *, place: Place = "", address: str = "", notice: str = "", role: str | None = None
) -> views.PageFrame:
    """The frame for this visit. `address` is where forms return to: this page's path unless said otherwise."""
    shown = await house_shown(visit.request, visit.house)
    language = visit.language
    words = words_in(language)
    notice = notice or NOTICES.get(visit.request.query_params.get("done", ""), "") if visit.secret else notice
    return views.PageFrame(
        house=_house(shown),
        now=visit.now,
        csrf=security.form_token(visit.house.key, visit.secret, visit.now),
        address=address or visit.request.url.path,
        viewer=None if visit.who is None else viewer_of(visit.who),
        role=visit.who.role if visit.who else "member",  # type: ignore[arg-type]
        place=place,
        news=await _news(visit, shown),
        language=language,
        theme=visit.somebody.theme if visit.somebody else "system",  # type: ignore[arg-type]
        notice=words.say(notice) if notice else "",
        ask_for_pictures=saves_data(visit.request) and visit.request.query_params.get("pictures") != "1",
        others=any(security.sessions_in(visit.request, visit.house.settings)[1:]),
        coming_back=await _coming_back(visit),
        standing=replace(_standing(visit, shown), decided=await _decided(visit)),
        aside=_aside(visit, shown, place, words),
    )


def bare(visit: Visit) -> views.PageFrame:
    """A frame that needs no database: for the page that says that there is none just now."""
    shown: Shown = getattr(visit.request.app.state, "shown", Shown(None))
    token = security.form_token(visit.house.key, "", visit.now)
    return views.PageFrame(house=_house(shown), now=visit.now, csrf=token, language=visit.language)


async def house_shown(request: Request, house: House, *, anew: bool = False) -> Shown:
    """The house as pages show it, at most a few seconds old; `anew` right after it was changed here."""
    shown: Shown | None = getattr(request.app.state, "shown", None)
    if shown is None or anew or time.monotonic() - shown.read_at > FRESH_FOR:
        shown = await house.database.read(_read_shown, house.key, request.app.state.envoy.clock())
        request.app.state.shown = shown
    return shown


def viewer_of(who: SignedIn) -> views.AccountView:
    """The member as their own pages show them."""
    return views.AccountView(who.name, who.display_name, tile_of(who.uri))


def saves_data(request: Request) -> bool:
    """Whether pictures wait until asked for: where data is dear, which on a telephone it is."""
    headers = request.headers
    if headers.get("save-data", "").lower() == "on" or headers.get("sec-ch-ua-mobile") == "?1":
        return True
    return "Mobi" in headers.get("user-agent", "")  # looked at, kept nowhere (P1)


def _read_shown(session: Session, key: HouseKey, now: datetime) -> Shown:
    known = allies.everyone(session)
    coming = policies.coming(session, now=now)
    return Shown(
        community=community.read(session, key),
        policy=policies.in_force_number(session, now=now),
        coming_policy=coming[0] if coming else 0,
        policy_comes_at=coming[1] if coming else None,
        somebody_waits=newcomers.anybody_waits(session),
        urgent=urgent(session),
        allied=tuple(ally.host for ally in known if ally.state == State.ALLIED),
        knocks=any(ally.state == State.KNOCKED for ally in known),
        reports_with_news=marks_with_news(session),
        proposed=proposals.how_many_under_way(session),
        drawn=jurors.asked(session, now=now),
        terms_ending=terms.ending_soon(session, now),
        read_at=time.monotonic(),
    )


async def policy_is_open(visit: Visit) -> bool:
    """Whether strangers read the policy, and with it what was decided under it."""
    house = (await house_shown(visit.request, visit.house)).community
    return house is not None and house.policy_is_open


def _house(shown: Shown) -> views.House:
    facts = shown.community
    return views.House("") if facts is None else views.House(facts.name, facts.neutral_title, shown.exit)


async def _news(visit: Visit, shown: Shown) -> frozenset[str]:
    if visit.who is None:
        return frozenset()
    news: set[str] = set()
    if await visit.house.database.read(anything_new, visit.who.account_id):
        news |= {"notifications", "more"}
    if shown.knocks and visit.who.role == "steward":
        news |= {"allies", "more"}
    if shown.reports_with_news and reporters_mark(visit.who.account_id, visit.house.key) in shown.reports_with_news:
        news |= {"reports", "more"}
    if visit.who.account_id in shown.drawn:
        news |= {"drawn", "more"}
    if shown.somebody_waits and visit.viewer.is_moderator:
        news |= {"newcomers", "more"}
    if calls(shown.urgent, visit.viewer, key=visit.house.key):
        news |= {"desk", "more"}
    return frozenset(news)


async def _coming_back(visit: Visit) -> bool:
    """Whether friends are letting somebody into this account, which its owner must be able to stop."""
    return visit.who is not None and await visit.house.database.read(friends.coming_back, visit.who.account_id)


def _standing(visit: Visit, shown: Shown) -> Standing:
    """What every member is told on every page."""
    house = shown.community
    if visit.who is None or house is None:
        return Standing()
    known = max(visit.who.agreed_policy, visit.who.seen_policy)
    comes = shown.coming_policy > known
    return Standing(
        door_closed=_hours_left(house.door_closed_until, visit.now),
        slow=_hours_left(house.slow_until, visit.now),
        policy=shown.coming_policy if comes else shown.policy if shown.policy > known else 0,
        policy_from=shown.policy_comes_at if comes else None,
        term_ends=shown.terms_ending.get(visit.who.account_id),
    )


async def _decided(visit: Visit) -> tuple[DecidedAbout, ...]:
    """What people decided about this member and holds: asked only where something does (P14)."""
    if visit.who is None or not visit.who.restricted:
        return ()
    found = await visit.house.database.read(decided.standing_about, visit.who.account_id)
    return tuple(DecidedAbout(one.id, TOLD[one.measure][0], one.until) for one in found)


def _hours_left(until: datetime | None, now: datetime) -> int:
    """Full hours, begun ones counted; 0 for what is over."""
    return 0 if until is None or until <= now else ceil((until - now).total_seconds() / 3600)


def _aside(visit: Visit, shown: Shown, place: Place, words: Words) -> tuple[views.AsideBlock, ...]:
    if visit.who is None or place not in {"home", "community"}:
        return ()
    return (*_policy_in_force(visit, shown, words.say), *_proposed(shown, words), _who_are_allies(shown, words))


def _policy_in_force(visit: Visit, shown: Shown, say: Callable[[str], str]) -> tuple[views.AsideBlock, ...]:
    heading = say("Policy in force")
    if shown.policy:
        words = say("Version %(number)s.") % {"number": shown.policy}
        return (views.AsideBlock(heading, words, views.Link(say("What it says"), "/policy")),)
    if not visit.viewer.is_steward:
        return ()
    return (views.AsideBlock(heading, say("There is none yet."), views.Link(say("Write one"), "/policy/draft")),)


def _proposed(shown: Shown, words: Words) -> tuple[views.AsideBlock, ...]:
    """What everybody here can have their say on just now."""
    if not shown.proposed:
        return ()
    ngettext = words.translations.ngettext
    sentence = ngettext("%(num)d proposal is under way.", "%(num)d proposals are under way.", shown.proposed)
    link = views.Link(words.say("Have your say"), "/proposals")
    return (views.AsideBlock(words.say("Deciding together"), sentence % {"num": shown.proposed}, link),)


def _who_are_allies(shown: Shown, words: Words) -> views.AsideBlock:
    say = words.say
    if not shown.allied:
        return views.AsideBlock(say("Allies"), say("None. Nothing leaves this house."))
    where = say("What you post “for allies” can be read at: %(hosts)s") % {"hosts": words.all_of(shown.allied)}
    return views.AsideBlock(say("Allies"), where, views.Link(say("See them"), "/allies"))
