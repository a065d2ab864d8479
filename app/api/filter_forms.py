"""What apps send to make or change a word filter, in the shapes in which they send it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import FOLD, HIDE, Word, WordFilter
from app.api.reading import number_of
from app.basics.clock import now
from app.basics.errors import Invalid
from app.doors.bodies import Form

LONGEST = timedelta(days=3650)

# Rails' ways to write a list of things: `…[][keyword]`, `…[0][keyword]`; JSON comes as `…[keyword]`.
_ATTRIBUTE = re.compile(r"keywords_attributes(?:\[(\d*)\])?\[(keyword|whole_word|id|_destroy)\]")


def draft_of(form: Form, kept: WordFilter) -> FilterDraft:
    """The filter as the form wants it: what isn't sent stays. Raises Invalid."""
    action = form.text("filter_action", kept.action)
    draft = FilterDraft(
        title=form.text("title", kept.title),
        words=_words(form, kept.words),
        contexts=form.texts("context") or kept.contexts,
        action=HIDE if action == HIDE else FOLD,  # a third word, `blur`, asks for less than folding
        until=kept.until,
    )
    return replace(draft, until=_until(form)) if "expires_in" in form else draft


def _until(form: Form) -> datetime | None:
    word = form.text("expires_in").strip()
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) <= 9) or timedelta(seconds=int(word)) > LONGEST:
        raise Invalid("expires_in", "expires_in is a number of seconds.")
    return now() + timedelta(seconds=int(word))


def _words(form: Form, kept: Sequence[Word]) -> list[Word]:
    """The words there are, changed, ended and added as the form says."""
    left = {word.id: word for word in kept}
    added: list[Word] = []
    for given in _given(form):
        known = left.get(number_of(given.get("id", "")) or 0)
        if known is not None and given.get("_destroy") in {"1", "true"}:
            del left[known.id]
        elif known is not None:
            left[known.id] = Word(known.id, given.get("keyword", known.text), _is_whole(given, known.whole))
        elif "keyword" in given:
            added.append(Word(0, given["keyword"], _is_whole(given)))
    return [*left.values(), *added]


def _given(form: Form) -> list[dict[str, str]]:
    """Each thing of the list. Where its parts carry no number they belong together in order."""
    things: dict[tuple[str, int], dict[str, str]] = {}
    for name, values in form.fields.items():
        found = _ATTRIBUTE.fullmatch(name)
        if found is not None:
            for order, value in enumerate(values):
                things.setdefault((found[1] or "", order), {})[found[2]] = value
    return list(things.values())


def _is_whole(given: dict[str, str], otherwise: bool = True) -> bool:
    word = given.get("whole_word", "")
    return otherwise if not word else word.lower() in {"1", "true", "on", "t"}
