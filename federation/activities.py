"""What others write, read into dataclasses of ours. Names of the wire stop here.

Reading is lenient where servers differ (one or many, an address or the whole object) and strict where something
hangs on it: addresses are printable and not too long, whatever is missing is empty, whatever is too much is cut.
"""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from app.basics.errors import Invalid
from federation.questions import ENDS, LONGEST_CHOICE, MOST_CHOICES, QUESTION, WirePoll, read_poll
from federation.quoting import QUOTE_REQUEST, Quotable, WireQuote, read_quotable, read_quote
from federation.wire import address, addresses, first, many, members, text, word

PUBLIC: Final = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
ACTORS: Final = frozenset({"Person", "Service", "Application", "Group", "Organization"})
NOTES: Final = frozenset({"Note", "Article", QUESTION})
INNER: Final = frozenset({"Follow", "Like", "Announce", "Create", "Block", "Accept", "Reject", QUOTE_REQUEST})

WITHOUT_ADDRESS: Final = frozenset({"Add", "Remove"})
"""Mastodon gives these no address of their own. Heard twice they change nothing more."""

MOST_TAGS: Final = 100
MOST_EMOJI: Final = 30


@dataclass(frozen=True, slots=True)
class Named:
    """Something of which only the address counts; `kind` is empty where they sent no more than that."""

    uri: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An activity inside another: what is undone, accepted or rejected."""

    uri: str
    kind: str
    actor: str
    object_uri: str


@dataclass(frozen=True, slots=True)
class WirePicture:
    uri: str
    description: str


@dataclass(frozen=True, slots=True)
class WireEmoji:
    """A small picture that stands for `:shortcode:`; `updated` is theirs and only compared."""

    shortcode: str
    uri: str
    updated: str = ""


@dataclass(frozen=True, slots=True)
class WireNote:
    """A post as it came. `content` and `summary` are theirs and not cleaned.

    `end_time`: when the post goes; when its poll ends stands in the poll. `choices`: it may be a vote for these.
    """

    uri: str
    kind: str
    author: str
    title: str
    content: str
    summary: str
    sensitive: bool
    language: str
    published: str
    reply_to: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    mentioned: tuple[str, ...]
    pictures: tuple[WirePicture, ...]
    for_allies: bool
    end_time: str = ""
    updated: str = ""
    tags: tuple[str, ...] = ()
    poll: WirePoll | None = None
    choices: tuple[str, ...] = ()
    emoji: tuple[WireEmoji, ...] = ()
    quote: WireQuote | None = None
    quotable: Quotable = Quotable.NOBODY


@dataclass(frozen=True, slots=True)
class WireActor:
    """An actor as its own house describes it."""

    uri: str
    kind: str
    name: str
    display_name: str
    about: str
    inbox: str
    shared_inbox: str
    key_id: str
    key_owner: str
    public_key: str
    emoji: tuple[WireEmoji, ...] = ()
    findable: bool = False
    featured: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """Somebody did something to something. `target`: the list that it was put into or taken out of.

    `instrument` and `result`: what quotes, and where that is allowed.
    """

    uri: str
    verb: str
    actor: str
    object: Named | Earlier | WireNote | WireActor
    target: str = ""
    instrument: Named | WireNote | None = None
    result: str = ""

    @property
    def object_uri(self) -> str:
        return self.object.uri


def read_activity(document: dict[str, Any]) -> Activity:
    """An activity with an address, one actor and one object; raises Invalid."""
    verb, actor = word(document.get("type")), address(document.get("actor"))
    activity = Activity(
        uri=address(document.get("id")) or (actor if verb in WITHOUT_ADDRESS else ""),
        verb=verb,
        actor=actor,
        object=_object(document.get("object")),
        target=address(document.get("target")),
        instrument=_instrument(document.get("instrument")),
        result=address(document.get("result")),
    )
    if not (activity.uri and activity.verb and activity.actor and activity.object_uri):
        raise Invalid("activity", "An activity has an id, a type, an actor and an object.")
    return activity


def read_note(document: dict[str, Any]) -> WireNote:
    """A post with whatever of it can be used."""
    return WireNote(
        uri=address(document.get("id")),
        kind=word(document.get("type")),
        author=address(document.get("attributedTo")),
        title=text(document.get("name")),
        content=text(document.get("content")) or _only_value(document.get("contentMap")),
        summary=text(document.get("summary")) or _only_value(document.get("summaryMap")),
        sensitive=document.get("sensitive") is True,
        language=_language(document),
        published=text(document.get("published"))[:40],
        reply_to=address(document.get("inReplyTo")),
        to=addresses(document.get("to")),
        cc=addresses(document.get("cc")),
        mentioned=_mentioned(document.get("tag")),
        pictures=_pictures(document.get("attachment")),
        for_allies=document.get("parasol:audience") == "allies",
        end_time=text(document.get(ENDS if document.get("type") == QUESTION else "endTime"))[:40],
        updated=text(document.get("updated"))[:40],
        tags=_tags(document.get("tag")),
        poll=read_poll(document),
        choices=_choices(document),
        emoji=_emoji(document.get("tag")),
        quote=read_quote(document),
        quotable=read_quotable(document),
    )


def read_actor(document: dict[str, Any]) -> WireActor:
    """An actor with whatever of it can be used."""
    key, endpoints = members(first(document.get("publicKey"))), members(document.get("endpoints"))
    return WireActor(
        uri=address(document.get("id")),
        kind=word(document.get("type")),
        name=text(document.get("preferredUsername"))[:80],
        display_name=text(document.get("name"))[:500],
        about=text(document.get("summary"))[:50_000],
        inbox=address(document.get("inbox")),
        shared_inbox=address(endpoints.get("sharedInbox")),
        key_id=address(key.get("id")),
        key_owner=address(key.get("owner")),
        public_key=text(key.get("publicKeyPem"))[:5_000],
        emoji=_emoji(document.get("tag")),
        findable=document.get("indexable") is True,
        featured=address(document.get("featured")),
    )


def _instrument(value: object) -> Named | WireNote | None:
    """What quotes, as a whole or by its address."""
    if value is None:
        return None
    document = members(first(value))
    return read_note(document) if word(document.get("type")) in NOTES else Named(address(value))


def _object(value: object) -> Named | Earlier | WireNote | WireActor:
    document = members(first(value))
    kind = word(document.get("type"))
    if kind in NOTES:
        return _with_other_choices(read_note(document), value)
    if kind in ACTORS:
        return read_actor(document)
    if kind in INNER:
        return Earlier(address(document), kind, address(document.get("actor")), address(document.get("object")))
    return Named(address(value), kind)


def _with_other_choices(note: WireNote, sent: object) -> WireNote:
    """Some servers put the votes for several choices into one activity."""
    others = [read_note(one) for one in map(members, many(sent)[:MOST_CHOICES])] if note.choices else []
    same = [one for one in others if (one.author, one.reply_to) == (note.author, note.reply_to)]
    return replace(note, choices=tuple(words for one in same for words in one.choices)) if same else note


def _choices(document: dict[str, Any]) -> tuple[str, ...]:
    """A Note below another that has a name, which no post has, names what somebody chose."""
    name = text(document.get("name"))[:LONGEST_CHOICE]
    is_below = word(document.get("type")) == "Note" and address(document.get("inReplyTo"))
    return (name,) if name and is_below and not document.get("attachment") else ()


def _mentioned(tags: object) -> tuple[str, ...]:
    found = (members(tag) for tag in many(tags)[:MOST_TAGS])
    return tuple(href for tag in found if tag.get("type") == "Mention" and (href := address(tag.get("href"))))


def _tags(tags: object) -> tuple[str, ...]:
    """Words with their signs; whether they can be tags here is for others to say."""
    found = (members(tag) for tag in many(tags)[:MOST_TAGS])
    return tuple(text(tag.get("name"))[:200] for tag in found if tag.get("type") == "Hashtag")


def _emoji(tags: object) -> tuple[WireEmoji, ...]:
    """Small pictures, so many; whether each can stand among words here is for others to say."""
    found = (members(tag) for tag in many(tags)[:MOST_TAGS])
    read = (
        WireEmoji(text(tag.get("name"))[:64].strip(":"), uri, text(tag.get("updated"))[:40])
        for tag in found
        if tag.get("type") == "Emoji" and (uri := _link(members(first(tag.get("icon"))).get("url")))
    )
    return tuple(islice(read, MOST_EMOJI))


def _pictures(attached: object) -> tuple[WirePicture, ...]:
    """Images, under the several names that servers have for them."""
    pictures: list[WirePicture] = []
    for item in map(members, many(attached)[:20]):
        media = text(item.get("mediaType"))
        uri = _link(item.get("url")) or address(item.get("href"))
        if uri and (item.get("type") == "Image" or media.startswith("image/")):
            pictures.append(WirePicture(uri, (text(item.get("name")) or text(item.get("summary")))[:5_000]))
    return tuple(pictures)


def _link(value: object) -> str:
    """An address, or the href of (the first of) the links."""
    one = first(value)
    return address(members(one).get("href")) if isinstance(one, dict) else address(one)


def _language(document: dict[str, Any]) -> str:
    """That of the words which we take, where several stand side by side; whether it is one is for others to say."""
    for said, in_languages in (("content", "contentMap"), ("summary", "summaryMap")):
        words = {code: text(value) for code, value in members(document.get(in_languages)).items()}
        taken = text(document.get(said)) or next(iter(words.values()), "")
        found = [code for code, value in words.items() if len(words) == 1 or value == taken]
        if found:
            return found[0][:20]
    return ""


def _only_value(contents: object) -> str:
    return next((text(value) for value in members(contents).values()), "")
