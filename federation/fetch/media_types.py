"""Which content types are the documents we ask for."""

from typing import Final, Literal

Document = Literal["activity", "webfinger", "nodeinfo", "heads"]

ACTIVITY: Final = "application/activity+json"
PLAIN: Final = "application/json"
_PROFILE: Final = "https://www.w3.org/ns/activitystreams"

ACCEPT: Final[dict[Document, str]] = {
    "activity": f'{ACTIVITY}, application/ld+json; profile="{_PROFILE}"',
    "webfinger": f"application/jrd+json, {PLAIN}",
    "nodeinfo": PLAIN,
    "heads": PLAIN,
}
_PLAIN: Final[dict[Document, frozenset[str]]] = {
    "activity": frozenset({ACTIVITY}),
    "webfinger": frozenset({"application/jrd+json", PLAIN}),
    "nodeinfo": frozenset({PLAIN}),
    "heads": frozenset({PLAIN}),
}


def is_document(content_type: str, wanted: Document) -> bool:
    """Whether a Content-Type names the wanted kind.

    Somebody's upload must not pass for an activity: so `application/json` alone is not one, and JSON-LD only
    with the profile (ActivityPub, section 3.2).
    """
    media_type, _, rest = content_type.partition(";")
    name = media_type.strip().lower()
    if name in _PLAIN[wanted]:
        return True
    return wanted == "activity" and name == "application/ld+json" and _PROFILE in _profiles(rest)


def _profiles(parameters: str) -> list[str]:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "profile":
            return value.strip('"').split(" ")
    return []
