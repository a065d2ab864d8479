"""What people decided about posts, said above them to their author: asked once for a page, and only where it occurs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.web.render import words_in
from app.web.views import Link, PostState, PostView
from app.web.visiting import Visit
from app.web.words import N_, Words
from moderation.decided.about_posts import AboutPost, about_posts
from moderation.measures import Measure

_SAID: Final[Mapping[Measure, str]] = {
    Measure.HOLD: N_("A moderator holds this post: only you see it until it is looked at."),
    Measure.REMOVE: N_(
        "This post was removed by a decision. Nobody reads it; what it said is kept sealed, and comes back whole "
        "if the decision was wrong."
    ),
    Measure.HIDE_PICTURE: N_("By a decision nobody but you sees all pictures of this post."),
    Measure.ADD_WARNING: N_("The warning before this post was put there by a decision."),
    Measure.ASK_CHANGE: N_("Moderators ask you to change this post."),
}
_ENDS: Final = N_("That ends by itself: %(moment)s.")
_APPEALED: Final = N_("Other people look at your appeal.")
_DECISION: Final = N_("The decision, and what you can do")


async def with_standing(who: Visit, posts: Sequence[PostView], *, also: Collection[int] = ()) -> tuple[PostView, ...]:
    """The same posts, and above the reader's own what holds for them. `also`: of which it is asked in any case.

    That a change was asked for stands in nothing that others read, so it is said on the post's own page.
    """
    wanted = [post.id for post in posts if post.may_delete and (post.decided or post.id in also)]
    if not wanted:
        return tuple(posts)
    found = await who.house.database.read(about_posts, who.viewer, wanted)
    words = words_in(who.language)
    return tuple(
        replace(post, state=_state(found[post.id], words, who)) if post.id in found else post for post in posts
    )


def _state(about: AboutPost, words: Words, who: Visit) -> PostState:
    said = [words.say(_SAID[about.measure])]
    if about.ends_at is not None:
        said.append(words.say(_ENDS) % {"moment": words.moment(about.ends_at, who.now)})
    if about.is_appealed:
        said.append(words.say(_APPEALED))
    return PostState(" ".join(said), Link(words.say(_DECISION), f"/decisions/{about.decision_id}"))
