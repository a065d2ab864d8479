"""Who may quote a post, in an app's words: `quote_approval_policy`."""

from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.posts.quoting import WhoMayQuote

_WORDS = {"public": WhoMayQuote.READERS, "followers": WhoMayQuote.FOLLOWERS, "nobody": WhoMayQuote.NOBODY}


def quotable_in(form: Form) -> WhoMayQuote | None:
    """None where nothing is said of it; raises Invalid."""
    word = form.text("quote_approval_policy").strip()
    if not word:
        return None
    if word not in _WORDS:
        raise Invalid("quote_approval_policy", "quote_approval_policy is public, followers or nobody.")
    return _WORDS[word]


def word_of(said: WhoMayQuote) -> str:
    return next(word for word, one in _WORDS.items() if one is said)
