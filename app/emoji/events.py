"""Facts about pictures among words."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class EmojiAwaited(Event):
    """An ally's members write with a picture that is still to be fetched from there, or has changed there."""

    emoji_id: int
    ally_id: int
