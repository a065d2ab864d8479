"""The house's small pictures in forms where somebody writes: to read off and to type, without script."""

from app.emoji import queries
from app.emoji.queries import EmojiFacts
from app.web.views.emoji import EmojiView
from app.web.visiting import Visit


async def to_choose_from(who: Visit) -> tuple[EmojiView, ...]:
    return tuple(shown(one) for one in await who.house.database.read(queries.to_choose_from))


def shown(facts: EmojiFacts) -> EmojiView:
    return EmojiView(facts.id, facts.shortcode, facts.word, facts.category, facts.hidden)
