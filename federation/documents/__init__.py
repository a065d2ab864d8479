"""What we say, as JSON: actors, notes, activities. Judges no reader: whoever asks for a document has done that."""

from federation.documents.activities import (
    accept_of,
    announce_of,
    block_of,
    create_of,
    delete_of,
    departure_of,
    edit_of,
    follow_of,
    like_of,
    pin_of,
    refusal_of,
    undo_of,
    update_of,
)
from federation.documents.actors import actor_document, instance_document, tombstone_document
from federation.documents.context import AUDIENCE, CONTEXT, PUBLIC, Json, followers_of, in_context, pins_of
from federation.documents.notes import note_document
from federation.documents.questions import vote_of
from federation.documents.quotes import authorisation_of, quote_answer_of, quote_request_of, with_quote, withdrawal_of

__all__ = [
    "AUDIENCE",
    "CONTEXT",
    "PUBLIC",
    "Json",
    "accept_of",
    "actor_document",
    "announce_of",
    "authorisation_of",
    "block_of",
    "create_of",
    "delete_of",
    "departure_of",
    "edit_of",
    "follow_of",
    "followers_of",
    "in_context",
    "instance_document",
    "like_of",
    "note_document",
    "pin_of",
    "pins_of",
    "quote_answer_of",
    "quote_request_of",
    "refusal_of",
    "tombstone_document",
    "undo_of",
    "update_of",
    "vote_of",
    "with_quote",
    "withdrawal_of",
]
