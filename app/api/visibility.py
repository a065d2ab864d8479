"""Apps know four words for whom a post is for; this house knows five. Here one becomes the other."""

from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.posts.actions.writing import allowed_audiences
from app.posts.audience import Audience, chosen
from app.posts.queries import PostFacts

# `public` is the widest that a member has enabled: the open web once their page there is on.
_WORDS = {
    "public": Audience.ALLIES,
    "unlisted": Audience.COMMUNITY,
    "private": Audience.FOLLOWERS,
    "direct": Audience.MENTIONED,
}


def asks_for_public(form: Form) -> bool:
    """Whether it depends on the member's open page what an app's word means."""
    return form.text("visibility").strip() == "public"


def word_for(audience: Audience) -> str:
    """What an app is told of an audience."""
    return {Audience.OPEN: "public", Audience.MENTIONED: "direct"}.get(audience, "private")


def audience_for(
    form: Form, parent: PostFacts | None, author_id: int, *, open_page: bool, quoted: PostFacts | None = None
) -> Audience | None:
    """The audience an app asks for; None leaves it to the house. Our own word `audience` goes before `visibility`.

    An app offers for an answer the word it was shown for the post, so a word that the answer cannot have means the
    widest it can: the same people as the post's. It is never wider than the post itself (P23). So with a quote.
    """
    own, word = form.text("audience").strip(), form.text("visibility").strip()
    if own:
        return chosen(own)
    if not word:
        return None
    if word not in _WORDS:
        raise Invalid("visibility", "visibility is public, unlisted, private or direct.")
    meant = Audience.OPEN if word == "public" and open_page else _WORDS[word]
    allowed = allowed_audiences(parent, author_id, open_page=open_page, quoted=quoted)
    return meant if meant in allowed or not allowed else allowed[0]
