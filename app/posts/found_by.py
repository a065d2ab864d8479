"""What a post is found by: its words, and marks of whose it is, whom it names, what it is and carries. Pure.

A mark begins with a sign that no word has (`app.basics.words`). The same marks are asked for by `app.timelines.asking`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.basics import words
from app.basics.text import words_of
from app.basics.word_forms import forms_in
from app.posts.audience import FOR_MEMBERS, Audience

EVERYBODY: Final = "=all"
"""Whoever may read it may find it; without this mark those alone whom other marks name."""
PICTURE: Final = "=picture"
LINK: Final = "=link"
POLL: Final = "=poll"
REPLY: Final = "=reply"
WARNED: Final = "=warned"

_link = re.compile(r'<a (?![^>]*class="[^"]*(?:mention|hashtag))')
_letters = re.compile(r"[a-z]{1,8}")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A post as it is about to be indexed. `tags`: names. `named`: who of it lives here. `choices`: of its poll."""

    author_id: int
    is_ours: bool
    audience: Audience
    content: str
    warning: str
    language: str
    answers: bool
    pictures: int
    described: Sequence[str]
    tags: Sequence[str]
    named: Sequence[int]
    written_at: datetime
    choices: Sequence[str] = ()


def by(account_id: int) -> str:
    """Somebody wrote it."""
    return f"=by{account_id}"


def to(account_id: int) -> str:
    """It names somebody."""
    return f"=to{account_id}"


def tag(name: str) -> str:
    """It carries a tag."""
    return f"=tag{name}"


def language(code: str) -> str:
    """It is in that language, whatever its region. An ally may call it anything, so letters alone are taken."""
    found = _letters.match(code.lower())
    return f"=in{found[0] if found else ''}"


def year(number: int) -> str:
    """It was written in that year."""
    return f"=y{number}"


def month(year: int, number: int) -> str:
    """It was written in that month."""
    return f"=m{year}-{number}"


def everything(post: Indexed, *, findable: bool) -> str:
    """All of it as it is kept, a space between two. `findable`: its author says so."""
    texts = [words_of(post.content), post.warning, *post.described, *post.choices]
    found = [word for text in texts for word in words.words_in(text)][: words.MOST]
    return " ".join([*found, *forms_in(found, post.language), *marks(post, findable=findable)])


def marks(post: Indexed, *, findable: bool) -> list[str]:
    """What is asked for beside words."""
    at = post.written_at
    when = [year(at.year), month(at.year, at.month)]
    return [by(post.author_id), *map(to, post.named), *map(tag, post.tags), *when, *_of_what_it_is(post, findable)]


def is_for_everybody(audience: Audience, *, is_ours: bool) -> bool:
    """Whether an author's yes is meant for posts like this.

    An ally's says it for what they post for everybody (ActivityPub's `indexable`), or for allies; of what is for their
    followers it says nothing.
    """
    return audience in FOR_MEMBERS if not is_ours else audience is not Audience.MENTIONED


def _of_what_it_is(post: Indexed, findable: bool) -> Iterable[str]:
    if findable and is_for_everybody(post.audience, is_ours=post.is_ours):
        yield EVERYBODY
    if post.pictures:
        yield PICTURE
    if post.choices:
        yield POLL
    if _has_link(post.content):
        yield LINK
    if post.answers:
        yield REPLY
    if post.warning:
        yield WARNED
    if post.language:
        yield language(post.language)


def _has_link(content: str) -> bool:
    """One that leads to a page, not to somebody and not to a tag."""
    return _link.search(content) is not None
