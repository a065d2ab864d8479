"""A poll as apps send it: `poll[options][]`, `poll[expires_in]`, `poll[multiple]`, `poll[hide_totals]`, or as JSON."""

from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.posts.asking import NO_SUCH_CHOICE, NewPoll

_LONGEST_NUMBER = 9


def poll_in(form: Form) -> NewPoll | None:
    """None where nothing is asked. Raises Invalid for what cannot be read; what may be asked is for others to say."""
    if not any(name.startswith("poll[") for name in form.fields):
        return None
    lasts = form.text("poll[expires_in]").strip()
    if not _is_number(lasts):
        raise Invalid("poll_lasts", "poll[expires_in] is a number of seconds.")
    return NewPoll(
        choices=form.texts("poll[options]"),
        multiple=form.truth("poll[multiple]"),
        lasts=int(lasts),
        hides_counts=form.truth("poll[hide_totals]"),
    )


def choices_in(form: Form) -> list[int]:
    """`choices[]`, the places of what is chosen. Raises Invalid."""
    words = [word.strip() for word in form.texts("choices")]
    if not all(map(_is_number, words)):
        raise Invalid("choice", NO_SUCH_CHOICE)
    return [int(word) for word in words]


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _LONGEST_NUMBER
