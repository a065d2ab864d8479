"""Samples of quotes: shown, folded away, not for this reader, not allowed (any more); writing one; who quoted."""

from collections.abc import Iterator
from dataclasses import replace

from app.web import views as v
from app.web.views.quotes import QuotedView, QuotesPage, QuoteView
from tests.web import cast
from tests.web.samples_of_polls import OPEN

Changes = dict[str, object]

PLAIN = QuotedView(cast.LETTER.id, cast.LETTER.author, cast.LETTER.at, cast.LETTER.html, asks=True)
WARNED = QuotedView(
    cast.PATROL.id, cast.NIGHT_DESK, cast.PATROL.at, cast.PATROL.html, "police, fear", cast.HAIR.pictures, quotes=True
)
QUOTES = (
    QuoteView("allowed", PLAIN),
    QuoteView("allowed", WARNED),
    QuoteView("allowed", replace(PLAIN, author=cast.LEILA, html=cast.WELCOME.html, folded="not tonight")),
    QuoteView(),
    QuoteView("asked"),
    QuoteView("refused"),
    QuoteView("taken_back"),
)


def of_quotes() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    quoting = tuple(
        replace(post, quotes=True, quote=quote, may_quote=n % 2 == 0, may_delete=n == 1, id=800 + n)
        for n, (post, quote) in enumerate(zip(cast.LETTERS, QUOTES, strict=True))
    )
    yield "quotes", "timeline/home.html", v.TimelinePage(quoting), {"place": "home"}
    asked = replace(quoting[0], poll=OPEN, asks=True, warning="long")
    yield "quote-with-poll", "post/thread.html", v.ThreadPage(asked), {}
    writing = v.WritePage(quoting=QUOTES[1], quotable="followers", audiences=("allies", "community"))
    yield "write-quote", "post/write.html", writing, {"place": "write"}
    own = replace(cast.LETTER, may_delete=True, quotable="readers")
    yield "quoted-by", "post/quotes.html", QuotesPage(own, quoting[:2], "/posts/1/quotes?before=1"), {}
    yield "quoted-by-nobody", "post/quotes.html", QuotesPage(own, error="Please choose who may quote it."), {}
