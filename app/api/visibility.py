"""Apps know four words for whom a post is for; this house knows five. Here one becomes the other."""

from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.posts.actions.writing import allowed_audiences
from app.posts.audience import Audience, chosen
from app.posts.queries import PostFacts

# `public` is the widest that a member has enabled; pages for the open web are not built yet.
_WORDS = {
    "public": Audience.ALLIES,
    "unlisted": Audience.COMMUNITY,
    "private": Audience.FOLLOWERS,
    "direct": Audience.MENTIONED,
}


def audience_for(form: Form, parent: PostFacts | None, author_id: int) -> Audience | None:
    """The audience an app asks for; None leaves it to the house. Our own word `audience` goes before `visibility`.

    An app offers for an answer the word it was shown for the post, so a word that the answer cannot have means the
    widest it can: the same people as the post's. It is never wider than the post itself (P23).
    """
    own, word = form.text("audience").strip(), form.text("visibility").strip()
    if own:
        return chosen(own)
    if not word:
        return None
    if word not in _WORDS:
        raise Invalid("visibility", "visibility is public, unlisted, private or direct.")
    allowed = allowed_audiences(parent, author_id)
    return _WORDS[word] if _WORDS[word] in allowed else allowed[0]
