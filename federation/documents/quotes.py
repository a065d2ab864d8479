"""Quotes as JSON (FEP-044f): what a post quotes and who may quote it, the question, the answers, the authorisation."""

import html
from typing import Final

from app.basics.ids import new_token
from app.posts.quoting import WhoMayQuote
from federation.documents.context import PUBLIC, Json, followers_of, in_context
from federation.quoting import AUTHORISATION, QUOTE_REQUEST

ASKED_AT: Final = "#quote-request"


def policy_of(author_uri: str, said: WhoMayQuote) -> Json:
    """Who is expected to be let; an empty list would be none. It widens nothing: who reads a post stands elsewhere."""
    who = {WhoMayQuote.READERS: PUBLIC, WhoMayQuote.FOLLOWERS: followers_of(author_uri)}.get(said, author_uri)
    return {"canQuote": {"automaticApproval": [who]}}


def with_quote(note: Json, uri: str, authorisation: str) -> Json:
    """The note with what it quotes; software that knows no quotes shows a link at its end."""
    address = html.escape(uri)
    link = f'<p class="quote-inline">RE: <a href="{address}">{address}</a></p>'
    quoting = {**note, "quote": uri, "content": note["content"] + link}
    if "contentMap" in note:
        quoting["contentMap"] = {language: words + link for language, words in note["contentMap"].items()}
    return {**quoting, "quoteAuthorization": authorisation} if authorisation else quoting


def quote_request_of(note: Json, quoted_uri: str) -> Json:
    """May this be quoted? To the house of its author, with what quotes it."""
    return in_context(_request(f"{note['id']}{ASKED_AT}", note["attributedTo"], quoted_uri, note))


def quote_answer_of(
    verb: str, author_uri: str, request_uri: str, asker_uri: str, quoted_uri: str, quoting_uri: str, result: str = ""
) -> Json:
    """Accept, with where this is said to everybody who may know; or Reject."""
    answer = {
        "id": f"{author_uri}#{verb.lower()}-{new_token()}",
        "type": verb,
        "actor": author_uri,
        "to": [asker_uri],
        "object": _request(request_uri, asker_uri, quoted_uri, quoting_uri),
    }
    return in_context({**answer, "result": result} if result else answer)


def authorisation_of(uri: str, author_uri: str, quoting_uri: str, quoted_uri: str) -> Json:
    """Addresses alone: neither post is in it."""
    return in_context(
        {
            "id": uri,
            "type": AUTHORISATION,
            "attributedTo": author_uri,
            "interactingObject": quoting_uri,
            "interactionTarget": quoted_uri,
        }
    )


def withdrawal_of(author_uri: str, authorisation: str) -> Json:
    """It is allowed no longer. What is quoted by what is not said again."""
    return in_context(
        {
            "id": f"{authorisation}#delete",
            "type": "Delete",
            "actor": author_uri,
            "to": [followers_of(author_uri)],
            "object": authorisation,
        }
    )


def _request(uri: str, asker_uri: str, quoted_uri: str, quoting: Json | str) -> Json:
    return {"id": uri, "type": QUOTE_REQUEST, "actor": asker_uri, "object": quoted_uri, "instrument": quoting}
