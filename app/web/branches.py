"""Answers as a tree that stays readable: a few levels one in the other, the deeper ones below each other. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.web.views.posts import BranchView, PostView

INDENTED: Final = 4


def branches(
    posts: Sequence[PostView], parents: Mapping[int, int | None], root: int, more: Collection[int]
) -> tuple[BranchView, ...]:
    """The answers to `root`, oldest first. What answers a post that is not shown stands where that one would.

    `parents`: what each answers, those not shown included. `more`: of these there are answers on pages of their own.
    """
    shown = {post.id for post in posts}
    answers: dict[int, list[PostView]] = {}
    for post in sorted(posts, key=lambda one: one.id):
        answers.setdefault(_nearest(post.id, parents, shown, root), []).append(post)
    return _grown(root, answers, more, level=1)


def _nearest(post_id: int, parents: Mapping[int, int | None], shown: Collection[int], root: int) -> int:
    """The nearest post above that is on the page."""
    above = parents.get(post_id)
    while above is not None and above != root and above not in shown:
        above = parents.get(above)
    return root if above is None else above


def _grown(
    of: int, answers: Mapping[int, Sequence[PostView]], more: Collection[int], level: int
) -> tuple[BranchView, ...]:
    found: list[BranchView] = []
    for post in answers.get(of, ()):
        below = _grown(post.id, answers, more, level + 1)
        own = BranchView(replace(post, answers=None) if level <= INDENTED else post, more=post.id in more)
        if level < INDENTED:
            found.append(replace(own, below=below))
        else:
            found += (own, *below)
    return tuple(found)
