"""Quotes for tests: written by the cast, through the same actions as the doors, and looked at as somebody."""

from app.posts import quotes
from app.posts.actions import quoting
from app.posts.models import Quote
from app.posts.quotes import QuoteFacts
from app.posts.quoting import WhoMayQuote
from app.storage.house import House
from tests.world.cast import Member

SECRET = "the words that are quoted"


def lets_quote(member: Member, who: str = "readers", audience: str = "community", text: str = SECRET) -> int:
    """A post that may be quoted by these."""
    return member.posts(text, audience, quotable=WhoMayQuote(who))


def quotes_it(member: Member, post_id: int, audience: str | None = None, text: str = "Look at this") -> int:
    """Raises what the Write page says to them."""
    return member.posts(text, audience, quotes=post_id)


def seen(member: Member, post_id: int) -> QuoteFacts:
    """What that member is shown of what a post quotes."""
    return member.house.database.read_now(quotes.of_posts, member.viewer, [post_id])[post_id]


def words_seen(member: Member, post_id: int) -> str:
    """The quoted words, empty where they are not shown."""
    post = seen(member, post_id).post
    return "" if post is None else post.source or post.content


def takes_back(member: Member, quoted_id: int, post_id: int) -> None:
    member.house.database.write_now(quoting.take_back, member.id, quoted_id, post_id)


def says_who(member: Member, post_id: int, who: str) -> None:
    origin = member.house.settings.origin
    member.house.database.write_now(quoting.let_quote, member.id, post_id, WhoMayQuote(who), origin=origin)


def row_of(house: House, post_id: int) -> Quote | None:
    return house.database.read_now(lambda session: session.get(Quote, post_id))
