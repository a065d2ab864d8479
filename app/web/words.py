"""Words that depend on a value: how long ago, for whom, what an ally may have. One `Words` a language."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

import locales
from app.accounts.may_post import PAUSED


def N_(message: str) -> str:  # noqa: N802 — gettext's own name for "translate this later"
    """Mark a message for translation where the language isn't known yet."""
    return message


AUDIENCES = {
    "open": (N_("for everyone"), N_("Anybody on the web can read it, and our allies.")),
    "allies": (
        N_("for allies"),
        N_(
            "Members here and at our allies. Whoever runs an ally can read it. "
            "On other software, only your followers there see it."
        ),
    ),
    "community": (N_("for this community"), N_("Members here, nobody else. It never leaves this house.")),
    "followers": (
        N_("for followers"),
        N_("Only the people you have allowed to follow you, here and at allies."),
    ),
    "mentioned": (
        N_("for the people mentioned"),
        N_(
            "Only the people whose names you write, such as @juno. "
            "Not end-to-end encrypted: whoever runs their house could read it."
        ),
    ),
}

ALLY_SCOPES = {
    "posts": (N_("Posts"), N_("What members write “for allies”, and replies.")),
    "media": (N_("Pictures"), N_("The pictures in those posts, cleaned.")),
    "alerts": (N_("Alerts"), N_("Safety alerts that were read by a second person.")),
    "reports": (N_("Reports"), N_("Reports about each other's members, without the reporter.")),
}

FILTER_CONTEXTS = {
    "home": N_("Home"),
    "notifications": N_("Notifications"),
    "public": N_("Community, and what comes from allies"),
    "thread": N_("Conversations"),
    "account": N_("People's pages"),
}

ALLY_STATES = {
    "knocking": N_("waiting for their answer"),
    "knocked": N_("waiting for your answer"),
    "allied": N_("allied"),
    "paused": N_("paused"),
    "parting": N_("parting"),
}

APP_SCOPES = {
    "read": N_("Read everything you can read here"),
    "write": N_("Post, reply, boost and change things in your name"),
    "follow": N_("See and change whom you follow and block"),
    "push": N_("Send notifications to your device"),
    "profile": N_("See your name and handle"),
}


_SPEAKS_OF: Final = {PAUSED: "/decisions"}


class Words:
    """Everything said in one language. Sentences are gettext ids in English, the source."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.translations: NullTranslations = locales.catalogue(language)
        self.say = self.translations.gettext
        self._locale = _locale(language)
        self._span = lru_cache(maxsize=256)(self._span_in_words)

    def age(self, at: datetime, now: datetime) -> str:
        """How long ago, in words: “2 hours ago”, “yesterday”, “3 November”. The future is “just now”."""
        seconds = (now - at).total_seconds()
        if seconds < 60:
            return self.say("just now")
        if seconds < 3600:
            return self._span(60, int(seconds // 60))
        days = (now.date() - at.date()).days
        if seconds < 86400 and days < 2:
            return self._span(3600, int(seconds // 3600))
        if days == 1:
            return self.say("yesterday")
        return self._span(86400, days) if days < 7 else self.day(at, now)

    def since(self, at: datetime, now: datetime) -> Markup:
        """An age in words as `<time>`, which says the minute to machines: the second is nobody's business."""
        return Markup(f'<time datetime="{_minute(at)}">{escape(self.age(at, now))}</time>')  # noqa: S704

    def day(self, at: datetime, now: datetime) -> str:
        """A day, with its year when it isn't this one."""
        return _day(self._locale, at.date(), at.year != now.year)

    def moment(self, at: datetime, now: datetime) -> str:
        """“23 November, 18:30 UTC”: by a clock that asks for no time zone (P1)."""
        there = at.astimezone(UTC)
        return self.say("%(day)s, %(time)s UTC") % {"day": self.day(there, now), "time": there.strftime("%H:%M")}

    def audience(self, word: str) -> str:
        """For whom, as it stands beside the button and on the post."""
        return self.say(AUDIENCES[word][0])

    def audience_meaning(self, word: str) -> str:
        """Who that is, in a sentence or two."""
        return self.say(AUDIENCES[word][1])

    def ally_state(self, word: str) -> str:
        """How things stand with an ally."""
        return self.say(ALLY_STATES[word])

    def ally_scope(self, word: str) -> str:
        """What an ally may have, as a label."""
        return self.say(ALLY_SCOPES[word][0]) if word in ALLY_SCOPES else word

    def ally_scopes(self) -> list[tuple[str, str, str]]:
        """Every scope an ally can have: (word, label, meaning)."""
        return [(word, self.say(label), self.say(meaning)) for word, (label, meaning) in ALLY_SCOPES.items()]

    def app_scope(self, word: str) -> str:
        """What an app may do. A finer scope such as `write:statuses` is named together with the wider one's words."""
        whole, _, part = word.partition(":")
        sentence = self.say(APP_SCOPES[whole]) if whole in APP_SCOPES else word
        return f"{sentence} ({part})" if part else sentence

    def filter_context(self, context: str) -> str:
        """Where a word filter holds."""
        return self.say(FILTER_CONTEXTS[context])

    def filter_contexts(self, contexts: Sequence[str]) -> str:
        """All the places where a word filter holds."""
        return self.all_of([self.filter_context(context) for context in contexts])

    def all_of(self, things: Sequence[str]) -> str:
        """Several things, one after the other: “a, b and c”."""
        return format_list(things, locale=self._locale)

    def number(self, number: int) -> str:
        """A number with its thousands apart, as the language writes it."""
        return format_decimal(number, locale=self._locale)

    def weight(self, size: int) -> str:
        """So many bytes, as kilobytes: what a line has to carry."""
        return format_unit(max(1, round(size / 1000)), "digital-kilobyte", "short", locale=self._locale)

    def speaks_of(self, sentence: str) -> str:
        """The address of the page that a refusal speaks of; empty for most."""
        return _SPEAKS_OF.get(sentence, "")

    def month(self, at: datetime) -> str:
        """A month and its year, all that strangers learn of a post's time."""
        return format_skeleton("yMMMM", at, locale=self._locale)

    def _span_in_words(self, unit: int, count: int) -> str:
        granularity = {60: "minute", 3600: "hour", 86400: "day"}[unit]
        ago = timedelta(seconds=-unit * count)
        return format_timedelta(ago, granularity, threshold=10_000, add_direction=True, locale=self._locale)  # pyright: ignore[reportArgumentType]


@lru_cache(maxsize=4096)
def _minute(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


@lru_cache(maxsize=512)
def _day(locale: Locale, day: date, with_year: bool) -> str:
    if with_year:
        return format_date(day, "long", locale=locale)
    skeletons = locale.datetime_skeletons
    return (
        format_date(day, str(skeletons["MMMMd"]), locale=locale)
        if "MMMMd" in skeletons
        else format_date(day, "d MMMM", locale=locale)
    )


def _locale(language: str) -> Locale:
    # English here is the English of the house: 3 November, not November 3.
    return Locale.parse("en-GB" if language == "en" else language, sep="-")
