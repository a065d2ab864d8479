"""Quotes on pages: read once for a whole page, and not at all where nothing quotes or may be quoted by some."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.accounts.filtering import Sieve, hides
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.basics.text import kept
from app.doors.bodies import Form
from app.emoji.shown import pictures_in
from app.posts import body, picture_queries, queries
from app.posts import quotes as reading
from app.posts.actions import quoting
from app.posts.picture_queries import PictureFacts
from app.posts.queries import PostFacts
from app.posts.quotes import NOTHING_TO_SEE, Around, QuoteFacts
from app.posts.quoting import NotToBeQuoted, State
from app.posts.sifting import found_in
from app.storage import Session
from app.web import forms, showing
from app.web.views import PostView
from app.web.views.quotes import QuotedView, QuoteView, WhoMayQuote
from app.web.visiting import Visit
from app.web.words import N_

NOT_TO_BE_QUOTED = N_(
    "What you quoted is not there any more, or you may not quote it. If you post this, it stands for itself."
)


@dataclass(frozen=True, slots=True)
class _Read:
    around: Around
    pictures: dict[int, list[PictureFacts]]


async def with_quotes(who: Visit, sieve: Sieve, posts: Sequence[PostView]) -> tuple[PostView, ...]:
    """The same posts with what they quote, as far as this member may and wants to see it, and the link to quote them.

    `sieve`: their filters for this list, which hold for quoted words too.
    """
    wanted = [post.id for post in posts if post.quotes or post.quotable == "followers"]
    if not wanted:
        return tuple(posts)
    read = await who.house.database.read(_read, who.viewer, wanted)
    return tuple(_with_quote(post, read, sieve, who.me.account_id) for post in posts)


async def to_quote(who: Visit, word: str) -> dict[str, list[str]]:
    """The field for a post that is about to be quoted, none for an empty word; raises NotFound, NotToBeQuoted."""
    if not word:
        return {}
    post_id = forms.the_id(word)
    await who.house.database.read(quoting.may_be_quoted, who.me.account_id, post_id)
    return {"quotes": [str(post_id)]}


async def about_to_quote(who: Visit, form: Form) -> tuple[PostFacts | None, str]:
    """What the form quotes, or a sentence for that it may not, or not any more."""
    if not form.text("quotes"):
        return None, ""
    try:
        return await who.house.database.read(_about_to_quote, who.viewer, forms.the_id(form.text("quotes"))), ""
    except (NotFound, NotToBeQuoted):
        return None, NOT_TO_BE_QUOTED


def said(form: Form) -> WhoMayQuote:
    """Who may quote what is written, as the form says it."""
    match form.text("quotable"):
        case "followers" | "readers" as word:
            return word
        case _:
            return "nobody"


async def card_of(who: Visit, post: PostFacts) -> QuoteView:
    """A post that is about to be quoted, as it will stand in the quote."""
    pictures = await who.house.database.read(_pictures, [post])
    return QuoteView("allowed", _card(post, pictures))


def _about_to_quote(session: Session, viewer: Viewer, post_id: int) -> PostFacts:
    quoting.may_be_quoted(session, viewer.account_id or 0, post_id)
    return queries.one(session, viewer, post_id)


def _read(session: Session, viewer: Viewer, post_ids: Sequence[int]) -> _Read:
    around = reading.around(session, viewer, post_ids)
    return _Read(around, _pictures(session, [one.post for one in around.of.values() if one.post is not None]))


def _pictures(session: Session, posts: Sequence[PostFacts]) -> dict[int, list[PictureFacts]]:
    pictured = [post.id for post in posts if post.pictures]
    return picture_queries.pictures_of(session, pictured) if pictured else {}


def _with_quote(post: PostView, read: _Read, sieve: Sieve, me: int) -> PostView:
    may_quote = post.may_quote or post.id in read.around.may_quote
    if not post.quotes:
        return replace(post, may_quote=may_quote)
    quote = _quote(read.around.of.get(post.id, NOTHING_TO_SEE), read, sieve, me)
    return replace(post, may_quote=may_quote, quote=quote)


def _quote(facts: QuoteFacts, read: _Read, sieve: Sieve, me: int) -> QuoteView:
    if facts.state is None or facts.post is None:
        return QuoteView("" if facts.state is None or facts.state is State.ALLOWED else facts.state.value)
    found = [] if facts.post.author_id == me else found_in(sieve, facts.post.body)
    if hides(found):
        return QuoteView()
    card = _card(facts.post, read.pictures)
    return QuoteView(facts.state.value, replace(card, folded=found[0].filter.title) if found else card)


def _card(post: PostFacts, pictures: dict[int, list[PictureFacts]]) -> QuotedView:
    return QuotedView(
        id=post.id,
        author=showing.author_of(post),
        at=post.written_at,
        html=kept(post.content),
        warning=post.warning,
        pictures=tuple(showing.picture_view(one) for one in pictures.get(post.id, ()) if one.ready),
        emoji=pictures_in(post.body),
        asks=body.asks(post.body),
        quotes=body.quotes(post.body),
        language=post.language,
    )
