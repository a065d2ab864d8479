"""From facts to what pages show: one query for all people of a page, one for all its pictures, none in a loop."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.accounts import queries as accounts
from app.accounts.card import tile_of
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import several_seen_by
from app.accounts.viewer import Viewer
from app.basics.text import kept
from app.emoji.shown import pictures_in
from app.posts import picture_queries
from app.posts.audience import Audience, may_boost
from app.posts.body import asks, decided, quotes, who_may_quote
from app.posts.picture_queries import PictureFacts
from app.posts.queries import PostFacts
from app.posts.quoting import WhoMayQuote, lets_quote
from app.posts.rules import may_pin
from app.posts.standing import is_kept_back
from app.storage import Session
from app.timelines.queries import Entry
from app.web import views

_BASE_83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Entries with everybody and every picture in them."""

    entries: Sequence[Entry]
    people: dict[int, AccountFacts]
    pictures: dict[int, list[PictureFacts]]


def gathered(session: Session, viewer: Viewer, entries: Sequence[Entry]) -> Gathered:
    """Read whatever the entries name, as far as it is there for the viewer: not who has blocked them."""
    named = {e.booster_id for e in entries} | {e.post.reply_to_account_id for e in entries}
    known = [account_id for account_id in named if account_id is not None]
    pictured = [e.post.id for e in entries if e.post.pictures]
    return Gathered(
        entries,
        _people(session, viewer, known) if known else {},
        picture_queries.pictures_of(session, pictured) if pictured else {},
    )


def gathered_posts(session: Session, viewer: Viewer, found: Sequence[PostFacts]) -> Gathered:
    """The same for posts that stand in no timeline."""
    return gathered(session, viewer, [Entry(post.id, post) for post in found])


def post_views(read: Gathered, me: int) -> tuple[views.PostView, ...]:
    """Every entry as this member sees it."""
    return tuple(_post(entry, read, me) for entry in read.entries)


def account_view(facts: AccountFacts) -> views.AccountView:
    return views.AccountView(facts.handle, facts.display_name, tile_of(facts.uri), emoji=pictures_in(facts.card))


def author_of(post: PostFacts) -> views.AccountView:
    emoji = pictures_in(post.author_card)
    return views.AccountView(post.author_handle, post.author_display_name, tile_of(post.author_uri), emoji=emoji)


def picture_view(picture: PictureFacts, described: str | None = None, *, is_own: bool = False) -> views.PictureView:
    """`described`: what was sealed with a message. `is_own`: of the reader, who sees that it is hidden and what is."""
    if picture.hidden:
        return hidden_picture(str(picture.id), is_own=is_own)
    base = f"/media/{picture.id}"
    return views.PictureView(
        f"{base}/small",
        f"{base}/full",
        picture.small_width,
        picture.small_height,
        picture.description if described is None else described,
        tint_of(picture.blurhash),
        picture.small_bytes,
    )


def hidden_picture(picture_id: str, *, is_own: bool) -> views.PictureView:
    """In the place of one that people decided to hide; its owner can still look at it."""
    return views.PictureView("", f"/media/{picture_id}/full" if is_own else "", 0, 0, hidden=True)


@lru_cache(maxsize=4096)
def tint_of(blurhash: str) -> str:
    """The picture's mean colour, which a blurhash holds in its third to sixth letter; empty for none."""
    if len(blurhash) < 6 or any(letter not in _BASE_83 for letter in blurhash[2:6]):
        return ""
    value = 0
    for letter in blurhash[2:6]:
        value = value * 83 + _BASE_83.index(letter)
    return f"#{value:06x}" if value < 1 << 24 else ""


def _post(entry: Entry, read: Gathered, me: int) -> views.PostView:
    post, said = entry.post, who_may_quote(entry.post.body)
    return views.PostView(
        id=post.id,
        author=author_of(post),
        audience=post.audience.value,
        at=post.written_at,
        html=kept(post.content),
        warning=post.warning,
        sealed=post.sealed is not None,
        pictures=tuple(
            picture_view(one, post.descriptions.get(one.id), is_own=post.author_id == me)
            for one in read.pictures.get(post.id, ())
            if one.ready or one.hidden
        ),
        boosted_by=_named(read, entry.booster_id),
        answers=_named(read, post.reply_to_account_id),
        favourited=post.favoured,
        boosted=post.boosted,
        bookmarked=post.bookmarked,
        may_boost=may_boost(post.audience),
        may_delete=post.author_id == me,
        ends=post.ends_at,
        edited=post.edited_at,
        pinned=post.pinned,
        may_pin=may_pin(post.audience),
        emoji=pictures_in(post.body),
        asks=asks(post.body),
        language=post.language,
        quotes=quotes(post.body),
        quotable=said.value,
        may_quote=may_quote(said, post.audience, is_own=post.author_id == me),
        decided=bool(decided_in := decided(post.body)),
        kept_back=is_kept_back(decided_in),
    )


def may_quote(said: WhoMayQuote, audience: Audience, *, is_own: bool) -> bool:
    """As far as it can be told without asking; of those that some may quote `app.web.quotes` tells further."""
    return lets_quote(said, audience, is_own=is_own, follows=False)


def _people(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, AccountFacts]:
    return several_seen_by(session, viewer, ids) if viewer.keeps_away else accounts.several(session, ids)


def _named(read: Gathered, account_id: int | None) -> views.AccountView | None:
    facts = read.people.get(account_id or 0)
    return None if facts is None else account_view(facts)
