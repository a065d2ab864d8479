"""What stands around a page: the house, the viewer, the places with news, who the allies are."""

import time
from collections.abc import Callable
from dataclasses import dataclass
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
from app.notifications.queries import anything_new
from app.storage import Session
from app.storage.house import House
from app.storage.sealing import HouseKey
from app.web import security, views
from app.web.render import words_in
from app.web.views.frame import Place, Standing
from app.web.visiting import Visit
from app.web.words import N_, Words
from moderation.policy import queries as policies

FRESH_FOR = 5.0  # seconds: what a steward changes is on every page within them
LEFT = "/left"

# What was just done, by the word that a redirect carries.
NOTICES = {
    "posted": N_("Posted."),
    "edited": N_("Changed. What it said before can be read under “edited”."),
    "pinned": N_("Pinned. It stands first on your page."),
    "unpinned": N_("It stands in its place in time again."),
    "draft-kept": N_("Kept as a draft."),
    "draft-deleted": N_("The draft is deleted."),
    "scheduled": N_("It waits for its moment."),
    "moved": N_("It goes at the new time."),
    "unscheduled": N_("It is deleted, and is not posted."),
    "deleted": N_("It is deleted here. Allies that had it are asked to delete it too."),
    "anew": N_("It is deleted. This is what it said: post it anew, or leave it among your drafts."),
    "kept": N_("Your settings are kept."),
    "taken": N_("Their messages are among yours now."),
    "destroyed": N_("Your copies are destroyed. They are not told."),
    "place-kept": N_("Kept. Next time a line stands where you are now."),
    "put-away": N_("Put away. It is back here when something new comes."),
    "asked": N_("You have asked. They decide."),
    "blocked": N_("Blocked. Neither of you sees the other."),
    "block-ended": N_("The block is over. Following must be asked for anew."),
    "muted": N_("Muted. They cannot find out."),
    "mute-ended": N_("The mute is over."),
    "boosts-hidden": N_("You no longer see what they boost."),
    "boosts-shown": N_("You see what they boost again."),
    "house-blocked": N_("Nothing of that house reaches you any more."),
    "house-block-ended": N_("That house can reach you again. Following must be asked for anew."),
    "tag-followed": N_("What is posted with it comes into your home from now on."),
    "tag-unfollowed": N_("What is posted with it no longer comes into your home."),
    "list-kept": N_("Kept."),
    "list-deleted": N_("The list is deleted."),
    "revoked": N_("The invitation is taken back."),
    "knocked": N_("We knocked. Now somebody there has to say yes."),
    "allied": N_("You are allies."),
    "declined": N_("Declined. Nothing of it is kept."),
    "paused": N_("Paused: nothing passes between you now."),
    "resumed": N_("Resumed."),
    "parting": N_("You are parting."),
    "entrusted": N_("Each of them holds a share now. Tell them, so that they know."),
    "trust-ended": N_("Nobody holds a share for you any more."),
    "return-stopped": N_("It is stopped. Speak with your friends, and think about choosing others."),
    "handed-back": N_("You no longer hold that share."),
    "said-yes": N_("You have said yes. When the other friend has as well, three days pass before they are back."),
    "signed-out": N_("Signed out there. This is who you are here now."),
    "ended": N_("Ended. Whoever had it sees nothing any more."),
    "app-ended": N_("The app can do nothing in your name any more."),
    "passphrase": N_("Your new passphrase holds. You were signed out everywhere else."),
    "let-in": N_("They are in. Say hello."),
    "refused": N_("They will read why, and then their account goes."),
    "vouched": N_("You vouch for them."),
    "vouch-back": N_("You no longer vouch for them."),
    "kept-calm": N_("Done. Everybody here sees how things stand."),
    "all-revoked": N_("No invitation is open any more."),
    "published": N_("Published. It is in force from now on."),
    "kept-policy": N_("Done."),
    "emoji-kept": N_("Kept. Everybody here can write with it."),
    "emoji-deleted": N_("It is deleted. Where it stood, its name stands again."),
    "agreed": N_("You agreed to the policy."),
    "returned": N_("Welcome back. Everything is as it was."),
    "recovered": N_("Your new passphrase is set. You were signed out everywhere else."),
    "second-on": N_("One-time codes are on. From now on you are asked for one when you sign in."),
    "second-off": N_("One-time codes are off, and their secret is deleted."),
    "passkey-kept": N_("The passkey is kept. From now on you are asked for it when you sign in."),
    "passkey-ended": N_("That passkey lets nobody in any more."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What every page says of the house, read a moment ago."""

    community: CommunityFacts | None
    policy: int = 0
    somebody_waits: bool = False
    allied: tuple[str, ...] = ()
    knocks: bool = False
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
        standing=_standing(visit, shown),
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
        shown = await house.database.read(_read_shown, house.key)
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


def _read_shown(session: Session, key: HouseKey) -> Shown:
    known = allies.everyone(session)
    return Shown(
        community=community.read(session, key),
        policy=policies.newest_number(session),
        somebody_waits=newcomers.anybody_waits(session),
        allied=tuple(ally.host for ally in known if ally.state == State.ALLIED),
        knocks=any(ally.state == State.KNOCKED for ally in known),
        read_at=time.monotonic(),
    )


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
    if shown.somebody_waits and visit.viewer.is_moderator:
        news |= {"newcomers", "more"}
    return frozenset(news)


async def _coming_back(visit: Visit) -> bool:
    """Whether friends are letting somebody into this account, which its owner must be able to stop."""
    return visit.who is not None and await visit.house.database.read(friends.coming_back, visit.who.account_id)


def _standing(visit: Visit, shown: Shown) -> Standing:
    """What every member is told on every page."""
    house = shown.community
    if visit.who is None or house is None:
        return Standing()
    return Standing(
        door_closed=_hours_left(house.door_closed_until, visit.now),
        slow=_hours_left(house.slow_until, visit.now),
        policy=shown.policy if shown.policy > visit.who.agreed_policy else 0,
    )


def _hours_left(until: datetime | None, now: datetime) -> int:
    """Full hours, begun ones counted; 0 for what is over."""
    return 0 if until is None or until <= now else ceil((until - now).total_seconds() / 3600)


def _aside(visit: Visit, shown: Shown, place: Place, words: Words) -> tuple[views.AsideBlock, ...]:
    if visit.who is None or place not in {"home", "community"}:
        return ()
    return (*_policy_in_force(visit, shown, words.say), _who_are_allies(shown, words))


def _policy_in_force(visit: Visit, shown: Shown, say: Callable[[str], str]) -> tuple[views.AsideBlock, ...]:
    heading = say("Policy in force")
    if shown.policy:
        words = say("Version %(number)s.") % {"number": shown.policy}
        return (views.AsideBlock(heading, words, views.Link(say("What it says"), "/policy")),)
    if not visit.viewer.is_steward:
        return ()
    return (views.AsideBlock(heading, say("There is none yet."), views.Link(say("Write one"), "/policy/new")),)


def _who_are_allies(shown: Shown, words: Words) -> views.AsideBlock:
    say = words.say
    if not shown.allied:
        return views.AsideBlock(say("Allies"), say("None. Nothing leaves this house."))
    where = say("What you post “for allies” can be read at: %(hosts)s") % {"hosts": words.all_of(shown.allied)}
    return views.AsideBlock(say("Allies"), where, views.Link(say("See them"), "/allies"))
