"""Small pictures among what our members write, as allies read them."""

from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.emoji.shown import kept_in
from app.media.forms import MIME
from federation.documents.context import Json


def emoji_in(encoded: bytes, ally: AllyFacts) -> list[Json]:
    """Those in the bytes of a post or an account; none without the scope (P24).

    An address is the same for everybody whom we show it to, and unguessable for all others (decision 0021).
    """
    if Scope.MEDIA not in ally.scopes:
        return []
    return [
        {
            "id": f"{one.url}#emoji",
            "type": "Emoji",
            "name": f":{one.shortcode}:",
            "updated": one.parasol_updated,
            "icon": {"type": "Image", "mediaType": MIME, "url": one.url},
        }
        for one in kept_in(encoded)
    ]
