"""`/privacy`: what is kept, why and for how long, made from the declarations and from the settings that run (P12).

Open, because whoever thinks of joining must be able to read it before: strangers read no name of this house, of a
member or of an ally, and no number of anything. Members read in the same place who the allies are.
"""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts import lasting
from app.basics.errors import NotFound
from app.basics.settings import Settings
from app.doors.access import Access
from app.push import queries as push
from app.push import rules
from app.storage.ages import Age, Kept, NobodyIn
from app.web import keeping
from app.web.answering import page
from app.web.framing import Shown, house_shown
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views.keeping import KeptGroup, KeptView, PrivacyPage, PrivacySection
from app.web.visiting import Visit, visit
from app.web.words import Words

door = page_door()


@door.get("/privacy", access=Access.OPEN)
async def show_privacy(request: Request) -> Response:
    who = await visit(request)
    shown = await house_shown(request, who.house)
    if shown.community is None or not shown.community.set_up:
        raise NotFound
    longest = await who.house.database.read(lasting.longest_in_house)
    services = await who.house.database.read(push.services)
    view = _view(words_in(who.language), request.app.state.ages, who, shown, longest, services)
    return await page(who, "house/privacy.html", view, place="more" if who.who else "")


def _view(
    words: Words, ages: Sequence[Age], who: Visit, shown: Shown, longest: int | None, services: Sequence[str]
) -> PrivacyPage:  # fmt: skip
    say, settings = words.say, who.house.settings
    kinds = [age for age in ages if isinstance(age, Kept)]
    groups = (
        KeptGroup(say("What is yours"), tuple(_kind(words, each) for each in kinds if each.whose is not None)),
        KeptGroup(say("What else is kept"), tuple(_kind(words, each) for each in kinds if each.whose is None)),
    )
    sections = (
        PrivacySection(say("How long posts stay"), _posts(words, longest)),
        PrivacySection(say("What is never kept"), _never_kept(words)),
        PrivacySection(say("Who is contacted"), _contacted(words, who, shown, services)),
        PrivacySection(say("Where it lies"), _where(words, settings)),
        PrivacySection(say("When something is deleted"), _deleted(words, settings)),
        PrivacySection(say("What this software cannot know"), _unknown(words, settings)),
    )
    return PrivacyPage(groups, tuple(say(age.because) for age in ages if isinstance(age, NobodyIn)), sections)


def _kind(words: Words, kept: Kept) -> KeptView:
    return KeptView(words.say(kept.what), words.say(kept.why), keeping.how_long(words, kept))


def _posts(words: Words, longest: int | None) -> tuple[str, ...]:
    say = words.say
    if longest is None:
        return (say("As long as their author wishes: each may have an end, and each can be deleted at any time."),)
    return (
        say("At most %(span)s in this house, for what is written from now on; its author may choose less.")
        % {"span": keeping.days(words, longest)},
    )


def _never_kept(words: Words) -> tuple[str, ...]:
    say = words.say
    return (
        say("E-mail, telephone, legal name, birth date: nobody asks for them."),
        say("Your address on the network, your browser, your place: in no table and in no log of this software."),
        say("What a camera writes into a picture: it is taken out before anything is stored."),
        say("Who came from where, how long somebody looked at what: it is not counted."),
    )


def _contacted(words: Words, who: Visit, shown: Shown, services: Sequence[str]) -> tuple[str, ...]:
    say, settings = words.say, who.house.settings
    sentences = [
        say("Nobody but this house's allies, and a house whose address a steward typed in to make an alliance.")
    ]
    if who.who is not None:
        allies = words.all_of(shown.allied)
        sentences.append(say("Allies now: %(hosts)s") % {"hosts": allies} if allies else say("Allies now: none."))
    else:
        sentences.append(say("Who they are is shown to members."))
    if not settings.on_sqlite:
        sentences.append(say("A database server that belongs to this house."))
    if not _in_a_folder(settings):
        sentences.append(say("A store for pictures that this house uses."))
    if settings.bus_url:
        sentences.append(say("A server that passes news between this house's own processes."))
    sentences.extend(_pushed(words, who, services))
    return tuple(sentences)


def _pushed(words: Words, who: Visit, services: Sequence[str]) -> tuple[str, ...]:
    """Strangers read the names of those that everybody knows; another one may tell whose house this is."""
    say = words.say
    if not services:
        return (say("No service that sends notifications to telephones, and nobody who counts visits."),)
    known = [host for host in services if any(host == one.host for one in rules.KNOWN)]
    named = list(services) if who.who is not None else known
    if len(named) < len(services):
        named.append(say("another one, which members read here"))
    return (
        say("For members who asked to be told of something new, and for nobody else, push services: %(hosts)s")
        % {"hosts": words.all_of(named)},
        say("What they are sent is empty, or for an app the same for everybody, some minutes after something came."),
        say("Nobody who counts visits."),
    )


def _where(words: Words, settings: Settings) -> tuple[str, ...]:
    say = words.say
    return (
        say("In one file beside this software.") if settings.on_sqlite else say("In a database server of this house."),
        say("Pictures lie in a folder beside it.")
        if _in_a_folder(settings)
        else say("Pictures lie in a store that this house uses."),
        say("Messages are sealed for those who write and read them; what waits to be sent, and keys, for this house."),
        say("The house's key lies apart from the data, and in no backup."),
    )


def _deleted(words: Words, settings: Settings) -> tuple[str, ...]:
    say = words.say
    gone = (
        say("For people at once. From the bytes of the database within minutes; what was shifted aside, within a day.")
        if settings.on_sqlite
        else say("For people at once. From the database's tables within a day; its own log keeps it for longer.")
    )
    return (
        gone,
        say("Where very much is kept, that day is a week: writing everything anew takes long."),
        say("Every ally that had it is asked to delete it as well. Its software may not."),
        say("An older backup that is put back deletes again what was deleted since."),
    )


def _unknown(words: Words, settings: Settings) -> tuple[str, ...]:
    say = words.say
    proxy = (
        say("What the proxy before it, which the house believes about where visitors come from, writes down.")
        if settings.proxies
        else say("What anything before it on the way to you writes down.")
    )
    return (
        proxy,
        say("Whether the machine's owner keeps snapshots of its disk, or copies of its memory."),
        say("Where backups are, and how many: their makers know, and what was deleted is in them until they are gone."),
        say("Whether this software was altered by those who run it."),
        say("What a court orders, and what those who run this house or an ally then give away."),
        say("What a disk still holds of files that were removed from it."),
    )


def _in_a_folder(settings: Settings) -> bool:
    return settings.media_url.startswith("file://")
