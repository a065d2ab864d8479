"""Acts as JSON, whole and in context. Each has an address of its own, so that hearing it twice is hearing it once."""

from datetime import datetime

from app.basics.ids import new_token
from federation.documents.context import Json, followers_of, in_context, pins_of
from federation.documents.moments import wire_moment


def create_of(note: Json) -> Json:
    """A post is here: addressed exactly as the note is."""
    return in_context(
        {
            "id": f"{note['id']}#create",
            "type": "Create",
            "actor": note["attributedTo"],
            "published": note["published"],
            "to": note["to"],
            "cc": note["cc"],
            "object": note,
        }
    )


def edit_of(note: Json) -> Json:
    """A post says something else now, or its poll has other counts: addressed as the note is, and so as its Create."""
    return in_context(
        {
            "id": f"{note['id']}#update-{new_token()}",
            "type": "Update",
            "actor": note["attributedTo"],
            "published": note.get("updated", note["published"]),
            "to": note["to"],
            "cc": note["cc"],
            "object": note,
        }
    )


def delete_of(actor_uri: str, post_uri: str) -> Json:
    """It is gone. Addressed to followers, also where the post was for more: whoever is sent it knows the post."""
    return in_context(
        {
            "id": f"{post_uri}#delete",
            "type": "Delete",
            "actor": actor_uri,
            "to": [followers_of(actor_uri)],
            "object": {"id": post_uri, "type": "Tombstone"},
        }
    )


def departure_of(actor_uri: str) -> Json:
    """Whoever was at this address is gone, with everything of theirs."""
    return in_context(
        {
            "id": f"{actor_uri}#delete",
            "type": "Delete",
            "actor": actor_uri,
            "to": [followers_of(actor_uri)],
            "object": actor_uri,
        }
    )


def announce_of(uri: str, actor_uri: str, post_uri: str, author_uri: str, at: datetime) -> Json:
    """A boost: to the booster's followers, never to Public, whatever the post was."""
    return in_context(
        {
            "id": uri,
            "type": "Announce",
            "actor": actor_uri,
            "published": wire_moment(at),
            "to": [followers_of(actor_uri)],
            "cc": [author_uri],
            "object": post_uri,
        }
    )


def like_of(uri: str, actor_uri: str, post_uri: str, author_uri: str) -> Json:
    return in_context({"id": uri, "type": "Like", "actor": actor_uri, "to": [author_uri], "object": post_uri})


def pin_of(verb: str, actor_uri: str, post_uri: str) -> Json:
    """A post of theirs stands first on their page from now on (Add), or no longer (Remove)."""
    return in_context(
        {
            "id": f"{post_uri}#{verb.lower()}-{new_token()}",
            "type": verb,
            "actor": actor_uri,
            "to": [followers_of(actor_uri)],
            "object": post_uri,
            "target": pins_of(actor_uri),
        }
    )


def follow_of(uri: str, follower_uri: str, followed_uri: str) -> Json:
    return in_context({**_follow(uri, follower_uri, followed_uri), "to": [followed_uri]})


def block_of(uri: str, actor_uri: str, blocked_uri: str) -> Json:
    """A member keeps away from somebody: their house learns of it, so that it can keep them apart too."""
    return in_context({"id": uri, "type": "Block", "actor": actor_uri, "to": [blocked_uri], "object": blocked_uri})


def accept_of(uri: str, follower_uri: str, followed_uri: str) -> Json:
    """Yes to the Follow at that address."""
    return _answer("Accept", uri, follower_uri, followed_uri)


def refusal_of(uri: str, follower_uri: str, followed_uri: str) -> Json:
    """No to the Follow at that address, at once or later."""
    return _answer("Reject", uri, follower_uri, followed_uri)


def undo_of(verb: str, uri: str, actor_uri: str, object_uri: str, to: str) -> Json:
    """What stood at that address no longer holds: a Follow, Like, Announce or Block of ours."""
    undone = {"id": uri, "type": verb, "actor": actor_uri, "object": object_uri}
    return in_context({"id": f"{uri}#undo", "type": "Undo", "actor": actor_uri, "to": [to], "object": undone})


def update_of(actor: Json) -> Json:
    """A member describes themselves anew."""
    inner = {name: value for name, value in actor.items() if name != "@context"}
    return in_context(
        {
            "id": f"{actor['id']}#update-{new_token()}",
            "type": "Update",
            "actor": actor["id"],
            "to": [actor["followers"]],
            "object": inner,
        }
    )


def _answer(verb: str, uri: str, follower_uri: str, followed_uri: str) -> Json:
    return in_context(
        {
            "id": f"{followed_uri}#{verb.lower()}-{new_token()}",
            "type": verb,
            "actor": followed_uri,
            "to": [follower_uri],
            "object": _follow(uri, follower_uri, followed_uri),
        }
    )


def _follow(uri: str, follower_uri: str, followed_uri: str) -> Json:
    return {"id": uri, "type": "Follow", "actor": follower_uri, "object": followed_uri}
