"""Posts and pictures as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from app.basics.emoji import Pictures
from app.web.views.emoji import EmojiView
from app.web.views.frame import EMPTY, Field, Link
from app.web.views.people import AccountView
from app.web.views.polls import NOTHING_ASKED, PollForm, PollView
from app.web.views.quotes import QuoteView, WhoMayQuote
from app.web.views.writing import UNSAID, LanguageField

Audience = Literal["open", "allies", "community", "followers", "mentioned"]


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture in a post. `width` and `height` are those of the small version, so that nothing jumps.

    `tint` is the picture's middle colour as `#rrggbb`, shown in its place until it is there. `weight`: how many bytes
    the small version has, said where it waits until asked for; 0 where that is not known. `hidden`: people decided so;
    `large` leads its owner to it, and is empty for everybody else.
    """

    small: str
    large: str
    width: int
    height: int
    description: str = ""
    tint: str = ""
    weight: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PostState:
    """Shown to a post's author alone: it is held, removed or under appeal, with the way to the decision."""

    words: str
    decision: Link | None = None


@dataclass(frozen=True, slots=True)
class PostView:
    """One post for one viewer. `html` is cleaned. The permissions are decided; a template only shows or hides.

    `sealed`: a message that this session could not open. `folded`: the name of the viewer's own word filter that folds
    it away.

    Its buttons post to `/posts/{id}/marks` one of `favourite=1|0`, `boost=1|0`, `bookmark=1|0`, and `back`, or to
    `/posts/{id}/pin` the same with `pin=1|0`. Reply leads to `/write?reply={id}`, editing and deletion to
    `/posts/{id}/editing` and `/posts/{id}/deletion`. `on_top`: it stands first because it is pinned.
    `emoji`: the small pictures among its words, if any (`app.basics.emoji`).
    `asks`: it has a poll, which is in `poll` once it was read. `quotes`: it quotes another, which is in `quote` then.
    `quotable`: who may quote it, as its author says; `may_quote`: whether this viewer may, in `/write?quote={id}`.
    `language`: that of its words, as far as it is said. `decided`: some decision about it is in force; `kept_back`: by
    it nobody reads the post but its author, who cannot change it meanwhile.
    """

    id: int
    author: AccountView
    audience: Audience
    at: datetime
    html: Markup
    warning: str = ""
    pictures: tuple[PictureView, ...] = ()
    boosted_by: AccountView | None = None
    answers: AccountView | None = None
    favourited: bool = False
    boosted: bool = False
    bookmarked: bool = False
    may_reply: bool = True
    may_boost: bool = True
    may_delete: bool = False
    state: PostState | None = None
    ends: datetime | None = None
    sealed: bool = False
    folded: str = ""
    edited: datetime | None = None
    pinned: bool = False
    may_pin: bool = False
    on_top: bool = False
    emoji: Pictures | None = None
    asks: bool = False
    poll: PollView | None = None
    language: str = ""
    quotes: bool = False
    quote: QuoteView | None = None
    quotable: WhoMayQuote = "nobody"
    may_quote: bool = False
    decided: bool = False
    kept_back: bool = False

    @property
    def address(self) -> str:
        """The post's page here; not its address for allies."""
        return f"/posts/{self.id}"

    @property
    def history(self) -> str:
        """Where it says what it said before, once it was edited."""
        return f"{self.author.address}/{self.id}/history"


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """`GET /` signed in (`timeline/home.html`) and `GET /community` (`timeline/community.html`), newest first.

    `older` is the address of the next page, empty on the last; `newest` the way back to the first page, empty there.
    `after`: the newest entry of the first page, which is told of newer ones.
    In home `fresh` stand above `posts`, with the line between them when `is_line`. `place`: what is posted to `/place`
    as `up_to` when they were read, 0 for nothing.
    """

    posts: tuple[PostView, ...] = ()
    older: str = ""
    newest: str = ""
    after: int | None = None
    fresh: tuple[PostView, ...] = ()
    is_line: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class BranchView:
    """An answer with the answers to it. `more`: on its own page there are further ones."""

    post: PostView
    below: tuple[BranchView, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`GET /posts/{id}`, `post/thread.html`: what it answers (oldest first), the post, its answers (oldest first).

    Posts `mute=1|0` and `back` to `/posts/{id}/quiet`. `further`: the address of the next page of its answers; `first`:
    of the first of them, on every other.
    """

    post: PostView
    before: tuple[PostView, ...] = ()
    after: tuple[BranchView, ...] = ()
    muted: bool = False
    further: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that was taken in before some other field was refused: sent again as `media_1` … `media_4`.

    `error` is about the picture itself; one with an error and no `media` has to be chosen again.
    """

    media: str = ""
    small: str = ""
    description: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What others will get, above the form that the button `preview=1` sent. `later`: when, if not at once.

    `to`: whom a message is for. `only_words` and `further_words` more: names that lead to nobody. `not_reached`: people
    named whose house it never goes to.
    """

    post: PostView
    to: tuple[str, ...] = ()
    only_words: tuple[str, ...] = ()
    further_words: int = 0
    not_reached: tuple[str, ...] = ()
    later: str = ""


@dataclass(frozen=True, slots=True)
class WritePage:
    """`GET /write[?reply=ID][&quote=ID]`, `post/write.html`. Posts to `/posts` as multipart:

    `text warning language audience lasts reply_to quotes quotable once draft scheduled later`, and for n in 1…4
    `picture_n` (file), `description_n`, `media_n` (kept), `drop_n=1` (not the kept one after all). The same goes to
    `/drafts` with another button; with a third, `preview=1`, nothing is sent and `preview` is shown. `draft` and
    `scheduled` are as what it was kept before. `later` is a moment by UTC's `clock`, between `soonest` and `latest`.
    `audiences` are those allowed here, narrowest last; for an answer never wider than what it answers (P23).
    `lasts_choices` are (days, words) shorter than `lasts_at_most`, which is what its author (`lasts_by` own) or the
    house says; empty where nobody says anything. `pictures` holds up to four kept pictures, at their places. `once` is
    random, so that a double tap posts once.
    """

    text: Field = EMPTY
    warning: Field = EMPTY
    audience: Audience = "community"
    audience_error: str = ""
    audiences: tuple[Audience, ...] = ("allies", "community", "followers", "mentioned")
    answering: PostView | None = None
    quoting: QuoteView | None = None
    quotable: WhoMayQuote = "nobody"
    pictures: tuple[KeptPicture, ...] = ()
    lasts: Field = EMPTY
    lasts_choices: tuple[tuple[str, str], ...] = ()
    lasts_at_most: str = ""
    lasts_by: Literal["own", "house", ""] = ""
    limit: int = 5000
    error: str = ""
    once: str = ""
    draft: str = ""
    scheduled: str = ""
    later: Field = EMPTY
    clock: str = ""
    soonest: str = ""
    latest: str = ""
    emoji: tuple[EmojiView, ...] = ()
    poll: PollForm = NOTHING_ASKED
    language: LanguageField = UNSAID
    preview: PreviewView | None = None

    @property
    def slots(self) -> tuple[KeptPicture, ...]:
        """The four places for pictures, kept ones first."""
        return (self.pictures + (KeptPicture(),) * 4)[:4]


@dataclass(frozen=True, slots=True)
class DeletionPage:
    """`GET /posts/{id}/deletion`, `post/deletion.html`. Posts to the same address. `reached_allies`: copies left."""

    post: PostView
    reached_allies: bool = False
