"""Small pictures in the places of their names, on pages of whoever does not save data; in words everywhere else."""

from markupsafe import Markup

from app.basics.emoji import Pictures, drawn, drawn_words
from app.web.views import AccountView, PageFrame


def called(account: AccountView, frame: PageFrame) -> str:
    """What somebody is called."""
    return with_emoji(account.called, account.emoji, frame)


def with_emoji(words: str, pictures: Pictures | None, frame: PageFrame) -> str:
    """Plain words, or HTML that is clean, for a template."""
    if not pictures or frame.ask_for_pictures:
        return words
    return drawn(words, pictures) if isinstance(words, Markup) else drawn_words(words, pictures)
