"""Polls on pages: read once for a whole page, and not at all where nothing asks; and the form that asks one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from app.basics.errors import Invalid, Unavailable
from app.basics.text import one_line
from app.doors.bodies import Form
from app.posts import asking, polls
from app.posts.actions import asking_anew
from app.posts.asking import NewPoll
from app.posts.polls import PollFacts
from app.web import forms, keeping
from app.web.render import words_in
from app.web.views.polls import ChoiceView, PollForm, PollView
from app.web.views.posts import PostView
from app.web.visiting import Visit
from app.web.words import Words

FIELDS = (*(f"choice_{number}" for number in range(1, asking.MOST + 1)), "poll_multiple", "poll_hides", "poll_lasts")
_LONGEST_NUMBER = 9


async def with_polls(who: Visit, posts: Sequence[PostView]) -> tuple[PostView, ...]:
    """The same posts with their polls as this member sees them."""
    asking_ones = [post.id for post in posts if post.asks]
    if not asking_ones:
        return tuple(posts)
    found = await who.house.database.read(polls.of_posts, who.viewer, asking_ones)
    await _ask_anew(who, found.values())
    words, me = words_in(who.language), who.me.account_id
    return tuple(
        replace(post, poll=poll_view(found[post.id], me, words, who.now)) if post.id in found else post
        for post in posts
    )


async def _ask_anew(who: Visit, found: Iterable[PollFacts]) -> None:
    """Allies' counts that may be old are asked for; a page does not wait for them, and is shown where that fails."""
    old = [one.post_id for one in found if one.may_stand_otherwise(who.now)]
    if old:
        with suppress(Unavailable):
            await who.house.database.write(asking_anew.ask_anew, old, now=who.now)


def refused(poll: PollView, error: str, chosen: Collection[int]) -> PollView:
    """A vote that was not taken: what was chosen, and what is wrong with it."""
    choices = tuple(replace(one, picked=place in chosen) for place, one in enumerate(poll.choices))
    return replace(poll, choices=choices, error=error)


def poll_in(form: Form) -> NewPoll | None:
    """What the write form asks; None where no choice is filled in. Raises Invalid for what cannot be read."""
    choices = [form.text(f"choice_{number}") for number in range(1, asking.MOST + 1)]
    choices += [form.text(name) for name in form.fields if name.startswith("choice_") and name not in FIELDS]
    while choices and not one_line(choices[-1]):
        choices.pop()
    if not choices:
        return None
    return NewPoll(choices, form.truth("poll_multiple"), _seconds(form.text("poll_lasts")), form.truth("poll_hides"))


def fields_of(poll: NewPoll | None) -> dict[str, str]:
    """What was begun, as its fields were."""
    if poll is None:
        return {}
    filled = {f"choice_{number}": words for number, words in enumerate(poll.choices, 1)}
    switches = {"poll_multiple": "1" if poll.multiple else "", "poll_hides": "1" if poll.hides_counts else ""}
    return {**filled, **switches, "poll_lasts": str(poll.lasts)}


def form_view(who: Visit, form: Form, faults: Mapping[str, str]) -> PollForm:
    """That part of the form as it was sent, with what is wrong."""
    lasts = forms.typed(form, "poll_lasts", faults.get("poll_lasts", ""))
    return PollForm(
        choices=tuple(forms.typed(form, name, faults.get(name, "")) for name in FIELDS[: asking.MOST]),
        multiple=form.truth("poll_multiple"),
        hides=form.truth("poll_hides"),
        lasts=lasts if lasts.value else replace(lasts, value=str(int(asking.USUAL.total_seconds()))),
        spans=_spans(words_in(who.language)),
        error=faults.get("poll", ""),
    )


def poll_view(facts: PollFacts, me: int, words: Words, now: datetime) -> PollView:
    """As this member sees it."""
    is_over, counts = facts.has_ended(now), facts.counts_at(now)
    shown = [None] * len(facts.choices) if counts is None else list(counts)
    return PollView(
        choices=tuple(
            ChoiceView(choice.words, votes, _share(votes, facts.voters))
            for choice, votes in zip(facts.choices, shown, strict=True)
        ),
        when=keeping.ended(words, facts.ends_at, now) if is_over else keeping.ends(words, facts.ends_at, now),
        voters=facts.voters,
        multiple=facts.multiple,
        may_vote=not (is_over or facts.voted or facts.author_id == me),
        voted=facts.voted,
        is_over=is_over,
    )


def _share(votes: int | None, voters: int) -> int | None:
    """At most all of them: an ally's numbers need not agree with each other."""
    return None if votes is None else min(100, round(100 * votes / voters)) if voters else 0


def _seconds(word: str) -> int:
    if not word:
        return int(asking.USUAL.total_seconds())
    if not (word.isascii() and word.isdigit() and len(word) <= _LONGEST_NUMBER):
        raise Invalid("poll_lasts", asking.TOO_SHORT_OR_LONG)
    return int(word)


def _spans(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((str(seconds), keeping.span(words, timedelta(seconds=seconds))) for seconds in asking.SPANS)
