"""Samples of the pages about small pictures among words."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.views.emoji import EmojiDeletionPage, EmojiPage, EmojiView
from tests.web import cast

Changes = dict[str, object]
PARASOL = EmojiView(1, "parasol", "A" * 22, "umbrellas")
HIDDEN = EmojiView(2, "a" * 30, "B" * 22, hidden=True)


def of_emoji() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    here: Changes = {"place": "more", "role": "steward"}
    yield "emoji", "emoji/list.html", EmojiPage((PARASOL, HIDDEN)), here
    yield "emoji-empty", "emoji/list.html", EmojiPage(), here
    yield "emoji-saving", "emoji/list.html", EmojiPage((PARASOL,)), here | {"ask_for_pictures": True}
    refused = EmojiPage(
        (PARASOL,),
        shortcode=v.Field("red umbrella", "Take 2 to 30 letters from a to z, figures and underscores."),
        category=v.Field("x" * 41, "At most 40 characters."),
        picture_error="Please choose the picture once more: it is not kept until everything is right.",
    )
    yield "emoji-refused", "emoji/list.html", refused, here
    replaced = EmojiPage((PARASOL, HIDDEN), picture_error="Drawings in SVG are not taken here.", replacing=1)
    yield "emoji-not-replaced", "emoji/list.html", replaced, here
    yield "emoji-deletion", "emoji/deletion.html", EmojiDeletionPage(PARASOL), here
    yield "write-emoji", "post/write.html", v.WritePage(emoji=(PARASOL, HIDDEN), once="once"), {"place": "write"}
    shown = {"parasol": PARASOL.word}
    author = replace(cast.MARISOL, name="Marisol :parasol:", emoji=shown)
    html = Markup("<p>Under the :parasol: tonight</p>")
    letter = replace(cast.LETTER, author=author, html=html, warning="rain :parasol:", emoji=shown)
    yield "home-emoji", "timeline/home.html", v.TimelinePage((letter,)), {"place": "home"}
