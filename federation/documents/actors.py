"""Who we are: the house itself, and its members as allies may see them."""

from app.accounts.addresses import instance_actor_uri, page_address, shared_inbox
from app.accounts.queries import AccountFacts
from app.allies.queries import AllyFacts
from federation.documents.context import Json, followers_of, in_context, pins_of
from federation.documents.emoji import emoji_in
from federation.envoy import Envoy


def instance_document(envoy: Envoy) -> Json:
    """The house's own actor. Strangers may read it, so it says nothing but where to knock and with which key."""
    uri = instance_actor_uri(envoy.origin)
    return in_context(
        {
            "id": uri,
            "type": "Application",
            "preferredUsername": envoy.house.settings.host,
            "inbox": shared_inbox(envoy.origin),
            "publicKey": _key(uri, uri + "#key", envoy.community.public_key),
        }
    )


def actor_document(account: AccountFacts, envoy: Envoy, ally: AllyFacts) -> Json:
    """One of our members, for an ally: no counts, no date, no list of anybody (P1, P4)."""
    return in_context(
        {
            "id": account.uri,
            "type": "Person",
            "preferredUsername": account.name,
            "name": account.shown_name,
            "summary": account.about_html,
            "url": page_address(envoy.origin, account.name),
            "inbox": account.inbox,
            "outbox": f"{account.uri}/outbox",
            "followers": followers_of(account.uri),
            "following": f"{account.uri}/following",
            "featured": pins_of(account.uri),
            "endpoints": {"sharedInbox": account.shared_inbox},
            "manuallyApprovesFollowers": account.asks_before_follow,
            "discoverable": False,
            "indexable": account.findable,
            "tag": emoji_in(account.card, ally),
            "publicKey": _key(account.uri, account.key_id, account.public_key),
        }
    )


def tombstone_document(uri: str, key_id: str, public_key: str) -> Json:
    """Somebody who has gone: nothing but the key with which their Delete is verified."""
    return in_context({"id": uri, "type": "Tombstone", "publicKey": _key(uri, key_id, public_key)})


def _key(owner: str, key_id: str, pem: str) -> Json:
    return {"id": key_id, "owner": owner, "publicKeyPem": pem}
