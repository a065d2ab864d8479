"""Samples of polls: to vote in, voted in, over, with hidden counts, refused; and the form that asks."""

from collections.abc import Iterator
from dataclasses import replace

from app.web import views as v
from app.web.views.polls import ChoiceView, PollForm, PollView
from tests.web import cast

Changes = dict[str, object]

WORDS = ("Tuesday at eight, in the kitchen", "Wednesday", "I cannot come, please write down what you decide")
COUNTS = tuple(
    ChoiceView(words, votes, share) for words, votes, share in zip(WORDS, (7, 1, 3), (64, 9, 27), strict=True)
)
HIDDEN = tuple(map(ChoiceView, WORDS))
SPANS = (("300", "5 minutes"), ("3600", "1 hour"), ("86400", "1 day"), ("604800", "7 days"))

OPEN = PollView(COUNTS, "ends in 3 days", 11, may_vote=True)
VOTED = replace(OPEN, may_vote=False, voted=True)
OVER = replace(VOTED, is_over=True, when="ended yesterday")
SEVERAL = PollView(HIDDEN, "ends in 5 hours", 1, multiple=True, may_vote=True)
OWN = replace(SEVERAL, may_vote=False)
REFUSED = replace(
    OPEN, choices=(replace(COUNTS[0], picked=True), *COUNTS[1:]), error="You have voted in this poll already."
)


def of_polls() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    asked = tuple(
        replace(post, poll=poll, asks=True, id=900 + n)
        for n, (post, poll) in enumerate(
            zip(
                (cast.LETTER, cast.PATROL, cast.HAIR, cast.TEA, cast.WELCOME),
                (OPEN, VOTED, SEVERAL, OVER, OWN),
                strict=True,
            )
        )
    )
    yield "polls", "timeline/home.html", v.TimelinePage(asked), {"place": "home"}
    yield "poll-refused", "post/thread.html", v.ThreadPage(replace(asked[0], poll=REFUSED)), {}
    form = PollForm((v.Field("Tuesday"), v.Field("Wednesday"), *(v.Field(),) * 6), spans=SPANS, lasts=v.Field("86400"))
    yield "write-poll", "post/write.html", v.WritePage(v.Field("Which day?"), poll=form), {"place": "write"}
    wrong = replace(
        form,
        choices=(v.Field("tea"), v.Field("tea", "This choice is there already."), *(v.Field(),) * 6),
        lasts=v.Field("1", "A poll lasts at least five minutes and at most 30 days."),
        multiple=True,
        hides=True,
        error="A message to named people is sealed, so there can be no poll in it.",
    )
    refused = v.WritePage(v.Field("Which day?"), poll=wrong, error="Not posted yet. Everything is still here.")
    yield "write-poll-refused", "post/write.html", refused, {"place": "write"}
