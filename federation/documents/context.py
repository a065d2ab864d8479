"""The one context under everything we say, fixed and complete in itself: nobody needs to fetch anything of ours."""

from typing import Any, Final

Json = dict[str, Any]

PUBLIC: Final = "https://www.w3.org/ns/activitystreams#Public"

# Our own word beside `to` and `cc`: for members at allies, which ActivityStreams cannot say without saying Public.
# Other software does not know it and goes by `to`: followers. It only ever tells Parasol of more readers.
AUDIENCE: Final = "parasol:audience"

CONTEXT: Final[list[str | dict[str, str | dict[str, str]]]] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    {
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "sensitive": "as:sensitive",
        "Hashtag": "as:Hashtag",
        "toot": "http://joinmastodon.org/ns#",
        "Emoji": "toot:Emoji",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "featured": {"@id": "toot:featured", "@type": "@id"},
        "blurhash": "toot:blurhash",
        "votersCount": "toot:votersCount",
        "gts": "https://gotosocial.org/ns#",
        "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
        "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
        "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
        "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
        "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"},
        "quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
        "quoteAuthorization": {"@id": "https://w3id.org/fep/044f#quoteAuthorization", "@type": "@id"},
        "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
        "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
        "parasol": "urn:parasol:",
    },
]


def in_context(document: Json) -> Json:
    """The document as it goes out on its own; inside another it goes without."""
    return {"@context": CONTEXT, **document}


def pins_of(actor_uri: str) -> str:
    """The list of what somebody put first on their page."""
    return f"{actor_uri}/featured"


def followers_of(actor_uri: str) -> str:
    """The address that stands for whoever follows; it shows its items to nobody (P4)."""
    return f"{actor_uri}/followers"
