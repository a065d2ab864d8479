"""`/about`: what this house keeps and for how long, made from what runs (P12). For members: strangers learn nothing."""

from fastapi import Request, Response

from app.accounts.actions.apps import CODES_LAST
from app.accounts.actions.joining import INVITATION_LASTS
from app.accounts.actions.signing_in import SESSION_LASTS
from app.basics.settings import Settings
from app.doors.access import Access
from app.notifications.telling import KEPT_FOR
from app.posts.actions.picturing import UNUSED_LAST
from app.posts.actions.writing import KEYS_LAST
from app.web import views
from app.web.answering import page
from app.web.framing import Shown, house_shown
from app.web.render import environment
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import Words

door = page_door()


@door.get("/about", access=Access.MEMBER)
async def show_about(request: Request) -> Response:
    who = await member(request)
    shown = await house_shown(request, who.house)
    words: Words = environment(who.language).globals["words"]  # type: ignore[assignment]
    view = views.AboutPage((_kept(words), _never_kept(words), _contacted(words, shown), _where(words, who)))
    return await page(who, "house/about.html", view, place="more")


def _kept(words: Words) -> views.AboutSection:
    say = words.say
    days = {
        "sessions": SESSION_LASTS.days,
        "notifications": KEPT_FOR.days,
        "links": INVITATION_LASTS.days,
        "pictures": round(UNUSED_LAST.total_seconds() / 3600),
        "codes": round(CODES_LAST.total_seconds() / 60),
        "keys": round(KEYS_LAST.total_seconds() / 60),
    }
    return views.AboutSection(
        say("What is kept, and for how long"),
        (
            say("Your name here, what you write of yourself, and a hash of your passphrase: while the account exists."),
            say("Your posts and their pictures: until you delete them."),
            say("Whom you follow and what you marked: until you take it back. Nobody but you sees it."),
            say("Sessions: %(sessions)s days. Only a hash and two dates, nothing about your browser.") % days,
            say("Notifications: %(notifications)s days.") % days,
            say("Invitation links: %(links)s days unless chosen otherwise. Used, a link is gone with its maker's name.")
            % days,
            say("Pictures that were not posted: %(pictures)s hours.") % days,
            say("What lets an app in: %(codes)s minutes. What keeps a double tap from posting twice: %(keys)s minutes.")
            % days,
        ),
    )


def _never_kept(words: Words) -> views.AboutSection:
    say = words.say
    return views.AboutSection(
        say("What is never kept"),
        (
            say("E-mail, telephone, legal name, birth date: nobody asks for them."),
            say("Your address on the network, your browser, your place: in no table and in no log of this software."),
            say("What a camera writes into a picture: it is taken out before anything is stored."),
        ),
    )


def _contacted(words: Words, shown: Shown) -> views.AboutSection:
    say = words.say
    sentences = [
        say("Nobody but this house's allies, and a house whose address a steward typed in to make an alliance."),
        say("What waits to be sent to them is sealed."),
    ]
    if shown.allied:
        sentences.append(say("Allies now: %(hosts)s") % {"hosts": ", ".join(shown.allied)})
    return views.AboutSection(say("Who is contacted"), tuple(sentences))


def _where(words: Words, who: Visit) -> views.AboutSection:
    say, settings = words.say, who.house.settings
    return views.AboutSection(
        say("Where it lies"),
        (
            say("In one file beside this software.")
            if settings.on_sqlite
            else say("In a database server of this house."),
            _media(words, settings),
            say("Software cannot know what a proxy before it, a backup of the whole machine or altered code keeps."),
        ),
    )


def _media(words: Words, settings: Settings) -> str:
    if settings.media_url.startswith("file://"):
        return words.say("Pictures lie in a folder beside it.")
    return words.say("Pictures lie in a store that this house uses.")
